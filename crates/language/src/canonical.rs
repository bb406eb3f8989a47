//! The canonical spelling of a query: half-width operators, quotes only where needed.

use std::fmt;

use crate::ast::{Clause, Query, Unit};
use crate::parse::{escaped, is_plain_word};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root().map_or(Ok(()), |root| write!(f, "{root}"))
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => write_text(f, text),
            Self::Prefix(text) => write_text(f, text).and_then(|()| f.write_str("*")),
            Self::Wildcard(wildcard) => write!(f, "{wildcard}"),
            Self::And(clauses) => write_joined(f, clauses, " ", Level::Not),
            Self::Or(clauses) => write_joined(f, clauses, " OR ", Level::And),
            Self::Not(clause) => {
                f.write_str("-")?;
                write_at(f, clause, Level::Boost)
            }
            Self::Field { field, clause } => {
                write!(f, "{}:", field.name())?;
                write_at(f, clause, Level::Operand)
            }
            Self::Near { distance, ordered, left, right } => {
                write_at(f, left, Level::Operand)?;
                let name = if *ordered { "before" } else { "near" };
                write!(f, " {name}/{distance} ")?;
                write_at(f, right, Level::Operand)
            }
            Self::Same { unit: Unit::Sentence, clauses } => {
                write_joined(f, clauses, " near/sentence ", Level::Operand)
            }
            Self::Same { unit: Unit::Paragraph, clauses } => {
                write_joined(f, clauses, " near/paragraph ", Level::Operand)
            }
            Self::AtLeast { count, clause } => {
                write!(f, "atleast{count} ")?;
                write_at(f, clause, Level::Operand)
            }
            Self::Boost { factor, clause } => {
                write_at(f, clause, Level::Operand)?;
                write!(f, "^{factor}")
            }
            Self::Date(spec) => write!(f, "date:{spec}"),
        }
    }
}

/// How tightly an operator binds, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Not,
    Distance,
    Boost,
    Operand,
}

fn level(clause: &Clause) -> Level {
    match clause {
        Clause::Or(_) => Level::Or,
        Clause::And(_) => Level::And,
        Clause::Not(_) => Level::Not,
        Clause::Near { .. } | Clause::Same { .. } => Level::Distance,
        Clause::Boost { .. } => Level::Boost,
        Clause::Literal(_)
        | Clause::Prefix(_)
        | Clause::Wildcard(_)
        | Clause::Field { .. }
        | Clause::AtLeast { .. }
        | Clause::Date(_) => Level::Operand,
    }
}

/// Writes `clause`, in brackets if it binds less tightly than `least`.
fn write_at(f: &mut fmt::Formatter<'_>, clause: &Clause, least: Level) -> fmt::Result {
    if level(clause) < least { write!(f, "({clause})") } else { write!(f, "{clause}") }
}

fn write_joined(
    f: &mut fmt::Formatter<'_>,
    clauses: &[Clause],
    separator: &str,
    least: Level,
) -> fmt::Result {
    for (index, clause) in clauses.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        write_at(f, clause, least)?;
    }
    Ok(())
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if is_plain_word(text) {
        return f.write_str(text);
    }
    write!(f, "\"{}\"", escaped(text))
}
