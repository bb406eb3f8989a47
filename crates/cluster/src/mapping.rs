//! The mapping: how an index of a cluster is laid out, and what it says of itself.
//!
//! Analysis stays ours. A text is sent as the terms that an index of this program would hold, one
//! position after the other, and two analyzers of the cluster that know nothing of Chinese lay them at
//! these positions: so a phrase of terms proves a literal there as it does here.

use serde_json::{Value, json};
use xunwen_query::remote::RankingPlan;
use xunwen_schema::{Analyzer, UserWord};

use crate::error::ClusterError;

/// The version of this layout.
const LAYOUT: u64 = 1;

/// Stands between the terms of one position: a sign that is in no term.
pub(crate) const BESIDE: char = '、';
/// Stands at a position that has no term.
pub(crate) const EMPTY: &str = "…";
/// Stands in a query where any term may be.
pub(crate) const HOLE: &str = "…_";

/// The analysed fields, in the order of [`xunwen_schema::TextField::ALL`].
pub(crate) const TERMS: [&str; 3] = ["title_terms", "summary_terms", "body_terms"];
/// Their lengths.
pub(crate) const LENGTHS: [&str; 3] = ["title_length", "summary_length", "body_length"];
/// Keys of the outlet.
pub(crate) const SOURCE_KEY: &str = "source_key";
/// Keys of the tags.
pub(crate) const TAG_KEY: &str = "tag_key";
/// The key of the language.
pub(crate) const LANG_KEY: &str = "lang_key";
/// The day of publication in China, in days since the Unix epoch.
pub(crate) const DAY: &str = "day";

/// How many shards and copies an index gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Parts, each of which one node searches.
    pub shards: u32,
    /// Copies of each part beside the first.
    pub replicas: u32,
}

impl Default for Shape {
    fn default() -> Self {
        Self { shards: 1, replicas: 1 }
    }
}

/// What an index of a cluster says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) fingerprint: String,
    pub(crate) user_words: Vec<String>,
    /// The number of its generation.
    pub(crate) generation: u64,
    /// When it was made, in seconds since the Unix epoch.
    pub(crate) made_at: i64,
    /// What tells the job that fills it from others.
    pub(crate) plan: String,
    /// Whether it was filled, and so was or is live.
    pub(crate) is_complete: bool,
}

impl Identity {
    /// Returns the body of the request that creates the index.
    pub(crate) fn creation(&self, shape: Shape) -> Value {
        json!({ "settings": settings(shape), "mappings": self.mappings() })
    }

    fn mappings(&self) -> Value {
        let text = json!({
            "type": "text", "analyzer": "xunwen_terms", "search_analyzer": "xunwen_sought",
            "index_options": "positions", "norms": true,
        });
        let length = json!({ "type": "integer", "index": false });
        let key = json!({ "type": "keyword", "doc_values": false });
        let value = json!({ "type": "keyword" });
        let mut properties = json!({
            "id": value, "source": value, "tag": value, "lang": value,
            SOURCE_KEY: key, TAG_KEY: key, LANG_KEY: key,
            "published": { "type": "long" },
            DAY: { "type": "integer" },
            "digest": { "type": "long", "index": false },
        });
        for (terms, lengths) in TERMS.into_iter().zip(LENGTHS) {
            properties[terms] = text.clone();
            properties[lengths] = length.clone();
        }
        json!({
            "_meta": self.meta(),
            "dynamic": false,
            "_source": { "excludes": TERMS },
            "properties": properties,
        })
    }

    /// Returns what it says of itself, as the mapping keeps it.
    pub(crate) fn meta(&self) -> Value {
        json!({ "xunwen": {
            "layout": LAYOUT,
            "fingerprint": self.fingerprint,
            "user_words": self.user_words,
            "generation": self.generation,
            "made_at": self.made_at,
            "plan": self.plan,
            "complete": self.is_complete,
        } })
    }

    /// Reads what the mapping of `index` says.
    pub(crate) fn of(index: &str, mapping: &Value) -> Result<Self, ClusterError> {
        let own = &mapping["_meta"]["xunwen"];
        if own.is_null() {
            return Err(ClusterError::new(
                format!("{index} was not made by xunwen: its mapping says nothing of it"),
                "name another index, or make one with `xunwen index`",
            ));
        }
        if own["layout"] != LAYOUT {
            return Err(ClusterError::new(
                format!("{index} has layout {}, this program reads layout {LAYOUT}", own["layout"]),
                "rebuild it with `xunwen rebuild`, or use the version that made it",
            ));
        }
        let words = own["user_words"].as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(Self {
            fingerprint: own["fingerprint"].as_str().unwrap_or_default().to_owned(),
            user_words: words.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            generation: own["generation"].as_u64().unwrap_or_default(),
            made_at: own["made_at"].as_i64().unwrap_or_default(),
            plan: own["plan"].as_str().unwrap_or_default().to_owned(),
            is_complete: own["complete"] == true,
        })
    }

    /// Returns its own words.
    pub(crate) fn words(&self) -> Vec<UserWord> {
        UserWord::parse_list(&self.user_words.join("\n")).unwrap_or_default()
    }

    /// Returns the analyzer that made its terms.
    ///
    /// # Errors
    ///
    /// If this program analyses otherwise.
    pub(crate) fn analyzer(&self, index: &str) -> Result<Analyzer, ClusterError> {
        let analyzer = Analyzer::with_user_words(self.words());
        let expected = analyzer.fingerprint();
        if self.fingerprint == expected {
            return Ok(analyzer);
        }
        Err(ClusterError::new(
            format!(
                "{index} was made with the analysis {}, this program has {expected}",
                self.fingerprint
            ),
            "rebuild it with `xunwen rebuild`, or use the version that made it",
        ))
    }
}

fn settings(shape: Shape) -> Value {
    json!({ "index": {
        "number_of_shards": shape.shards,
        "number_of_replicas": shape.replicas,
        "codec": "best_compression",
        // Newest first, so that the first page of an order by date ends early.
        "sort": { "field": "published", "order": "desc", "missing": "_last" },
        // A length is the number of terms, those of one position counted each.
        "similarity": {
            "default": {
                "type": "BM25",
                // Settings are texts: as numbers these would be 0.8999999761581421.
                "k1": RankingPlan::K1.to_string(),
                "b": RankingPlan::B.to_string(),
                "discount_overlaps": false,
            },
        },
        "analysis": {
            "tokenizer": {
                "xunwen_positions": { "type": "whitespace", "max_token_length": 1024 },
            },
            "filter": {
                "xunwen_beside": {
                    "type": "pattern_capture",
                    "preserve_original": false,
                    "patterns": [format!("([^{BESIDE}]+)")],
                },
                "xunwen_holes": { "type": "stop", "stopwords": [EMPTY, HOLE] },
            },
            "analyzer": {
                "xunwen_terms": {
                    "type": "custom",
                    "tokenizer": "xunwen_positions",
                    "filter": ["xunwen_beside", "xunwen_holes"],
                },
                "xunwen_sought": {
                    "type": "custom",
                    "tokenizer": "xunwen_positions",
                    "filter": ["xunwen_holes"],
                },
            },
        },
    } })
}
