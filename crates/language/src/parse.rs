//! Query text to [`Query`]: cut into tokens, settled, and read by a grammar.

mod chars;
mod date;
mod error;
mod field;
mod grammar;
mod lex;
mod notes;
mod scan;
mod settle;
mod token;
mod word;

#[cfg(test)]
mod tests;

use std::str::FromStr;

pub(crate) use chars::escaped;
pub use error::{ParseError, ParseErrorKind};
pub(crate) use word::is_plain_word;

use crate::ast::{Clause, Query};
use error::Fault;
use lex::{Lexed, Signs};
use token::{Kind, Token};

/// Returns the query that `input` asks for.
///
/// Input that is blank or has only punctuation asks for nothing, which is no error.
///
/// ```
/// let query = xunwen_language::parse("（河南　ＯＲ　郑州） 微短剧 -广告")?;
/// assert_eq!(query.to_string(), "(河南 OR 郑州) 微短剧 -广告");
/// # Ok::<(), xunwen_language::ParseError>(())
/// ```
///
/// # Errors
///
/// If an operator, bracket, quote, number or date in it cannot be read.
pub fn parse(input: &str) -> Result<Query, ParseError> {
    read(input).map_err(|fault| fault.in_input(input))
}

impl FromStr for Query {
    type Err = ParseError;

    fn from_str(input: &str) -> Result<Self, ParseError> {
        parse(input)
    }
}

/// Reads `input`; where it would only exclude numbers, as `-3.2%` does, their signs are text.
fn read(input: &str) -> Result<Query, Fault> {
    let lexed = lex::lexed(input, Signs::Exclude)?;
    let excludes = excludes_only_numbers(&lexed.tokens);
    match asked(input, lexed) {
        Err(fault) if excludes && fault.kind == ParseErrorKind::OnlyNegations => {
            asked(input, lex::lexed(input, Signs::AreText)?)
        }
        read => read,
    }
}

fn asked(input: &str, lexed: Lexed<'_>) -> Result<Query, Fault> {
    let Lexed { tokens, dropped } = lexed;
    let notes = notes::notes(input, &tokens, &dropped);
    let tokens = settle::settle(tokens);
    if tokens.is_empty() {
        return Ok(Query::default().noted(notes));
    }
    let (root, parts) = grammar::clause(&tokens)?;
    if is_negative(&root) {
        let start = input.len() - input.trim_start().len();
        return Err(Fault::new(ParseErrorKind::OnlyNegations, start..input.trim_end().len()));
    }
    Ok(Query::new(root).parted(parts).noted(notes))
}

/// Returns true if every exclusion among `tokens` is that of a hyphen right before a digit.
fn excludes_only_numbers(tokens: &[Token<'_>]) -> bool {
    let excluded = tokens.iter().zip(tokens.iter().skip(1).map(Some).chain([None]));
    let is_number =
        |next: Option<&Token<'_>>| next.is_some_and(|it| chars::is_digit_first(it.text));
    excluded
        .filter(|(token, _)| token.kind == Kind::Not)
        .all(|(token, next)| chars::half_width_of(token.text) == "-" && is_number(next))
}

/// Returns true if `clause` holds for whatever lacks something, however little that says.
fn is_negative(clause: &Clause) -> bool {
    match clause {
        Clause::Not(clause) => !is_negative(clause),
        Clause::And(clauses) => clauses.iter().all(is_negative),
        Clause::Or(clauses) => clauses.iter().any(is_negative),
        Clause::Field { clause, .. } | Clause::Boost { clause, .. } => is_negative(clause),
        _ => false,
    }
}
