//! Tokens to a clause. Loosest first: `OR`, `AND`, `NOT`, distance and unit, boost.

use std::ops::Range;

use winnow::combinator::{
    alt, cut_err, delimited, eof, preceded, repeat, separated_foldl1, terminated,
};
use winnow::error::{ErrMode, ParserError};
use winnow::prelude::*;
use winnow::stream::TokenSlice;
use winnow::token::{any, one_of};

use super::error::{Fault, ParseErrorKind};
use super::token::{Kind, Token};
use crate::ast::{Clause, Field, Part};

type Tokens<'t, 'i> = TokenSlice<'t, Token<'i>>;

/// Returns the condition that `tokens` ask for, and its parts if it is a row of several; they are
/// settled.
pub(super) fn clause(tokens: &[Token<'_>]) -> Result<(Clause, Vec<Part>), Fault> {
    let mut tokens = TokenSlice::new(tokens);
    terminated(whole, eof).parse_next(&mut tokens).map_err(|error| match error {
        ErrMode::Backtrack(fault) | ErrMode::Cut(fault) => fault,
        ErrMode::Incomplete(_) => Fault::from_input(&tokens),
    })
}

/// Reads all of a query: a disjunction as [`disjunction`] reads it, with the parts of a row.
fn whole(tokens: &mut Tokens<'_, '_>) -> ModalResult<(Clause, Vec<Part>), Fault> {
    let (first, parts) = row(tokens)?;
    let or = one_of(|token: &Token<'_>| token.kind == Kind::Or);
    let others: Vec<Clause> = repeat(0.., preceded(or, conjunction)).parse_next(tokens)?;
    let parts = if others.is_empty() && parts.len() > 1 { parts } else { Vec::new() };
    Ok((others.into_iter().fold(first, Clause::or), parts))
}

/// Reads a conjunction as [`conjunction`] does, and its parts.
fn row(tokens: &mut Tokens<'_, '_>) -> ModalResult<(Clause, Vec<Part>), Fault> {
    let and = one_of(|token: &Token<'_>| token.kind == Kind::And);
    let part =
        negation.with_span().map(|(clause, span)| (clause.clone(), vec![Part { clause, span }]));
    let join = |(left, mut parts): (Clause, Vec<Part>), _, (right, more): (Clause, Vec<Part>)| {
        parts.extend(more);
        (left.and(right), parts)
    };
    separated_foldl1(part, and, join).parse_next(tokens)
}

fn disjunction(tokens: &mut Tokens<'_, '_>) -> ModalResult<Clause, Fault> {
    let or = one_of(|token: &Token<'_>| token.kind == Kind::Or);
    separated_foldl1(conjunction, or, |left: Clause, _, right| left.or(right)).parse_next(tokens)
}

fn conjunction(tokens: &mut Tokens<'_, '_>) -> ModalResult<Clause, Fault> {
    let and = one_of(|token: &Token<'_>| token.kind == Kind::And);
    separated_foldl1(negation, and, |left: Clause, _, right| left.and(right)).parse_next(tokens)
}

fn negation(tokens: &mut Tokens<'_, '_>) -> ModalResult<Clause, Fault> {
    let not = one_of(|token: &Token<'_>| token.kind == Kind::Not);
    let nots: usize = repeat(0.., not).parse_next(tokens)?;
    let clause = distance(tokens)?;
    Ok(if nots % 2 == 1 { clause.negated() } else { clause })
}

fn distance(tokens: &mut Tokens<'_, '_>) -> ModalResult<Clause, Fault> {
    let is_link = |token: &Token<'_>| matches!(token.kind, Kind::Near { .. } | Kind::Same(_));
    let first = boosted.with_span().parse_next(tokens)?;
    let links: Vec<_> = repeat(0.., (one_of(is_link), boosted.with_span())).parse_next(tokens)?;
    linked(first, links).map_err(ErrMode::Cut)
}

type Spanned = (Clause, Range<usize>);

/// Joins a chain of distances, which may be longer than one only for one and the same unit.
fn linked((first, span): Spanned, links: Vec<(&Token<'_>, Spanned)>) -> Result<Clause, Fault> {
    if let Some((link, _)) = links.first() {
        check_place(&first, link, span)?;
    }
    let mut whole = first;
    let mut previous: Option<&Kind> = None;
    for (link, (place, span)) in links {
        let same_unit = matches!(link.kind, Kind::Same(_)) && previous == Some(&link.kind);
        if previous.is_some() && !same_unit {
            return Err(Fault::new(ParseErrorKind::ChainedDistance, link.span()));
        }
        check_place(&place, link, span)?;
        whole = match link.kind {
            Kind::Near { distance, ordered: true } => whole.before(distance, place),
            Kind::Near { distance, ordered: false } => whole.near(distance, place),
            Kind::Same(unit) => whole.same(unit, place),
            _ => whole,
        };
        previous = Some(&link.kind);
    }
    Ok(whole)
}

fn check_place(clause: &Clause, operator: &Token<'_>, span: Range<usize>) -> Result<(), Fault> {
    let kind = || ParseErrorKind::NotAPlace { operator: operator.text.into() };
    if clause.is_place() { Ok(()) } else { Err(Fault::new(kind(), span)) }
}

fn boosted(tokens: &mut Tokens<'_, '_>) -> ModalResult<Clause, Fault> {
    let operand = cut_err(alt((text, group, counted, confined, date))).parse_next(tokens)?;
    let factor = tokens.first().and_then(|token| match token.kind {
        Kind::Boost(factor) => Some(factor),
        _ => None,
    });
    let Some(factor) = factor else { return Ok(operand) };
    any.parse_next(tokens)?;
    Ok(operand.boosted(factor))
}

fn text(tokens: &mut Tokens<'_, '_>) -> ModalResult<Clause, Fault> {
    let text = |token: &Token<'_>| match &token.kind {
        Kind::Literal(text) => Some(Clause::Literal(text.clone())),
        Kind::Prefix(text) => Some(Clause::Prefix(text.clone())),
        Kind::Wildcard(wildcard) => Some(Clause::Wildcard(wildcard.clone())),
        _ => None,
    };
    any.verify_map(text).parse_next(tokens)
}

fn group(tokens: &mut Tokens<'_, '_>) -> ModalResult<Clause, Fault> {
    let open = one_of(|token: &Token<'_>| token.kind == Kind::Open);
    let close = one_of(|token: &Token<'_>| token.kind == Kind::Close);
    delimited(open, disjunction, cut_err(close)).parse_next(tokens)
}

/// Reads `至少3` and what it counts.
fn counted(tokens: &mut Tokens<'_, '_>) -> ModalResult<Clause, Fault> {
    let operator = one_of(|token: &Token<'_>| matches!(token.kind, Kind::AtLeast(_)));
    let operand = cut_err(alt((text, group)).with_span());
    let (operator, (clause, span)) = (operator, operand).parse_next(tokens)?;
    check_place(&clause, operator, span).map_err(ErrMode::Cut)?;
    let Kind::AtLeast(count) = operator.kind else { return Ok(clause) };
    Ok(clause.at_least(count))
}

/// Reads `标题:` and what must hold there.
fn confined(tokens: &mut Tokens<'_, '_>) -> ModalResult<Clause, Fault> {
    let name = any.verify_map(|token: &Token<'_>| match token.kind {
        Kind::Field(field) => Some(field),
        _ => None,
    });
    let operand = cut_err(alt((text, group, counted)).with_span());
    let (field, (clause, span)) = (name, operand).parse_next(tokens)?;
    if fits(&clause, field) {
        return Ok(clause.within(field));
    }
    Err(ErrMode::Cut(Fault::new(ParseErrorKind::NotInField { field }, span)))
}

fn date(tokens: &mut Tokens<'_, '_>) -> ModalResult<Clause, Fault> {
    let mut date = any.verify_map(|token: &Token<'_>| match token.kind {
        Kind::Date(spec) => Some(Ok(Clause::Date(spec))),
        Kind::DateField => Some(Err(Fault::new(ParseErrorKind::Date, token.span()))),
        _ => None,
    });
    date.parse_next(tokens).and_then(|date: Result<_, Fault>| date.map_err(ErrMode::Cut))
}

/// Returns true if `clause` can be asked of `field` alone.
fn fits(clause: &Clause, field: Field) -> bool {
    match clause {
        Clause::Field { .. } | Clause::Date(_) => false,
        Clause::Literal(_) => true,
        Clause::And(clauses) | Clause::Or(clauses) => clauses.iter().all(|part| fits(part, field)),
        Clause::Not(clause) => fits(clause, field),
        Clause::Boost { clause, .. } => !field.is_label() && fits(clause, field),
        _ => !field.is_label(),
    }
}

impl ParserError<Tokens<'_, '_>> for Fault {
    type Inner = Self;

    /// Returns the fault that an operand is missing at `tokens`.
    fn from_input(tokens: &Tokens<'_, '_>) -> Self {
        let previous = tokens.previous_tokens().next();
        let needy = previous.filter(|token| token.kind.is_infix() || token.kind.is_prefix());
        if let Some(token) = needy {
            let kind = ParseErrorKind::NothingAfter { operator: token.text.into() };
            return Self::new(kind, token.span());
        }
        let next = tokens.first().or(previous);
        let operator = next.map(|token| token.text.into()).unwrap_or_default();
        let span = next.map_or(0..0, Token::span);
        Self::new(ParseErrorKind::NothingBefore { operator }, span)
    }

    fn into_inner(self) -> Result<Self, Self> {
        Ok(self)
    }
}
