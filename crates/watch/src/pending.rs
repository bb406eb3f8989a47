//! Deliveries that a receiver has not accepted yet, a file each.

use std::fs;
use std::path::PathBuf;

use serde_json::value::{RawValue, to_raw_value};
use xunwen_wire::{Delivery, NewArticle};

use crate::error::Error;
use crate::files;
use crate::standing_query::StandingQuery;
use crate::state::State;

/// The most articles of one delivery.
const MOST: usize = 100;

/// The delivery that is being filled.
#[derive(Debug, Default)]
pub(crate) struct Filling {
    articles: Vec<Box<RawValue>>,
}

impl Filling {
    /// Adds an article that is new to `query`, and writes the delivery if it is full.
    pub(crate) fn add(
        &mut self,
        article: &NewArticle<'_>,
        query: &StandingQuery,
        state: &mut State,
    ) -> Result<(), Error> {
        let path = state.pending_folder();
        let json = to_raw_value(article).map_err(|error| Error::at(&path)(error.into()))?;
        self.articles.push(json);
        if self.articles.len() < MOST { Ok(()) } else { self.write(query, state) }
    }

    /// Writes the delivery, unless it is empty. It counts once the state is committed.
    pub(crate) fn write(&mut self, query: &StandingQuery, state: &mut State) -> Result<(), Error> {
        let new = std::mem::take(&mut self.articles);
        if new.is_empty() {
            return Ok(());
        }
        let number = state.record.deliveries;
        let id = id(state, number);
        let path = path(state, number);
        let delivery = Delivery { delivery: &id, qid: &query.id, query: &query.text, new: &new };
        let body = serde_json::to_vec(&delivery).map_err(|e| Error::at(&path)(e.into()))?;
        files::write_at(&path, 0, &body)?;
        state.record.deliveries += 1;
        Ok(())
    }
}

/// Returns the numbers of the deliveries that wait, oldest first.
pub(crate) fn waiting(state: &State) -> Result<Vec<u64>, Error> {
    let names = files::names(&state.pending_folder())?;
    let numbers = names.iter().filter_map(|name| name.parse().ok());
    // Others were written by a round that was killed: their numbers will be given again.
    Ok(numbers.filter(|&number: &u64| number < state.record.deliveries).collect())
}

/// Returns the id of a delivery: the same whenever it is sent, and that of no other.
pub(crate) fn id(state: &State, number: u64) -> String {
    format!("{}-{number}", state.record.id)
}

/// Reads the body of a delivery.
pub(crate) fn body(state: &State, number: u64) -> Result<Vec<u8>, Error> {
    let path = path(state, number);
    fs::read(&path).map_err(Error::at(&path))
}

/// Forgets a delivery that was accepted.
pub(crate) fn forget(state: &State, number: u64) -> Result<(), Error> {
    files::remove(&path(state, number))
}

fn path(state: &State, number: u64) -> PathBuf {
    state.pending_folder().join(format!("{number:012}"))
}

#[cfg(test)]
mod tests {
    use xunwen_language::Query;
    use xunwen_query::{Hit, Passage, Tier};
    use xunwen_schema::Article;

    use super::*;

    fn hit(id: usize) -> Hit {
        Hit {
            rank: 1,
            tier: Tier::Exact,
            score: 0.0,
            article: Article { id: id.to_string(), ..Article::default() },
            title: Passage {
                text: String::new(),
                marks: Vec::new(),
                cut_before: false,
                cut_after: false,
            },
            passages: Vec::new(),
            matched: Vec::new(),
            via: Vec::new(),
        }
    }

    #[test]
    fn articles_go_into_deliveries_of_a_hundred_which_count_once_committed() {
        let folder = tempfile::tempdir().unwrap();
        let mut state = State::open(folder.path(), 0).unwrap();
        let query =
            StandingQuery { id: "q".into(), text: "短剧".into(), query: Query::default() };
        let mut filling = Filling::default();
        for number in 0..250 {
            let hit = hit(number);
            let article = NewArticle::of(&hit, &query.id, &query.text);
            filling.add(&article, &query, &mut state).unwrap();
        }
        filling.write(&query, &mut state).unwrap();
        filling.write(&query, &mut state).unwrap();
        assert_eq!(waiting(&state).unwrap(), [0, 1, 2]);
        let sizes = [0, 1, 2].map(|number| {
            let body: serde_json::Value =
                serde_json::from_slice(&body(&state, number).unwrap()).unwrap();
            assert_eq!(body["delivery"], id(&state, number));
            body["new"].as_array().unwrap().len()
        });
        assert_eq!(sizes, [100, 100, 50]);
        // As after a kill before the commit.
        state.record.deliveries = 1;
        assert_eq!(waiting(&state).unwrap(), [0]);
        forget(&state, 0).unwrap();
        assert!(waiting(&state).unwrap().is_empty());
    }
}
