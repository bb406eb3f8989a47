//! Conditions on where things stand: distance, same sentence, count, lead.

use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};
use xunwen_schema::{PARAGRAPH_TERM, SENTENCE_TERM};

use crate::ast::Unit;
use crate::places::{Occurrences, Place, Span};

/// Finds the documents in one of whose fields a condition on places holds; the score is 0.
#[derive(Clone, Debug)]
pub(crate) struct PlacesQuery {
    /// Where to look.
    pub(crate) fields: Vec<Field>,
    /// Whether only the lead of a field counts.
    pub(crate) lead: bool,
    /// What must hold.
    pub(crate) condition: Condition,
}

/// A condition on places.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    /// It stands somewhere.
    Stands(Place),
    /// At most `distance` positions lie between the two.
    Near { distance: u32, ordered: bool, left: Place, right: Place },
    /// All stand in one unit.
    Same { unit: Unit, places: Vec<Place> },
    /// It stands `count` times or more, all fields together.
    AtLeast { count: u32, place: Place },
}

/// How far the lead goes where no paragraph ends, in positions.
const LEAD: u32 = 100;

impl Query for PlacesQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(PlacesWeight(self.clone())))
    }
}

struct PlacesWeight(PlacesQuery);

impl Weight for PlacesWeight {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.0.documents(reader)?;
        Ok(Box::new(ConstScorer::new(Found { docs, at: 0 }, 0.0)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        if self.0.documents(reader)?.binary_search(&doc).is_ok() {
            Ok(Explanation::new("places", 0.0))
        } else {
            Err(TantivyError::InvalidArgument(format!("document #({doc}) does not match")))
        }
    }
}

impl PlacesQuery {
    /// Returns the documents in which the condition holds, in order.
    fn documents(&self, reader: &SegmentReader) -> tantivy::Result<Vec<DocId>> {
        let needed = if let Condition::AtLeast { count, .. } = self.condition { count } else { 1 };
        let mut counted: Vec<(DocId, u32)> = Vec::new();
        for &field in &self.fields {
            self.count_in(reader, field, &mut counted)?;
        }
        counted.sort_unstable();
        let mut documents = Vec::new();
        for group in counted.chunk_by(|left, right| left.0 == right.0) {
            if group.iter().map(|&(_, count)| count).sum::<u32>() >= needed {
                documents.push(group[0].0);
            }
        }
        Ok(documents)
    }

    /// Adds each document of one field with how often the condition holds in it.
    fn count_in(
        &self,
        reader: &SegmentReader,
        field: Field,
        counted: &mut Vec<(DocId, u32)>,
    ) -> tantivy::Result<()> {
        let mut places = Vec::new();
        for place in self.condition.places() {
            places.push(place.open(reader, field)?);
        }
        let mut units = Occurrences::term(reader, field, self.condition.unit_term())?;
        let mut paragraphs = Occurrences::term(reader, field, PARAGRAPH_TERM)?;
        let mut spans = vec![Vec::new(); places.len()];
        let mut doc = common(&mut places, 0);
        while doc < TERMINATED {
            let lead =
                self.lead.then(|| ends(&mut paragraphs, doc).first().copied().unwrap_or(LEAD));
            for (spans, place) in spans.iter_mut().zip(&places) {
                spans.clear();
                place.spans(spans);
                spans.retain(|span: &Span| lead.is_none_or(|end| span.1 <= end));
            }
            let count = self.condition.count(&spans, || ends(&mut units, doc));
            if count > 0 {
                counted.push((doc, count));
            }
            doc = common(&mut places, doc + 1);
        }
        Ok(())
    }
}

impl Condition {
    fn places(&self) -> Vec<&Place> {
        match self {
            Self::Stands(place) | Self::AtLeast { place, .. } => vec![place],
            Self::Near { left, right, .. } => vec![left, right],
            Self::Same { places, .. } => places.iter().collect(),
        }
    }

    fn unit_term(&self) -> &'static str {
        match self {
            Self::Same { unit: Unit::Sentence, .. } => SENTENCE_TERM,
            _ => PARAGRAPH_TERM,
        }
    }

    /// Returns how often it holds for the places of one field; 0 and 1 where only that matters.
    fn count(&self, spans: &[Vec<Span>], ends: impl FnOnce() -> Vec<u32>) -> u32 {
        match self {
            Self::Stands(_) | Self::AtLeast { .. } => spans[0].len() as u32,
            Self::Near { distance, ordered, .. } => u32::from(
                follows(&spans[0], &spans[1], *distance)
                    || (!ordered && follows(&spans[1], &spans[0], *distance)),
            ),
            Self::Same { .. } => u32::from(share_unit(spans, &ends())),
        }
    }
}

/// Returns whether some `right` begins at or at most `distance` positions behind the end of a `left`.
fn follows(left: &[Span], right: &[Span], distance: u32) -> bool {
    left.iter().any(|&(_, end)| {
        let first = right.partition_point(|&(start, _)| start < end);
        right.get(first).is_some_and(|&(start, _)| start - end <= distance)
    })
}

/// Returns whether there is a unit, between two of `ends`, in which every list has a place.
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

/// Goes to the first document from `target` on that all have.
fn common(places: &mut [Occurrences], mut target: DocId) -> DocId {
    loop {
        let furthest =
            places.iter_mut().map(|place| place.seek(target)).max().unwrap_or(TERMINATED);
        if furthest == target || furthest >= TERMINATED {
            return furthest.min(TERMINATED);
        }
        target = furthest;
    }
}

/// Returns the positions at which units end in `doc`.
fn ends(markers: &mut Occurrences, doc: DocId) -> Vec<u32> {
    let mut spans = Vec::new();
    if markers.seek(doc) == doc {
        markers.spans(&mut spans);
    }
    spans.into_iter().map(|(start, _)| start).collect()
}

/// Documents that were found, in order.
struct Found {
    docs: Vec<DocId>,
    at: usize,
}

impl DocSet for Found {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.at +=
            self.docs.get(self.at..).map_or(0, |rest| rest.partition_point(|&doc| doc < target));
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}
