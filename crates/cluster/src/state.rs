//! States: an index of a cluster at one point in time, as an engine asks it.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use xunwen_query::evidence::Explanation;
use xunwen_query::remote::{
    DayCounts, Extent, Remote, RemoteAnswer, RemoteHits, Sample, Tally, ValueCounts,
};
use xunwen_query::{Cancel, Engine, Error, Request};
use xunwen_schema::{Article, Generation, Manifest, column};
use xxhash_rust::xxh3::Xxh3;

use crate::condition::Condition;
use crate::document::{STORED, article};
use crate::error::ClusterError;
use crate::exact::Exact;
use crate::index::ClusterIndex;
use crate::listing::{ClusterListing, articles};
use crate::page;
use crate::reader::Reader;
use crate::snapshot::Snapshot;
use crate::statistics::Statistics;

/// The last place that is ranked here, from articles that are read for it; what is listed beyond is in
/// the order of the cluster.
const RANKED: usize = 1_000;

/// One state of an index of a cluster.
#[derive(Clone, Debug)]
pub(crate) struct State {
    index: ClusterIndex,
    snapshot: Snapshot,
    version: u64,
    /// What tells cheaply whether anything can have changed.
    token: String,
}

impl State {
    /// Opens the live generation of `index`.
    pub(crate) fn open(index: &ClusterIndex, cancel: &Cancel) -> Result<Self, ClusterError> {
        let live = index.live(cancel)?;
        Self::of(index, &live, cancel)
    }

    /// Opens the index `name`, a generation of `index`.
    pub(crate) fn of(
        index: &ClusterIndex,
        name: &str,
        cancel: &Cancel,
    ) -> Result<Self, ClusterError> {
        let token = index.token(name, cancel)?;
        let identity = index.identity(name, cancel)?;
        let analyzer = identity.analyzer(name)?;
        let client = Arc::clone(&index.client);
        let dialect = Arc::clone(&index.dialect);
        let reader = Reader::open(client, dialect, name.to_owned(), cancel)?;
        let statistics = reader.whole(|| Statistics::read(&reader))?;
        let version = reader.whole(|| version(&reader))?;
        let generation = Generation {
            number: identity.generation,
            path: PathBuf::from(index.place.to_string()),
            manifest: Manifest::new(&analyzer),
            analyzer,
        };
        Ok(Self {
            index: index.clone(),
            snapshot: Snapshot::new(generation, reader, statistics)?,
            version,
            token,
        })
    }

    /// Returns the number of its articles.
    pub(crate) fn count_all(&self) -> u64 {
        self.snapshot.articles()
    }

    /// Returns what searches it.
    pub(crate) fn reader(&self) -> &Reader {
        &self.snapshot.reader
    }

    /// Returns an engine that answers from it.
    pub(crate) fn into_engine(self) -> Engine {
        Engine::remote(Arc::new(self))
    }

    /// Calls `take` with all articles, `most` at a time, until it returns false.
    pub(crate) fn each_article(
        &self,
        most: usize,
        mut take: impl FnMut(Vec<Article>) -> bool,
    ) -> Result<(), ClusterError> {
        let body = json!({ "_source": STORED, "sort": [{ column::ID: "asc" }] });
        self.snapshot.reader.each_page(&body, most, |page| {
            Ok(take(page.iter().map(|hit| article(&hit["_source"])).collect()))
        })
    }

    fn answer_once(&self, request: &Request) -> Result<RemoteAnswer, ClusterError> {
        let exact = Exact::of(&self.snapshot, request)?;
        let end = request.offset.saturating_add(request.limit);
        if end <= RANKED {
            return page::answer(&self.snapshot, &exact, request, end);
        }
        let count = exact.count(&self.snapshot)?;
        if !request.exact_only && count < end as u64 {
            return Err(ClusterError::new(
                format!("a cluster ranks related articles up to place {RANKED} only"),
                "ask for the exact tier alone (--exact), or for fewer hits",
            ));
        }
        let related = if request.count_related {
            page::related(&self.snapshot, &exact, request)?
        } else {
            None
        };
        let listing = ClusterListing::of(&self.snapshot, &exact, request)?;
        let hits = RemoteHits::Listing(Arc::new(listing));
        Ok(RemoteAnswer { totals: self.snapshot.totals(count, related), hits })
    }

