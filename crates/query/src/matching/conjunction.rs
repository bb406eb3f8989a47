//! Conjunctions: terms that stand at offsets from one another.

use tantivy::{DocId, TERMINATED};

use crate::index::postings::{Damage, LOOK};
use crate::index::term_lookup::SegmentLookup;
use crate::matching::span_cursor::Span;
use crate::matching::term_positions::TermPositions;

/// Terms at offsets from one another, the rarest first.
pub(crate) struct ConjunctionCursor<'s> {
    at: SegmentLookup<'s>,
    parts: Vec<PhraseTerm<'s>>,
    length: u32,
    /// The current document, after the first seek.
    pub(super) doc: Option<DocId>,
    /// The positions in the current document at which the phrase begins.
    pub(super) starts: Vec<u32>,
    /// The positions of one part.
    buffer: Vec<u32>,
}

/// A term and its offset; without an offset, its positions are not compared, because those of the
/// other terms prove them: it must only occur in the document.
pub(super) type PhraseTerm<'s> = (Option<u32>, TermPositions<'s>);

impl<'s> ConjunctionCursor<'s> {
    pub(super) fn new(at: SegmentLookup<'s>, mut parts: Vec<PhraseTerm<'s>>, length: u32) -> Self {
        parts.sort_by_key(|(_, positions)| positions.documents());
        Self { at, parts, length, doc: None, starts: Vec::new(), buffer: Vec::new() }
    }

    /// Finds the first document from `target` on that is wanted and contains all parts at their
    /// offsets.
    pub(super) fn settle(
        &mut self,
        mut target: DocId,
        next: &impl Fn(DocId) -> DocId,
    ) -> tantivy::Result<DocId> {
        loop {
            let wanted = next(target);
            target = common_document(self.at, &mut self.parts, wanted)?;
            if target >= TERMINATED {
                break;
            }
            if target > wanted && next(target) > target {
                continue;
            }
            self.read_starts()?;
            self.at.count(self.starts.len() as u64)?;
            if !self.starts.is_empty() {
                break;
            }
            target += 1;
        }
        self.doc = Some(target);
        Ok(target)
    }

    /// Reads the positions at which all parts occur at their offsets from one another.
    fn read_starts(&mut self) -> Result<(), Damage> {
        let Self { parts, starts, buffer, .. } = self;
        starts.clear();
        let placed = parts.iter_mut().filter_map(|(offset, part)| Some(((*offset)?, part)));
        for (index, (offset, part)) in placed.enumerate() {
            if index == 0 {
                part.read(starts)?;
                begin_before(starts, offset);
            } else {
                part.fill(buffer)?;
                keep_common(starts, offset, buffer);
            }
            if starts.is_empty() {
                return Ok(());
            }
        }
        starts.dedup();
        Ok(())
    }

    pub(super) fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.starts.iter().map(|&start| (start, start + self.length))
    }
}

/// Turns `positions` into those that come `offset` before them.
fn begin_before(positions: &mut Vec<u32>, offset: u32) {
    if offset > 0 {
        positions.retain(|&position| position >= offset);
        positions.iter_mut().for_each(|position| *position -= offset);
    }
}

/// Keeps those of `starts` that have one of `positions` at an offset; both are in order, and
/// `positions` are padded to a multiple of [`LOOK`].
///
/// Most documents hold fewer than that many positions, which are compared at once.
fn keep_common(starts: &mut Vec<u32>, offset: u32, positions: &[u32]) {
    let mut rest = positions.as_chunks::<LOOK>().0;
    let mut kept = 0;
    for index in 0..starts.len() {
        let start = starts[index];
        let wanted = start + offset;
        while let [near, later @ ..] = rest
            && near[LOOK - 1] < wanted
        {
            rest = later;
        }
        let Some(near) = rest.first() else { break };
        starts[kept] = start;
        kept += usize::from(near.iter().fold(false, |any, &position| any | (position == wanted)));
    }
    starts.truncate(kept);
}

/// Advances all parts to the first document from `target` on that they share, and returns it.
fn common_document(
    at: SegmentLookup<'_>,
    parts: &mut [PhraseTerm<'_>],
    mut target: DocId,
) -> tantivy::Result<DocId> {
    let mut agreed = 0;
    while agreed < parts.len() {
        agreed = 0;
        at.count(1)?;
        for (_, positions) in parts.iter_mut() {
            let doc = positions.seek(target)?;
            if doc >= TERMINATED {
                return Ok(TERMINATED);
            }
            if doc > target {
                target = doc;
                break;
            }
            agreed += 1;
        }
    }
    Ok(target)
}
