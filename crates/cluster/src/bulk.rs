//! Bulk writes: many articles a request, those that are there already left out.
//!
//! An article has the `_id` of its id, so that it is written once however often it is sent, and a digest of
//! its content: what is the same is not written again. A refusal for now (429) is waited out, by which a
//! cluster slows its feeders down; what is refused for good is told, article by article.

use std::collections::HashMap;
use std::time::Instant;

use serde_json::{Value, json};
use xunwen_query::Cancel;
use xunwen_schema::Article;

use crate::client::{Client, Sent};
use crate::document::{document, document_id, kept_digest};
use crate::error::{ClusterError, Kind};

/// The bytes of one request, roughly.
const MOST_BYTES: usize = 8 << 20;

/// What became of articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) added: u64,
    pub(crate) updated: u64,
    pub(crate) unchanged: u64,
    /// Ids of articles that the cluster does not take, and why.
    pub(crate) rejected: Vec<(String, String)>,
}

/// One line of a bulk request, with what belongs to it.
struct Operation {
    id: String,
    lines: Vec<u8>,
}

/// What the cluster says of one operation.
enum Verdict {
    Done(String),
    Later,
    Never(String),
}

impl Written {
    pub(crate) fn add(&mut self, other: Self) {
        self.added += other.added;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.rejected.extend(other.rejected);
    }
}

/// Writes `articles` to `index`; of articles of one id the last stays.
pub(crate) fn write(
    client: &Client,
    index: &str,
    articles: &[Article],
    cancel: &Cancel,
) -> Result<Written, ClusterError> {
    let mut known = client.patiently(cancel, || digests(client, index, articles, cancel))?;
    let mut written = Written::default();
    let mut operations = Vec::new();
    let mut bytes = 0;
    for article in articles {
        let id = document_id(&article.id);
        let digest = kept_digest(article);
        if known.insert(id.clone(), digest) == Some(digest) {
            written.unchanged += 1;
            continue;
        }
        let lines = lines(&json!({ "index": { "_id": id } }), Some(&document(article)))?;
        bytes += lines.len();
        operations.push(Operation { id: article.id.clone(), lines });
        if bytes >= MOST_BYTES {
            written.add(send(client, index, std::mem::take(&mut operations), cancel)?);
            bytes = 0;
        }
    }
    written.add(send(client, index, operations, cancel)?);
    Ok(written)
}

/// Deletes the articles named `ids`; returns how many there were.
pub(crate) fn delete(
    client: &Client,
    index: &str,
    ids: &[&str],
    cancel: &Cancel,
) -> Result<u64, ClusterError> {
    let mut deleted = 0;
    for group in ids.chunks(1_000) {
        let operation = |id: &&str| {
            let lines = lines(&json!({ "delete": { "_id": document_id(id) } }), None)?;
            Ok(Operation { id: (*id).to_owned(), lines })
        };
        let operations = group.iter().map(operation).collect::<Result<Vec<_>, ClusterError>>()?;
        let written = send(client, index, operations, cancel)?;
        if let Some((id, reason)) = written.rejected.first() {
            return Err(ClusterError::new(
                format!("the article {id:?} cannot be deleted: {reason}"),
                "look at the health of the cluster (GET /_cluster/health), and delete again",
            ));
        }
        deleted += written.updated;
    }
    Ok(deleted)
}

