//! Where the units of a query stand in some articles, read from the positions of the index.

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, Term};
use xunwen_schema::Fields;

use super::units::Units;
use super::window::UnitAt;

/// Where the units stand in one article.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// By unit: whether the title has it.
    pub(super) in_title: Vec<bool>,
    /// Sorted.
    pub(super) summary: Vec<UnitAt>,
    /// Sorted.
    pub(super) body: Vec<UnitAt>,
}

/// Reads where `units` stand in each of `docs`, which are sorted.
pub(super) fn read(
    segment: &SegmentReader,
    fields: &Fields,
    units: &Units,
    docs: &[u32],
) -> tantivy::Result<Vec<Places>> {
    let mut found = vec![Places::default(); docs.len()];
    found.iter_mut().for_each(|places| places.in_title = vec![false; units.len()]);
    each(segment, fields.title, units, docs, |slot, unit, _| found[slot].in_title[unit] = true)?;
    each(segment, fields.summary, units, docs, |slot, unit, positions| {
        found[slot].summary.extend(positions.iter().map(|&position| (position, unit)));
    })?;
    each(segment, fields.body, units, docs, |slot, unit, positions| {
        found[slot].body.extend(positions.iter().map(|&position| (position, unit)));
    })?;
    for places in &mut found {
        places.summary.sort_unstable();
        places.body.sort_unstable();
    }
    Ok(found)
}

/// Calls `take` with the place in `docs`, the unit and its positions, for all that one field has.
fn each(
    segment: &SegmentReader,
    field: Field,
    units: &Units,
    docs: &[u32],
    mut take: impl FnMut(usize, usize, &[u32]),
) -> tantivy::Result<()> {
    let index = segment.inverted_index(field)?;
    let mut positions = Vec::new();
    for (unit, term) in units.terms().iter().enumerate() {
        let term = Term::from_field_text(field, term);
        let option = IndexRecordOption::WithFreqsAndPositions;
        let Some(mut postings) = index.read_postings(&term, option)? else { continue };
        for (slot, &doc) in docs.iter().enumerate() {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == doc {
                postings.positions(&mut positions);
                take(slot, unit, &positions);
            }
        }
    }
    Ok(())
}
