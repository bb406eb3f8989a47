//! The results of a comparison.

use crate::articles::Articles;
use crate::child::Cost;
use crate::measure::Times;
use crate::peer::Peer;
use crate::queries::Query;

/// Everything that was measured.
pub(crate) struct Comparison {
    pub(crate) articles: Articles,
    pub(crate) queries: Vec<Query>,
    pub(crate) results: Vec<Measured>,
}

/// What was measured of one engine.
pub(crate) struct Measured {
    pub(crate) peer: Peer,
    /// The cost of indexing, once a round; empty if it has no index of its own.
    pub(crate) costs: Vec<Cost>,
    /// Bytes of its index on disk.
    pub(crate) bytes: u64,
    pub(crate) times: Times,
    pub(crate) recall: Recall,
}

/// How an engine's counts of literals compare with the scan.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recall {
    /// Queries that the engine can count.
    pub(crate) asked: usize,
    /// Queries whose count equals that of the scan.
    pub(crate) equal: usize,
    /// Articles that the scan finds, summed over the queries.
    pub(crate) truth: u64,
    /// Articles that the engine counts too few, summed over the queries.
    pub(crate) missed: u64,
    /// Articles that the engine counts too many, summed over the queries.
    pub(crate) extra: u64,
    /// The query that misses most.
    pub(crate) worst: Option<Miss>,
}

/// A query that an engine finds too few articles for.
#[derive(Clone, Debug)]
pub(crate) struct Miss {
    pub(crate) query: String,
    pub(crate) count: u64,
    pub(crate) truth: u64,
}

impl Measured {
    pub(crate) fn new(peer: Peer) -> Self {
        Self { peer, costs: Vec::new(), bytes: 0, times: Vec::new(), recall: Recall::default() }
    }

    /// Returns the median cost of indexing, by time; `None` if the engine did not index.
    pub(crate) fn cost(&self) -> Option<Cost> {
        let mut costs = self.costs.clone();
        costs.sort_by(|left, right| left.seconds.total_cmp(&right.seconds));
        costs.get(costs.len() / 2).copied()
    }
}

impl Recall {
    /// Adds the count of an engine for a query that the scan finds in `truth` articles.
    pub(crate) fn add(&mut self, query: &Query, count: u64, truth: u64) {
        self.asked += 1;
        self.equal += usize::from(count == truth);
        self.truth += truth;
        self.extra += count.saturating_sub(truth);
        let missed = truth.saturating_sub(count);
        self.missed += missed;
        if missed > self.worst.as_ref().map_or(0, |worst| worst.truth - worst.count) {
            self.worst = Some(Miss { query: query.shown(), count, truth });
        }
    }
}
