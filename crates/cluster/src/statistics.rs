//! Statistics: how rare terms are in the whole index, asked of the cluster many at a time.
//!
//! Which terms a ranking needs is known only when it is made. So it is made with what is known, notes
//! what it lacked, and is made again once the cluster has been asked for that: two or three times in
//! all, over a few articles in memory.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value, json};
use xunwen_query::remote::{Collection, TermCover};
use xunwen_schema::{Literal, TextField};

use crate::error::ClusterError;
use crate::mapping::{LENGTHS, TERMS};
use crate::phrase::{cover_of_term, phrase};
use crate::reader::{Reader, total};
use crate::scoring::Rarity;

/// How many counts are asked for at once.
const MOST_FILTERS: usize = 400;
/// How often a ranking may find that it lacks a count: each time it gets further.
const MOST_ROUNDS: usize = 16;
/// What is assumed of a term until the cluster has been asked.
const ASSUMED: u64 = 1;

/// The statistics of an index at one point in time.
#[derive(Debug)]
pub(crate) struct Statistics {
    articles: u64,
    means: [f32; 3],
    /// How many articles have a text in each field.
    with_text: [u64; 3],
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    counts: HashMap<Count, u64>,
    lacking: BTreeSet<Count>,
}

/// A number of articles that a ranking needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Count {
    /// Those whose field of this number has this term.
    Term(usize, String),
    /// Those that hold any of these literals.
    Any(Vec<String>),
}

impl Statistics {
    /// Asks for the numbers that every ranking needs.
    pub(crate) fn read(reader: &Reader) -> Result<Self, ClusterError> {
        let mut aggregations = json!({});
        for field in 0..TERMS.len() {
            aggregations[LENGTHS[field]] = json!({ "sum": { "field": LENGTHS[field] } });
            aggregations[TERMS[field]] =
                json!({ "filter": { "exists": { "field": TERMS[field] } } });
        }
        let body = json!({ "size": 0, "track_total_hits": true, "aggs": aggregations });
        let answer = reader.search(body)?;
        let articles = total(&answer)?;
        let found = &answer["aggregations"];
        let sum = |field: usize| found[LENGTHS[field]]["value"].as_f64().unwrap_or_default();
        let with_text =
            |field: usize| found[TERMS[field]]["doc_count"].as_u64().unwrap_or_default();
        Ok(Self {
            articles,
            means: [0, 1, 2].map(|field| (sum(field) / articles.max(1) as f64) as f32),
            with_text: [0, 1, 2].map(with_text),
            known: Mutex::default(),
        })
    }

    /// Makes something of statistics, again and again until it lacked none.
    pub(crate) fn settled<T>(
        &self,
        reader: &Reader,
        mut make: impl FnMut() -> Result<T, xunwen_query::Error>,
    ) -> Result<T, ClusterError> {
        let mut rounds = 0;
        loop {
            let made = make();
            rounds += 1;
            if rounds == MOST_ROUNDS || !self.ask_lacking(reader)? {
                return made.map_err(|error| match error {
                    xunwen_query::Error::Cancelled => ClusterError::cancelled(),
                    error => crate::error::of_sample(&error),
                });
            }
        }
    }

    /// Asks for the rarities of all terms of `covers`.
    pub(crate) fn know<'c>(
        &self,
        reader: &Reader,
        covers: impl Iterator<Item = &'c TermCover>,
    ) -> Result<(), ClusterError> {
        for (_, term) in covers.flat_map(|cover| &cover.terms) {
            (0..TERMS.len()).for_each(|field| _ = self.get(Count::Term(field, term.clone())));
        }
        self.ask_lacking(reader).map(drop)
    }

    fn ask_lacking(&self, reader: &Reader) -> Result<bool, ClusterError> {
        let lacking: Vec<Count> = std::mem::take(&mut self.known().lacking).into_iter().collect();
        for group in lacking.chunks(MOST_FILTERS) {
            let filters: Map<String, Value> = (0..)
                .zip(group)
                .map(|(number, it): (usize, _)| (number.to_string(), it.filter()))
                .collect();
            let body = json!({
                "size": 0, "track_total_hits": false,
                "aggs": { "counts": { "filters": { "filters": filters } } },
            });
            let answer = reader.search(body)?;
            let buckets = &answer["aggregations"]["counts"]["buckets"];
            let mut known = self.known();
            for (number, count) in group.iter().enumerate() {
                let found = buckets[number.to_string()]["doc_count"].as_u64().unwrap_or_default();
                known.counts.insert(count.clone(), found);
            }
        }
        Ok(!lacking.is_empty())
    }

    fn get(&self, count: Count) -> u64 {
        let mut known = self.known();
        if let Some(&found) = known.counts.get(&count) {
            return found;
        }
        known.lacking.insert(count);
        ASSUMED
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Count {
    fn filter(&self) -> Value {
        match self {
            Self::Term(field, term) => phrase(&cover_of_term(term), *field).query,
            Self::Any(literals) => {
                let covers = literals.iter().filter_map(|literal| Literal::new(literal));
                let covers = covers.map(|literal| TermCover::of(&literal, false));
                let each: Vec<Value> = covers
                    .flat_map(|cover| {
                        (0..TERMS.len()).map(move |field| phrase(&cover, field).query)
                    })
                    .collect();
                json!({ "bool": { "should": each, "minimum_should_match": 1 } })
            }
        }
    }
}

impl Collection for Statistics {
    fn articles(&self) -> u64 {
        self.articles
    }

    fn mean_lengths(&self) -> [f32; 3] {
        self.means
    }

    fn document_frequency(&self, field: TextField, term: &str) -> u64 {
        self.get(Count::Term(field as usize, term.to_owned()))
    }

    fn articles_with_any(&self, literals: &[String]) -> u64 {
        self.get(Count::Any(literals.to_vec()))
    }
}

impl Rarity for Statistics {
    fn of_term(&self, field: usize, term: &str) -> f32 {
        let articles = self.with_text[field] as f64;
        let frequency = self.get(Count::Term(field, term.to_owned())) as f64;
        // As Lucene's BM25 reckons it.
        (1.0 + (articles - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln() as f32
    }
}
