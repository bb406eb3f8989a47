//! Wildcards: where characters that a keyword leaves open stand in a text.
//!
//! The positions of the index say in which documents the pieces stand as far apart as they may, but not
//! what stands between them. So those documents are read.

use std::ops::Range;
use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::{DocId, TERMINATED};
use xunwen_language::{Gap, Wildcard};
use xunwen_schema::{Atoms, Literal};

use crate::index::term_lookup::SegmentLookup;
use crate::matching::literal_terms::CoveredLiteral;
use crate::matching::span_cursor::{Span, SpanCursor, common};

/// A wildcard, and the index terms that find its pieces.
#[derive(Debug)]
pub(crate) struct CoveredWildcard {
    pieces: Vec<Arc<CoveredLiteral>>,
    gaps: Vec<Gap>,
}

impl CoveredWildcard {
    /// Covers `wildcard`, each piece as `piece` does; `None` if one of them has nothing to find.
    pub(crate) fn new(
        wildcard: &Wildcard,
        mut piece: impl FnMut(&str) -> Option<Arc<CoveredLiteral>>,
    ) -> Option<Self> {
        let pieces = wildcard.pieces().iter().map(|text| piece(text));
        Some(Self { pieces: pieces.collect::<Option<_>>()?, gaps: wildcard.gaps().to_vec() })
    }

    /// Returns its pieces, in order.
    pub(super) fn pieces(&self) -> &[Arc<CoveredLiteral>] {
        &self.pieces
    }

    /// Returns the first piece of it.
    pub(crate) fn first(&self) -> Option<&Literal> {
        self.pieces.first().map(|piece| piece.literal())
    }

    /// Returns where it occurs in `text`: of each beginning the nearest end.
    pub(crate) fn find<'a>(&'a self, text: &'a Atoms) -> impl Iterator<Item = Range<usize>> + 'a {
        (0..text.len()).filter_map(|start| Some(start..self.end_at(text, start)?))
    }

    /// Returns where the occurrence that begins at `start` ends, if one does.
    pub(crate) fn end_at(&self, text: &Atoms, start: usize) -> Option<usize> {
        let (first, others) = self.pieces.split_first()?;
        let mut ends = after(first.literal(), text, start).into_iter().collect::<Vec<_>>();
        for (piece, gap) in others.iter().zip(&self.gaps) {
            let starts = ends.iter().flat_map(|&end| starts_after(text, end, *gap));
            let mut next: Vec<usize> =
                starts.filter_map(|start| after(piece.literal(), text, start)).collect();
            next.sort_unstable();
            next.dedup();
            ends = next;
        }
        ends.first().copied()
    }

    /// Returns whether the pieces, at `spans` each, may be those of an occurrence.
    fn may_stand(&self, spans: &[Vec<Span>]) -> bool {
        let Some((first, others)) = spans.split_first() else { return false };
        let mut ends: Vec<u32> = first.iter().map(|&(_, end)| end).collect();
        for (spans, gap) in others.iter().zip(&self.gaps) {
            let reaches = |start: u32| {
                let from = start.saturating_sub(gap.most());
                let next = ends.partition_point(|&end| end < from);
                ends.get(next).is_some_and(|&end| end + gap.least <= start)
            };
            ends = spans.iter().filter(|(start, _)| reaches(*start)).map(|&(_, end)| end).collect();
        }
        !ends.is_empty()
    }
}

/// Returns where `literal` ends if it occurs at `start`.
fn after(literal: &Literal, text: &Atoms, start: usize) -> Option<usize> {
    literal.occurs_at(text, start, false).then(|| start + literal.atoms().len())
}

/// Returns where the next piece may begin after one that ends at `end`.
fn starts_after(text: &Atoms, end: usize, gap: Gap) -> impl Iterator<Item = usize> {
    let is_open = |at: usize| text.get(at).is_some_and(|atom| atom.is_character());
    let longest = (end..end + gap.most() as usize).take_while(|&at| is_open(at)).count();
    (gap.least as usize..=longest).map(move |skipped| end + skipped)
}

/// The documents of one segment and field in which a wildcard occurs, in order.
pub(crate) struct WildcardCursor<'s, P> {
    wildcard: Arc<CoveredWildcard>,
    pieces: Vec<P>,
    at: SegmentLookup<'s>,
    field: Field,
    doc: Option<DocId>,
    spans: Vec<Span>,
}

