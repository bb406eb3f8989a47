//! Rows: what is kept of an article of the exact tier that was looked at.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use xunwen_query::Order;
use xunwen_schema::{Article, column};

/// An article of the exact tier.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) score: f32,
    pub(crate) published: Option<i64>,
    source: Option<String>,
    tags: Vec<String>,
    lang: Option<String>,
}

impl Row {
    pub(crate) fn of(article: &Article, score: f32) -> Self {
        Self {
            id: article.id.clone(),
            score,
            published: article.published_at.map(xunwen_schema::Published::seconds),
            source: article.source.clone(),
            tags: article.tags.clone(),
            lang: article.lang.clone(),
        }
    }

    /// Returns its values in a column, each once.
    pub(crate) fn values(&self, name: &str) -> BTreeSet<&str> {
        match name {
            column::SOURCE => self.source.iter().map(String::as_str).collect(),
            column::LANG => self.lang.iter().map(String::as_str).collect(),
            _ => self.tags.iter().map(String::as_str).collect(),
        }
    }
}

/// Puts rows in the order of a request.
pub(crate) fn sort(rows: &mut [Row], order: Order) {
    let newest = |row: &Row| Reverse(row.published.map_or((false, 0), |seconds| (true, seconds)));
    rows.sort_by(|left, right| match order {
        Order::Relevance => right
            .score
            .total_cmp(&left.score)
            .then_with(|| newest(left).cmp(&newest(right)))
            .then_with(|| left.id.cmp(&right.id)),
        Order::Newest => newest(left).cmp(&newest(right)).then_with(|| left.id.cmp(&right.id)),
        Order::Oldest => {
            let oldest = |row: &Row| (row.published.is_none(), row.published);
            oldest(left).cmp(&oldest(right)).then_with(|| left.id.cmp(&right.id))
        }
    });
}
