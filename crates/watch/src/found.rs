//! What is new for one query.

use xunwen_query::{Answer, Engine, Order, Request};

use crate::error::Error;
use crate::known::{Known, hash};
use crate::standing_query::StandingQuery;
use crate::state::State;

/// What is new for a query, before any article is read.
pub(crate) struct Found<'e> {
    pub(crate) key: String,
    /// How many articles are known.
    pub(crate) known: u64,
    /// Whether the query is asked for the first time.
    pub(crate) is_first: bool,
    pub(crate) answer: Answer<'e>,
    /// Which hits of the answer are to be reported, oldest first.
    pub(crate) hits: Vec<usize>,
    /// The hashes of the ids that are known from now on.
    pub(crate) hashes: Vec<u128>,
}

/// How queries are asked.
#[derive(Clone, Copy)]
pub(crate) struct Search<'e> {
    pub(crate) engine: &'e Engine,
    /// Whether the first round of a query reports what the index already holds.
    pub(crate) from_start: bool,
    /// The present, in seconds since the Unix epoch.
    pub(crate) now: i64,
}

impl<'e> Search<'e> {
    /// Finds what the state does not know of the answer to a query.
    pub(crate) fn find(self, query: &StandingQuery, state: &State) -> Result<Found<'e>, Error> {
        let key = query.key();
        let count = state.record.known.get(&key).copied();
        let known = Known::read(&state.known(&key), count.unwrap_or(0))?;
        let answer = self.engine.answer(&Request {
            order: Order::Oldest,
            exact_only: true,
            limit: usize::MAX,
            ..Request::new(query.query.clone(), self.now)
        })?;
        let ids = answer.ids()?.into_iter().map(|(id, ..)| hash(&id));
        let (mut hits, hashes): (Vec<usize>, Vec<u128>) =
            ids.enumerate().filter(|&(_, hash)| !known.has(hash)).unzip();
        if count.is_none() && !self.from_start {
            hits.clear();
        }
        Ok(Found {
            key,
            known: count.unwrap_or(0),
            is_first: count.is_none(),
            answer,
            hits,
            hashes,
        })
    }
}

impl Found<'_> {
    /// Returns how many articles are known once these are reported.
    pub(crate) fn known_then(&self) -> u64 {
        self.known + self.hashes.len() as u64
    }
}
