//! Runs of TREC: scores that fall with every rank, and lines.

use xunwen_query::{Answer, Error, Request, Tier};

/// Returns the ids of the hits that answer `request`, with scores for a run.
///
/// Programs that read runs sort by score, in single precision, and break ties in ways of their own,
/// so the score falls with every rank. Exact scores are raised above the related ones.
/// An exact tier in the order of dates, or found by filters alone, has no scores: there, each hit
/// gets its rank below zero, which also holds across the pages of one query.
///
/// # Errors
///
/// If the index cannot be read.
pub fn run(answer: &Answer<'_>, request: &Request) -> Result<Vec<(String, f32)>, Error> {
    let lift = answer.scores(Tier::Related).fold(0.0, f32::max);
    let mut last = f32::INFINITY;
    let mut has_scores = request.order == xunwen_query::Order::Relevance;
    let scored = (request.offset + 1..).zip(answer.ids()?).map(|(rank, (id, tier, score))| {
        has_scores &= tier == Tier::Related || score > 0.0;
        let wanted = match tier {
            _ if !has_scores => -(rank as f32),
            Tier::Exact => score + lift,
            Tier::Related => score,
        };
        last = if wanted < last { wanted } else { last.next_down() };
        (id, last)
    });
    Ok(scored.collect())
}

/// Returns a line of a run, without its end: `qid Q0 docid rank score xunwen`.
#[must_use]
pub fn run_line(qid: &str, id: &str, rank: usize, score: f32) -> String {
    format!("{} Q0 {} {rank} {score} xunwen", run_word(qid), run_word(id))
}

/// Returns a text as one word, as the columns of runs and judgements are parted by white space.
#[must_use]
pub fn run_word(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("_")
}
