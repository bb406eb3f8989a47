//! Conditions on positions: distance, same sentence or paragraph, number of occurrences, lead.

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
    pub(crate) fn documents(
        &self,
        at: SegmentLookup<'_>,
        fields: &[Field],
        lead: bool,
        within: &DocSet,
    ) -> tantivy::Result<DocSet> {
        let needed = if let Self::AtLeast { count, .. } = self { *count } else { 1 };
        let mut counted: Vec<(DocId, u32)> = Vec::new();
        for &field in fields {
            self.count_in(at, field, lead, within, &mut counted)?;
        }
        // Rows of documents in order, one of each field, are merged.
        counted.sort();
        let mut documents = DocSet::empty_like(within);
        for group in counted.chunk_by(|left, right| left.0 == right.0) {
            if group.iter().map(|&(_, count)| count).sum::<u32>() >= needed {
                documents.insert(group[0].0);
            }
        }
        Ok(documents)
    }

    /// Adds each document of one field with how often the condition holds in it.
    fn count_in(
        &self,
        at: SegmentLookup<'_>,
        field: Field,
        lead: bool,
        within: &DocSet,
        counted: &mut Vec<(DocId, u32)>,
    ) -> tantivy::Result<()> {
        let opened = self.phrases().into_iter().map(|phrase| phrase.open(at, field));
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
            }
            let count = self.count(&spans, || ends(&mut units, doc))?;
            if count > 0 {
                counted.push((doc, count));
            }
        }
        Ok(())
    }

    fn phrases(&self) -> Vec<&Phrase> {
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
