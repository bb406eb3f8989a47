//! Phrases: where in a document a literal occurs, read from the positions of the index.

use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::{DocId, TERMINATED};
use xunwen_schema::Literal;

use crate::index::postings::{Damage, LOOK};
use crate::index::term_lookup::SegmentLookup;
use crate::matching::literal_terms::{CoveredLiteral, TermCover};
use crate::matching::span_cursor::{Span, SpanCursor};
use crate::matching::term_positions::{MergedPositions, TermPositions};
use crate::matching::wildcard::{CoveredWildcard, WildcardCursor};

/// From this many documents on, looking up a rarer pair costs less than reading all of them.
const MANY_DOCUMENTS: u32 = 256;

/// Something that occurs at positions.
#[derive(Clone, Debug)]
pub(crate) enum Phrase {
    /// A literal.
    Literal(Arc<CoveredLiteral>),
    /// A text with some characters left open.
    Wildcard(Arc<CoveredWildcard>),
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
            Self::Wildcard(wildcard) => {
                let pieces = wildcard.pieces().iter();
                let pieces = pieces.map(|piece| PhraseCursor::literal(at, field, piece));
                let pieces = pieces.collect::<tantivy::Result<_>>()?;
                let cursor = WildcardCursor::new(wildcard, pieces, at, field);
                Ok(PhraseCursor::Wildcard(Box::new(cursor)))
            }
            Self::Any(phrases) => {
                let parts = phrases.iter().map(|phrase| phrase.open(at, field));
                Ok(PhraseCursor::Any(parts.collect::<tantivy::Result<_>>()?))
            }
        }
    }
}

/// The documents of one segment and field that contain a phrase, in order, with its spans.
pub(crate) enum PhraseCursor<'s> {
    /// Terms at offsets from one another.
    Conjunction(ConjunctionCursor<'s>),
    /// Pieces with open characters between them.
    Wildcard(Box<WildcardCursor<'s, Self>>),
    /// Any of these.
    Any(Vec<Self>),
}

/// Terms at offsets from one another, the rarest first.
pub(crate) struct ConjunctionCursor<'s> {
    parts: Vec<PhraseTerm<'s>>,
    length: u32,
    /// The current document, after the first seek.
    doc: Option<DocId>,
    /// The positions in the current document at which the phrase begins.
    starts: Vec<u32>,
    /// The positions of one part.
    buffer: Vec<u32>,
}

/// A term and its offset; without an offset, its positions are not compared, because those of the
/// other terms prove them: it must only occur in the document.
type PhraseTerm<'s> = (Option<u32>, TermPositions<'s>);

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

    /// Returns the current document, or [`TERMINATED`].
    fn doc(&self) -> DocId {
        match self {
            Self::Conjunction(phrase) => phrase.doc.unwrap_or(TERMINATED),
            Self::Wildcard(wildcard) => wildcard.doc().unwrap_or(TERMINATED),
            Self::Any(parts) => parts.iter().map(Self::doc).min().unwrap_or(TERMINATED),
        }
    }

    /// Advances to the first document that is not before `target`.
    pub(crate) fn seek(&mut self, target: DocId) -> tantivy::Result<DocId> {
        self.seek_among(target, &|doc| doc)
    }

    /// Advances to the first document that is not before `target` and is wanted: `next` returns the
    /// first wanted document that is not before its argument, or [`TERMINATED`].
    pub(crate) fn seek_among(
        &mut self,
        target: DocId,
        next: &impl Fn(DocId) -> DocId,
    ) -> tantivy::Result<DocId> {
        match self {
            Self::Conjunction(phrase) => match phrase.doc {
                Some(doc) if doc >= target => Ok(doc),
                _ => Ok(phrase.settle(target, next)?),
            },
            Self::Wildcard(wildcard) => match wildcard.doc() {
                Some(doc) if doc >= target => Ok(doc),
                _ => wildcard.settle(target, next),
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

    /// Adds the occurrences in the current document to `spans`, sorted.
    pub(crate) fn spans(&self, spans: &mut Vec<Span>) {
        match self {
            Self::Conjunction(phrase) => spans.extend(phrase.spans()),
            Self::Wildcard(wildcard) => spans.extend(wildcard.spans()),
            Self::Any(parts) => {
                let doc = self.doc();
                parts.iter().filter(|part| part.doc() == doc).for_each(|part| part.spans(spans));
                spans.sort_unstable();
                spans.dedup();
            }
        }
    }

    /// Returns the number of occurrences in the current document.
    pub(crate) fn count(&self) -> u32 {
        match self {
            Self::Conjunction(phrase) => phrase.starts.len() as u32,
            Self::Wildcard(wildcard) => wildcard.spans().len() as u32,
            Self::Any(_) => {
                let mut spans = Vec::new();
                self.spans(&mut spans);
                spans.len() as u32
            }
        }
    }
}

impl SpanCursor for PhraseCursor<'_> {
    fn seek(&mut self, target: DocId) -> tantivy::Result<DocId> {
        self.seek(target)
    }

    fn spans(&self, spans: &mut Vec<Span>) {
        self.spans(spans);
    }
}

impl<'s> ConjunctionCursor<'s> {
    fn new(mut parts: Vec<PhraseTerm<'s>>, length: u32) -> Self {
        parts.sort_by_key(|(_, positions)| positions.documents());
        Self { parts, length, doc: None, starts: Vec::new(), buffer: Vec::new() }
    }

    /// Finds the first document from `target` on that is wanted and contains all parts at their
    /// offsets.
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
