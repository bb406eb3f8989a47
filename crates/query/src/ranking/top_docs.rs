//! Ranking: the best of what matches, in one order that does not depend on segments or threads.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::{DocAddress, DocId, Score};

use crate::index::columns::SegmentColumns;
use crate::index::docset::DocSet;
use crate::index::segment::Segments;
use crate::ranking::accumulator::Accumulator;
use crate::request::Order;

/// An article in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) address: DocAddress,
    pub(crate) score: Score,
}

/// The sort key of a document: greater is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct RankKey {
    score: u32,
    date: u64,
    /// In a segment, ids have the order of their column's ordinals.
    id: Reverse<u64>,
}

/// One segment's candidate: document, and score as given.
type RankedCandidate = (RankKey, u32, DocId, u32);

/// The best of the documents that are offered.
pub(crate) struct TopDocs<'s> {
    segments: &'s Segments,
    order: Order,
    limit: usize,
    candidates: Vec<RankedCandidate>,
    /// The last of the best of the segments before, from when on there are enough.
    last: Option<RankedCandidate>,
}

impl<'s> TopDocs<'s> {
    pub(crate) fn new(segments: &'s Segments, order: Order, limit: usize) -> Self {
        Self { segments, order, limit, candidates: Vec::new(), last: None }
    }

    /// Offers documents of one segment, which are ordered by date.
    pub(crate) fn offer_by_date(
        &mut self,
        segment: u32,
        documents: &DocSet,
    ) -> tantivy::Result<()> {
        let columns = self.segments.segment(segment).columns()?;
        match columns.by_date(documents.len(), self.limit) {
            Some(by_date) => {
                let first =
                    by_date.first(documents, self.order, self.limit, |doc| columns.date_key(doc));
                self.offer(segment, first.into_iter().map(|doc| (doc, 0.0)))
            }
            None => self.offer(segment, documents.iter().map(|doc| (doc, 0.0))),
        }
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
        self.take(segment, best);
        Ok(())
    }

    /// Offers the documents `shown` of one segment, by relevance, where `scores` are those of all.
    pub(crate) fn offer_scored(
        &mut self,
        segment: u32,
        scores: &Accumulator,
        shown: &DocSet,
    ) -> tantivy::Result<()> {
        let mut best = self.best(segment)?;
        scores.each_from(shown, &mut best, SegmentTop::least_score, SegmentTop::offer);
        self.take(segment, best);
        Ok(())
    }

