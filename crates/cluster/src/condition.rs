//! Conditions: a query of ours as a filter of a cluster.
//!
//! Literals, fields, labels, dates and what joins them are said exactly. Conditions on positions are
//! said by what must hold at least: both terms within so many positions, no end of a sentence between
//! them. Such a filter finds *candidates*, and whoever asks must look at each of them.

use serde_json::{Value, json};
use xunwen_language::{Clause, DateSpec, Field, Query, Unit, Wildcard};
use xunwen_query::Filter;
use xunwen_query::remote::TermCover;
use xunwen_schema::{
    Literal, PARAGRAPH_TERM, SENTENCE_TERM, column, folded_key, source_lookup_keys,
};

use crate::mapping::{LANG_KEY, SOURCE_KEY, TAG_KEY, TERMS};
use crate::phrase::phrase;

/// A filter of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    pub(crate) query: Value,
    /// Whether it finds nothing but what is asked for. It always finds all of that.
    pub(crate) is_exact: bool,
}

/// A place of a condition on positions, in one field: what must be there.
struct Place {
    /// Finds the articles that have it.
    query: Value,
    /// Its first terms, one of which is there, and the positions that it takes at most; `None` if that is
    /// not known.
    anchors: Option<(Vec<String>, u32)>,
}

impl Condition {
    /// Returns the filter of the exact tier of `query` under `filter`, asked at `now`.
    pub(crate) fn of(query: &Query, filter: &Filter, now: i64) -> Self {
        let own = match query.root() {
            Some(root) => clause(root, None, now),
            // Where no text is asked for, a filter is a question of its own.
            None if filter.is_empty() => Self::nothing(),
            None => Self::everything(),
        };
        Self::all(vec![own, Self::passing(filter)])
    }

    /// Returns the filter of the articles that pass `filter`.
    pub(crate) fn passing(filter: &Filter) -> Self {
        let mut all = Vec::new();
        if filter.has_outlets() {
            let own = filter.sources.iter();
            let mut any: Vec<Self> =
                own.map(|source| keys(SOURCE_KEY, &source_lookup_keys(source))).collect();
            any.extend(filter.unnamed.then(Self::unnamed));
            all.push(Self::any(any));
        }
        if filter.since.is_some() || filter.until.is_some() {
            all.push(period(filter.since, filter.until));
        }
        Self::all(all)
    }

    /// Returns the filter of the related tier of `query` under `filter`: what its articles must keep to.
    pub(crate) fn restrictions(query: &Query, filter: &Filter, now: i64) -> Self {
        let own = query.root().into_iter().flat_map(Clause::restrictions);
        let own = own.map(|it| clause(it, None, now));
        Self::all(own.chain([Self::passing(filter)]).collect())
    }

    /// Returns the filter of the articles of which no outlet is known.
    fn unnamed() -> Self {
        Self::exact(json!({ "bool": { "must_not": [{ "exists": { "field": column::SOURCE } }] } }))
    }

    fn exact(query: Value) -> Self {
        Self { query, is_exact: true }
    }

    fn nothing() -> Self {
        Self::exact(json!({ "match_none": {} }))
    }

    fn everything() -> Self {
        Self::exact(json!({ "match_all": {} }))
    }

    fn all(conditions: Vec<Self>) -> Self {
        let is_exact = conditions.iter().all(|condition| condition.is_exact);
        let is_all = |condition: &Self| condition.query.get("match_all").is_some();
        let mut queries: Vec<Value> = conditions
            .into_iter()
            .filter(|condition| !is_all(condition))
            .map(|condition| condition.query)
            .collect();
        let query = match queries.len() {
            0 => json!({ "match_all": {} }),
            1 => queries.remove(0),
            _ => json!({ "bool": { "filter": queries } }),
        };
        Self { query, is_exact }
    }

    fn any(conditions: Vec<Self>) -> Self {
        let is_exact = conditions.iter().all(|condition| condition.is_exact);
        let queries = conditions.into_iter().map(|condition| condition.query);
        Self { query: any(queries.collect()), is_exact }
    }

    fn not(self) -> Self {
        if self.is_exact {
            Self::exact(json!({ "bool": { "must_not": [self.query] } }))
        } else {
            // What lacks the candidates lacks more than it should.
            Self { is_exact: false, ..Self::everything() }
        }
    }
}

fn any(mut queries: Vec<Value>) -> Value {
    match queries.len() {
        0 => json!({ "match_none": {} }),
        1 => queries.remove(0),
        _ => json!({ "bool": { "should": queries, "minimum_should_match": 1 } }),
    }
}

/// Returns the numbers of the fields that a scope speaks of.
fn fields(scope: Option<Field>) -> Vec<usize> {
    match scope {
        None => vec![0, 1, 2],
        Some(Field::Title) => vec![0],
        Some(Field::Summary) => vec![1],
        Some(_) => vec![2],
    }
}

