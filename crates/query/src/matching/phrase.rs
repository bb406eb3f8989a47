//! Places: where in a document a literal stands, read from the positions of the index.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::{DocId, TERMINATED};
use xunwen_schema::Literal;

use crate::index::postings::{Damage, LOOK, NOWHERE, PostingsCursor};
use crate::index::segment::Segment;
use crate::index::term_lookup::SegmentLookup;
use crate::matching::literal_terms::{CoveredLiteral, TermCover};

/// Documents are many if it takes longer to look at them than to look for a rarer term.
const MANY_DOCUMENTS: u32 = 256;

/// A place in a document: the position of its first atom, and one past its last.
pub(crate) type Span = (u32, u32);

/// Something that occurs at positions.
#[derive(Clone, Debug)]
pub(crate) enum Phrase {
    /// A literal.
    Literal(Arc<CoveredLiteral>),
    /// Any of these.
    Any(Vec<Self>),
}

impl Phrase {
    /// Returns the phrase of a literal whose last atom may go on.
    pub(crate) fn new(literal: Literal, open_end: bool) -> Self {
        Self::Literal(Arc::new(CoveredLiteral::new(literal, open_end)))
    }

    /// Returns the documents of one field in which it occurs, with the positions.
    pub(crate) fn open<'s>(
        &self,
        at: SegmentLookup<'s>,
        field: Field,
    ) -> tantivy::Result<PhraseCursor<'s>> {
        match self {
            Self::Literal(literal) => PhraseCursor::literal(at, field, literal),
            Self::Any(phrases) => {
                let parts = phrases.iter().map(|phrase| phrase.open(at, field));
                Ok(PhraseCursor::Any(parts.collect::<tantivy::Result<_>>()?))
            }
        }
    }
}

/// The documents of one segment and field in which something stands, in order, with the places.
pub(crate) enum PhraseCursor<'s> {
    /// Terms that stand at offsets from one another.
    Conjunction(ConjunctionCursor<'s>),
    /// Any of these.
    Any(Vec<Self>),
}

/// Terms that stand at offsets from one another, the rarest first.
pub(crate) struct ConjunctionCursor<'s> {
    parts: Vec<PhraseTerm<'s>>,
    length: u32,
    /// The current document, once one was gone to.
    doc: Option<DocId>,
    /// Where it begins in the current document.
    starts: Vec<u32>,
    /// The positions of one part.
    buffer: Vec<u32>,
}

/// A term and its offset, if it is looked at where it stands: what the others prove already need
/// only be in the document.
type PhraseTerm<'s> = (Option<u32>, TermPositions<'s>);

/// The positions of a term, or of all terms with one beginning.
pub(crate) enum TermPositions<'s> {
    Term(Box<PostingsCursor<'s>>),
    Terms(MergedPositions),
}

/// The positions of many terms, gathered by document.
#[derive(Default)]
pub(crate) struct MergedPositions {
    /// Documents and where their positions end in `positions`.
    docs: Vec<(DocId, usize)>,
    positions: Vec<u32>,
    at: usize,
}

impl<'s> PhraseCursor<'s> {
    fn literal(
        at: SegmentLookup<'s>,
        field: Field,
        literal: &CoveredLiteral,
    ) -> tantivy::Result<Self> {
        let TermCover { terms, prefix } = literal.cover();
        let mut infos = Vec::with_capacity(terms.len() + 1);
        for (offset, term) in terms {
            let Some(info) = at.info(field, term)? else { return Ok(Self::Any(Vec::new())) };
            infos.push((Some(*offset as u32), info));
        }
        let rarest = infos.iter().map(|(_, info)| info.doc_freq).min().unwrap_or(0);
        if rarest >= MANY_DOCUMENTS {
            for pair in literal.spare() {
                let Some(info) = at.info(field, pair)? else { return Ok(Self::Any(Vec::new())) };
                infos.extend((info.doc_freq < rarest / 2).then_some((None, info)));
            }
        }
        let mut parts = Vec::with_capacity(infos.len() + 1);
        for (offset, info) in infos {
            let list = at.segment.list(field, &info)?;
            parts.push((offset, TermPositions::Term(Box::new(list))));
        }
        if let Some((offset, prefix)) = prefix {
            parts.push((
                Some(*offset as u32),
                TermPositions::Terms(MergedPositions::read(at.segment, field, prefix)?),
            ));
        }
        let length = literal.literal().atoms().len() as u32;
        Ok(Self::Conjunction(ConjunctionCursor::new(parts, length)))
    }

    /// Returns the postings of a single term, or none.
    pub(crate) fn term(at: SegmentLookup<'s>, field: Field, term: &str) -> tantivy::Result<Self> {
        let Some(info) = at.info(field, term)? else { return Ok(Self::Any(Vec::new())) };
        let list = Box::new(at.segment.list(field, &info)?);
        Ok(Self::Conjunction(ConjunctionCursor::new(vec![(Some(0), TermPositions::Term(list))], 1)))
    }

    /// Returns the document it was last gone to, or [`TERMINATED`].
    fn doc(&self) -> DocId {
        match self {
            Self::Conjunction(phrase) => phrase.doc.unwrap_or(TERMINATED),
            Self::Any(parts) => parts.iter().map(Self::doc).min().unwrap_or(TERMINATED),
        }
    }

    /// Goes to the first document at or behind `target`.
    pub(crate) fn seek(&mut self, target: DocId) -> Result<DocId, Damage> {
        self.seek_among(target, &|doc| doc)
    }

