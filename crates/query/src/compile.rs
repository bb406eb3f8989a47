//! Clauses as tantivy queries.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query, RangeQuery,
    TermSetQuery,
};
use xunwen_schema::{Fields, Literal, folded_key, source_lookup_keys};

use crate::ast::{Clause, DateSpec, Field};
use crate::literals::{any, literal_query};
use crate::places::Place;
use crate::plan::Filter;
use crate::proximity::{Condition, PlacesQuery};
use crate::weights::FIELD_WEIGHTS;

/// Where a clause's text is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Title, summary or body.
    Any,
    /// One field.
    Only(Field),
}

/// Compiles clauses for an index with these fields.
pub(crate) struct Compiler<'f> {
    pub(crate) fields: &'f Fields,
    /// The present, seconds since the Unix epoch: the end of "the last 30 days".
    pub(crate) now: i64,
}

impl Compiler<'_> {
    /// Returns the query for articles in which `clause` holds.
    pub(crate) fn clause(&self, clause: &Clause, scope: Scope) -> Box<dyn Query> {
        match clause {
            Clause::Literal(text) => self.literal(text, scope, false),
            Clause::Prefix(text) => self.literal(text, scope, true),
            Clause::And(clauses) => self.and(clauses, scope),
            Clause::Or(clauses) => {
                any(clauses.iter().map(|clause| self.clause(clause, scope)).collect())
            }
            Clause::Not(_) => self.and(std::slice::from_ref(clause), scope),
            Clause::Field { field, clause } => self.clause(clause, Scope::Only(*field)),
            Clause::Boost { factor, clause } => {
                Box::new(BoostQuery::new(self.clause(clause, scope), *factor))
            }
            Clause::Date(spec) => self.date(*spec),
            Clause::Near { distance, ordered, left, right } => {
                let (left, right) = (place(left), place(right));
                let condition =
                    Condition::Near { distance: *distance, ordered: *ordered, left, right };
                self.places(condition, clause, scope)
            }
            Clause::Same { unit, clauses } => {
                let places = clauses.iter().map(place).collect();
                self.places(Condition::Same { unit: *unit, places }, clause, scope)
            }
            Clause::AtLeast { count, clause: counted } => self.places(
                Condition::AtLeast { count: *count, place: place(counted) },
                clause,
                scope,
            ),
        }
    }

    fn and(&self, clauses: &[Clause], scope: Scope) -> Box<dyn Query> {
        let part = |clause: &Clause| match clause {
            Clause::Not(denied) => (Occur::MustNot, self.clause(denied, scope)),
            clause => (Occur::Must, self.clause(clause, scope)),
        };
        let mut parts: Vec<_> = clauses.iter().map(part).collect();
        if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            parts.push((Occur::Must, unscored(Box::new(AllQuery))));
        }
        Box::new(BooleanQuery::new(parts))
    }

    fn literal(&self, text: &str, scope: Scope, open_end: bool) -> Box<dyn Query> {
        if let Scope::Only(field) = scope
            && field.is_label()
        {
            return self.label(field, text);
        }
        let Some(literal) = Literal::new(text) else { return Box::new(EmptyQuery) };
        if scope == Scope::Only(Field::Lead) {
            let place = if open_end { Place::Prefix(literal) } else { Place::Literal(literal) };
            return Box::new(self.places_query(Condition::Stands(place), scope));
        }
        let in_field = |(field, weight)| -> Box<dyn Query> {
            Box::new(BoostQuery::new(literal_query(field, &literal, open_end), weight))
        };
        any(self.weighted(scope).map(in_field).collect())
    }

    /// Returns the query for a condition on the places of `clause`, ranked by its literals.
    fn places(&self, condition: Condition, clause: &Clause, scope: Scope) -> Box<dyn Query> {
        let mut parts: Vec<(Occur, Box<dyn Query>)> =
            vec![(Occur::Must, Box::new(self.places_query(condition, scope)))];
        let scope =
            if scope == Scope::Only(Field::Lead) { Scope::Only(Field::Body) } else { scope };
        for (text, open_end) in literals(clause) {
            parts.push((Occur::Should, self.literal(text, scope, open_end)));
        }
        Box::new(BooleanQuery::new(parts))
    }

    fn places_query(&self, condition: Condition, scope: Scope) -> PlacesQuery {
        let fields = self.weighted(scope).map(|(field, _)| field).collect();
        PlacesQuery { fields, lead: scope == Scope::Only(Field::Lead), condition }
    }

    /// Returns the fields of `scope` with their weights.
    fn weighted(&self, scope: Scope) -> impl Iterator<Item = (tantivy::schema::Field, f32)> {
        let weighted = self.fields.texts().into_iter().zip(FIELD_WEIGHTS);
        weighted.filter(move |&(field, _)| self.is_in(scope, field))
    }

    fn is_in(&self, scope: Scope, field: tantivy::schema::Field) -> bool {
        match scope {
            Scope::Any => true,
            Scope::Only(Field::Title) => field == self.fields.title,
            Scope::Only(Field::Summary) => field == self.fields.summary,
            Scope::Only(_) => field == self.fields.body,
        }
    }

    fn label(&self, field: Field, text: &str) -> Box<dyn Query> {
        match field {
            Field::Source => self.source(text),
            Field::Tag => self.keys(self.fields.tag_key, vec![folded_key(text)]),
            _ => self.keys(self.fields.lang, vec![text.trim().to_owned()]),
        }
    }

    fn source(&self, name: &str) -> Box<dyn Query> {
        self.keys(self.fields.source_key, source_lookup_keys(name))
    }

    fn keys(&self, field: tantivy::schema::Field, keys: Vec<String>) -> Box<dyn Query> {
        let terms = keys.iter().map(|key| Term::from_field_text(field, key));
        unscored(Box::new(TermSetQuery::new(terms)))
    }

    /// Returns the queries for articles that pass `filter`.
    pub(crate) fn filter(&self, filter: &Filter) -> Vec<Box<dyn Query>> {
        let mut queries = Vec::new();
        if filter.since.is_some() || filter.until.is_some() {
            queries.push(self.period(filter.since, filter.until));
        }
        queries.extend(filter.source.as_deref().map(|source| self.source(source)));
        queries
    }

    /// Returns the query for articles published from `since` on and before `until`.
    fn period(&self, since: Option<i64>, until: Option<i64>) -> Box<dyn Query> {
        let bound = |seconds: i64| Term::from_field_i64(self.fields.published, seconds);
        // A range needs an end: without one, articles that have no date would be in it too.
        let since = Bound::Included(bound(since.unwrap_or(i64::MIN)));
        let until =
            until.map_or(Bound::Included(bound(i64::MAX)), |until| Bound::Excluded(bound(until)));
        unscored(Box::new(RangeQuery::new(since, until)))
    }

    fn date(&self, spec: DateSpec) -> Box<dyn Query> {
        let (since, until) = spec.seconds(self.now);
        self.period(since, until)
    }
}

fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Returns what a clause that is a place stands for.
fn place(clause: &Clause) -> Place {
    match clause {
        Clause::Literal(text) => Literal::new(text).map_or(Place::Any(Vec::new()), Place::Literal),
        Clause::Prefix(text) => Literal::new(text).map_or(Place::Any(Vec::new()), Place::Prefix),
        Clause::Or(clauses) => Place::Any(clauses.iter().map(place).collect()),
        // The parser makes no such clause: only places have places.
        _ => Place::Any(Vec::new()),
    }
}

/// Returns the literals of a clause, and whether each may go on.
fn literals(clause: &Clause) -> Vec<(&str, bool)> {
    match clause {
        Clause::Literal(text) => vec![(text, false)],
        Clause::Prefix(text) => vec![(text, true)],
        Clause::Or(clauses) | Clause::Same { clauses, .. } => {
            clauses.iter().flat_map(literals).collect()
        }
        Clause::Near { left, right, .. } => {
            [left, right].into_iter().flat_map(|side| literals(side)).collect()
        }
        Clause::AtLeast { clause, .. } => literals(clause),
        _ => Vec::new(),
    }
}