fn clause(asked: &Clause, scope: Option<Field>, now: i64) -> Condition {
    let each = |clauses: &[Clause]| clauses.iter().map(|it| clause(it, scope, now)).collect();
    match asked {
        Clause::Literal(text) => match scope.filter(|field| field.is_label()) {
            Some(field) => label(field, text),
            None => literal(text, false, scope),
        },
        Clause::Prefix(text) => literal(text, true, scope),
        Clause::And(clauses) => Condition::all(each(clauses)),
        Clause::Or(clauses) => Condition::any(each(clauses)),
        Clause::Not(denied) => clause(denied, scope, now).not(),
        Clause::Field { field, clause: inner } => clause(inner, Some(*field), now),
        Clause::Boost { clause: inner, .. } => clause(inner, scope, now),
        Clause::Date(spec) => date(*spec, now),
        Clause::Near { distance, left, right, .. } => {
            positions(scope, &[left, right], |name, places| within(name, places, *distance))
        }
        Clause::Same { unit, clauses } => {
            let places: Vec<&Clause> = clauses.iter().collect();
            positions(scope, &places, |name, places| undivided(name, places, *unit))
        }
        Clause::AtLeast { clause: place, .. } => positions(scope, &[place], |_, _| None),
        Clause::Wildcard(_) => positions(scope, &[asked], |_, _| None),
    }
}

fn literal(text: &str, has_open_end: bool, scope: Option<Field>) -> Condition {
    let Some(literal) = Literal::new(text) else { return Condition::nothing() };
    let cover = TermCover::of(&literal, has_open_end);
    let of_field = |field: usize| {
        let phrase = phrase(&cover, field);
        Condition { query: phrase.query, is_exact: phrase.is_exact }
    };
    let found = Condition::any(fields(scope).into_iter().map(of_field).collect());
    // Where the lead of a body ends is not known there.
    Condition { is_exact: found.is_exact && scope != Some(Field::Lead), ..found }
}

fn label(field: Field, text: &str) -> Condition {
    match field {
        Field::Source => keys(SOURCE_KEY, &source_lookup_keys(text)),
        Field::Tag => keys(TAG_KEY, &[folded_key(text)]),
        _ => keys(LANG_KEY, &[folded_key(text)]),
    }
}

fn keys(field: &str, keys: &[String]) -> Condition {
    Condition::exact(json!({ "terms": { field: keys } }))
}

fn date(spec: DateSpec, now: i64) -> Condition {
    let (since, until) = spec.seconds(now);
    period(since, until)
}

fn period(since: Option<i64>, until: Option<i64>) -> Condition {
    let mut range = json!({});
    if let Some(since) = since {
        range["gte"] = since.into();
    }
    if let Some(until) = until {
        range["lt"] = until.into();
    }
    if since.is_none() && until.is_none() {
        return Condition::exact(json!({ "exists": { "field": column::PUBLISHED } }));
    }
    Condition::exact(json!({ "range": { column::PUBLISHED: range } }))
}

/// Returns what must hold of places in one field of a scope; `closer` says more of how they stand to each
/// other, if it can.
fn positions(
    scope: Option<Field>,
    clauses: &[&Clause],
    closer: impl Fn(&str, &[Place]) -> Option<Value>,
) -> Condition {
    let mut of_fields = Vec::new();
    for field in fields(scope) {
        let places: Option<Vec<Place>> = clauses.iter().map(|it| place(it, field)).collect();
        let Some(places) = places else { return Condition::nothing() };
        let near = closer(TERMS[field], &places);
        let mut queries: Vec<Value> = places.into_iter().map(|place| place.query).collect();
        queries.extend(near);
        of_fields.push(json!({ "bool": { "filter": queries } }));
    }
    Condition { query: any(of_fields), is_exact: false }
}

/// Returns the place that a clause is, in a field; `None` if it is nowhere.
fn place(clause: &Clause, field: usize) -> Option<Place> {
    match clause {
        Clause::Literal(text) => of_literal(text, false, field),
        Clause::Prefix(text) => of_literal(text, true, field),
        Clause::Wildcard(wildcard) => of_wildcard(wildcard, field),
        Clause::Or(clauses) => {
            let places: Option<Vec<Place>> = clauses.iter().map(|it| place(it, field)).collect();
            let (queries, anchors): (Vec<Value>, Vec<_>) =
                places?.into_iter().map(|place| (place.query, place.anchors)).unzip();
            let anchors: Option<Vec<_>> = anchors.into_iter().collect();
            let anchors = anchors.map(|anchors| {
                let length = anchors.iter().map(|(_, length)| *length).max().unwrap_or_default();
                (anchors.into_iter().flat_map(|(terms, _)| terms).collect(), length)
            });
            Some(Place { query: any(queries), anchors })
        }
        _ => None,
    }
}

fn of_literal(text: &str, has_open_end: bool, field: usize) -> Option<Place> {
    let literal = Literal::new(text)?;
    let cover = TermCover::of(&literal, has_open_end);
    let length = literal.atoms().len() as u32;
    // A literal with the end of a sentence in it stands in two.
    let is_whole = !literal.atoms().iter().any(|atom| atom.ends_sentence());
    let first = cover.terms.first().filter(|_| is_whole);
    let anchors = first.map(|(_, term)| (vec![term.clone()], length));
    Some(Place { query: phrase(&cover, field).query, anchors })
}

