//! Ranking: the best of what matches, in one order that does not depend on segments or threads.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentReader};

use crate::bits::Bits;

/// How hits are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

/// What stands before what: greater is better. Ids settle what is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    score: u32,
    date: u64,
    /// Ids in a segment have the order of their column's ordinals.
    id: Reverse<u64>,
}

impl Rank {
    fn ties_with(&self, other: &Self) -> bool {
        (self.score, self.date) == (other.score, other.date)
    }
}

/// A query whose best articles are wanted.
pub(crate) struct Ranking<'q> {
    pub(crate) query: &'q dyn Query,
    pub(crate) order: Order,
    /// How many of the best to return.
    pub(crate) limit: usize,
}

/// One segment's candidate.
type Candidate = (Rank, u32, DocId, Score);

impl Ranking<'_> {
    /// Returns the best of all that match, best first, and the documents that match, by segment.
    pub(crate) fn all(&self, searcher: &Searcher) -> tantivy::Result<(Vec<Ranked>, Vec<Bits>)> {
        let weight = self.weight(searcher)?;
        let mut matching = Vec::new();
        let mut candidates = Vec::new();
        for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
            let mut bits = Bits::new(segment.max_doc());
            let mut top = Top::new(self, ordinal, segment)?;
            let mut take = |doc: DocId, score: Score| {
                if !segment.is_deleted(doc) {
                    bits.insert(doc);
                    top.offer(doc, score);
                }
            };
            if self.order == Order::Relevance {
                weight.for_each(segment, &mut take)?;
            } else {
                weight.for_each_no_score(segment, &mut |docs| {
                    docs.iter().for_each(|&doc| take(doc, 0.0))
                })?;
            }
            candidates.extend(top.into_candidates());
            matching.push(bits);
        }
        Ok((merge(searcher, candidates, self.limit)?, matching))
    }

    /// Returns the best of what matches and `allows` lets pass, best first.
    ///
    /// Articles that cannot come among the best are skipped unseen (block-max pruning).
    pub(crate) fn best(
        &self,
        searcher: &Searcher,
        allows: impl Fn(usize, DocId) -> bool,
    ) -> tantivy::Result<Vec<Ranked>> {
        let weight = self.weight(searcher)?;
        let mut candidates = Vec::new();
        for (ordinal, segment) in searcher.segment_readers().iter().enumerate() {
            let mut top = Top::new(self, ordinal as u32, segment)?;
            weight.for_each_pruning(Score::MIN, segment, &mut |doc, score| {
                if !segment.is_deleted(doc) && allows(ordinal, doc) {
                    top.offer(doc, score);
                }
                top.threshold()
            })?;
            candidates.extend(top.into_candidates());
        }
        merge(searcher, candidates, self.limit)
    }

    fn weight(&self, searcher: &Searcher) -> tantivy::Result<Box<dyn Weight>> {
        let scoring = match self.order {
            Order::Relevance => EnableScoring::enabled_from_searcher(searcher),
            Order::Newest | Order::Oldest => EnableScoring::disabled_from_searcher(searcher),
        };
        self.query.weight(scoring)
    }
}

/// Returns the documents that match `query` and are not deleted, by segment.
pub(crate) fn matching(query: &dyn Query, searcher: &Searcher) -> tantivy::Result<Vec<Bits>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let of_segment = |segment: &SegmentReader| {
        let mut bits = Bits::new(segment.max_doc());
        weight.for_each_no_score(segment, &mut |docs| {
            for &doc in docs.iter().filter(|&&doc| !segment.is_deleted(doc)) {
                bits.insert(doc);
            }
        })?;
        Ok(bits)
    };
    searcher.segment_readers().iter().map(of_segment).collect()
}

/// The best candidates of one segment so far.
struct Top {
    order: Order,
    limit: usize,
    segment: u32,
    dates: Column<i64>,
    ids: Option<StrColumn>,
    heap: BinaryHeap<Reverse<(Rank, DocId, Bare)>>,
}

/// A score that takes no part in comparing.
#[derive(Clone, Copy)]
struct Bare(Score);

