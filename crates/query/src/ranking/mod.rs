//! Ranking: terms, their weights, and the best documents by them.

pub(crate) mod accumulator;
pub(crate) mod baseline;
pub(crate) mod bm25;
pub(crate) mod field_norms;
pub(crate) mod function_words;
pub(crate) mod log_likelihood;
pub(crate) mod max_score;
pub(crate) mod query_terms;
pub(crate) mod score_parts;
pub(crate) mod second_pass;
pub(crate) mod term_counts;
pub(crate) mod term_postings;
pub(crate) mod top_docs;
pub(crate) mod weights;
