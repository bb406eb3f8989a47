//! The arithmetic of the metrics.
//!
//! `found` holds the grades of the results of one query, best result first, which the caller has
//! cut at the cutoff. `relevant` holds the grades of all its relevant documents, best first.

use std::num::NonZeroUsize;

/// Returns the discounted gain of the results, divided by that of an ideal ranking.
pub(crate) fn ndcg(found: &[i32], relevant: &[i32], cutoff: Option<NonZeroUsize>) -> f64 {
    let ideal = discounted_gain(cut(relevant, cutoff));
    if ideal == 0.0 { 0.0 } else { discounted_gain(found) / ideal }
}

/// Returns the reciprocal of the rank of the first relevant result.
pub(crate) fn reciprocal_rank(found: &[i32]) -> f64 {
    let first = found.iter().position(|&grade| grade > 0);
    first.map_or(0.0, |index| 1.0 / rank(index))
}

/// Returns the mean, over all relevant documents, of the precision at the rank of each.
pub(crate) fn average_precision(found: &[i32], relevant: &[i32]) -> f64 {
    let ranks = found.iter().enumerate().filter(|&(_, &grade)| grade > 0);
    let precisions = ranks.enumerate().map(|(hits, (index, _))| (hits + 1) as f64 / rank(index));
    share(sum(precisions), relevant.len())
}

/// Returns the relevant share of the first `cutoff` results; a missing result is not relevant.
pub(crate) fn precision(found: &[i32], cutoff: NonZeroUsize) -> f64 {
    share(hits(found), cutoff.get())
}

/// Returns the share of the relevant documents that was found.
pub(crate) fn recall(found: &[i32], relevant: &[i32]) -> f64 {
    share(hits(found), relevant.len())
}

/// Returns the grades up to the cutoff.
pub(crate) fn cut(grades: &[i32], cutoff: Option<NonZeroUsize>) -> &[i32] {
    let length = cutoff.map_or(grades.len(), |cutoff| grades.len().min(cutoff.get()));
    &grades[..length]
}

fn discounted_gain(grades: &[i32]) -> f64 {
    let gains = grades.iter().enumerate().filter(|&(_, &grade)| grade > 0);
    sum(gains.map(|(index, &grade)| f64::from(grade) / (rank(index) + 1.0).log2()))
}

fn hits(found: &[i32]) -> f64 {
    found.iter().filter(|&&grade| grade > 0).count() as f64
}

/// Returns the sum; unlike that of the standard library, an empty sum is not negative zero.
pub(crate) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |sum, value| sum + value)
}

fn rank(index: usize) -> f64 {
    (index + 1) as f64
}

fn share(part: f64, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part / whole as f64 }
}
