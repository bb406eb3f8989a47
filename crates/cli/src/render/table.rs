//! Tables: CSV for spreadsheets, TREC runs for evaluation programs.

use std::io::Write;

use xunwen_query::Tier;

use super::Result;
use crate::failure::Failure;

/// Writes a CSV table with a header; the passage is the first, white space made single spaces.
pub(crate) fn csv(result: &Result<'_>, out: &mut dyn Write) -> std::result::Result<(), Failure> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "rank",
        "tier",
        "score",
        "id",
        "title",
        "source",
        "published_at",
        "url",
        "passage",
    ])?;
    for hit in result.answer.hits() {
        let hit = hit?;
        let passage =
            hit.passages.first().map(|(_, passage)| passage.text.as_str()).unwrap_or_default();
        let article = &hit.article;
        table.write_record([
            &hit.rank.to_string(),
            hit.tier.name(),
            &hit.score.to_string(),
            &article.id,
            &article.title,
            article.source.as_deref().unwrap_or_default(),
            &article.published_at.map(|published| published.to_string()).unwrap_or_default(),
            article.url.as_deref().unwrap_or_default(),
            &passage.split_whitespace().collect::<Vec<_>>().join(" "),
        ])?;
    }
    table.flush()?;
    Ok(())
}

/// Writes a TREC run: `qid Q0 docid rank score xunwen`.
///
/// Programs that read runs sort by score, in single precision, and break ties in ways of their own.
/// So exact scores are lifted above the related ones, and the score written falls with every rank.
pub(crate) fn trec(
    qid: &str,
    result: &Result<'_>,
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    let lift = result.answer.scores(Tier::Related).fold(0.0, f32::max);
    let mut last = f32::INFINITY;
    for (rank, (id, tier, score)) in (1..).zip(result.answer.ids()?) {
        let lifted = if tier == Tier::Exact { score + lift } else { score };
        last = if lifted < last { lifted } else { last.next_down() };
        writeln!(out, "{} Q0 {} {rank} {last} xunwen", one_word(qid), one_word(&id))?;
    }
    Ok(())
}

/// White space would end a column.
fn one_word(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("_")
}
