//! The positions of one term, or of all terms with some beginnings, document by document.

use tantivy::schema::Field;
use tantivy::{DocId, TERMINATED};

use crate::index::docset::DocSet;
use crate::index::postings::{Damage, LOOK, NOWHERE, PostingsCursor};
use crate::index::term_lookup::SegmentLookup;

/// What opening a posting list costs, in units of work.
const LIST: u64 = 32;

/// The positions of a term, or of all terms with some beginnings.
pub(crate) enum TermPositions<'s> {
    /// Those of one term.
    Term(Box<PostingsCursor<'s>>),
    /// Those of all terms with some beginnings.
    Terms(MergedPositions),
}

/// The positions of many terms, by document.
pub(crate) struct MergedPositions {
    /// The documents that have any, and how many they are.
    docs: DocSet,
    count: u32,
    /// Where the positions of each document begin in `positions`, and where the last ones end.
    starts: Vec<usize>,
    positions: Vec<u32>,
    at: DocId,
}

impl TermPositions<'_> {
    /// Returns the number of documents that have any.
    pub(super) fn documents(&self) -> u32 {
        match self {
            Self::Term(list) => list.doc_freq(),
            Self::Terms(merged) => merged.count,
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
    /// Reads the positions of all terms that begin with one of `prefixes`, in the documents `wanted`.
    pub(super) fn read(
        at: SegmentLookup<'_>,
        field: Field,
        prefixes: &[&str],
        wanted: &DocSet,
    ) -> tantivy::Result<Self> {
        let dictionary = at.segment.terms(field)?;
        let mut lists = PositionLists::default();
        for prefix in prefixes {
            dictionary.each_with_prefix(prefix, |info| {
                lists.add(at, at.segment.list(field, info)?, wanted)
            })?;
        }
        Ok(lists.by_document(at.segment.max_doc()))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.at = self.docs.next(self.at.max(target)).unwrap_or(TERMINATED);
        self.at
    }

    fn current(&self) -> &[u32] {
        let at = self.at as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => &self.positions[start..end],
            _ => &[],
        }
    }
}

/// The positions of many terms, list after list.
#[derive(Default)]
struct PositionLists {
    /// Documents, and how many positions each has in a list.
    rows: Vec<(DocId, u32)>,
    positions: Vec<u32>,
    buffer: Vec<u32>,
}

impl PositionLists {
    /// Adds the positions that a list has in the documents `wanted`.
    fn add(
        &mut self,
        at: SegmentLookup<'_>,
        mut list: PostingsCursor<'_>,
        wanted: &DocSet,
    ) -> tantivy::Result<()> {
        at.count(LIST)?;
        let mut next = wanted.next(list.doc());
        while let Some(target) = next {
            let doc = list.seek(target)?;
            if doc >= TERMINATED {
                break;
            }
            if !wanted.contains(doc) {
                next = wanted.next(doc);
                continue;
            }
            list.positions(&mut self.buffer)?;
            at.count(1 + self.buffer.len() as u64)?;
            self.rows.push((doc, self.buffer.len() as u32));
            self.positions.extend_from_slice(&self.buffer);
            next = wanted.next(doc + 1);
        }
        Ok(())
    }

    /// Puts together what belongs to one document below `end`, sorted. A position at which two terms
    /// begin stays twice, which does no harm.
    fn by_document(self, end: DocId) -> MergedPositions {
        let mut docs = DocSet::new(end);
        let mut starts = vec![0; end as usize + 1];
        for &(doc, count) in &self.rows {
            docs.insert(doc);
            starts[doc as usize + 1] += count as usize;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        // The place of the next position of each document.
        let mut places = starts.clone();
        let mut positions = vec![0; self.positions.len()];
        let mut rest = &self.positions[..];
        for (doc, count) in self.rows {
            let (own, others) = rest.split_at(count as usize);
            let place = &mut places[doc as usize];
            positions[*place..*place + own.len()].copy_from_slice(own);
            *place += own.len();
            rest = others;
        }
        for doc in docs.iter() {
            positions[starts[doc as usize]..starts[doc as usize + 1]].sort_unstable();
        }
        let count = docs.len() as u32;
        MergedPositions { docs, count, starts, positions, at: 0 }
    }
}
