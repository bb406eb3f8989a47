//! The compiled query: its literals parsed and covered by index terms once per question.
//!
//! A [`Query`] is what was typed. A [`CompiledQuery`] is what is done with it: conditions that are
//! evaluated segment by segment, and the literals that rank and are highlighted. Both refer to the same
//! [`QueryLiteral`]s, so that no text is analysed a second time.

use std::sync::Arc;

use xunwen_language::{Clause, DateSpec, Field, Query, Wildcard};
use xunwen_schema::Literal;

use crate::matching::literal_terms::CoveredLiteral;
use crate::matching::phrase::Phrase;
use crate::matching::proximity::Condition;
use crate::matching::scope::Scope;
use crate::matching::wildcard::CoveredWildcard;

/// A query whose literals are parsed and covered.
#[derive(Clone, Debug, Default)]
pub(crate) struct CompiledQuery {
    /// What an article of the exact tier must fulfil; `None` if every article does.
    pub(crate) root: Option<CompiledClause>,
    /// The parts of it that related articles must keep to as well: they say what an article is
    /// not, or where it comes from, rather than what it is about.
    pub(crate) restrictions: Vec<CompiledClause>,
    /// The literals that an article should have, in the order of the query.
    pub(crate) literals: Vec<PlannedLiteral>,
    /// The wildcards that it should have.
    pub(crate) wildcards: Vec<PlannedWildcard>,
    /// Whether the query is a row of conditions, all of which must hold.
    pub(crate) is_row: bool,
    known: KnownLiterals,
}

/// A literal of a query; equal ones have one number.
#[derive(Debug)]
pub(crate) struct QueryLiteral {
    /// Its place among the different literals of the query.
    pub(crate) number: usize,
    /// As it was typed.
    pub(crate) text: String,
    pub(crate) covered: Arc<CoveredLiteral>,
}

/// A literal that an article should have.
#[derive(Clone, Debug)]
pub(crate) struct PlannedLiteral {
    pub(crate) literal: Arc<QueryLiteral>,
    pub(crate) scope: Scope,
    /// How much it counts.
    pub(crate) weight: f32,
    /// Whether it is a piece of a wildcard: it ranks, and is marked only where the wildcard stands.
    pub(crate) is_piece: bool,
}

/// A wildcard that an article should have.
#[derive(Clone, Debug)]
pub(crate) struct PlannedWildcard {
    /// As it is written.
    pub(crate) text: String,
    pub(crate) covered: Arc<CoveredWildcard>,
    pub(crate) scope: Scope,
}

/// A condition, its scopes resolved.
#[derive(Clone, Debug)]
pub(crate) enum CompiledClause {
    /// A text without letters, digits and Han characters occurs nowhere.
    Nowhere,
    /// A literal occurs in one of the fields of a scope.
    Literal(Arc<QueryLiteral>, Scope),
    /// A condition on positions holds in one of the fields of a scope.
    Positions(Condition, Scope),
    /// The article has this source, tag or language.
    Label(Field, String),
    /// The article was published then.
    Date(DateSpec),
    /// All of these hold.
    And(Vec<Self>),
    /// Any of these holds.
    Or(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
}

/// The literals and wildcards compiled so far.
#[derive(Clone, Debug, Default)]
struct KnownLiterals {
    literals: Vec<Arc<QueryLiteral>>,
    wildcards: Vec<(Wildcard, Arc<CoveredWildcard>)>,
}

impl CompiledQuery {
    pub(crate) fn of(query: &Query) -> Self {
        query.root().map(|root| Self::default().part(root)).unwrap_or_default()
    }

    /// Compiles a part of this query as a query of its own; known literals are not parsed again.
    pub(crate) fn part(&self, root: &Clause) -> Self {
        let mut part = Self { known: self.known.clone(), ..Self::default() };
        part.is_row = matches!(root, Clause::And(_));
        part.root = Some(part.known.clause(root, Scope::Any));
        for clause in root.restrictions() {
            part.restrictions.push(part.known.clause(clause, Scope::Any));
        }
        part.plan(root, Scope::Any, 1.0);
        part
    }

    /// Compiles a condition of this query in a scope; known literals are not parsed again.
    pub(crate) fn clause(&self, clause: &Clause, scope: Scope) -> CompiledClause {
        self.known.clone().clause(clause, scope)
    }

    /// Returns the literals that stand by themselves where they occur, not as pieces of wildcards.
    pub(crate) fn whole_literals(&self) -> impl Iterator<Item = &PlannedLiteral> {
        self.literals.iter().filter(|planned| !planned.is_piece)
    }

