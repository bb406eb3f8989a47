//! Statistics: how rare terms are and how long texts are, over live articles only.
//!
//! tantivy counts an article that was replaced or deleted until its segment is merged. Scores must
//! not depend on that: an index that was brought up to date scores as one that was built afresh.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use xunwen_schema::Fields;

use crate::index::segment::{Segment, Segments};

/// Returns the mean number of terms of an article's title, summary and body, in the order of
/// `Fields::texts`. A length is what the index keeps of it: one of 256 steps.
pub(crate) fn mean_lengths(segments: &Segments, fields: &Fields) -> tantivy::Result<[f32; 3]> {
    if let Some(collection) = segments.collection() {
        return Ok(collection.mean_lengths());
    }
    let mut means = [0.0; 3];
    for (mean, field) in means.iter_mut().zip(fields.texts()) {
        let mut sum = 0;
        for segment in segments.iter() {
            sum += total_length(segment, field)?;
        }
        *mean = (sum as f64 / segments.num_docs().max(1) as f64) as f32;
    }
    Ok(means)
}

fn total_length(segment: &Segment, field: Field) -> tantivy::Result<u64> {
    let lengths = segment.lengths(field)?;
    let mut articles = [0_u64; 256];
    for doc in segment.live_docs().iter() {
        articles[usize::from(lengths.fieldnorm_id(doc))] += 1;
    }
    let length = |code: u8| u64::from(FieldNormReader::id_to_fieldnorm(code));
    Ok((0..=u8::MAX).zip(articles).map(|(code, articles)| articles * length(code)).sum())
}

/// Returns the sum of the lengths of the articles of `segment` that were replaced or deleted.
pub(crate) fn deleted_length(segment: &Segment, field: Field) -> tantivy::Result<u64> {
    if !segment.has_deleted() {
        return Ok(0);
    }
    let lengths = segment.lengths(field)?;
    let deleted = (0..segment.max_doc()).filter(|&doc| segment.is_deleted(doc));
    Ok(deleted.map(|doc| u64::from(lengths.fieldnorm(doc))).sum())
}

/// Returns how many live articles of one segment have the term of `field` that `info` is of.
pub(crate) fn live_doc_freq(
    segment: &Segment,
    field: Field,
    info: &TermInfo,
) -> tantivy::Result<u64> {
    if !segment.has_deleted() {
        return Ok(info.doc_freq.into());
    }
    let live = segment.live_docs();
    let mut count = 0;
    segment.terms(field)?.each_doc_block(info, |docs| count += live.count_in(docs) as u64)?;
    Ok(count)
}
