//! Tests of the query language: by hand, from its description, and by generated queries.

mod errors;
mod examples;
mod meaning;
mod notes;
mod properties;
mod text;
mod wildcards;

use super::{ParseErrorKind, parse};
use crate::ast::Clause;

fn literal(text: &str) -> Clause {
    Clause::Literal(text.into())
}

/// Asserts that `input` asks for `expected` and is written `canonical`, which asks for the same.
#[track_caller]
fn assert_asks(input: &str, expected: &Clause, canonical: &str) {
    let query = parse(input).unwrap_or_else(|error| panic!("{input}: {error}"));
    assert_eq!(query.root(), Some(expected), "of {input}");
    assert_eq!(query.to_string(), canonical, "of {input}");
    let again = parse(canonical).unwrap_or_else(|error| panic!("{canonical}: {error}"));
    assert_eq!(again.root(), Some(expected), "of {canonical}");
}

/// Asserts that `input` is written `canonical`.
#[track_caller]
fn assert_reads(input: &str, canonical: &str) {
    let query = parse(input).unwrap_or_else(|error| panic!("{input}: {error}"));
    assert_eq!(query.to_string(), canonical, "of {input}");
}

/// Asserts that `input` is refused for `kind` at the first place where it has `found`.
#[track_caller]
fn assert_refused(input: &str, kind: ParseErrorKind, found: &str) {
    let error = parse(input).expect_err(input);
    assert_eq!(error.kind, kind, "of {input}");
    assert_eq!(error.found, found, "of {input}");
    assert_eq!(&input[error.span], found, "of {input}");
}
