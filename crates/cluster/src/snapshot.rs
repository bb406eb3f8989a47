//! Snapshots: one point in time of an index, its statistics, and samples of its articles.

use std::sync::{Arc, Mutex, PoisonError};

use xunwen_language::Query;
use xunwen_query::remote::{Collection, RankingPlan, Sample};
use xunwen_query::{Cancel, Error, Filter, Request, Totals};
use xunwen_schema::{Article, Generation};

use crate::error::{ClusterError, of_sample};
use crate::reader::Reader;
use crate::row::Row;
use crate::statistics::Statistics;

/// One point in time of an index of a cluster.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub(crate) generation: Arc<Generation>,
    pub(crate) reader: Reader,
    pub(crate) statistics: Arc<Statistics>,
    /// No article, to plan rankings with.
    empty: Sample,
    /// The exact tier that was looked at last: its facets, periods and receipts come soon after.
    looked: Arc<Mutex<Option<Looked>>>,
}

/// An exact tier that was looked at.
#[derive(Debug)]
struct Looked {
    asked: Asked,
    rows: Arc<Vec<Row>>,
}

/// What an exact tier depends on.
#[derive(Debug, PartialEq)]
struct Asked {
    query: Query,
    filter: Filter,
    now: i64,
    /// Another point in time may hold other articles.
    losses: u64,
}

impl Snapshot {
    pub(crate) fn new(
        generation: Generation,
        reader: Reader,
        statistics: Statistics,
    ) -> Result<Self, ClusterError> {
        let generation = Arc::new(generation);
        let statistics = Arc::new(statistics);
        let empty = sample(&generation, &statistics, Vec::new())?;
        Ok(Self { generation, reader, statistics, empty, looked: Arc::default() })
    }

    /// Returns the same for questions that end as soon as `cancel` is cancelled.
    pub(crate) fn with_cancel(&self, cancel: &Cancel) -> Self {
        let empty = self.empty.with_cancel(cancel);
        Self { reader: self.reader.with_cancel(cancel), empty, ..self.clone() }
    }

    /// Returns the exact tier of `request` as it was looked at last, or looks at it.
    pub(crate) fn looked(
        &self,
        request: &Request,
        look: impl FnOnce() -> Result<Vec<Row>, ClusterError>,
    ) -> Result<Arc<Vec<Row>>, ClusterError> {
        let Request { query, filter, now, .. } = request;
        let losses = self.reader.losses();
        let asked = Asked { query: query.clone(), filter: filter.clone(), now: *now, losses };
        let known = || self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(looked) = known().as_ref().filter(|looked| looked.asked == asked) {
            return Ok(Arc::clone(&looked.rows));
        }
        let rows = Arc::new(look()?);
        *known() = Some(Looked { asked, rows: Arc::clone(&rows) });
        Ok(rows)
    }

    /// Indexes articles of the cluster in memory, to be ranked with the statistics of all.
    pub(crate) fn sample(&self, articles: Vec<Article>) -> Result<Sample, ClusterError> {
        let sample = sample(&self.generation, &self.statistics, articles)?;
        Ok(sample.with_cancel(&self.reader.cancel))
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
        let plan = self.settled(|| self.empty.plan(request))?;
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

fn sample(
    generation: &Generation,
    statistics: &Arc<Statistics>,
    articles: Vec<Article>,
) -> Result<Sample, ClusterError> {
    let index = xunwen_index::in_memory(articles).map_err(|error| of_sample(&error))?;
    let statistics: Arc<dyn Collection> = Arc::<Statistics>::clone(statistics);
    Sample::new(&index, generation.clone(), statistics).map_err(|error| of_sample(&error))
}