fn lines(action: &Value, document: Option<&Value>) -> Result<Vec<u8>, ClusterError> {
    let mut lines = Vec::new();
    for value in [Some(action), document].into_iter().flatten() {
        serde_json::to_writer(&mut lines, value)
            .map_err(|error| ClusterError::new(error.to_string(), "report this as a bug"))?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// Returns the digests of those of `articles` that the cluster has, by `_id`.
fn digests(
    client: &Client,
    index: &str,
    articles: &[Article],
    cancel: &Cancel,
) -> Result<HashMap<String, i64>, ClusterError> {
    if articles.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<String> = articles.iter().map(|article| document_id(&article.id)).collect();
    let path = format!("/{index}/_mget?_source_includes=digest");
    let answer = client.ask("POST", &path, Sent::Json(&json!({ "ids": ids })), cancel)?;
    let documents = answer["docs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let digest = |document: &Value| {
        let id = document["_id"].as_str()?.to_owned();
        Some((id, document["_source"]["digest"].as_i64()?))
    };
    if let Some(failed) = documents.iter().find(|document| !document["error"].is_null()) {
        return Err(ClusterError::new(
            format!("{index} cannot be read: {}", failed["error"]["reason"]),
            "look at the health of the cluster (GET /_cluster/health), and run the same command again",
        )
        .of_kind(Kind::Busy));
    }
    Ok(documents.iter().filter_map(digest).collect())
}

/// Sends operations until each is done or refused for good.
fn send(
    client: &Client,
    index: &str,
    mut operations: Vec<Operation>,
    cancel: &Cancel,
) -> Result<Written, ClusterError> {
    let mut written = Written::default();
    let start = Instant::now();
    let mut attempt = 0;
    while !operations.is_empty() {
        let (later, reason) = match request(client, index, &operations, cancel) {
            Ok(verdicts) => settle(operations, verdicts, &mut written),
            Err(error) if error.problem.contains("status 413") && operations.len() > 1 => {
                let rest = operations.split_off(operations.len() / 2);
                written.add(send(client, index, operations, cancel)?);
                written.add(send(client, index, rest, cancel)?);
                return Ok(written);
            }
            Err(error) if error.kind == Kind::Busy => (operations, error.problem),
            Err(error) => return Err(error),
        };
        operations = later;
        attempt += 1;
        if !operations.is_empty() {
            if !client.is_patient(attempt, start) {
                return Err(ClusterError::new(
                    format!("the cluster takes no more articles: {reason}"),
                    "look at its health and its disks (GET /_cluster/health), and run the same command again: what it has stays",
                ));
            }
            client.pause(attempt, cancel)?;
        }
    }
    Ok(written)
}

fn request(
    client: &Client,
    index: &str,
    operations: &[Operation],
    cancel: &Cancel,
) -> Result<Vec<(Verdict, String)>, ClusterError> {
    let body: Vec<u8> = operations.iter().flat_map(|it| it.lines.iter().copied()).collect();
    let path = format!("/{index}/_bulk");
    let answer = client.ask_again("POST", &path, Sent::Lines(&body), 0, cancel)?;
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if items.len() != operations.len() {
        return Err(ClusterError::new(
            format!("{index} answers for {} of {} articles", items.len(), operations.len()),
            "run the same command again: what the cluster has stays",
        )
        .of_kind(Kind::Busy));
    }
    Ok(items.iter().map(verdict).collect())
}

fn verdict(item: &Value) -> (Verdict, String) {
    let done = item.as_object().and_then(|item| item.values().next()).unwrap_or(&Value::Null);
    let reason = done["error"]["reason"].as_str().unwrap_or_default();
    let cause = done["error"]["caused_by"]["reason"].as_str();
    let reason = cause.map_or_else(|| reason.to_owned(), |cause| format!("{reason}: {cause}"));
    let verdict = match done["status"].as_u64() {
        Some(200..=299 | 404) => {
            Verdict::Done(done["result"].as_str().unwrap_or_default().to_owned())
        }
        Some(429 | 500..=599) | None => Verdict::Later,
        Some(_) => Verdict::Never(reason.clone()),
    };
    (verdict, reason)
}

/// Counts what is done; returns what is to be sent again, and why.
fn settle(
    operations: Vec<Operation>,
    verdicts: Vec<(Verdict, String)>,
    written: &mut Written,
) -> (Vec<Operation>, String) {
    let mut later = Vec::new();
    let mut last = String::new();
    for (operation, (verdict, reason)) in operations.into_iter().zip(verdicts) {
        match verdict {
            Verdict::Done(result) if result == "created" => written.added += 1,
            Verdict::Done(result) if result == "not_found" => {}
            Verdict::Done(_) => written.updated += 1,
            Verdict::Never(reason) => written.rejected.push((operation.id, reason)),
            Verdict::Later => {
                last = reason;
                later.push(operation);
            }
        }
    }
    (later, last)
}
