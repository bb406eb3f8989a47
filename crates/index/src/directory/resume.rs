//! Resuming: whether a job continues one that was interrupted.

use xunwen_schema::{InputStamp, JobProgress, StampDigest};

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
    let done = usize::try_from(job.done).unwrap_or(usize::MAX);
    if job.plan != plan || job.has_pipe || done > stamps.len() {
        return ResumeMatch::Other;
    }
    let mut digest = StampDigest::default();
    for stamp in &stamps[..done] {
        // An input without a stamp cannot be read twice.
        let Some(stamp) = stamp else { return ResumeMatch::Other };
        digest = digest.with(stamp);
    }
    if digest.names != job.digest.names {
        return ResumeMatch::Other;
    }
    let now = stamps.get(done);
    match (&job.current, now) {
        (Some(before), Some(Some(now))) if before.name == now.name => {
            if before != now {
                return ResumeMatch::Changed(before.name.clone());
            }
        }
        (Some(_), _) => return ResumeMatch::Other,
        (None, _) if job.records > 0 => return ResumeMatch::Other,
        (None, _) => {}
    }
    match digest.all == job.digest.all {
        true => ResumeMatch::Same,
        false => ResumeMatch::Changed(changed(done)),
    }
}

/// Describes the inputs of which one has changed: their stamps are kept as a digest only.
fn changed(done: usize) -> String {
    match done {
        1 => "the first input".to_owned(),
        _ => format!("one of the first {done} inputs"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(name: &str, size: u64) -> Option<InputStamp> {
        Some(InputStamp { name: name.to_owned(), size, head: "0".to_owned() })
    }

    /// Returns a job that has read `done` and some of `current`.
    fn job(done: &[Option<InputStamp>], current: Option<InputStamp>) -> JobProgress {
        let digest = done.iter().flatten().fold(StampDigest::default(), |all, one| all.with(one));
        JobProgress { done: done.len() as u64, digest, current, ..JobProgress::new("update") }
    }

    #[test]
    fn a_job_is_resumed_only_if_what_it_has_read_is_unchanged() {
        let job = job(&[stamp("a", 1)], stamp("b", 2));
        let same = [stamp("a", 1), stamp("b", 2), stamp("c", 3)];
        assert_eq!(resume_match(&job, "update", &same), ResumeMatch::Same);
        assert_eq!(resume_match(&job, "update", &same[..2]), ResumeMatch::Same);
        assert_eq!(resume_match(&job, "update", &same[..1]), ResumeMatch::Other);
        assert_eq!(resume_match(&job, "build", &same), ResumeMatch::Other);
        let changed = [stamp("a", 1), stamp("b", 9)];
        let expected = ResumeMatch::Changed("b".to_owned());
        assert_eq!(resume_match(&job, "update", &changed), expected);
        let earlier = [stamp("a", 7), stamp("b", 2)];
        let expected = ResumeMatch::Changed("the first input".to_owned());
        assert_eq!(resume_match(&job, "update", &earlier), expected);
        let other = [stamp("b", 2), stamp("a", 1)];
        assert_eq!(resume_match(&job, "update", &other), ResumeMatch::Other);
    }

    #[test]
    fn between_two_inputs_the_rest_may_be_new() {
        let job = job(&[stamp("a", 1)], None);
        let longer = [stamp("a", 1), stamp("x", 2)];
        assert_eq!(resume_match(&job, "update", &longer), ResumeMatch::Same);
        assert_eq!(resume_match(&job, "update", &longer[..1]), ResumeMatch::Same);
    }

    #[test]
    fn a_job_that_reads_a_pipe_is_never_resumed() {
        let job = JobProgress { has_pipe: true, ..JobProgress::new("update") };
        assert_eq!(resume_match(&job, "update", &[None]), ResumeMatch::Other);
        let fresh = JobProgress::new("update");
        assert_eq!(resume_match(&fresh, "update", &[None]), ResumeMatch::Same);
    }
}
