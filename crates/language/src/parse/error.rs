//! What can be wrong with a query, and where.

use std::ops::Range;

use crate::ast::Field;

/// A place in a query that cannot be read; `Display` says what was expected there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct ParseError {
    /// What was expected.
    pub kind: ParseErrorKind,
    /// Where, in bytes of the query text; on character boundaries.
    pub span: Range<usize>,
    /// The query text at `span`.
    pub found: String,
}

/// What was expected where a query cannot be read.
///
/// Operators are spelled as in the query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// An operator begins the query or a bracket.
    #[error("expected a keyword before {operator}")]
    NothingBefore {
        /// The operator.
        operator: String,
    },
    /// An operator ends the query or a bracket, or another one follows.
    #[error("expected a keyword after {operator}")]
    NothingAfter {
        /// The operator.
        operator: String,
    },
    /// A bracket with nothing in it.
    #[error("expected a keyword in the brackets")]
    EmptyBrackets,
    /// A bracket is opened and never closed.
    #[error("expected a closing bracket")]
    UnclosedBracket,
    /// A bracket is closed that was not opened.
    #[error("expected an opening bracket before the closing one")]
    UnopenedBracket,
    /// A quote is opened and never closed.
    #[error("expected a closing quote {close}")]
    UnclosedQuote {
        /// The character that would close it.
        close: char,
    },
    /// A star without the beginning of a word.
    #[error("expected the beginning of a word before *")]
    BareStar,
    /// A number is missing or out of range.
    #[error("expected a number from {least} to {most}")]
    Number {
        /// The least number allowed.
        least: u32,
        /// The greatest number allowed.
        most: u32,
    },
    /// A boost is zero or too large.
    #[error("expected a boost above 0 and at most {most}")]
    Boost {
        /// The greatest boost allowed.
        most: u16,
    },
    /// A date cannot be read or is not on the calendar.
    #[error("expected a date, as 2025, 2025-12, 2025-12-31, 2025-12-01..2025-12-31 or last30d")]
    Date,
    /// A range of dates ends before it begins.
    #[error("expected a range of dates that ends after it begins")]
    BackwardRange,
    /// Distance, unit or count is applied to what has no place in the text.
    #[error("expected a keyword, a phrase or (a OR b) beside {operator}")]
    NotAPlace {
        /// The operator.
        operator: String,
    },
    /// Two distances follow one another.
    #[error("expected AND between two distances")]
    ChainedDistance,
    /// A field is applied to what cannot hold in it.
    #[error("expected {} after {}:", allowed_in(*field), field.name())]
    NotInField {
        /// The field.
        field: Field,
    },
    /// Nothing is asked for, only against.
    #[error("expected a keyword that must stand beside those that must not")]
    OnlyNegations,
    /// Too many brackets in one another.
    #[error("expected at most {limit} brackets in one another")]
    TooDeep {
        /// The number allowed.
        limit: usize,
    },
}

impl ParseErrorKind {
    /// Returns its name for programs, such as `unclosed-bracket`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NothingBefore { .. } => "nothing-before",
            Self::NothingAfter { .. } => "nothing-after",
            Self::EmptyBrackets => "empty-brackets",
            Self::UnclosedBracket => "unclosed-bracket",
            Self::UnopenedBracket => "unopened-bracket",
            Self::UnclosedQuote { .. } => "unclosed-quote",
            Self::BareStar => "bare-star",
            Self::Number { .. } => "number",
            Self::Boost { .. } => "boost",
            Self::Date => "date",
            Self::BackwardRange => "backward-range",
            Self::NotAPlace { .. } => "not-a-place",
            Self::ChainedDistance => "chained-distance",
            Self::NotInField { .. } => "not-in-field",
            Self::OnlyNegations => "only-negations",
            Self::TooDeep { .. } => "too-deep",
        }
    }
}

fn allowed_in(field: Field) -> &'static str {
    if field.is_label() {
        "a name, a quoted name or names in brackets"
    } else {
        "a condition without fields and dates"
    }
}

/// An error without the text it was found in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: ParseErrorKind,
    pub(super) span: Range<usize>,
}

impl Fault {
    pub(super) fn new(kind: ParseErrorKind, span: Range<usize>) -> Self {
        Self { kind, span }
    }

    pub(super) fn in_input(self, input: &str) -> ParseError {
        let found = input.get(self.span.clone()).unwrap_or_default().into();
        ParseError { kind: self.kind, span: self.span, found }
    }
}