    fn best(&self, segment: u32) -> tantivy::Result<SegmentTop<'s>> {
        // Documents are offered segment by segment.
        self.segments.cancel().count(0)?;
        let columns = self.segments.segment(segment).columns()?;
        let order = self.order;
        let limit = self.limit;
        let last = self.last;
        Ok(SegmentTop { columns, order, limit, last, heap: BinaryHeap::new() })
    }

    /// Takes the best of one segment, and drops what is no longer among the best of all.
    fn take(&mut self, segment: u32, best: SegmentTop<'_>) {
        self.candidates.extend(best.into_candidates(segment));
        let Some(place) = self.limit.checked_sub(1) else { return };
        if place < self.candidates.len() {
            let by_rank = |candidate: &RankedCandidate| Reverse(candidate.0.across());
            let (_, &mut last, _) = self.candidates.select_nth_unstable_by_key(place, by_rank);
            self.candidates.retain(|candidate| candidate.0.across() >= last.0.across());
            self.last = Some(last);
        }
    }

    /// Returns the best of all segments, best first.
    pub(crate) fn into_ranked(mut self) -> tantivy::Result<Vec<Ranked>> {
        self.candidates.sort_unstable_by_key(|&(rank, segment, doc, _)| {
            (Reverse((rank.score, rank.date)), segment, rank.id.0, doc)
        });
        let mut start = 0;
        while start < self.candidates.len().min(self.limit) {
            let ties = |other: &&RankedCandidate| {
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

impl RankKey {
    /// Returns what compares documents of different segments, but for their ids.
    fn across(self) -> (u32, u64) {
        (self.score, self.date)
    }
}

/// The best of one segment.
struct SegmentTop<'s> {
    columns: &'s SegmentColumns,
    order: Order,
    limit: usize,
    /// The last of the best of earlier segments: nothing below it can be among the best.
    last: Option<RankedCandidate>,
    heap: BinaryHeap<Reverse<(RankKey, DocId, u32)>>,
}

impl SegmentTop<'_> {
    #[inline]
    fn offer(&mut self, doc: DocId, score: Score) {
        // The first part of the key mostly decides, and then no other column is read.
        let by_score = self.by_score(score);
        let least = self.least();
        if by_score < least.0 {
            return;
        }
        let date = self.date(doc);
        if (by_score, date) >= least {
            let rank = RankKey { score: by_score, date, id: Reverse(self.id(doc)) };
            self.put(rank, doc, score);
        }
    }

    fn put(&mut self, rank: RankKey, doc: DocId, score: Score) {
        if self.heap.len() < self.limit {
            self.heap.push(Reverse((rank, doc, score.to_bits())));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && rank > worst.0.0
        {
            *worst = Reverse((rank, doc, score.to_bits()));
        }
    }

    /// Returns the least that may still be among the best.
    #[inline]
    fn least(&self) -> (u32, u64) {
        let before = self.last.map_or((0, 0), |last| last.0.across());
        match self.heap.peek() {
            Some(Reverse((worst, ..))) if self.heap.len() >= self.limit => {
                before.max(worst.across())
            }
            _ => before,
        }
    }

    /// Returns the least score that may still be among the best.
    #[inline]
    fn least_score(&self) -> Score {
        let before = self.last.map_or(Score::NEG_INFINITY, |last| Score::from_bits(last.3));
        match self.heap.peek() {
            Some(Reverse((.., score))) if self.heap.len() >= self.limit => {
                before.max(Score::from_bits(*score))
            }
            _ => before,
        }
    }

    /// Returns a score as far as the order goes by it.
    fn by_score(&self, score: Score) -> u32 {
        if self.order == Order::Relevance { ordered(score) } else { 0 }
    }

    /// Returns the ordinal of a document's id.
    fn id(&self, doc: DocId) -> u64 {
        self.columns.ids.as_ref().and_then(|ids| ids.first(doc)).unwrap_or_default()
    }

    /// Returns a document's place by date: the greater, the sooner it comes.
    fn date(&self, doc: DocId) -> u64 {
        match (self.order, self.columns.date_key(doc)) {
            (Order::Relevance | Order::Newest, place) => place,
            (Order::Oldest, 0) => 0,
            (Order::Oldest, place) => u64::MAX - place + 1,
        }
    }

    fn into_candidates(self, segment: u32) -> impl Iterator<Item = RankedCandidate> {
        self.heap.into_iter().map(move |Reverse((rank, doc, score))| (rank, segment, doc, score))
    }
}

/// Returns a number that orders as `score` does.
fn ordered(score: Score) -> u32 {
    let bits = score.to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

/// Orders candidates of equal rank by id, since ordinals compare only within one segment.
fn settle_by_id(segments: &Segments, ties: &mut [RankedCandidate]) -> tantivy::Result<()> {
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

fn id_of(segments: &Segments, &(rank, segment, _, _): &RankedCandidate) -> tantivy::Result<String> {
    let ids = &segments.segment(segment).columns()?.ids;
    ids.as_ref().map_or(Ok(String::new()), |ids| ids.name(rank.id.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use xunwen_schema::{Article, Published};

    use super::*;
    use crate::index::samples::segments;

    /// The score, the day, if any, and whether it is offered.
    type Drawn = (u8, Option<u8>, bool);

    fn ids(segments: &Segments, ranked: Vec<Ranked>) -> Vec<String> {
        let id = |ranked: Ranked| {
            let DocAddress { segment_ord, doc_id } = ranked.address;
            let ids = segments.segment(segment_ord).columns().unwrap().ids.as_ref().unwrap();
            ids.name(ids.first(doc_id).unwrap()).unwrap()
        };
        ranked.into_iter().map(id).collect()
    }

    /// The judge sorts all.
    fn expected(drawn: &[(String, Drawn)], order: Order, limit: usize) -> Vec<String> {
        let mut all: Vec<_> = drawn.iter().filter(|(_, drawn)| drawn.2).collect();
        all.sort_by(|(left, first), (right, second)| {
            let by_id = left.cmp(right);
            // What has no date comes last in any order.
            let by_date = match (order, first.1, second.1) {
                (Order::Oldest, Some(first), Some(second)) => first.cmp(&second),
                (_, first, second) => second.cmp(&first),
            };
            let by_score = second.0.cmp(&first.0);
            if order == Order::Relevance {
                by_score.then(by_date).then(by_id)
            } else {
                by_date.then(by_id)
            }
        });
        all.into_iter().take(limit).map(|(id, _)| id.clone()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn the_best_are_the_first_of_all_sorted(
            drawn in prop::collection::vec(
                (0_u8..4, prop::option::weighted(0.8, 1_u8..9), prop::bool::weighted(0.7)), 1..120),
            ends in prop::collection::vec(prop::bool::weighted(0.05), 120),
            limit in 0_usize..20,
        ) {
            // Numbers in the order of their decimals: not that of the documents.
            let drawn: Vec<_> = (0..).map(|at: u32| at.to_string()).zip(drawn).collect();
            let article = |(id, (_, day, _)): &(String, Drawn)| Article {
                id: id.clone(),
                published_at: day.and_then(|day| Published::parse(&format!("2024-05-0{day}"))),
                ..Article::default()
            };
            let articles: Vec<Article> = drawn.iter().map(article).collect();
            let segments = segments(&articles, |number| ends[number]);
            let score = |segment: u32, doc: DocId| {
                let address = DocAddress::new(segment, doc);
                let own = ids(&segments, vec![Ranked { address, score: 0.0 }]);
                let drawn = drawn.iter().find(|(id, _)| *id == own[0]).unwrap().1;
                drawn.2.then_some((doc, f32::from(drawn.0)))
            };
            let each = |offer: &mut dyn FnMut(u32, Vec<(DocId, f32)>)| {
                for segment in segments.iter() {
                    let (ordinal, docs) = (segment.ordinal(), 0..segment.max_doc());
                    offer(ordinal, docs.filter_map(|doc| score(ordinal, doc)).collect());
                }
            };
            let mut top = TopDocs::new(&segments, Order::Relevance, limit);
            each(&mut |segment, scored| top.offer(segment, scored.into_iter()).unwrap());
            let best = ids(&segments, top.into_ranked().unwrap());
            prop_assert_eq!(best, expected(&drawn, Order::Relevance, limit));
            // After some answers, documents are sorted by date once and for all.
            for order in [Order::Newest, Order::Oldest].repeat(12) {
                let mut top = TopDocs::new(&segments, order, limit);
                each(&mut |segment, scored| {
                    let mut offered = DocSet::new(segments.segment(segment).max_doc());
                    scored.into_iter().for_each(|(doc, _)| offered.insert(doc));
                    top.offer_by_date(segment, &offered).unwrap();
                });
                let best = ids(&segments, top.into_ranked().unwrap());
                prop_assert_eq!(best, expected(&drawn, order, limit));
            }
        }
    }
}
