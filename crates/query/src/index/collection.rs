//! Collections: what an index is a sample of.
//!
//! A cluster holds the articles, and a handful of them, the best by its own reckoning, are indexed here
//! to be ranked as any articles are. How rare a term is, and how long texts are on the average, must
//! then be asked of all the articles, not of these.

use std::fmt;

use xunwen_schema::TextField;

/// The statistics of all articles, where an index holds only some of them.
pub trait Collection: fmt::Debug + Send + Sync {
    /// Returns the number of articles.
    fn articles(&self) -> u64;

    /// Returns the mean number of positions of a title, a summary and a body, in the order of
    /// [`TextField::ALL`]; an article without one counts, with none.
    fn mean_lengths(&self) -> [f32; 3];

    /// Returns in how many articles `field` has `term`: a term of the index, or a dictionary word,
    /// which is a literal.
    fn document_frequency(&self, field: TextField, term: &str) -> u64;

    /// Returns how many articles hold any of `literals`.
    fn articles_with_any(&self, literals: &[String]) -> u64;
}
