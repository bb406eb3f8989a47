//! Places: where an index is, as `-i` says it.

use std::path::Path;

use crate::error::ClusterError;

/// An index of a cluster: `http://HOST:9200/NAME`.
///
/// Several hosts of one cluster are separated by commas; one that does not answer is passed over.
///
/// ```
/// use xunwen_cluster::Place;
///
/// let place = Place::parse("http://one:9200,two:9200/news")?;
/// assert_eq!(place.hosts, ["http://one:9200", "http://two:9200"]);
/// assert_eq!(place.name, "news");
/// assert!(Place::parse("http://one:9200").is_err());
/// # Ok::<(), xunwen_cluster::ClusterError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The addresses of its nodes, without a slash at the end.
    pub hosts: Vec<String>,
    /// The name of the index: an alias of its live generation.
    pub name: String,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.hosts.first().map_or("", String::as_str), self.name)
    }
}

/// The longest name: a generation's number must fit behind it.
const LONGEST_NAME: usize = 200;

impl Place {
    /// Returns whether `place` is an address rather than a directory.
    #[must_use]
    pub fn is_address(place: &Path) -> bool {
        let place = place.to_string_lossy();
        place.starts_with("http://") || place.starts_with("https://")
    }

    /// Reads an address.
    ///
    /// # Errors
    ///
    /// If it is none, or has a user or no name of an index.
    pub fn parse(address: &str) -> Result<Self, ClusterError> {
        let wrong = |problem: &str| {
            ClusterError::new(
                format!("{address}: {problem}"),
                "write http://HOST:9200/NAME, with the name of an index in small letters",
            )
        };
        let (scheme, rest) = address.split_once("://").ok_or_else(|| wrong("no address"))?;
        let (hosts, path) = rest.split_once('/').ok_or_else(|| wrong("no name of an index"))?;
        if hosts.contains('@') {
            return Err(ClusterError::new(
                format!("{}: a user in an address", address.replace(hosts, "…")),
                "put them into XUNWEN_CLUSTER_USER and XUNWEN_CLUSTER_PASSWORD instead: others can read addresses",
            ));
        }
        let path = path.trim_end_matches('/');
        let (prefix, name) =
            path.rsplit_once('/').map_or(("", path), |(prefix, name)| (prefix, name));
        let is_first = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let is_inside = |c: char| is_first(c) || "._-".contains(c);
        if !name.starts_with(is_first) || !name.chars().all(is_inside) || name.len() > LONGEST_NAME
        {
            return Err(wrong("no name of an index"));
        }
        let slash = if prefix.is_empty() { "" } else { "/" };
        let hosts: Vec<String> = hosts
            .split(',')
            .filter(|host| !host.is_empty())
            .map(|host| format!("{scheme}://{host}{slash}{prefix}"))
            .collect();
        if hosts.is_empty() {
            return Err(wrong("no host"));
        }
        Ok(Self { hosts, name: name.to_owned() })
    }
}
