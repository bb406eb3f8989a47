//! Statistics over the articles that a query finds, or over all of an index.

pub(crate) mod calendar;
pub(crate) mod collocates;
pub(crate) mod facets;
pub(crate) mod info;
pub(crate) mod keywords;
pub(crate) mod kwic;
pub(crate) mod matched_texts;
pub(crate) mod new_words;
pub(crate) mod top_k;
pub(crate) mod trend;
pub(crate) mod word_counts;
