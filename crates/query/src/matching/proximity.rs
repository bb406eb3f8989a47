//! Conditions on positions: distance, same sentence or paragraph, number of occurrences, lead.

use std::collections::HashMap;

use tantivy::schema::Field;
use tantivy::{DocId, TERMINATED};
use xunwen_language::Unit;
use xunwen_schema::{LEAD_LENGTH, PARAGRAPH_TERM, SENTENCE_TERM};

use crate::index::docset::DocSet;
use crate::index::term_lookup::SegmentLookup;
use crate::matching::phrase::{Phrase, PhraseCursor};
use crate::matching::span_cursor::{Span, common};

/// A condition on the positions of phrases.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    /// The phrase occurs.
    Occurs(Phrase),
    /// At most `distance` positions lie between the two.
    Near { distance: u32, ordered: bool, left: Phrase, right: Phrase },
    /// All phrases occur in one unit.
    Same { unit: Unit, phrases: Vec<Phrase> },
    /// The phrase occurs `count` times or more, in all fields together.
    AtLeast { count: u32, phrase: Phrase },
}

impl Condition {
    /// Returns the documents of `within` in one of whose `fields` it holds; with `lead`, only the
    /// lead of a field counts.
    ///
    /// Conditions hold the more often the more alternatives a phrase has. So a few are tried first, and
    /// all only where those do not suffice.
    pub(crate) fn documents(
        &self,
        at: SegmentLookup<'_>,
        fields: &[Field],
        lead: bool,
        within: &DocSet,
    ) -> tantivy::Result<DocSet> {
        let mut found = DocSet::empty_like(within);
        let mut rest = self.possible(at, fields, lead, within)?;
        for condition in self.rounds() {
            let held = condition.held(at, fields, lead, &rest)?;
            rest.remove(&held);
            found.add(&held);
        }
        Ok(found)
    }

    /// Returns those of `within` in which the condition may hold, by what is known without positions.
    fn possible(
        &self,
        at: SegmentLookup<'_>,
        fields: &[Field],
        lead: bool,
        within: &DocSet,
    ) -> tantivy::Result<DocSet> {
        match self {
            Self::AtLeast { count, phrase } if !lead && *count > 1 => {
                phrase.with_at_least(*count, at, fields, within)
            }
            _ => Ok(within.clone()),
        }
    }

    /// Returns the documents of `within` in which it holds, looking at all alternatives of phrases.
    fn held(
        &self,
        at: SegmentLookup<'_>,
        fields: &[Field],
        lead: bool,
        within: &DocSet,
    ) -> tantivy::Result<DocSet> {
        let needed = if let Self::AtLeast { count, .. } = self { *count } else { 1 };
        let mut held = DocSet::empty_like(within);
        let mut rest = within.clone();
        // What the fields before have of documents in which it does not hold yet.
        let mut sums: HashMap<DocId, u32> = HashMap::new();
        for &field in fields {
            for (doc, count) in self.count_in(at, field, lead, &rest)? {
                let before = if needed > 1 { sums.get(&doc).copied().unwrap_or(0) } else { 0 };
                if before.saturating_add(count) >= needed {
                    held.insert(doc);
                } else {
                    sums.insert(doc, before.saturating_add(count));
                }
            }
            rest.remove(&held);
        }
        Ok(held)
    }

    /// Returns the documents of `within` in whose `field` the condition holds, and how often; with
    /// `lead`, only in the lead.
    pub(crate) fn count_in(
        &self,
        at: SegmentLookup<'_>,
        field: Field,
        lead: bool,
        within: &DocSet,
    ) -> tantivy::Result<Vec<(DocId, u32)>> {
        let mut counted = Vec::new();
        let within = &self.narrowed(at, field, within)?;
        let opened = self.phrases().into_iter().map(|phrase| phrase.open(at, field, within));
        let mut cursors = opened.collect::<tantivy::Result<Vec<_>>>()?;
        let mut units = PhraseCursor::term(at, field, self.unit_term())?;
        let mut paragraphs = PhraseCursor::term(at, field, PARAGRAPH_TERM)?;
        let mut spans = vec![Vec::new(); cursors.len()];
        let mut next = within.next(0);
        while let Some(target) = next {
            let doc = common(&mut cursors, target)?;
            if doc >= TERMINATED {
                break;
            }
            next = within.next(doc + 1);
            if !within.contains(doc) {
                continue;
            }
            let end = match lead {
                true => {
                    Some(ends(&mut paragraphs, doc)?.first().copied().unwrap_or(LEAD_LENGTH as u32))
                }
                false => None,
            };
            for (spans, cursor) in spans.iter_mut().zip(&cursors) {
                spans.clear();
                cursor.spans(spans);
                spans.retain(|span: &Span| end.is_none_or(|end| span.1 <= end));
                at.count(1 + spans.len() as u64)?;
            }
            let count = self.count(&spans, || ends(&mut units, doc))?;
            if count > 0 {
                counted.push((doc, count));
            }
        }
        Ok(counted)
    }

