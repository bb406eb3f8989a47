//! Snapshots: one point in time of an index, its statistics, and samples of its articles.

use std::sync::Arc;

use xunwen_query::remote::{Collection, RankingPlan, Sample};
use xunwen_query::{Error, Request, Totals};
use xunwen_schema::{Article, Generation};

use crate::error::{ClusterError, of_sample};
use crate::reader::Reader;
use crate::statistics::Statistics;

/// One point in time of an index of a cluster.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub(crate) generation: Arc<Generation>,
    pub(crate) reader: Reader,
    pub(crate) statistics: Arc<Statistics>,
}

impl Snapshot {
    /// Indexes articles of the cluster in memory, to be ranked with the statistics of all.
    pub(crate) fn sample(&self, articles: Vec<Article>) -> Result<Sample, ClusterError> {
        let index = xunwen_index::in_memory(articles).map_err(|error| of_sample(&error))?;
        let statistics = Arc::clone(&self.statistics);
        let sample = Sample::new(&index, Generation::clone(&self.generation), statistics);
        Ok(sample.map_err(|error| of_sample(&error))?.with_cancel(&self.reader.cancel))
    }

    /// Makes something of a sample, with all statistics that it needs.
    pub(crate) fn settled<T>(
        &self,
        make: impl FnMut() -> Result<T, Error>,
    ) -> Result<T, ClusterError> {
        self.statistics.settled(&self.reader, make)
    }

    /// Plans the ranking of `request`, without feedback.
    pub(crate) fn plan(&self, request: &Request) -> Result<RankingPlan, ClusterError> {
        let none = self.sample(Vec::new())?;
        let plan = self.settled(|| none.plan(request))?;
        self.statistics.know(&self.reader, plan.literals.iter().map(|literal| &literal.cover))?;
        Ok(plan)
    }

    /// Returns the number of articles.
    pub(crate) fn articles(&self) -> u64 {
        Collection::articles(self.statistics.as_ref())
    }

    /// Returns the totals of an answer.
    pub(crate) fn totals(&self, exact: u64, related: Option<u64>) -> Totals {
        Totals { exact, related, articles: self.articles(), generation: self.generation.number }
    }
}
