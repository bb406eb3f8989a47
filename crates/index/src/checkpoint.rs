//! Checkpoints: what a commit says of the job at work, so that a job that was killed goes on.
//!
//! ```text
//! {"articles": 1024, "job": {"plan": "update", "begun": [{"name": "news.jsonl", …}], "records": 512, "end": 3071, …}}
//! ```
//!
//! It travels in tantivy's commit payload: the articles and how far the input was read become durable
//! in one step.

use serde::{Deserialize, Serialize};

use crate::stamp::Stamp;

/// What a commit says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    /// Articles in the index with this commit; older programs did not say.
    pub(crate) articles: Option<u64>,
    /// The job that has not ended with this commit.
    pub(crate) job: Option<State>,
}

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    /// What kind of job it is; only one of the same goes on with it.
    pub(crate) plan: String,
    /// What was begun to be read, in order; all but the last to its end. `None` is what cannot be read
    /// again.
    pub(crate) begun: Vec<Option<Stamp>>,
    /// Records read of the last.
    pub(crate) records: u64,
    /// Where they end in it, in bytes of text.
    pub(crate) end: u64,
    /// What was done so far.
    pub(crate) counts: Counts,
}

/// What a job did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Articles whose id was new.
    pub(crate) added: u64,
    /// Articles that took the place of another.
    pub(crate) updated: u64,
    /// Articles that the index held already.
    pub(crate) unchanged: u64,
    /// Records that were no articles.
    pub(crate) rejected: u64,
    /// Bytes of text.
    pub(crate) bytes: u64,
    /// Commits.
    pub(crate) commits: u64,
}

/// Whether a job can go on where another was cut short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// It is the same job, and what was read is what it was.
    Same,
    /// It is the same job, but this input has changed since it was read.
    Changed(String),
    /// It is another job.
    Other,
}

impl Checkpoint {
    /// Reads a commit payload; what another program wrote says nothing.
    pub(crate) fn read(payload: Option<&str>) -> Self {
        payload.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }
}

impl State {
    /// Returns the state of a job that has read nothing.
    pub(crate) fn new(plan: &str) -> Self {
        Self { plan: plan.to_owned(), ..Self::default() }
    }

    /// Compares this job with one of this plan that reads these things.
    pub(crate) fn likeness(&self, plan: &str, stamps: &[Option<Stamp>]) -> Likeness {
        let name = |stamp: &Option<Stamp>| stamp.as_ref().map(|stamp| stamp.name.clone());
        let (begun, now) = (self.begun.iter(), stamps.iter());
        let is_same_job = self.plan == plan
            && self.begun.len() <= stamps.len()
            && begun
                .clone()
                .zip(now.clone())
                .all(|(was, is)| was.is_some() && name(was) == name(is));
        if !is_same_job {
            return Likeness::Other;
        }
        let changed = begun.zip(now).find(|(was, is)| was != is).and_then(|(was, _)| name(was));
        changed.map_or(Likeness::Same, Likeness::Changed)
    }
}

impl Counts {
    /// Returns how many articles were read.
    pub(crate) fn articles(&self) -> u64 {
        self.added + self.updated + self.unchanged
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(name: &str, size: u64) -> Option<Stamp> {
        Some(Stamp { name: name.to_owned(), size, head: "0".to_owned() })
    }

    #[test]
    fn a_job_goes_on_only_if_what_it_has_read_is_what_it_was() {
        let begun = vec![stamp("a", 1), stamp("b", 2)];
        let state = State { begun, ..State::new("update") };
        let same = [stamp("a", 1), stamp("b", 2), stamp("c", 3)];
        assert_eq!(state.likeness("update", &same), Likeness::Same);
        assert_eq!(state.likeness("update", &same[..2]), Likeness::Same);
        assert_eq!(state.likeness("update", &same[..1]), Likeness::Other);
        assert_eq!(state.likeness("build", &same), Likeness::Other);
        let changed = [stamp("a", 1), stamp("b", 9)];
        assert_eq!(state.likeness("update", &changed), Likeness::Changed("b".to_owned()));
        let other = [stamp("b", 2), stamp("a", 1)];
        assert_eq!(state.likeness("update", &other), Likeness::Other);
    }

    #[test]
    fn a_pipe_is_never_gone_on_with() {
        let state = State { begun: vec![None], ..State::new("update") };
        assert_eq!(state.likeness("update", &[None]), Likeness::Other);
        let fresh = State::new("update");
        assert_eq!(fresh.likeness("update", &[None]), Likeness::Same);
    }

    #[test]
    fn payloads_of_older_programs_say_nothing() {
        let old = Checkpoint::read(Some(r#"{"inputs":{"a.jsonl":3}}"#));
        assert_eq!((old.articles, old.job), (None, None));
        assert_eq!(Checkpoint::read(Some("no json")), Checkpoint::default());
        let state = State { records: 7, ..State::new("build") };
        let new = Checkpoint { articles: Some(3), job: Some(state) };
        let json = serde_json::to_string(&new).unwrap();
        assert_eq!(Checkpoint::read(Some(&json)), new);
    }
}
