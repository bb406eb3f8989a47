//! The gate: how the answers of two generations differ.

use std::collections::HashSet;

use crate::engine::facade::Engine;
use crate::index::error::Error;
use crate::request::Request;

/// How the answers to some questions differ between two generations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnswerComparison {
    /// How many questions were asked.
    pub questions: usize,
    /// The answers that changed, most change first, then in the order of the questions.
    pub changes: Vec<AnswerChange>,
}

/// How the answer to one question differs.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerChange {
    /// The question's id.
    pub id: String,
    /// Articles in the exact tier, before and after.
    pub exact: (u64, u64),
    /// The hits of the page that only the new answer has, best first.
    pub came: Vec<String>,
    /// The hits of the page that only the old answer has, best first.
    pub went: Vec<String>,
    /// How much of the answer changed, from 0 to 1: see [`AnswerComparison::of`].
    pub share: f64,
}

impl AnswerComparison {
    /// Asks both engines every question, each with its id.
    ///
    /// Of an answer that share has changed which is the greater of two: of the hits on the longer of
    /// the two pages, those that the other page lacks; of the greater of the two exact counts, what
    /// the other lacks. The order of a page does not matter.
    ///
    /// # Errors
    ///
    /// If an index cannot be read.
    pub fn of(
        before: &Engine,
        after: &Engine,
        questions: &[(String, Request)],
    ) -> Result<Self, Error> {
        let mut changes = Vec::new();
        for (id, request) in questions {
            let old = page(before, request)?;
            let new = page(after, request)?;
            changes.extend(change(id, &old, &new));
        }
        changes.sort_by(|left, right| right.share.total_cmp(&left.share));
        Ok(Self { questions: questions.len(), changes })
    }

    /// Returns the mean share that changed, from 0 to 1, over all questions.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let sum = self.changes.iter().fold(0.0, |sum, change| sum + change.share);
        sum / self.questions.max(1) as f64
    }
}

/// The ids of a page, and how many articles the exact tier has.
type PageIds = (Vec<String>, u64);

fn page(engine: &Engine, request: &Request) -> Result<PageIds, Error> {
    let answer = engine.answer(request)?;
    let ids = answer.ids()?.into_iter().map(|(id, _, _)| id).collect();
    Ok((ids, answer.totals().exact))
}

fn change(id: &str, old: &PageIds, new: &PageIds) -> Option<AnswerChange> {
    let came = lacking(&new.0, &old.0);
    let went = lacking(&old.0, &new.0);
    let hits = share(came.len().max(went.len()) as u64, old.0.len().max(new.0.len()) as u64);
    let counts = share(old.1.abs_diff(new.1), old.1.max(new.1));
    let share = hits.max(counts);
    (share > 0.0).then(|| AnswerChange {
        id: id.to_owned(),
        exact: (old.1, new.1),
        came,
        went,
        share,
    })
}

/// Returns those of `ids` that are not among `others`.
fn lacking(ids: &[String], others: &[String]) -> Vec<String> {
    let others: HashSet<&String> = others.iter().collect();
    ids.iter().filter(|id| !others.contains(id)).cloned().collect()
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(ids: &[&str], exact: u64) -> PageIds {
        (ids.iter().map(|&id| id.to_owned()).collect(), exact)
    }

    #[test]
    fn an_answer_changes_by_hits_or_by_count() {
        let changed = |old: &PageIds, new: &PageIds| change("q", old, new).map(|it| it.share);
        let old = page(&["a", "b", "c", "d"], 4);
        assert_eq!(changed(&old, &page(&["d", "c", "b", "a"], 4)), None);
        assert_eq!(changed(&old, &page(&["a", "b", "c", "x"], 4)), Some(0.25));
        assert_eq!(changed(&old, &page(&["a", "b"], 2)), Some(0.5));
        assert_eq!(changed(&old, &page(&["a", "b", "c", "d"], 8)), Some(0.5));
        assert_eq!(changed(&page(&[], 0), &page(&[], 0)), None);
        assert_eq!(changed(&page(&[], 0), &page(&["a"], 1)), Some(1.0));
    }

    #[test]
    fn what_came_and_went_is_named_and_the_mean_is_over_all_questions() {
        let found = change("q", &page(&["a", "b"], 2), &page(&["b", "c"], 2)).unwrap();
        assert_eq!(
            (&found.came[..], &found.went[..]),
            (&["c".to_owned()][..], &["a".to_owned()][..])
        );
        let comparison = AnswerComparison { questions: 4, changes: vec![found] };
        assert_eq!(comparison.mean(), 0.125);
    }
}