fn of_wildcard(wildcard: &Wildcard, field: usize) -> Option<Place> {
    let pieces = wildcard.pieces().iter().map(|piece| {
        let cover = TermCover::of(&Literal::new(piece)?, false);
        Some(phrase(&cover, field).query)
    });
    let pieces: Vec<Value> = pieces.collect::<Option<_>>()?;
    Some(Place { query: json!({ "bool": { "filter": pieces } }), anchors: None })
}

/// Returns the terms of places and the positions that each takes; `None` if not all are known, or if two
/// places share a term: whether one occurrence is enough for both is not for the cluster to say.
fn anchors(places: &[Place]) -> Option<Vec<&(Vec<String>, u32)>> {
    let anchors: Vec<_> =
        places.iter().map(|place| place.anchors.as_ref()).collect::<Option<_>>()?;
    let mut terms: Vec<&String> = anchors.iter().flat_map(|(terms, _)| terms).collect();
    let count = terms.len();
    terms.sort_unstable();
    terms.dedup();
    (terms.len() == count).then_some(anchors)
}

/// Returns that a term of each of two places stands within the distance of the places.
fn within(field: &str, places: &[Place], distance: u32) -> Option<Value> {
    let mut slop = distance;
    let mut clauses = Vec::new();
    for (terms, length) in anchors(places)? {
        slop = slop.saturating_add(*length);
        clauses.push(spans(field, terms));
    }
    let slop = slop.min(i32::MAX as u32 / 2);
    Some(json!({ "span_near": { "clauses": clauses, "slop": slop, "in_order": false } }))
}

fn spans(field: &str, terms: &[String]) -> Value {
    let mut terms: Vec<Value> =
        terms.iter().map(|term| json!({ "span_term": { field: term } })).collect();
    if terms.len() == 1 { terms.remove(0) } else { json!({ "span_or": { "clauses": terms } }) }
}

/// Returns that no end of a unit stands between the terms of some places.
fn undivided(field: &str, places: &[Place], unit: Unit) -> Option<Value> {
    let mut intervals = Vec::new();
    for (terms, _) in anchors(places)? {
        let terms: Vec<Value> = terms.iter().map(|term| interval(term)).collect();
        intervals.push(json!({ "any_of": { "intervals": terms } }));
    }
    let end = if unit == Unit::Sentence { SENTENCE_TERM } else { PARAGRAPH_TERM };
    Some(json!({ "intervals": { field: { "all_of": {
        "intervals": intervals,
        "ordered": false,
        "filter": { "not_containing": interval(end) },
    } } } }))
}

fn interval(term: &str) -> Value {
    json!({ "match": { "query": term, "analyzer": "xunwen_sought" } })
}

#[cfg(test)]
mod tests {
    use xunwen_language::parse;

    use super::*;

    fn condition(query: &str) -> Condition {
        Condition::of(&parse(query).unwrap(), &Filter::default(), 0)
    }

    #[test]
    fn what_can_be_said_exactly_is() {
        for query in ["微短剧", "标题:微短剧 -出海", "a OR 剧", "来源:新华社 日期:2025", "chat*"]
        {
            assert!(condition(query).is_exact, "{query}");
        }
        for query in
            ["微短剧 近/3字 出海", "微短剧 同句 出海", "至少3(微短剧)", "导语:微短剧", "微?剧"]
        {
            assert!(!condition(query).is_exact, "{query}");
        }
    }

    #[test]
    fn outlets_are_any_of_those_named_or_none() {
        let unnamed = json!({ "bool": { "must_not": [{ "exists": { "field": "source" } }] } });
        let only = Condition::passing(&Filter { unnamed: true, ..Filter::default() });
        assert_eq!((&only.query, only.is_exact), (&unnamed, true));
        let sources = vec!["新华社".to_owned(), "Reuters".to_owned()];
        let named = Condition::passing(&Filter { sources: sources.clone(), ..Filter::default() });
        let either = Condition::passing(&Filter { sources, unnamed: true, ..Filter::default() });
        let [named, either] = [named, either].map(|it| it.query["bool"]["should"].clone());
        let mut all = named.as_array().unwrap().clone();
        assert_eq!(all.len(), 2);
        all.push(unnamed);
        assert_eq!(either.as_array(), Some(&all));
    }

    #[test]
    fn what_is_not_exact_is_not_denied() {
        let query = condition("出海 -(微短剧 近/3字 出海)");
        assert!(!query.is_exact);
        let alone = condition("出海");
        assert_eq!(query.query, alone.query);
    }

    #[test]
    fn a_text_without_signs_of_its_own_is_nowhere() {
        let query = Query::new(Clause::Literal("！".to_owned()));
        let found = Condition::of(&query, &Filter::default(), 0);
        assert_eq!(found, Condition::nothing());
    }
}
