//! Tokens: what a query is cut into.

use std::ops::Range;

use winnow::stream::Location;

use crate::ast::{Field, Unit};
use crate::dates::DateSpec;
use crate::wildcard::Wildcard;

/// A piece of a query.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token<'i> {
    pub(super) kind: Kind,
    /// The piece as typed.
    pub(super) text: &'i str,
    /// Where it begins, in bytes of the query text.
    pub(super) start: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Literal(String),
    Prefix(String),
    Wildcard(Wildcard),
    Date(DateSpec),
    Open,
    Close,
    And,
    /// `and`, which is an operator between keywords and a keyword elsewhere.
    SmallAnd,
    Or,
    Not,
    Field(Field),
    /// `date:` that no date follows.
    DateField,
    Near {
        distance: u32,
        ordered: bool,
    },
    Same(Unit),
    AtLeast(u32),
    Boost(f32),
}

impl Token<'_> {
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

impl Kind {
    /// Returns true for what can only be meant as an operator or a bracket.
    pub(super) fn is_syntax(&self) -> bool {
        !(self.is_text() || matches!(self, Self::SmallAnd))
    }

    fn is_text(&self) -> bool {
        matches!(self, Self::Literal(_) | Self::Prefix(_) | Self::Wildcard(_))
    }

    /// Returns true for what is written between two operands.
    pub(super) fn is_infix(&self) -> bool {
        matches!(self, Self::And | Self::Or | Self::Near { .. } | Self::Same(_))
    }

    /// Returns true for what is written before an operand and needs it.
    pub(super) fn is_prefix(&self) -> bool {
        matches!(self, Self::Not | Self::Field(_) | Self::AtLeast(_))
    }

    pub(super) fn begins_operand(&self) -> bool {
        let whole = self.is_text() || matches!(self, Self::Date(_));
        whole || self.is_prefix() || matches!(self, Self::Open | Self::DateField)
    }

    pub(super) fn ends_operand(&self) -> bool {
        let whole = self.is_text() || matches!(self, Self::Date(_));
        whole || matches!(self, Self::Close | Self::Boost(_) | Self::DateField)
    }
}

impl Location for Token<'_> {
    fn previous_token_end(&self) -> usize {
        self.span().end
    }

    fn current_token_start(&self) -> usize {
        self.start
    }
}
