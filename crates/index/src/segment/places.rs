//! Places: the positions of several documents, numbered consecutively.

use super::blocks;

/// Sampling interval of the place-to-document index.
const SAMPLING: u32 = 64;

/// The document of each place.
pub(super) struct Places<'d> {
    documents: &'d [(u32, u32)],
    /// The index in `documents` of every [`SAMPLING`]th place.
    sampled: Vec<u32>,
}

impl<'d> Places<'d> {
    pub(super) fn new(documents: &'d [(u32, u32)], end: u32) -> Self {
        let mut sampled = Vec::with_capacity(end as usize / SAMPLING as usize + 1);
        let mut index = 0;
        for place in (0..end).step_by(SAMPLING as usize) {
            while documents.get(index + 1).is_some_and(|&(_, start)| start <= place) {
                index += 1;
            }
            sampled.push(index as u32);
        }
        Self { documents, sampled }
    }

    /// Returns the document of `place`, the place of its position 0, and the first place after it.
    fn document(&self, place: u32) -> (u32, u32, u32) {
        let mut index = self.sampled[(place / SAMPLING) as usize] as usize;
        while self.documents.get(index + 1).is_some_and(|&(_, start)| start <= place) {
            index += 1;
        }
        let (document, start) = self.documents[index];
        (document, start, self.documents.get(index + 1).map_or(u32::MAX, |next| next.1))
    }
}

/// Packs the postings of one term, given its places in order; `first` is the first document of the run.
/// Returns how many documents contain the term.
pub(super) fn pack(
    group: &[u64],
    places: &Places<'_>,
    first: u32,
    has_positions: bool,
    packed: &mut Vec<u8>,
) -> u32 {
    let mut rest = group;
    let mut last = first;
    let mut documents = 0;
    while let Some(&first) = rest.first() {
        let (document, start, end) = places.document(first as u32);
        let count = rest.iter().take_while(|&&place| (place as u32) < end).count();
        let (here, after) = rest.split_at(count);
        rest = after;
        let distance = u64::from(document - last);
        last = document;
        documents += 1;
        if !has_positions {
            blocks::write(packed, distance);
            continue;
        }
        blocks::write(packed, distance << 1 | u64::from(count == 1));
        if count > 1 {
            blocks::write(packed, count as u64);
        }
        let mut before = start;
        for &place in here {
            blocks::write(packed, u64::from(place as u32 - before));
            before = place as u32;
        }
    }
    documents
}