impl PartialEq for Bare {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for Bare {}
impl PartialOrd for Bare {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Bare {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

impl Top {
    fn new(ranking: &Ranking<'_>, segment: u32, reader: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self {
            order: ranking.order,
            limit: ranking.limit,
            segment,
            dates: reader.fast_fields().i64("published")?,
            ids: reader.fast_fields().str("id")?,
            heap: BinaryHeap::new(),
        })
    }

    fn offer(&mut self, doc: DocId, score: Score) {
        if self.limit == 0 || (self.heap.len() == self.limit && self.is_below_worst(score)) {
            return;
        }
        let rank = self.rank(doc, score);
        if self.heap.len() < self.limit {
            self.heap.push(Reverse((rank, doc, Bare(score))));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && rank > worst.0.0
        {
            *worst = Reverse((rank, doc, Bare(score)));
        }
    }

    /// Returns whether the score alone tells that a candidate is not among the best: the common
    /// case, for which no column need be read.
    fn is_below_worst(&self, score: Score) -> bool {
        let worst = self.heap.peek().map(|worst| worst.0.0.score);
        self.order == Order::Relevance && worst.is_some_and(|worst| ordered(score) < worst)
    }

    fn rank(&self, doc: DocId, score: Score) -> Rank {
        // Every date is above 0, the place of articles without one.
        let date =
            self.dates.first(doc).map(|seconds| (seconds as u64 ^ (1 << 63)).saturating_add(1));
        let id = self.ids.as_ref().and_then(|ids| ids.ords().first(doc)).unwrap_or_default();
        let (score, date) = match self.order {
            Order::Relevance => (ordered(score), date.unwrap_or(0)),
            Order::Newest => (0, date.unwrap_or(0)),
            Order::Oldest => (0, date.map_or(0, |date| u64::MAX - date + 1)),
        };
        Rank { score, date, id: Reverse(id) }
    }

    /// Returns the score that a further candidate must exceed: just below the worst of the best,
    /// since an equal score may win by date.
    fn threshold(&self) -> Score {
        match self.heap.peek() {
            Some(worst) if self.heap.len() == self.limit => worst.0.2.0.next_down(),
            _ => Score::MIN,
        }
    }

    fn into_candidates(self) -> impl Iterator<Item = Candidate> {
        let segment = self.segment;
        self.heap.into_iter().map(move |Reverse((rank, doc, score))| (rank, segment, doc, score.0))
    }
}

/// Returns a number that orders as `score` does.
fn ordered(score: Score) -> u32 {
    let bits = score.to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

/// Puts the candidates of all segments in order and returns the first `limit`.
fn merge(
    searcher: &Searcher,
    mut candidates: Vec<Candidate>,
    limit: usize,
) -> tantivy::Result<Vec<Ranked>> {
    candidates.sort_unstable_by_key(|&(rank, segment, doc, _)| {
        (Reverse((rank.score, rank.date)), segment, rank.id.0, doc)
    });
    let mut start = 0;
    while start < candidates.len().min(limit) {
        let first = candidates[start].0;
        let end = start
            + candidates[start..].iter().take_while(|other| other.0.ties_with(&first)).count();
        settle_by_id(searcher, &mut candidates[start..end])?;
        start = end;
    }
    candidates.truncate(limit);
    let ranked =
        |(_, segment, doc, score)| Ranked { address: DocAddress::new(segment, doc), score };
    Ok(candidates.into_iter().map(ranked).collect())
}

/// Orders candidates of equal rank by id, which ordinals tell only within one segment.
fn settle_by_id(searcher: &Searcher, ties: &mut [Candidate]) -> tantivy::Result<()> {
    if ties.windows(2).all(|pair| pair[0].1 == pair[1].1) {
        return Ok(());
    }
    let mut named = Vec::with_capacity(ties.len());
    for &candidate in ties.iter() {
        named.push((id_of(searcher, &candidate)?, candidate));
    }
    named.sort_by(|left, right| left.0.cmp(&right.0));
    for (place, (_, candidate)) in ties.iter_mut().zip(named) {
        *place = candidate;
    }
    Ok(())
}

fn id_of(searcher: &Searcher, &(rank, segment, _, _): &Candidate) -> tantivy::Result<String> {
    let mut id = String::new();
    if let Some(ids) = searcher.segment_reader(segment).fast_fields().str("id")? {
        ids.ord_to_str(rank.id.0, &mut id)?;
    }
    Ok(id)
}
