//! Resuming: whether a job continues one that was interrupted.

use xunwen_schema::{InputStamp, JobProgress};

/// Whether a job can resume an interrupted one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ResumeMatch {
    /// It is the same job, and the inputs read so far are unchanged.
    Same,
    /// It is the same job, but this input has changed since it was read.
    Changed(String),
    /// It is another job.
    Other,
}

/// Compares an interrupted job with a job of kind `plan` whose inputs have these stamps.
pub(crate) fn resume_match(
    job: &JobProgress,
    plan: &str,
    stamps: &[Option<InputStamp>],
) -> ResumeMatch {
    if job.plan != plan || job.begun.len() > stamps.len() {
        return ResumeMatch::Other;
    }
    let mut changed = None;
    for (before, now) in job.begun.iter().zip(stamps) {
        // An input without a stamp cannot be read twice.
        let (Some(before), Some(now)) = (before, now) else { return ResumeMatch::Other };
        if before.name != now.name {
            return ResumeMatch::Other;
        }
        if before != now {
            changed.get_or_insert_with(|| before.name.clone());
        }
    }
    changed.map_or(ResumeMatch::Same, ResumeMatch::Changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(name: &str, size: u64) -> Option<InputStamp> {
        Some(InputStamp { name: name.to_owned(), size, head: "0".to_owned() })
    }

    #[test]
    fn a_job_is_resumed_only_if_what_it_has_read_is_unchanged() {
        let begun = vec![stamp("a", 1), stamp("b", 2)];
        let job = JobProgress { begun, ..JobProgress::new("update") };
        let same = [stamp("a", 1), stamp("b", 2), stamp("c", 3)];
        assert_eq!(resume_match(&job, "update", &same), ResumeMatch::Same);
        assert_eq!(resume_match(&job, "update", &same[..2]), ResumeMatch::Same);
        assert_eq!(resume_match(&job, "update", &same[..1]), ResumeMatch::Other);
        assert_eq!(resume_match(&job, "build", &same), ResumeMatch::Other);
        let changed = [stamp("a", 1), stamp("b", 9)];
        let expected = ResumeMatch::Changed("b".to_owned());
        assert_eq!(resume_match(&job, "update", &changed), expected);
        let other = [stamp("b", 2), stamp("a", 1)];
        assert_eq!(resume_match(&job, "update", &other), ResumeMatch::Other);
    }

    #[test]
    fn a_job_that_reads_a_pipe_is_never_resumed() {
        let job = JobProgress { begun: vec![None], ..JobProgress::new("update") };
        assert_eq!(resume_match(&job, "update", &[None]), ResumeMatch::Other);
        let fresh = JobProgress::new("update");
        assert_eq!(resume_match(&fresh, "update", &[None]), ResumeMatch::Same);
    }
}
