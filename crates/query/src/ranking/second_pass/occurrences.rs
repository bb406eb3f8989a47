//! Occurrences of a query's proximity terms in some articles, read from the positions of the index.

use tantivy::schema::Field;
use xunwen_schema::Fields;

use super::proximity_terms::ProximityTerms;
use super::window::TermAt;
use crate::index::postings::{Damage, PostingsCursor};
use crate::index::segment::Segment;
use crate::ranking::bm25::Weighted;

/// Where the proximity terms occur in one article.
#[derive(Clone, Debug, Default)]
pub(super) struct TermOccurrences {
    /// By unit: whether the title has it.
    pub(super) in_title: Vec<bool>,
    /// Sorted.
    pub(super) summary: Vec<TermAt>,
    /// Sorted.
    pub(super) body: Vec<TermAt>,
}

/// Reads where the proximity terms occur in each of `docs`, which are sorted, of `segment`.
pub(super) fn read(
    segment: &Segment,
    fields: &Fields,
    units: &ProximityTerms,
    weighted: &[Weighted],
    docs: &[u32],
) -> tantivy::Result<Vec<TermOccurrences>> {
    let each =
        |field, take: &mut TakeOccurrences<'_>| each(segment, field, units, weighted, docs, take);
    let mut found = vec![TermOccurrences::default(); docs.len()];
    found.iter_mut().for_each(|places| places.in_title = vec![false; units.len()]);
    each(fields.title, &mut |slot, unit, _| {
        found[slot].in_title[unit] = true;
        Ok(())
    })?;
    let mut buffer = Vec::new();
    each(fields.summary, &mut |slot, unit, list| {
        add_places(list, unit, &mut buffer, &mut found[slot].summary)
    })?;
    each(fields.body, &mut |slot, unit, list| {
        add_places(list, unit, &mut buffer, &mut found[slot].body)
    })?;
    for places in &mut found {
        places.summary.sort_unstable_by_key(in_one);
        places.body.sort_unstable_by_key(in_one);
    }
    Ok(found)
}

/// Returns one number that orders as a place does, which two would do less fast.
fn in_one(&(position, unit): &TermAt) -> u64 {
    u64::from(position) << 32 | unit as u64
}

/// Takes the place in `docs`, the unit, and its postings at the document.
type TakeOccurrences<'t> =
    dyn FnMut(usize, usize, &mut PostingsCursor<'_>) -> Result<(), Damage> + 't;

/// Calls `take` for all that one field has.
fn each(
    segment: &Segment,
    field: Field,
    units: &ProximityTerms,
    weighted: &[Weighted],
    docs: &[u32],
    take: &mut TakeOccurrences<'_>,
) -> tantivy::Result<()> {
    for weighted in weighted {
        let Some(unit) = units.of_term(weighted.number()) else { continue };
        let Some(info) = weighted.info(field, segment.ordinal()) else { continue };
        let mut list = segment.list(field, info)?;
        for (slot, &doc) in docs.iter().enumerate() {
            if list.seek(doc)? == doc {
                take(slot, unit, &mut list)?;
            }
        }
    }
    Ok(())
}

/// Adds the occurrences of a term in the document that `list` is at.
fn add_places(
    list: &mut PostingsCursor<'_>,
    unit: usize,
    buffer: &mut Vec<u32>,
    places: &mut Vec<TermAt>,
) -> Result<(), Damage> {
    list.positions(buffer)?;
    places.extend(buffer.iter().map(|&position| (position, unit)));
    Ok(())
}