impl<'s, P: SpanCursor> WildcardCursor<'s, P> {
    pub(super) fn new(
        wildcard: &Arc<CoveredWildcard>,
        pieces: Vec<P>,
        at: SegmentLookup<'s>,
        field: Field,
    ) -> Self {
        let wildcard = Arc::clone(wildcard);
        Self { wildcard, pieces, at, field, doc: None, spans: Vec::new() }
    }

    /// Returns the current document, after the first seek.
    pub(super) fn doc(&self) -> Option<DocId> {
        self.doc
    }

    /// Returns the occurrences in the current document.
    pub(super) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Advances to the first document from `target` on that is wanted and has an occurrence.
    pub(super) fn settle(
        &mut self,
        mut target: DocId,
        next: &impl Fn(DocId) -> DocId,
    ) -> tantivy::Result<DocId> {
        loop {
            target = common(&mut self.pieces, next(target))?;
            if target >= TERMINATED {
                break;
            }
            if next(target) > target {
                continue;
            }
            self.spans.clear();
            if self.may_stand()? {
                let atoms = Atoms::scan(&self.at.text(self.field, target)?);
                let spans = self.wildcard.find(&atoms);
                self.spans.extend(spans.map(|span| (span.start as u32, span.end as u32)));
            }
            if !self.spans.is_empty() {
                break;
            }
            target += 1;
        }
        self.doc = Some(target);
        Ok(target)
    }

    fn may_stand(&self) -> tantivy::Result<bool> {
        let spans = self.pieces.iter().map(|piece| {
            let mut spans = Vec::new();
            piece.spans(&mut spans);
            spans
        });
        let spans: Vec<Vec<Span>> = spans.collect();
        self.at.count(spans.iter().map(|spans| spans.len() as u64).sum())?;
        Ok(self.wildcard.may_stand(&spans))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn covered(pattern: &str) -> CoveredWildcard {
        let piece = |text: &str| Some(CoveredLiteral::new(Literal::new(text)?, false));
        let wildcard = Wildcard::new(pattern).unwrap();
        CoveredWildcard::new(&wildcard, |text| piece(text).map(Arc::new)).unwrap()
    }

    /// Returns whether `pattern` stands in `text` at some place: character by character, from the right.
    fn stands(pattern: &[char], text: &[char]) -> bool {
        (0..=text.len()).any(|start| matches(pattern, &text[start..]))
    }

    fn matches(pattern: &[char], text: &[char]) -> bool {
        let skips =
            |count: usize| text.len() >= count && text[..count].iter().all(|c| !"。a".contains(*c));
        match pattern {
            [] => true,
            ['?', rest @ ..] => skips(1) && matches(rest, &text[1..]),
            ['*', rest @ ..] => (0..=10).any(|count| skips(count) && matches(rest, &text[count..])),
            [c, rest @ ..] => text.first() == Some(c) && matches(rest, &text[1..]),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_wildcard_is_found_as_by_a_scan(
            text in "[甲乙丙丁。a]{0,24}",
            pattern in "[甲乙][?*]{1,2}[甲乙丙]([?*][丙丁])?",
        ) {
            let wildcard = covered(&pattern);
            let found = wildcard.find(&Atoms::scan(&text)).next().is_some();
            let chars = |text: &str| text.chars().collect::<Vec<char>>();
            let pattern = pattern.replace("**", "*");
            prop_assert_eq!(found, stands(&chars(&pattern), &chars(&text)), "{} in {}", pattern, text);
        }

        #[test]
        fn what_may_not_stand_is_not_found(
            text in "[甲乙丙丁]{0,30}",
            pattern in "[甲乙][?*]{1,2}[甲乙丙]([?*][丙丁])?",
        ) {
            let wildcard = covered(&pattern);
            let atoms = Atoms::scan(&text);
            let spans = |piece: &Arc<CoveredLiteral>| -> Vec<Span> {
                let found = piece.literal().find(&atoms);
                found.map(|span| (span.start as u32, span.end as u32)).collect()
            };
            let spans: Vec<_> = wildcard.pieces.iter().map(spans).collect();
            // Without breaks and letters, the positions of the pieces decide.
            prop_assert_eq!(wildcard.may_stand(&spans), wildcard.find(&atoms).next().is_some());
        }
    }
}
