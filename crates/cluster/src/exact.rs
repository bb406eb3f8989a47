//! The exact tier: a filter of the cluster, or the articles that were looked at one by one.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use xunwen_query::remote::{DayCounts, ValueCounts};
use xunwen_query::{Order, Request};
use xunwen_schema::{Article, column};

use crate::condition::Condition;
use crate::document::day_start;
use crate::error::{ClusterError, of_sample};
use crate::mapping::DAY;
use crate::row::Row;
use crate::snapshot::Snapshot;

/// How many candidates are looked at together.
const CANDIDATES: usize = 500;
/// How many groups are asked for at once.
const GROUPS: usize = 5_000;

/// The exact tier of a query.
#[derive(Clone, Debug)]
pub(crate) enum Exact {
    /// All that this filter finds.
    Filter(Value),
    /// These, each of which was looked at.
    Rows(Arc<Vec<Row>>),
}

impl Exact {
    /// Finds the exact tier of `request`.
    pub(crate) fn of(snapshot: &Snapshot, request: &Request) -> Result<Self, ClusterError> {
        let condition = Condition::of(&request.query, &request.filter, request.now);
        if condition.is_exact {
            return Ok(Self::Filter(condition.query));
        }
        let looked = snapshot.looked(request, || look(snapshot, request, &condition.query));
        Ok(Self::Rows(looked?))
    }

    /// Counts it.
    pub(crate) fn count(&self, snapshot: &Snapshot) -> Result<u64, ClusterError> {
        match self {
            Self::Filter(filter) => snapshot.reader.count(filter),
            Self::Rows(rows) => Ok(rows.len() as u64),
        }
    }

    /// Returns the filter of what it holds.
    pub(crate) fn filter(&self) -> Value {
        match self {
            Self::Filter(filter) => filter.clone(),
            Self::Rows(rows) => {
                let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
                json!({ "terms": { column::ID: ids } })
            }
        }
    }

    /// Counts it by the values of a column.
    pub(crate) fn values(
        &self,
        snapshot: &Snapshot,
        name: &str,
    ) -> Result<ValueCounts, ClusterError> {
        match self {
            Self::Filter(filter) => {
                let has = json!({ "exists": { "field": name } });
                let without = json!({ "bool": { "filter": [filter], "must_not": [has] } });
                let mut counts = Vec::new();
                each_group(snapshot, filter, name, |key, articles| {
                    counts.push((key.as_str().unwrap_or_default().to_owned(), articles));
                })?;
                Ok(ValueCounts { counts, without: snapshot.reader.count(&without)? })
            }
            Self::Rows(rows) => {
                let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
                let mut without = 0;
                for row in rows.iter() {
                    let values = row.values(name);
                    without += u64::from(values.is_empty());
                    values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
                }
                let counts = counts.into_iter().map(|(name, count)| (name.to_owned(), count));
                Ok(ValueCounts { counts: counts.collect(), without })
            }
        }
    }

    /// Counts it by the day of publication.
    pub(crate) fn days(&self, snapshot: &Snapshot) -> Result<DayCounts, ClusterError> {
        match self {
            Self::Filter(filter) => {
                let has = json!({ "exists": { "field": DAY } });
                let undated = json!({ "bool": { "filter": [filter], "must_not": [has] } });
                let mut days = Vec::new();
                each_group(snapshot, filter, DAY, |key, articles| {
                    days.extend(key.as_i64().map(|day| (day_start(day), articles)));
                })?;
                Ok(DayCounts { days, undated: snapshot.reader.count(&undated)? })
            }
            Self::Rows(rows) => {
                let days = rows.iter().filter_map(|row| Some((row.published?, 1))).collect();
                let undated = rows.iter().filter(|row| row.published.is_none()).count() as u64;
                Ok(DayCounts { days, undated })
            }
        }
    }
}

/// Looks at the candidates that `filter` finds: those of the exact tier, scored.
fn look(snapshot: &Snapshot, request: &Request, filter: &Value) -> Result<Vec<Row>, ClusterError> {
    let exact = Request {
        offset: 0,
        limit: usize::MAX,
        exact_only: true,
        count_related: false,
        order: Order::Relevance,
        ..request.clone()
    };
    let mut rows = Vec::new();
    let body = json!({
        "query": { "bool": { "filter": [filter] } },
        "track_total_hits": false,
        "_source": crate::document::STORED,
        "sort": [{ column::ID: "asc" }],
    });
    snapshot.reader.each_page(&body, CANDIDATES, |page| {
        let articles: Vec<Article> =
            page.iter().map(|hit| crate::document::article(&hit["_source"])).collect();
        let sample = snapshot.sample(articles)?;
        let answer = snapshot.settled(|| sample.answer(&exact))?;
        for hit in answer.bare_hits() {
            let hit = hit.map_err(|error| of_sample(&error))?;
            rows.push(Row::of(&hit.article, hit.score));
        }
        Ok(true)
    })?;
    Ok(rows)
}

/// Calls `take` with every value of a field among what `filter` finds, and how many articles have it.
fn each_group(
    snapshot: &Snapshot,
    filter: &Value,
    field: &str,
    mut take: impl FnMut(&Value, u64),
) -> Result<(), ClusterError> {
    let mut groups = json!({
        "size": GROUPS,
        "sources": [{ "value": { "terms": { "field": field } } }],
    });
    loop {
        let body = json!({
            "size": 0, "track_total_hits": false,
            "query": { "bool": { "filter": [filter] } },
            "aggs": { "groups": { "composite": groups } },
        });
        let answer = snapshot.reader.search(body)?;
        let found = &answer["aggregations"]["groups"];
        let buckets = found["buckets"].as_array().map(Vec::as_slice).unwrap_or_default();
        for bucket in buckets {
            take(&bucket["key"]["value"], bucket["doc_count"].as_u64().unwrap_or_default());
        }
        if buckets.len() < GROUPS {
            return Ok(());
        }
        groups["after"] = found["after_key"].clone();
    }
}
