//! The reader: searches one point in time of an index, all of its shards or none.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use serde_json::{Value, json};
use xunwen_query::Cancel;

use crate::client::{Client, Sent};
use crate::dialect::Dialect;
use crate::error::{ClusterError, Kind};

/// How long a cluster keeps a point in time that nobody reads.
const KEEP_ALIVE: &str = "5m";
/// How often a question is asked again when its point in time is lost, or a node is away.
const ATTEMPTS: u32 = 8;

/// Searches one index as it was when it was opened. Clones share the point in time.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    pub(crate) client: Arc<Client>,
    pub(crate) dialect: Arc<Dialect>,
    /// The name of the index itself, not of an alias.
    pub(crate) index: String,
    pit: Arc<Mutex<Pit>>,
    pub(crate) cancel: Cancel,
}

/// A point in time that is closed when nobody reads it any more.
#[derive(Debug)]
struct Pit {
    client: Arc<Client>,
    dialect: Arc<Dialect>,
    id: String,
    /// How often it was lost and opened anew.
    losses: u64,
}

impl Reader {
    pub(crate) fn open(
        client: Arc<Client>,
        dialect: Arc<Dialect>,
        index: String,
        cancel: &Cancel,
    ) -> Result<Self, ClusterError> {
        let id = open(&client, &dialect, &index, cancel)?;
        let pit = Pit { client: Arc::clone(&client), dialect: Arc::clone(&dialect), id, losses: 0 };
        Ok(Self { client, dialect, index, pit: Arc::new(Mutex::new(pit)), cancel: cancel.clone() })
    }

    pub(crate) fn with_cancel(&self, cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), ..self.clone() }
    }

    /// Asks a question of several searches; all of it again, if a node takes the point in time with it.
    pub(crate) fn whole<T>(
        &self,
        mut question: impl FnMut() -> Result<T, ClusterError>,
    ) -> Result<T, ClusterError> {
        let start = Instant::now();
        let mut attempt = 0;
        loop {
            let losses = self.losses();
            let failure = match question() {
                Err(error) if matches!(error.kind, Kind::Lost | Kind::Busy) => error,
                result => return result,
            };
            attempt += 1;
            if attempt == ATTEMPTS || start.elapsed() > self.client.patience {
                return Err(failure);
            }
            self.client.pause(attempt, &self.cancel)?;
            if let Err(error) = self.renew(losses)
                && !matches!(error.kind, Kind::Busy | Kind::Lost)
            {
                return Err(error);
            }
        }
    }

    /// Returns how often the point in time was lost and opened anew.
    pub(crate) fn losses(&self) -> u64 {
        self.pit.lock().unwrap_or_else(PoisonError::into_inner).losses
    }

    /// Opens the point in time anew, unless another thread has done so since there were `losses`.
    fn renew(&self, losses: u64) -> Result<(), ClusterError> {
        let mut pit = self.pit.lock().unwrap_or_else(PoisonError::into_inner);
        if pit.losses == losses {
            pit.id = open(&self.client, &self.dialect, &self.index, &self.cancel)?;
            pit.losses += 1;
        }
        Ok(())
    }

    /// Searches; scores are those of all shards together.
    pub(crate) fn search(&self, mut body: Value) -> Result<Value, ClusterError> {
        let id = self.pit.lock().unwrap_or_else(PoisonError::into_inner).id.clone();
        body["pit"] = json!({ "id": id, "keep_alive": KEEP_ALIVE });
        let path = "/_search?allow_partial_search_results=false&search_type=dfs_query_then_fetch";
        let answer = self.client.ask_again("POST", path, Sent::Json(&body), 0, &self.cancel)?;
        let has_failed =
            answer["_shards"]["failed"].as_u64() != Some(0) || answer["timed_out"] == true;
        if has_failed {
            let reason = answer["_shards"]["failures"][0]["reason"]["reason"].as_str();
            return Err(ClusterError::new(
                format!(
                    "some shards of {} do not answer: {}",
                    self.index,
                    reason.unwrap_or("no reason")
                ),
                "look at the health of the cluster (GET /_cluster/health), and try again",
            )
            .of_kind(Kind::Lost));
        }
        Ok(answer)
    }

    /// Counts what a filter finds.
    pub(crate) fn count(&self, filter: &Value) -> Result<u64, ClusterError> {
        let query = json!({ "bool": { "filter": [filter] } });
        total(&self.search(json!({ "size": 0, "track_total_hits": true, "query": query }))?)
    }

    /// Calls `take` with every hit of `body`, which has a sort, page by page of at most `most` hits.
    pub(crate) fn each_page(
        &self,
        body: &Value,
        most: usize,
        mut take: impl FnMut(Vec<Value>) -> Result<bool, ClusterError>,
    ) -> Result<(), ClusterError> {
        let mut body = body.clone();
        body["size"] = most.into();
        loop {
            let answer = self.search(body.clone())?;
            let page = hits(answer);
            let last = page.last().map(|hit| hit["sort"].clone());
            let is_last = page.len() < most;
            if !take(page)? || is_last {
                return Ok(());
            }
            let Some(last) = last else { return Ok(()) };
            body["search_after"] = last;
            body["track_total_hits"] = false.into();
        }
    }
}

fn open(
    client: &Client,
    dialect: &Dialect,
    index: &str,
    cancel: &Cancel,
) -> Result<String, ClusterError> {
    let answer = client.ask("POST", &dialect.opening(index, KEEP_ALIVE), Sent::Nothing, cancel)?;
    dialect.opened(&answer).ok_or_else(|| {
        ClusterError::new(
            format!("{} opens no point in time", dialect.product),
            "look at its version in the table of crates/cluster/README.md",
        )
    })
}

impl Drop for Pit {
    fn drop(&mut self) {
        let (path, body) = self.dialect.closing(&self.id);
        // If it cannot be closed, the cluster forgets it by itself.
        drop(self.client.ask_again("DELETE", path, Sent::Json(&body), 0, &Cancel::default()));
    }
}

/// Returns the number of all hits of an answer.
pub(crate) fn total(answer: &Value) -> Result<u64, ClusterError> {
    let total = &answer["hits"]["total"];
    match (total["relation"].as_str(), total["value"].as_u64()) {
        (Some("eq"), Some(total)) => Ok(total),
        _ => Err(ClusterError::new(
            "the cluster does not count exactly",
            "look at its version in the table of crates/cluster/README.md",
        )),
    }
}

/// Returns the hits of an answer.
pub(crate) fn hits(mut answer: Value) -> Vec<Value> {
    match answer["hits"]["hits"].take() {
        Value::Array(hits) => hits,
        _ => Vec::new(),
    }
}