    /// Goes to the first document at or behind `target` that is among those wanted: `next` returns
    /// the first of these at or behind a document, or [`TERMINATED`].
    pub(crate) fn seek_among(
        &mut self,
        target: DocId,
        next: &impl Fn(DocId) -> DocId,
    ) -> Result<DocId, Damage> {
        match self {
            Self::Conjunction(phrase) => match phrase.doc {
                Some(doc) if doc >= target => Ok(doc),
                _ => phrase.settle(target, next),
            },
            Self::Any(parts) => {
                let mut first = TERMINATED;
                for part in parts {
                    first = first.min(part.seek_among(target, next)?);
                }
                Ok(first)
            }
        }
    }

    /// Adds the places in the current document to `spans`, sorted.
    pub(crate) fn spans(&self, spans: &mut Vec<Span>) {
        match self {
            Self::Conjunction(phrase) => spans.extend(phrase.spans()),
            Self::Any(parts) => {
                let doc = self.doc();
                parts.iter().filter(|part| part.doc() == doc).for_each(|part| part.spans(spans));
                spans.sort_unstable();
                spans.dedup();
            }
        }
    }

    /// Returns the number of places in the current document.
    pub(crate) fn count(&self) -> u32 {
        match self {
            Self::Conjunction(phrase) => phrase.starts.len() as u32,
            Self::Any(_) => {
                let mut spans = Vec::new();
                self.spans(&mut spans);
                spans.len() as u32
            }
        }
    }
}

impl<'s> ConjunctionCursor<'s> {
    fn new(mut parts: Vec<PhraseTerm<'s>>, length: u32) -> Self {
        parts.sort_by_key(|(_, positions)| positions.documents());
        Self { parts, length, doc: None, starts: Vec::new(), buffer: Vec::new() }
    }

    /// Finds the first document from `target` on that is wanted and in which all parts stand in
    /// their places.
    fn settle(
        &mut self,
        mut target: DocId,
        next: &impl Fn(DocId) -> DocId,
    ) -> Result<DocId, Damage> {
        loop {
            let wanted = next(target);
            target = common_document(&mut self.parts, wanted)?;
            if target >= TERMINATED {
                break;
            }
            if target > wanted && next(target) > target {
                continue;
            }
            self.read_starts()?;
            if !self.starts.is_empty() {
                break;
            }
            target += 1;
        }
        self.doc = Some(target);
        Ok(target)
    }

    /// Reads where the parts stand at their offsets from one another.
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

    fn spans(&self) -> impl Iterator<Item = Span> + '_ {
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
/// `positions` are filled up.
///
/// Most documents have few, and eight are compared at once.
fn keep_common(starts: &mut Vec<u32>, offset: u32, positions: &[u32]) {
    let (mut rest, mut kept) = (positions.as_chunks::<LOOK>().0, 0);
    for index in 0..starts.len() {
        let start = starts[index];
        let wanted = start + offset;
        while let [near, behind @ ..] = rest
            && near[LOOK - 1] < wanted
        {
            rest = behind;
        }
        let Some(near) = rest.first() else { break };
        starts[kept] = start;
        kept += usize::from(near.iter().fold(false, |any, &position| any | (position == wanted)));
    }
    starts.truncate(kept);
}

/// Returns the first document from `target` on that all parts have, and goes there.
fn common_document(parts: &mut [PhraseTerm<'_>], mut target: DocId) -> Result<DocId, Damage> {
    let mut agreed = 0;
    while agreed < parts.len() {
        agreed = 0;
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

impl TermPositions<'_> {
    /// Returns how many documents have any.
    fn documents(&self) -> u32 {
        match self {
            Self::Term(list) => list.doc_freq(),
            Self::Terms(gathered) => gathered.docs.len() as u32,
        }
    }

    fn seek(&mut self, target: DocId) -> Result<DocId, Damage> {
        match self {
            Self::Term(list) => list.seek(target),
            Self::Terms(gathered) => Ok(gathered.seek(target)),
        }
    }

    fn read(&mut self, positions: &mut Vec<u32>) -> Result<(), Damage> {
        match self {
            Self::Term(list) => list.positions(positions),
            Self::Terms(gathered) => {
                positions.clear();
                positions.extend(gathered.current());
                Ok(())
            }
        }
    }

    /// Reads positions as [`PostingsCursor::filled_positions`] does.
    fn fill(&mut self, positions: &mut Vec<u32>) -> Result<(), Damage> {
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
    fn read(segment: &Segment, field: Field, prefix: &str) -> tantivy::Result<Self> {
        let mut terms = Vec::new();
        segment.terms(field)?.each_with_prefix(prefix, |info| {
            terms.push(segment.list(field, info)?);
            Ok(())
        })?;
        Ok(Self::merge(terms)?)
    }

    fn merge(mut terms: Vec<PostingsCursor<'_>>) -> Result<Self, Damage> {
        let mut gathered = Self::default();
        let mut next: BinaryHeap<Reverse<(DocId, usize)>> =
            terms.iter().enumerate().map(|(index, term)| Reverse((term.doc(), index))).collect();
        let mut buffer = Vec::new();
        while let Some(Reverse((doc, index))) = next.pop() {
            if doc >= TERMINATED {
                break;
            }
            terms[index].positions(&mut buffer)?;
            gathered.add(doc, &buffer);
            next.push(Reverse((terms[index].advance()?, index)));
        }
        gathered.sort();
        Ok(gathered)
    }

    fn add(&mut self, doc: DocId, positions: &[u32]) {
        self.positions.extend(positions);
        let end = self.positions.len();
        match self.docs.last_mut() {
            Some(last) if last.0 == doc => last.1 = end,
            _ => self.docs.push((doc, end)),
        }
    }

    /// Puts the positions of each document in order; where a pair and a longer word begin at one
    /// position, it stays twice, which does no harm.
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