    /// Returns the documents of `within` that have every phrase, if the positions of some phrase would
    /// be put together in vain for the others.
    fn narrowed(
        &self,
        at: SegmentLookup<'_>,
        field: Field,
        within: &DocSet,
    ) -> tantivy::Result<DocSet> {
        let mut narrowed = within.clone();
        let phrases = self.phrases();
        if phrases.iter().any(|phrase| phrase.is_merged()) {
            for phrase in phrases.iter().filter(|phrase| !phrase.is_merged()) {
                let mut docs = DocSet::empty_like(within);
                phrase.add_possible(at, field, &mut docs)?;
                narrowed.keep(&docs);
            }
        }
        Ok(narrowed)
    }

    pub(super) fn phrases(&self) -> Vec<&Phrase> {
        match self {
            Self::Occurs(phrase) | Self::AtLeast { phrase, .. } => vec![phrase],
            Self::Near { left, right, .. } => vec![left, right],
            Self::Same { phrases, .. } => phrases.iter().collect(),
        }
    }

    fn unit_term(&self) -> &'static str {
        match self {
            Self::Same { unit: Unit::Sentence, .. } => SENTENCE_TERM,
            _ => PARAGRAPH_TERM,
        }
    }

    /// Returns how often the condition holds in one field; 0 or 1 where only that matters.
    fn count(
        &self,
        spans: &[Vec<Span>],
        ends: impl FnOnce() -> tantivy::Result<Vec<u32>>,
    ) -> tantivy::Result<u32> {
        Ok(match self {
            Self::Occurs(_) | Self::AtLeast { .. } => spans[0].len() as u32,
            Self::Near { distance, ordered, .. } => u32::from(
                follows(&spans[0], &spans[1], *distance)
                    || (!ordered && follows(&spans[1], &spans[0], *distance)),
            ),
            Self::Same { .. } => u32::from(share_unit(spans, &ends()?)),
        })
    }
}

/// Returns whether some `right` begins at or at most `distance` positions after the end of a `left`.
fn follows(left: &[Span], right: &[Span], distance: u32) -> bool {
    left.iter().any(|&(_, end)| {
        let first = right.partition_point(|&(start, _)| start < end);
        right.get(first).is_some_and(|&(start, _)| start - end <= distance)
    })
}

/// Returns whether there is a unit, between two of `ends`, in which every list has a span.
fn share_unit(spans: &[Vec<Span>], ends: &[u32]) -> bool {
    let unit = |position: u32| ends.partition_point(|&end| end < position);
    let units = |spans: &Vec<Span>| -> Vec<usize> {
        let whole = spans.iter().filter(|&&(start, end)| unit(start) == unit(end - 1));
        whole.map(|&(start, _)| unit(start)).collect()
    };
    let Some((first, others)) = spans.split_first() else { return false };
    let others: Vec<Vec<usize>> = others.iter().map(units).collect();
    units(first).iter().any(|unit| others.iter().all(|others| others.binary_search(unit).is_ok()))
}

/// Returns the positions at which units end in `doc`.
fn ends(markers: &mut PhraseCursor, doc: DocId) -> tantivy::Result<Vec<u32>> {
    let mut spans = Vec::new();
    if markers.seek(doc)? == doc {
        markers.spans(&mut spans);
    }
    Ok(spans.into_iter().map(|(start, _)| start).collect())
}
