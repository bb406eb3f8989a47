//! The plan: what of a query is looked for, what ranks, and what is marked in the answer.

use xunwen_language::{Clause, Query};

use crate::matching::scope::Scope;

/// What of a query is looked for, what ranks, and what is marked.
#[derive(Debug)]
pub(crate) struct Plan<'q> {
    /// What an article of the exact tier must fulfil; `None` if every article does.
    pub(crate) root: Option<&'q Clause>,
    /// The parts of it that related articles must keep to as well: they say what an article is
    /// not, or where it comes from, rather than what it is about.
    pub(crate) restrictions: Vec<&'q Clause>,
    /// The literals that an article should have, in the order of the query.
    pub(crate) literals: Vec<PlannedLiteral<'q>>,
}

/// A literal of a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PlannedLiteral<'q> {
    pub(crate) text: &'q str,
    /// Whether its last atom may go on.
    pub(crate) open_end: bool,
    pub(crate) scope: Scope,
    /// How much it counts.
    pub(crate) weight: f32,
}

impl<'q> Plan<'q> {
    pub(crate) fn of(query: &'q Query) -> Self {
        let mut plan = Self { root: query.root(), restrictions: Vec::new(), literals: Vec::new() };
        if let Some(root) = query.root() {
            let conjuncts = if let Clause::And(clauses) = root {
                &clauses[..]
            } else {
                std::slice::from_ref(root)
            };
            plan.restrictions.extend(conjuncts.iter().filter(|clause| restricts(clause)));
            plan.read(root, Scope::Any, 1.0);
        }
        plan
    }

    /// Returns the texts that related articles are about.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &'q str> {
        self.literals.iter().map(|literal| literal.text)
    }

    /// Collects the literals that an article should have.
    fn read(&mut self, clause: &'q Clause, scope: Scope, weight: f32) {
        match clause {
            Clause::And(clauses) | Clause::Or(clauses) | Clause::Same { clauses, .. } => {
                clauses.iter().for_each(|clause| self.read(clause, scope, weight));
            }
            Clause::Near { left, right, .. } => {
                self.read(left, scope, weight);
                self.read(right, scope, weight);
            }
            Clause::AtLeast { clause, .. } => self.read(clause, scope, weight),
            Clause::Boost { factor, clause } => self.read(clause, scope, weight * factor),
            Clause::Field { field, .. } if field.is_label() => {}
            Clause::Field { field, clause } => self.read(clause, Scope::Only(*field), weight),
            Clause::Literal(text) => {
                self.literals.push(PlannedLiteral { text, open_end: false, scope, weight });
            }
            Clause::Prefix(text) => {
                self.literals.push(PlannedLiteral { text, open_end: true, scope, weight });
            }
            Clause::Not(_) | Clause::Date(_) => {}
        }
    }
}

fn restricts(clause: &Clause) -> bool {
    match clause {
        Clause::Not(_) | Clause::Date(_) => true,
        Clause::Field { field, .. } => field.is_label(),
        _ => false,
    }
}