    fn sample_once(&self, request: &Request, id: &str) -> Result<Option<Sample>, ClusterError> {
        let Some(own) = articles(&self.snapshot, &[id])?.pop() else { return Ok(None) };
        let exact = Exact::of(&self.snapshot, request)?;
        let mut read = page::articles(&self.snapshot, &exact, request, request.limit)?;
        read.push(own);
        let sample = self.snapshot.sample(read)?;
        let Request { query, now, expand, .. } = request;
        let engine = Engine::sample(sample.clone());
        self.snapshot.settled(|| Explanation::of(&engine, id, query, *now, *expand))?;
        self.snapshot.settled(|| sample.marked_article(id, query, *expand))?;
        Ok(Some(sample))
    }
}

impl Tally for State {
    fn values(&self, request: Option<&Request>, column: &str) -> Result<ValueCounts, Error> {
        let values = || match request {
            Some(request) => Exact::of(&self.snapshot, request)?.values(&self.snapshot, column),
            None => Exact::Filter(json!({ "match_all": {} })).values(&self.snapshot, column),
        };
        Ok(self.snapshot.reader.whole(values)?)
    }

    fn days(&self, request: &Request, is_all: bool) -> Result<DayCounts, Error> {
        let days = || {
            let exact = if is_all {
                Exact::Filter(Condition::passing(&request.filter).query)
            } else {
                Exact::of(&self.snapshot, request)?
            };
            exact.days(&self.snapshot)
        };
        Ok(self.snapshot.reader.whole(days)?)
    }
}

impl Remote for State {
    fn generation(&self) -> &Generation {
        &self.snapshot.generation
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn articles(&self) -> u64 {
        self.snapshot.articles()
    }

    fn with_cancel(&self, cancel: &Cancel) -> Arc<dyn Remote> {
        Arc::new(Self { snapshot: self.snapshot.with_cancel(cancel), ..self.clone() })
    }

    fn renewed(&self) -> Result<Option<Arc<dyn Remote>>, Error> {
        let cancel = Cancel::default();
        let live = self.index.live(&cancel)?;
        if live == self.snapshot.reader.index && self.index.token(&live, &cancel)? == self.token {
            return Ok(None);
        }
        let state = Self::of(&self.index, &live, &cancel)?;
        if state.version == self.version && live == self.snapshot.reader.index {
            return Ok(None);
        }
        Ok(Some(Arc::new(state)))
    }

    fn count(&self, request: &Request) -> Result<u64, Error> {
        Ok(self
            .snapshot
            .reader
            .whole(|| Exact::of(&self.snapshot, request)?.count(&self.snapshot))?)
    }

    fn answer(&self, request: &Request) -> Result<RemoteAnswer, Error> {
        Ok(self.snapshot.reader.whole(|| self.answer_once(request))?)
    }

    fn sample_with(&self, request: &Request, id: &str) -> Result<Option<Sample>, Error> {
        Ok(self.snapshot.reader.whole(|| self.sample_once(request, id))?)
    }

    fn article(&self, id: &str) -> Result<Option<Article>, Error> {
        Ok(self.snapshot.reader.whole(|| articles(&self.snapshot, &[id]))?.pop())
    }

    fn extent(&self) -> Result<Extent, Error> {
        let (bytes, segments) =
            self.index.size(&self.snapshot.reader.index, &self.snapshot.reader.cancel)?;
        let dates = self.snapshot.reader.whole(|| {
            let field = json!({ "field": column::PUBLISHED });
            let aggregations = json!({
                "oldest": { "min": field }, "newest": { "max": field }, "undated": { "missing": field },
            });
            let body = json!({ "size": 0, "track_total_hits": false, "aggs": aggregations });
            Ok(self.snapshot.reader.search(body)?["aggregations"].take())
        })?;
        let time = |name: &str| dates[name]["value"].as_f64().map(|seconds| seconds as i64);
        Ok(Extent {
            bytes,
            segments,
            oldest: time("oldest"),
            newest: time("newest"),
            undated: dates["undated"]["doc_count"].as_u64().unwrap_or_default(),
        })
    }
}

/// Returns a number for what a point in time holds: every change of an article gives it a new sequence
/// number, and every deletion takes one away.
fn version(reader: &Reader) -> Result<u64, ClusterError> {
    let aggregations = json!({ "sequence": { "stats": { "field": "_seq_no" } } });
    let body = json!({ "size": 0, "track_total_hits": false, "aggs": aggregations });
    let answer = reader.search(body)?;
    let sequence: &Value = &answer["aggregations"]["sequence"];
    let mut digest = Xxh3::new();
    digest.update(reader.index.as_bytes());
    for name in ["count", "max", "sum"] {
        digest.update(&sequence[name].as_f64().unwrap_or_default().to_le_bytes());
    }
    Ok(digest.digest())
}
