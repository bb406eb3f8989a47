//! The positions of one term, or of all terms with one prefix, document by document.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::schema::Field;
use tantivy::{DocId, TERMINATED};

use crate::index::postings::{Damage, LOOK, NOWHERE, PostingsCursor};
use crate::index::segment::Segment;

/// The positions of a term, or of all terms with one prefix.
pub(crate) enum TermPositions<'s> {
    /// Those of one term.
    Term(Box<PostingsCursor<'s>>),
    /// Those of all terms with one prefix.
    Terms(MergedPositions),
}

/// The positions of many terms, merged by document.
#[derive(Default)]
pub(crate) struct MergedPositions {
    /// Documents and where their positions end in `positions`.
    docs: Vec<(DocId, usize)>,
    positions: Vec<u32>,
    at: usize,
}

impl TermPositions<'_> {
    /// Returns the number of documents that have any.
    pub(super) fn documents(&self) -> u32 {
        match self {
            Self::Term(list) => list.doc_freq(),
            Self::Terms(merged) => merged.docs.len() as u32,
        }
    }

    pub(super) fn seek(&mut self, target: DocId) -> Result<DocId, Damage> {
        match self {
            Self::Term(list) => list.seek(target),
            Self::Terms(merged) => Ok(merged.seek(target)),
        }
    }

    pub(super) fn read(&mut self, positions: &mut Vec<u32>) -> Result<(), Damage> {
        match self {
            Self::Term(list) => list.positions(positions),
            Self::Terms(merged) => {
                positions.clear();
                positions.extend(merged.current());
                Ok(())
            }
        }
    }

    /// Reads positions as [`PostingsCursor::filled_positions`] does.
    pub(super) fn fill(&mut self, positions: &mut Vec<u32>) -> Result<(), Damage> {
        match self {
            Self::Term(list) => list.filled_positions(positions),
            Self::Terms(_) => {
                self.read(positions)?;
                positions.resize(positions.len().next_multiple_of(LOOK), NOWHERE);
                Ok(())
            }
        }
    }
}

impl MergedPositions {
    /// Reads the positions of all terms that begin with `prefix`.
    pub(super) fn read(segment: &Segment, field: Field, prefix: &str) -> tantivy::Result<Self> {
        let mut terms = Vec::new();
        segment.terms(field)?.each_with_prefix(prefix, |info| {
            terms.push(segment.list(field, info)?);
            Ok(())
        })?;
        Ok(Self::merge(terms)?)
    }

    fn merge(mut terms: Vec<PostingsCursor<'_>>) -> Result<Self, Damage> {
        let mut merged = Self::default();
        let mut next: BinaryHeap<Reverse<(DocId, usize)>> =
            terms.iter().enumerate().map(|(index, term)| Reverse((term.doc(), index))).collect();
        let mut buffer = Vec::new();
        while let Some(Reverse((doc, index))) = next.pop() {
            if doc >= TERMINATED {
                break;
            }
            terms[index].positions(&mut buffer)?;
            merged.add(doc, &buffer);
            next.push(Reverse((terms[index].advance()?, index)));
        }
        merged.sort();
        Ok(merged)
    }

    fn add(&mut self, doc: DocId, positions: &[u32]) {
        self.positions.extend(positions);
        let end = self.positions.len();
        match self.docs.last_mut() {
            Some(last) if last.0 == doc => last.1 = end,
            _ => self.docs.push((doc, end)),
        }
    }

    /// Sorts the positions of each document. A position at which two terms begin stays twice, which
    /// does no harm.
    fn sort(&mut self) {
        let mut start = 0;
        for &(_, end) in &self.docs {
            self.positions[start..end].sort_unstable();
            start = end;
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.at += self.docs[self.at..].partition_point(|&(doc, _)| doc < target);
        self.docs.get(self.at).map_or(TERMINATED, |&(doc, _)| doc)
    }

    fn current(&self) -> &[u32] {
        let start = self.at.checked_sub(1).map_or(0, |before| self.docs[before].1);
        self.docs.get(self.at).map_or(&[], |&(_, end)| &self.positions[start..end])
    }
}