    /// Returns the literals that related articles are about.
    pub(crate) fn parsed(&self) -> impl Iterator<Item = &Literal> {
        self.literals.iter().map(|planned| planned.literal.covered.literal())
    }

    /// Collects the literals that an article should have.
    fn plan(&mut self, clause: &Clause, scope: Scope, weight: f32) {
        match clause {
            Clause::And(clauses) | Clause::Or(clauses) | Clause::Same { clauses, .. } => {
                clauses.iter().for_each(|clause| self.plan(clause, scope, weight));
            }
            Clause::Near { left, right, .. } => {
                self.plan(left, scope, weight);
                self.plan(right, scope, weight);
            }
            Clause::AtLeast { clause, .. } => self.plan(clause, scope, weight),
            Clause::Boost { factor, clause } => self.plan(clause, scope, weight * factor),
            Clause::Field { field, .. } if field.is_label() => {}
            Clause::Field { field, clause } => self.plan(clause, Scope::Only(*field), weight),
            Clause::Literal(text) => self.plan_literal(text, false, scope, weight),
            Clause::Prefix(text) => self.plan_literal(text, true, scope, weight),
            Clause::Wildcard(wildcard) => self.plan_wildcard(wildcard, scope, weight),
            Clause::Not(_) | Clause::Date(_) => {}
        }
    }

    fn plan_literal(&mut self, text: &str, open_end: bool, scope: Scope, weight: f32) {
        if let Some(literal) = self.known.literal(text, open_end) {
            self.literals.push(PlannedLiteral { literal, scope, weight, is_piece: false });
        }
    }

    /// Plans the pieces of a wildcard, which rank, and the wildcard, which is marked.
    fn plan_wildcard(&mut self, wildcard: &Wildcard, scope: Scope, weight: f32) {
        let pieces = self.literals.len();
        for piece in wildcard.pieces() {
            self.plan_literal(piece, false, scope, weight);
        }
        self.literals[pieces..].iter_mut().for_each(|piece| piece.is_piece = true);
        if let Some(covered) = self.known.wildcard(wildcard) {
            self.wildcards.push(PlannedWildcard { text: wildcard.to_string(), covered, scope });
        }
    }
}

impl QueryLiteral {
    /// Returns where it occurs.
    pub(crate) fn phrase(&self) -> Phrase {
        Phrase::Literal(Arc::clone(&self.covered))
    }
}

impl KnownLiterals {
    /// Returns the literal that `text` is, if it is one.
    fn literal(&mut self, text: &str, open_end: bool) -> Option<Arc<QueryLiteral>> {
        let is_same = |known: &&Arc<QueryLiteral>| {
            known.text == text && known.covered.has_open_end() == open_end
        };
        if let Some(known) = self.literals.iter().find(is_same) {
            return Some(Arc::clone(known));
        }
        let covered = Arc::new(CoveredLiteral::new(Literal::new(text)?, open_end));
        let number = self.literals.len();
        let literal = Arc::new(QueryLiteral { number, text: text.to_owned(), covered });
        self.literals.push(Arc::clone(&literal));
        Some(literal)
    }

    /// Returns a wildcard, its pieces covered as the literals that they are.
    fn wildcard(&mut self, wildcard: &Wildcard) -> Option<Arc<CoveredWildcard>> {
        if let Some((_, known)) = self.wildcards.iter().find(|(own, _)| own == wildcard) {
            return Some(Arc::clone(known));
        }
        let piece = |text: &str| Some(Arc::clone(&self.literal(text, false)?.covered));
        let covered = Arc::new(CoveredWildcard::new(wildcard, piece)?);
        self.wildcards.push((wildcard.clone(), Arc::clone(&covered)));
        Some(covered)
    }

