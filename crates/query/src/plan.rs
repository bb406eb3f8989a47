//! The plan: what of a query the index is asked, and what is marked in the answer.

use tantivy::query::Query as TantivyQuery;
use xunwen_schema::Fields;

use crate::ast::{Clause, Field, Query};
use crate::compile::{Compiler, Scope};
use crate::find::Pattern;
use crate::literals::all;

/// Conditions on an article that are no part of the query's text. Both tiers keep to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Published at this second or later, seconds since the Unix epoch.
    pub since: Option<i64>,
    /// Published before this second.
    pub until: Option<i64>,
    /// Published by this outlet: Hanzi, pinyin, or initials.
    pub source: Option<String>,
}

/// What of a query the index is asked.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Finds the exact tier; `None` if nothing was asked.
    pub(crate) exact: Option<Box<dyn TantivyQuery>>,
    /// What related articles must keep to as well; `None` if nothing.
    pub(crate) restriction: Option<Box<dyn TantivyQuery>>,
    /// The texts that related articles are about.
    pub(crate) texts: Vec<String>,
    /// What to mark in an exact hit.
    pub(crate) patterns: Vec<Pattern>,
}

/// Plans `query` for an index with these fields.
pub(crate) fn plan(query: &Query, filter: &Filter, fields: &Fields, now: i64) -> Plan {
    let compiler = Compiler { fields, now };
    let filters = compiler.filter(filter);
    let mut exact = Vec::new();
    let mut restriction = Vec::new();
    let (mut texts, mut patterns) = (Vec::new(), Vec::new());
    if let Some(root) = query.root() {
        exact.push(compiler.clause(root, Scope::Any));
        restriction.extend(
            conjuncts(root)
                .iter()
                .filter(|part| restricts(part))
                .map(|part| compiler.clause(part, Scope::Any)),
        );
        read_texts(root, None, &mut texts, &mut patterns);
    }
    restriction.extend(filters.iter().map(|filter| filter.box_clone()));
    // A filter is a question of its own: all articles that pass it.
    exact.extend(filters);
    Plan {
        exact: (!exact.is_empty()).then(|| all(exact)),
        restriction: (!restriction.is_empty()).then(|| all(restriction)),
        texts,
        patterns,
    }
}

/// Returns the conditions that must all hold.
fn conjuncts(root: &Clause) -> &[Clause] {
    match root {
        Clause::And(clauses) => clauses,
        clause => std::slice::from_ref(clause),
    }
}

/// Returns whether related articles must keep to `clause` too: it says what an article is not, or
/// where it comes from, rather than what it is about.
fn restricts(clause: &Clause) -> bool {
    match clause {
        Clause::Not(_) | Clause::Date(_) => true,
        Clause::Field { field, .. } => field.is_label(),
        _ => false,
    }
}

/// Collects the texts that an article should have, and what to mark of them.
fn read_texts(
    clause: &Clause,
    field: Option<Field>,
    texts: &mut Vec<String>,
    patterns: &mut Vec<Pattern>,
) {
    let mut each = |clauses: &[Clause]| {
        for clause in clauses {
            read_texts(clause, field, texts, patterns);
        }
    };
    match clause {
        Clause::And(clauses) | Clause::Or(clauses) | Clause::Same { clauses, .. } => each(clauses),
        Clause::Near { left, right, .. } => {
            each(std::slice::from_ref(left));
            each(std::slice::from_ref(right));
        }
        Clause::AtLeast { clause, .. } | Clause::Boost { clause, .. } => {
            each(std::slice::from_ref(clause))
        }
        Clause::Field { field, .. } if field.is_label() => {}
        Clause::Field { field, clause } => read_texts(clause, Some(*field), texts, patterns),
        Clause::Literal(text) => {
            texts.push(text.clone());
            patterns.extend(Pattern::literal(text, field));
        }
        Clause::Prefix(text) => {
            texts.push(text.clone());
            patterns.extend(Pattern::prefix(text, field));
        }
        Clause::Not(_) | Clause::Date(_) => {}
    }
}
