//! Pages: the best articles of a request, read from the cluster and ranked here.
//!
//! The cluster's order is ours but for rounding and for the second pass, so some more articles are read
//! than a page shows. The second pass looks at so many of the related tier; what feedback adds to all
//! scores is asked of the cluster again.

use serde_json::{Value, json};
use xunwen_query::remote::{RankingPlan, RemoteAnswer, RemoteHits, TermPlan};
use xunwen_query::{Order, Request};
use xunwen_schema::Article;

use crate::condition::Condition;
use crate::document::{STORED, article};
use crate::error::ClusterError;
use crate::exact::Exact;
use crate::listing::{ordered, sorting};
use crate::reader::{hits, total};
use crate::row::sort;
use crate::scoring::{of_terms, related as shown};
use crate::snapshot::Snapshot;

/// How many more articles are read than are shown: the cluster's rounding may change neighbours.
const MARGIN: usize = 40;

/// Answers `request`, whose hits end at place `end`.
pub(crate) fn answer(
    snapshot: &Snapshot,
    exact: &Exact,
    request: &Request,
    end: usize,
) -> Result<RemoteAnswer, ClusterError> {
    let (count, first) = first_exact(snapshot, exact, request, end)?;
    let mut read = first;
    let room = end.saturating_sub(usize::try_from(count).unwrap_or(usize::MAX));
    let is_wanted = !request.exact_only && (room > 0 || request.count_related);
    let mut related = None;
    if is_wanted {
        let plan = snapshot.plan(request)?;
        if room > 0 {
            let search = RelatedSearch::of(snapshot, exact, request, &plan)?;
            read = search.best(read, room)?;
        }
        if request.count_related {
            related = counted(snapshot, exact, request, &plan)?;
        }
    } else if request.count_related {
        related = self::related(snapshot, exact, request)?;
    }
    let sample = snapshot.sample(read)?;
    snapshot.settled(|| {
        sample.answer(&Request { count_related: false, ..request.clone() }).map(drop)
    })?;
    Ok(RemoteAnswer { totals: snapshot.totals(count, related), hits: RemoteHits::Sample(sample) })
}

/// Returns the articles that decide the ranking of the first `end` hits of `request`.
pub(crate) fn articles(
    snapshot: &Snapshot,
    exact: &Exact,
    request: &Request,
    end: usize,
) -> Result<Vec<Article>, ClusterError> {
    let (count, read) = first_exact(snapshot, exact, request, end)?;
    let room = end.saturating_sub(usize::try_from(count).unwrap_or(usize::MAX));
    if room == 0 {
        return Ok(read);
    }
    let plan = snapshot.plan(request)?;
    RelatedSearch::of(snapshot, exact, request, &plan)?.best(read, room)
}

/// Counts the related tier; `None` if that cannot be said exactly.
pub(crate) fn related(
    snapshot: &Snapshot,
    exact: &Exact,
    request: &Request,
) -> Result<Option<u64>, ClusterError> {
    let plan = snapshot.plan(&Request { exact_only: false, ..request.clone() })?;
    counted(snapshot, exact, request, &plan)
}

fn counted(
    snapshot: &Snapshot,
    exact: &Exact,
    request: &Request,
    plan: &RankingPlan,
) -> Result<Option<u64>, ClusterError> {
    /// The most ids that one filter takes, unless a cluster was told otherwise.
    const MOST_IDS: u64 = 65_536;
    let restrictions = Condition::restrictions(&request.query, &request.filter, request.now);
    if !restrictions.is_exact
        || (matches!(exact, Exact::Rows(_)) && exact.count(snapshot)? > MOST_IDS)
    {
        return Ok(None);
    }
    let filter = others(exact, restrictions.query, &plan.terms);
    snapshot.reader.count(&filter).map(Some)
}

/// Returns the filter of the articles that are related rather than exact.
fn others(exact: &Exact, restrictions: Value, terms: &[TermPlan]) -> Value {
    json!({ "bool": { "filter": [restrictions, shown(terms)], "must_not": [exact.filter()] } })
}

/// Counts the exact tier and reads the first `end` of its articles, and some more.
fn first_exact(
    snapshot: &Snapshot,
    exact: &Exact,
    request: &Request,
    end: usize,
) -> Result<(u64, Vec<Article>), ClusterError> {
    match exact {
        Exact::Filter(filter) if end == 0 => Ok((snapshot.reader.count(filter)?, Vec::new())),
        Exact::Filter(filter) => {
            let margin = if request.order == Order::Relevance { MARGIN } else { 0 };
            let mut body = ordered(snapshot, filter, request)?;
            body["track_total_hits"] = true.into();
            body["size"] = (end + margin).into();
            body["_source"] = json!(STORED);
            let answer = snapshot.reader.search(body)?;
            Ok((total(&answer)?, read(answer)))
        }
        Exact::Rows(rows) => {
            let mut rows = rows.to_vec();
            let count = rows.len() as u64;
            sort(&mut rows, request.order);
            rows.truncate(end);
            let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
            Ok((count, crate::listing::articles(snapshot, &ids)?))
        }
    }
}

fn read(answer: Value) -> Vec<Article> {
    hits(answer).iter().map(|hit| article(&hit["_source"])).collect()
}

/// The search for the related tier.
struct RelatedSearch<'s> {
    snapshot: &'s Snapshot,
    request: &'s Request,
    filter: Value,
    terms: Vec<Value>,
}

impl<'s> RelatedSearch<'s> {
    fn of(
        snapshot: &'s Snapshot,
        exact: &Exact,
        request: &'s Request,
        plan: &RankingPlan,
    ) -> Result<Self, ClusterError> {
        let restrictions = Condition::restrictions(&request.query, &request.filter, request.now);
        let filter = others(exact, restrictions.query, &plan.terms);
        let terms = clauses(snapshot, &plan.terms)?;
        Ok(Self { snapshot, request, filter, terms })
    }

    /// Adds to `read` the articles of the related tier that can be among its first `room`.
    fn best(&self, mut read: Vec<Article>, room: usize) -> Result<Vec<Article>, ClusterError> {
        let size = room.max(RankingPlan::RERANKED) + MARGIN;
        read.extend(self.search(&self.terms, size)?);
        let sample = self.snapshot.sample(read.clone())?;
        let feedback = self.snapshot.settled(|| sample.plan(self.request))?.feedback;
        if feedback.is_empty() {
            return Ok(read);
        }
        let all = [&self.terms[..], &clauses(self.snapshot, &feedback)?].concat();
        read.extend(self.search(&all, size)?);
        Ok(read)
    }

    fn search(&self, terms: &[Value], size: usize) -> Result<Vec<Article>, ClusterError> {
        let query = json!({ "bool": { "filter": [self.filter], "should": terms } });
        let body = json!({
            "query": query,
            "sort": sorting(Order::Relevance),
            "size": size,
            "track_total_hits": false,
            "_source": STORED,
        });
        Ok(read(self.snapshot.reader.search(body)?))
    }
}

fn clauses(snapshot: &Snapshot, terms: &[TermPlan]) -> Result<Vec<Value>, ClusterError> {
    let covers: Vec<_> =
        terms.iter().map(|term| crate::phrase::cover_of_term(&term.term)).collect();
    snapshot.statistics.know(&snapshot.reader, covers.iter())?;
    Ok(of_terms(terms, snapshot.statistics.as_ref()))
}