    fn clause(&mut self, clause: &Clause, scope: Scope) -> CompiledClause {
        match clause {
            Clause::Literal(text) => self.text(text, false, scope),
            Clause::Prefix(text) => self.text(text, true, scope),
            Clause::And(clauses) => CompiledClause::And(self.clauses(clauses, scope)),
            // Alternatives in the lead are looked for together.
            Clause::Or(clauses) if scope.is_lead() && clauses.iter().all(is_text) => {
                let phrases = clauses.iter().filter_map(|clause| self.phrase(clause)).collect();
                CompiledClause::Positions(Condition::Occurs(Phrase::Any(phrases)), scope)
            }
            Clause::Or(clauses) => CompiledClause::Or(self.clauses(clauses, scope)),
            Clause::Not(denied) => CompiledClause::Not(Box::new(self.clause(denied, scope))),
            Clause::Field { field, clause } => self.clause(clause, Scope::Only(*field)),
            Clause::Boost { clause, .. } => self.clause(clause, scope),
            Clause::Date(spec) => CompiledClause::Date(*spec),
            Clause::Near { .. }
            | Clause::Same { .. }
            | Clause::AtLeast { .. }
            | Clause::Wildcard(_) => match self.condition(clause) {
                Some(condition) => CompiledClause::Positions(condition, scope),
                None => CompiledClause::Nowhere,
            },
        }
    }

    fn clauses(&mut self, clauses: &[Clause], scope: Scope) -> Vec<CompiledClause> {
        clauses.iter().map(|clause| self.clause(clause, scope)).collect()
    }

    fn text(&mut self, text: &str, open_end: bool, scope: Scope) -> CompiledClause {
        if let Scope::Only(field) = scope
            && field.is_label()
        {
            return CompiledClause::Label(field, text.to_owned());
        }
        match self.literal(text, open_end) {
            None => CompiledClause::Nowhere,
            Some(literal) if scope.is_lead() => {
                CompiledClause::Positions(Condition::Occurs(literal.phrase()), scope)
            }
            Some(literal) => CompiledClause::Literal(literal, scope),
        }
    }

    /// Returns the condition that a clause is, if it is one on positions.
    fn condition(&mut self, clause: &Clause) -> Option<Condition> {
        match clause {
            Clause::Near { distance, ordered, left, right } => {
                let distance = *distance;
                let ordered = *ordered;
                let left = self.phrase(left)?;
                let right = self.phrase(right)?;
                Some(Condition::Near { distance, ordered, left, right })
            }
            Clause::Same { unit, clauses } => {
                let phrases = clauses.iter().map(|clause| self.phrase(clause));
                Some(Condition::Same { unit: *unit, phrases: phrases.collect::<Option<_>>()? })
            }
            Clause::AtLeast { count, clause } => {
                Some(Condition::AtLeast { count: *count, phrase: self.phrase(clause)? })
            }
            Clause::Wildcard(_) => Some(Condition::Occurs(self.phrase(clause)?)),
            _ => None,
        }
    }

    /// Returns the phrase that a clause is; the parser puts nothing else into conditions on positions.
    fn phrase(&mut self, clause: &Clause) -> Option<Phrase> {
        match clause {
            Clause::Literal(text) => Some(self.literal(text, false)?.phrase()),
            Clause::Prefix(text) => Some(self.literal(text, true)?.phrase()),
            Clause::Wildcard(wildcard) => Some(Phrase::Wildcard(self.wildcard(wildcard)?)),
            Clause::Or(clauses) => {
                let phrases = clauses.iter().map(|clause| self.phrase(clause));
                Some(Phrase::Any(phrases.collect::<Option<_>>()?))
            }
            _ => None,
        }
    }
}

/// Returns whether a clause is a text to be found.
fn is_text(clause: &Clause) -> bool {
    matches!(clause, Clause::Literal(_) | Clause::Prefix(_) | Clause::Wildcard(_))
}

#[cfg(test)]
mod tests {
    use xunwen_language::parse;

    use super::*;

    fn compiled(query: &str) -> CompiledQuery {
        CompiledQuery::of(&parse(query).unwrap())
    }

    #[test]
    fn equal_literals_are_compiled_once() {
        let query = compiled("微短剧 OR (标题:微短剧 -出海) OR 微短剧* OR 微短剧 近/3字 出海");
        let texts: Vec<&str> = query.known.literals.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, ["微短剧", "出海", "微短剧"]);
        let numbers: Vec<usize> = query.literals.iter().map(|it| it.literal.number).collect();
        assert_eq!(numbers, [0, 0, 2, 0, 1]);
        let part = query.clause(&Clause::literal("出海"), Scope::Any);
        let CompiledClause::Literal(literal, Scope::Any) = part else { panic!("{part:?}") };
        assert!(Arc::ptr_eq(&literal, &query.known.literals[1]));
    }

    #[test]
    fn a_text_without_atoms_occurs_nowhere() {
        let query = CompiledQuery::of(&Query::new(Clause::Literal("！".to_owned())));
        assert!(matches!(query.root, Some(CompiledClause::Nowhere)));
        assert!(query.literals.is_empty());
    }
}
