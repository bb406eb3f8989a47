//! Statistics: how rare terms are and how long texts are, over live articles only.
//!
//! tantivy counts an article that was replaced or deleted until its segment is merged. Scores must
//! not depend on that: an index that was brought up to date scores as one that was built afresh.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, SegmentReader};
use xunwen_schema::Fields;

use crate::index::docset::DocSet;
use crate::index::segment::Segments;

/// Returns the mean number of terms of an article's title, summary and body, in the order of
/// `Fields::texts`. A length is what the index keeps of it: one of 256 steps.
pub(crate) fn mean_lengths(segments: &Segments, fields: &Fields) -> tantivy::Result<[f32; 3]> {
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

fn total_length(segment: &SegmentReader, field: Field) -> tantivy::Result<u64> {
    let lengths = segment.get_fieldnorms_reader(field)?;
    let mut articles = [0_u64; 256];
    for doc in segment.doc_ids_alive() {
        articles[usize::from(lengths.fieldnorm_id(doc))] += 1;
    }
    let length = |code: u8| u64::from(FieldNormReader::id_to_fieldnorm(code));
    Ok((0..=u8::MAX).zip(articles).map(|(code, articles)| articles * length(code)).sum())
}

/// Returns how many live articles of one segment have the term that `info` is of.
pub(crate) fn live(
    segment: &SegmentReader,
    index: &InvertedIndexReader,
    info: &TermInfo,
) -> tantivy::Result<u64> {
    if segment.num_deleted_docs() == 0 {
        return Ok(info.doc_freq.into());
    }
    let mut postings = index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    let (alive, mut count) = (DocSet::live(segment), 0);
    while postings.block_len() > 0 {
        count += postings.docs().iter().filter(|&&doc| alive.contains(doc)).count() as u64;
        postings.advance();
    }
    Ok(count)
}
