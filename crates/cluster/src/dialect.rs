//! Dialects: what OpenSearch and Elasticsearch call differently. Everything else here they share.

use serde_json::{Value, json};

use crate::client::{Client, Sent};
use crate::error::ClusterError;
use xunwen_query::Cancel;

/// The differences between the products, and the version that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// The product and its version, as it is shown.
    pub(crate) product: String,
    /// Where a point in time of an index is opened, behind the name of the index.
    open: &'static str,
    /// What keeps it from being opened without a shard that no node has at the moment.
    whole: &'static str,
    /// The name of its id in the answer.
    id: &'static str,
    /// Where it is closed.
    close: &'static str,
    /// The name of its id in the request to close it, and whether that is a list.
    closed: (&'static str, bool),
}

/// The oldest versions with everything that is asked for: points in time decide.
const OLDEST: [(&str, u64, u64); 2] = [("OpenSearch", 2, 4), ("Elasticsearch", 7, 12)];

impl Dialect {
    /// Asks a cluster what it is.
    pub(crate) fn of(client: &Client, cancel: &Cancel) -> Result<Self, ClusterError> {
        Self::read(&client.ask("GET", "/", Sent::Nothing, cancel)?)
    }

    /// Reads what a cluster says of itself.
    pub(crate) fn read(root: &Value) -> Result<Self, ClusterError> {
        let version = root["version"]["number"].as_str().unwrap_or_default();
        let is_opensearch = root["version"]["distribution"] == "opensearch";
        let name = if is_opensearch { OLDEST[0] } else { OLDEST[1] };
        let remedy = format!(
            "use {} {}.{} or later, or {} {}.{} or later",
            OLDEST[0].0, OLDEST[0].1, OLDEST[0].2, OLDEST[1].0, OLDEST[1].1, OLDEST[1].2
        );
        if version.is_empty() || root["cluster_name"].as_str().is_none() {
            return Err(ClusterError::new("what answers there is no search cluster", remedy));
        }
        let mut numbers = version.split('.').map(|part| part.parse::<u64>().unwrap_or_default());
        let found = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
        if found < (name.1, name.2) {
            let problem = format!("{} {version} has no points in time", name.0);
            return Err(ClusterError::new(problem, remedy));
        }
        let product = format!("{} {version}", name.0);
        Ok(if is_opensearch {
            Self {
                product,
                open: "/_search/point_in_time",
                whole: "&allow_partial_pit_creation=false",
                id: "pit_id",
                close: "/_search/point_in_time",
                closed: ("pit_id", true),
            }
        } else {
            Self {
                product,
                open: "/_pit",
                whole: "",
                id: "id",
                close: "/_pit",
                closed: ("id", false),
            }
        })
    }

    /// Returns the request that opens a point in time of `index`.
    pub(crate) fn opening(&self, index: &str, keep_alive: &str) -> String {
        format!("/{index}{}?keep_alive={keep_alive}{}", self.open, self.whole)
    }

    /// Returns the id of the point in time that was opened.
    pub(crate) fn opened(&self, answer: &Value) -> Option<String> {
        answer[self.id].as_str().map(str::to_owned)
    }

    /// Returns the request that closes a point in time, and its body.
    pub(crate) fn closing(&self, id: &str) -> (&'static str, Value) {
        let (name, is_list) = self.closed;
        (self.close, if is_list { json!({ name: [id] }) } else { json!({ name: id }) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(distribution: Option<&str>, number: &str) -> Value {
        json!({
            "name": "n", "cluster_name": "c",
            "version": { "distribution": distribution, "number": number },
        })
    }

    #[test]
    fn products_are_told_apart() {
        let opensearch = Dialect::read(&root(Some("opensearch"), "2.19.6")).unwrap();
        assert_eq!(opensearch.product, "OpenSearch 2.19.6");
        assert_eq!(
            opensearch.opening("n-1", "5m"),
            "/n-1/_search/point_in_time?keep_alive=5m&allow_partial_pit_creation=false"
        );
        assert_eq!(opensearch.closing("x"), ("/_search/point_in_time", json!({ "pit_id": ["x"] })));
        let elastic = Dialect::read(&root(None, "8.17.0")).unwrap();
        assert_eq!(elastic.opening("n-1", "5m"), "/n-1/_pit?keep_alive=5m");
        assert_eq!(elastic.opened(&json!({ "id": "x" })), Some("x".to_owned()));
        assert_eq!(elastic.closing("x"), ("/_pit", json!({ "id": "x" })));
        assert!(Dialect::read(&root(Some("opensearch"), "1.3.0")).is_err());
        assert!(Dialect::read(&json!({ "hello": "world" })).is_err());
    }
}
