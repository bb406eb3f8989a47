//! Listings: hits that are too many to be ranked here, read from the cluster as they are needed.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use xunwen_query::remote::Listing;
use xunwen_query::{Error, Order, Request};
use xunwen_schema::{Article, column};

use crate::document::{STORED, article};
use crate::error::ClusterError;
use crate::exact::Exact;
use crate::reader::hits;
use crate::row::sort;
use crate::scoring::of_literals;
use crate::snapshot::Snapshot;

/// How many ids are asked for at once: as many as a cluster returns unless it was told otherwise.
const IDS: usize = 10_000;
/// How many articles are read at once.
const ARTICLES: usize = 250;

/// The hits of a part of the exact tier.
#[derive(Debug)]
pub(crate) struct ClusterListing {
    snapshot: Snapshot,
    hits: Vec<(String, f32)>,
    /// The articles read last, and where they are among the hits.
    read: Mutex<(Range<usize>, Vec<Article>)>,
}

impl ClusterListing {
    /// Lists the hits of `request` that are in its exact tier.
    pub(crate) fn of(
        snapshot: &Snapshot,
        exact: &Exact,
        request: &Request,
    ) -> Result<Self, ClusterError> {
        let hits = match exact {
            Exact::Filter(filter) => listed(snapshot, filter, request)?,
            Exact::Rows(rows) => {
                let mut rows = rows.to_vec();
                sort(&mut rows, request.order);
                let rows = rows.into_iter().skip(request.offset).take(request.limit);
                rows.map(|row| (row.id, row.score)).collect()
            }
        };
        Ok(Self { snapshot: snapshot.clone(), hits, read: Mutex::default() })
    }
}

fn listed(
    snapshot: &Snapshot,
    filter: &Value,
    request: &Request,
) -> Result<Vec<(String, f32)>, ClusterError> {
    let mut body = ordered(snapshot, filter, request)?;
    body["track_total_hits"] = false.into();
    // With `_id`, which nobody needs, each hit would unpack what is stored beside it.
    body["stored_fields"] = "_none_".into();
    body["docvalue_fields"] = json!([column::ID]);
    let end = request.offset.saturating_add(request.limit);
    let mut found = Vec::new();
    snapshot.reader.each_page(&body, IDS.min(end), |page| {
        for hit in page {
            let id = hit["fields"][column::ID][0].as_str().unwrap_or_default().to_owned();
            let score = hit["_score"].as_f64().unwrap_or_default() as f32;
            found.push((id, score));
        }
        Ok(found.len() < end)
    })?;
    found.truncate(end);
    found.drain(..request.offset.min(found.len()));
    Ok(found)
}

/// Returns the search for what `filter` finds, in the order of `request`.
pub(crate) fn ordered(
    snapshot: &Snapshot,
    filter: &Value,
    request: &Request,
) -> Result<Value, ClusterError> {
    let mut query = json!({ "bool": { "filter": [filter] } });
    if request.order == Order::Relevance {
        let plan = snapshot.plan(&Request { exact_only: true, ..request.clone() })?;
        query["bool"]["should"] = of_literals(&plan.literals, snapshot.statistics.as_ref()).into();
    }
    Ok(json!({
        "query": query,
        "sort": sorting(request.order),
        "track_scores": request.order == Order::Relevance,
    }))
}

/// Returns the sort of an order.
pub(crate) fn sorting(order: Order) -> Value {
    let by_date =
        |direction: &str| json!({ column::PUBLISHED: { "order": direction, "missing": "_last" } });
    match order {
        Order::Relevance => json!(["_score", by_date("desc"), { column::ID: "asc" }]),
        Order::Newest => json!([by_date("desc"), { column::ID: "asc" }]),
        Order::Oldest => json!([by_date("asc"), { column::ID: "asc" }]),
    }
}

/// Reads the articles named `ids`, in this order; those that are gone are left out.
pub(crate) fn articles(snapshot: &Snapshot, ids: &[&str]) -> Result<Vec<Article>, ClusterError> {
    let mut found: HashMap<String, Article> = HashMap::new();
    for group in ids.chunks(ARTICLES) {
        let body = json!({
            "size": group.len(),
            "query": { "terms": { column::ID: group } },
            "track_total_hits": false,
            "_source": STORED,
        });
        for hit in hits(snapshot.reader.search(body)?) {
            let article = article(&hit["_source"]);
            found.insert(article.id.clone(), article);
        }
    }
    Ok(ids.iter().filter_map(|&id| found.remove(id)).collect())
}

impl Listing for ClusterListing {
    fn len(&self) -> usize {
        self.hits.len()
    }

    fn hit(&self, place: usize) -> (&str, f32) {
        self.hits.get(place).map_or(("", 0.0), |(id, score)| (id, *score))
    }

    fn article(&self, place: usize) -> Result<Article, Error> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if !read.0.contains(&place) {
            let end = (place + ARTICLES).min(self.hits.len());
            let ids: Vec<&str> = self
                .hits
                .get(place..end)
                .unwrap_or_default()
                .iter()
                .map(|(id, _)| id.as_str())
                .collect();
            let articles = self.snapshot.reader.whole(|| articles(&self.snapshot, &ids))?;
            if articles.len() < ids.len() {
                return Err(ClusterError::new(
                    "articles were deleted from the cluster while they were listed",
                    "ask again",
                )
                .into());
            }
            *read = (place..end, articles);
        }
        let own = read.1.get(place - read.0.start).cloned();
        own.ok_or_else(|| ClusterError::new("no such hit", "report this as a bug").into())
    }
}
