//! Ranking: the best of what matches, in one order that does not depend on segments or threads.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};
use tantivy::{DocAddress, DocId, Score};

use crate::bits::{Bits, STRETCH};
use crate::columns::SegmentColumns;
use crate::segment::Segments;

/// How hits are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// By score; ties newer first.
    #[default]
    Relevance,
    /// Newest first; articles without a date last.
    Newest,
    /// Oldest first; articles without a date last.
    Oldest,
}

/// An article in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) address: DocAddress,
    pub(crate) score: Score,
}

/// What stands before what: greater is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    score: u32,
    date: u64,
    /// In a segment, ids have the order of their column's ordinals.
    id: Reverse<u64>,
}

/// One segment's candidate: document, and score as given.
type Candidate = (Rank, u32, DocId, u32);

/// The best of the documents that are offered.
pub(crate) struct Top<'s> {
    segments: &'s Segments,
    order: Order,
    limit: usize,
    candidates: Vec<Candidate>,
}

impl<'s> Top<'s> {
    pub(crate) fn new(segments: &'s Segments, order: Order, limit: usize) -> Self {
        Self { segments, order, limit, candidates: Vec::new() }
    }

    /// Offers documents of one segment, which are ordered by date.
    pub(crate) fn offer_by_date(&mut self, segment: u32, documents: &Bits) -> tantivy::Result<()> {
        self.segments.segment(segment).columns()?.expect_dates(documents.len());
        self.offer(segment, documents.iter().map(|doc| (doc, 0.0)))
    }

    /// Offers documents of one segment, with their scores.
    pub(crate) fn offer(
        &mut self,
        segment: u32,
        documents: impl Iterator<Item = (DocId, Score)>,
    ) -> tantivy::Result<()> {
        let mut best = self.best(segment)?;
        let mut least = best.least_score();
        documents.for_each(|(doc, score)| {
            if score >= least {
                best.offer(doc, score);
                least = best.least_score();
            }
        });
        self.candidates.extend(best.into_candidates(segment));
        Ok(())
    }

    /// Offers the documents `shown` of one segment, by relevance, where `scores` are those of all.
    pub(crate) fn offer_scored(
        &mut self,
        segment: u32,
        scores: &[Score],
        shown: &Bits,
    ) -> tantivy::Result<()> {
        let mut best = self.best(segment)?;
        for (scores, (first, documents)) in scores.chunks(STRETCH).zip(shown.stretches()) {
            let least = best.least_score();
            // Most stretches have nothing good enough, which is told of all at once.
            if scores.iter().fold(false, |any, &score| any | (score >= least)) {
                documents.for_each(|at| best.offer(first + at, scores[at as usize]));
            }
        }
        self.candidates.extend(best.into_candidates(segment));
        Ok(())
    }

    fn best(&self, segment: u32) -> tantivy::Result<Best<'s>> {
        let columns = self.segments.segment(segment).columns()?;
        Ok(Best { columns, order: self.order, limit: self.limit, heap: BinaryHeap::new() })
    }

    /// Returns the best of all segments, best first.
    pub(crate) fn into_ranked(mut self) -> tantivy::Result<Vec<Ranked>> {
        self.candidates.sort_unstable_by_key(|&(rank, segment, doc, _)| {
            (Reverse((rank.score, rank.date)), segment, rank.id.0, doc)
        });
        let mut start = 0;
        while start < self.candidates.len().min(self.limit) {
            let ties = |other: &&Candidate| {
                let first = self.candidates[start].0;
                (other.0.score, other.0.date) == (first.score, first.date)
            };
            let end = start + self.candidates[start..].iter().take_while(ties).count();
            settle_by_id(self.segments, &mut self.candidates[start..end])?;
            start = end;
        }
        self.candidates.truncate(self.limit);
        let ranked = |(_, segment, doc, score)| Ranked {
            address: DocAddress::new(segment, doc),
            score: Score::from_bits(score),
        };
        Ok(self.candidates.into_iter().map(ranked).collect())
    }
}

/// The best of one segment.
struct Best<'s> {
    columns: &'s SegmentColumns,
    order: Order,
    limit: usize,
    heap: BinaryHeap<Reverse<(Rank, DocId, u32)>>,
}

impl Best<'_> {
    #[inline]
    fn offer(&mut self, doc: DocId, score: Score) {
        if self.heap.len() < self.limit {
            self.heap.push(Reverse((self.rank(doc, score), doc, score.to_bits())));
            return;
        }
        let Some(Reverse((worst, ..))) = self.heap.peek() else { return };
        // What an order goes by first mostly tells, and then no other column need be read.
        let is_worse = match self.order {
            Order::Relevance => ordered(score) < worst.score,
            _ => self.date(doc) < worst.date,
        };
        if !is_worse {
            self.replace(doc, score);
        }
    }

    fn replace(&mut self, doc: DocId, score: Score) {
        let rank = self.rank(doc, score);
        if let Some(mut worst) = self.heap.peek_mut()
            && rank > worst.0.0
        {
            *worst = Reverse((rank, doc, score.to_bits()));
        }
    }

    /// Returns the least score that may still be among the best.
    fn least_score(&self) -> Score {
        match self.heap.peek() {
            Some(Reverse((.., score))) if self.heap.len() >= self.limit => Score::from_bits(*score),
            _ => Score::NEG_INFINITY,
        }
    }

    fn rank(&self, doc: DocId, score: Score) -> Rank {
        let id = self.columns.ids.as_ref().and_then(|ids| ids.ords().first(doc));
        let score = if self.order == Order::Relevance { ordered(score) } else { 0 };
        Rank { score, date: self.date(doc), id: Reverse(id.unwrap_or_default()) }
    }

    /// Returns a document's place by date: the greater, the sooner it comes.
    fn date(&self, doc: DocId) -> u64 {
        match (self.order, self.columns.place_by_date(doc)) {
            (Order::Relevance | Order::Newest, place) => place,
            (Order::Oldest, 0) => 0,
            (Order::Oldest, place) => u64::MAX - place + 1,
        }
    }

    fn into_candidates(self, segment: u32) -> impl Iterator<Item = Candidate> {
        self.heap.into_iter().map(move |Reverse((rank, doc, score))| (rank, segment, doc, score))
    }
}

/// Returns a number that orders as `score` does.
fn ordered(score: Score) -> u32 {
    let bits = score.to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

/// Orders candidates of equal rank by id, which ordinals tell only within one segment.
fn settle_by_id(segments: &Segments, ties: &mut [Candidate]) -> tantivy::Result<()> {
    if ties.windows(2).all(|pair| pair[0].1 == pair[1].1) {
        return Ok(());
    }
    let mut named = Vec::with_capacity(ties.len());
    for &candidate in ties.iter() {
        named.push((id_of(segments, &candidate)?, candidate));
    }
    named.sort_by(|left, right| left.0.cmp(&right.0));
    for (place, (_, candidate)) in ties.iter_mut().zip(named) {
        *place = candidate;
    }
    Ok(())
}

fn id_of(segments: &Segments, &(rank, segment, _, _): &Candidate) -> tantivy::Result<String> {
    let mut id = String::new();
    if let Some(ids) = &segments.segment(segment).columns()?.ids {
        ids.ord_to_str(rank.id.0, &mut id)?;
    }
    Ok(id)
}
