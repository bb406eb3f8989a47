//! Phrases: where in a document a literal occurs, read from the positions of the index.

use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{DocId, TERMINATED};
use xunwen_schema::Literal;

use crate::index::docset::DocSet;
use crate::index::term_lookup::SegmentLookup;
use crate::matching::conjunction::ConjunctionCursor;
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

    /// Returns the documents of one field in which it occurs, with the positions. Of documents that
    /// are not `wanted`, some may lack.
    pub(crate) fn open<'s>(
        &self,
        at: SegmentLookup<'s>,
        field: Field,
        wanted: &DocSet,
    ) -> tantivy::Result<PhraseCursor<'s>> {
        match self {
            Self::Literal(literal) => PhraseCursor::literal(at, field, literal, wanted),
            Self::Wildcard(wildcard) => {
                let pieces = wildcard.pieces().iter();
                let pieces = pieces.map(|piece| PhraseCursor::literal(at, field, piece, wanted));
                let pieces = pieces.collect::<tantivy::Result<_>>()?;
                let cursor = WildcardCursor::new(wildcard, pieces, at, field);
                Ok(PhraseCursor::Wildcard(Box::new(cursor)))
            }
            Self::Any(phrases) => {
                // The positions of all beginnings are put together once, not document by document.
                let beginnings: Vec<&str> = phrases.iter().filter_map(Self::as_beginning).collect();
                let others = phrases.iter().filter(|phrase| phrase.as_beginning().is_none());
                let others = others.map(|phrase| phrase.open(at, field, wanted));
                let mut parts = others.collect::<tantivy::Result<Vec<_>>>()?;
                if !beginnings.is_empty() {
                    let merged = MergedPositions::read(at, field, &beginnings, wanted)?;
                    parts.push(PhraseCursor::merged(at, merged));
                }
                match parts.pop() {
                    Some(only) if parts.is_empty() => Ok(only),
                    last => Ok(PhraseCursor::Any(parts.into_iter().chain(last).collect())),
                }
            }
        }
    }

    fn as_beginning(&self) -> Option<&str> {
        match self {
            Self::Literal(literal) => literal.as_beginning(),
            Self::Wildcard(_) | Self::Any(_) => None,
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

impl<'s> PhraseCursor<'s> {
    fn literal(
        at: SegmentLookup<'s>,
        field: Field,
        literal: &CoveredLiteral,
        wanted: &DocSet,
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
        if let Some((offset, prefix)) = prefix {
            let narrowed = narrowed(at, field, &infos, wanted)?;
            let wanted = narrowed.as_ref().unwrap_or(wanted);
            let merged = MergedPositions::read(at, field, &[prefix], wanted)?;
            parts.push((Some(*offset as u32), TermPositions::Terms(merged)));
        }
        for (offset, info) in infos {
            let list = at.segment.list(field, &info)?;
            parts.push((offset, TermPositions::Term(Box::new(list))));
        }
        let length = literal.literal().atoms().len() as u32;
        Ok(Self::Conjunction(ConjunctionCursor::new(at, parts, length)))
    }

    /// Returns what begins one atom long at merged positions.
    fn merged(at: SegmentLookup<'s>, merged: MergedPositions) -> Self {
        let parts = vec![(Some(0), TermPositions::Terms(merged))];
        Self::Conjunction(ConjunctionCursor::new(at, parts, 1))
    }

    /// Returns the postings of a single term, or none.
    pub(crate) fn term(at: SegmentLookup<'s>, field: Field, term: &str) -> tantivy::Result<Self> {
        let Some(info) = at.info(field, term)? else { return Ok(Self::Any(Vec::new())) };
        let list = Box::new(at.segment.list(field, &info)?);
        let parts = vec![(Some(0), TermPositions::Term(list))];
        Ok(Self::Conjunction(ConjunctionCursor::new(at, parts, 1)))
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
                _ => phrase.settle(target, next),
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

/// Returns the documents of `wanted` that have the rarest of some terms, if there are any terms.
fn narrowed(
    at: SegmentLookup<'_>,
    field: Field,
    infos: &[(Option<u32>, TermInfo)],
    wanted: &DocSet,
) -> tantivy::Result<Option<DocSet>> {
    let mut docs = DocSet::empty_like(wanted);
    if !at.add_rarest(field, infos.iter().map(|(_, info)| info), &mut docs)? {
        return Ok(None);
    }
    docs.keep(wanted);
    Ok(Some(docs))
}
