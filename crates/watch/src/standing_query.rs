//! Queries that are asked again and again.

use xunwen_language::Query;
use xxhash_rust::xxh3::xxh3_128;

/// A query that is asked again and again. It is another one as soon as its id or its text is.
#[derive(Clone, Debug)]
pub struct StandingQuery {
    /// Its id, of which a watch has one.
    pub id: String,
    /// The query as typed.
    pub text: String,
    /// The query as parsed.
    pub query: Query,
}

impl StandingQuery {
    /// Returns the name under which the state keeps it.
    pub(crate) fn key(&self) -> String {
        // No id holds a tab: it ends at the first.
        format!("{:032x}", xxh3_128(format!("{}\t{}", self.id, self.text).as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_and_text_make_a_query() {
        let key = |id: &str, text: &str| {
            StandingQuery { id: id.to_owned(), text: text.to_owned(), query: Query::default() }
                .key()
        };
        assert_eq!(key("a", "短剧"), key("a", "短剧"));
        let keys = [key("a", "短剧"), key("b", "短剧"), key("a", "微短剧"), key("a短", "剧")];
        let different: std::collections::BTreeSet<&String> = keys.iter().collect();
        assert_eq!(different.len(), keys.len());
    }
}
