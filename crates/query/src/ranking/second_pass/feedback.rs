//! Feedback: what the best articles say beside the query is looked for, too.
//!
//! Articles on one event share more words than a question has: the terms around the best stretches
//! of the best articles, those that several of them have, make further articles better or worse.
//! This is relevance feedback without a user, as in V. Lavrenko and W. B. Croft, "Relevance-Based
//! Language Models", 2001.
//!
//! Where only one article answers, its neighbours' words lead away from it. So feedback counts as
//! much as the best articles, taken together, have the query in one stretch each; and not more for
//! a long query, which says enough itself.

use std::collections::HashMap;

use xunwen_schema::{Article, Atoms, Fields, TokenKind, index_tokens};

use super::features::ProximityFeatures;
use super::proximity_terms::{ProximityTerms, whole};
use crate::index::Index;
use crate::ranking::bm25::{Bm25, idf};
use crate::ranking::query_terms::QueryTerm;
use crate::ranking::top_docs::Ranked;
use crate::ranking::weights::{
    CONFIDENCE_ARTICLES, CONFIDENCE_RANGE, COVER_POWER, FEEDBACK_AROUND, FEEDBACK_COMMON,
    FEEDBACK_QUERY, FEEDBACK_SHARE, FEEDBACK_TERMS, FEEDBACK_WEIGHT, SCORE_POWER,
};

/// A related article and where the query occurs in it.
pub(super) type BestArticle<'a> = (Ranked, &'a ProximityFeatures);

/// What is known of a term of the best articles.
#[derive(Clone, Copy, Debug, Default)]
struct SharedTerm {
    weight: f64,
    articles: u32,
}

/// Returns the terms that `best`, the best articles in order, have in common, with their weights.
pub(super) fn feedback(
    index: &Index,
    bm25: &Bm25<'_>,
    units: &ProximityTerms,
    best: &[BestArticle<'_>],
) -> tantivy::Result<Vec<QueryTerm>> {
    let whole_weight =
        FEEDBACK_WEIGHT * confidence(units, best) * whole(units.total()).min(FEEDBACK_QUERY);
    let Some((first, _)) = best.first().filter(|_| whole_weight > 0.0) else {
        return Ok(Vec::new());
    };
    let mut seen: HashMap<String, SharedTerm> = HashMap::new();
    let mut most = 0.0;
    for (ranked, features) in best {
        let share = |part: f64, of: f64| if of > 0.0 { part / of } else { 0.0 };
        let cover = share(features.window.1.weight as f64, units.total() as f64);
        let score = share(f64::from(ranked.score), f64::from(first.score));
        let weight = score.powi(SCORE_POWER) * cover.powi(COVER_POWER);
        most = f64::max(most, weight);
        if weight < most * FEEDBACK_SHARE {
            continue;
        }
        let article = index.article(ranked.address)?;
        for (term, times) in terms(&article, index.fields(), features) {
            let seen = seen.entry(term).or_default();
            seen.weight += weight * f64::from(times) / f64::from(times + 1);
            seen.articles += 1;
        }
    }
    let term = |(term, seen): (String, SharedTerm)| QueryTerm {
        term,
        weight: seen.weight as f32,
        is_shown: false,
        is_telling: false,
        via: None,
    };
    let shared = seen.into_iter().filter(|(_, seen)| seen.articles > 1);
    let mut shared: Vec<QueryTerm> = shared.map(term).collect();
    shared.sort_unstable_by(|left, right| left.term.cmp(&right.term));
    choose(bm25, index.articles(), shared, whole_weight)
}

/// Returns the share of the query that the best articles have in their best stretches, from 0 to 1.
fn confidence(units: &ProximityTerms, best: &[BestArticle<'_>]) -> f32 {
    let first = &best[..best.len().min(CONFIDENCE_ARTICLES)];
    let all = units.total() * first.len() as u64;
    if all == 0 {
        return 0.0;
    }
    let held: u64 = first.iter().map(|(_, features)| features.window.1.weight).sum();
    let [shut, open] = CONFIDENCE_RANGE;
    ((held as f32 / all as f32 - shut) / (open - shut)).clamp(0.0, 1.0)
}

/// Returns the terms of an article's title and of the text around its best stretch, each with how
/// often it occurs there.
fn terms(article: &Article, fields: &Fields, features: &ProximityFeatures) -> HashMap<String, u32> {
    let (field, cover) = features.window;
    let text = if field == fields.summary { &article.summary } else { &article.body };
    let title = Atoms::scan(&article.title);
    let text = Atoms::scan(text);
    let middle = cover.middle as usize;
    let around = middle.saturating_sub(FEEDBACK_AROUND)..middle + FEEDBACK_AROUND + 1;
    let around = index_tokens(&text, around).into_iter();
    let mut terms = HashMap::new();
    for token in index_tokens(&title, 0..title.len()).into_iter().chain(around) {
        if matches!(token.kind, TokenKind::Pair | TokenKind::Run) {
            *terms.entry(token.term.into_owned()).or_default() += 1;
        }
    }
    terms
}

/// Returns the terms of `shared` that say most, none of them common; together they weigh `all`.
fn choose(
    bm25: &Bm25<'_>,
    articles: u64,
    mut shared: Vec<QueryTerm>,
    all: f32,
) -> tantivy::Result<Vec<QueryTerm>> {
    let rarest_common = idf((articles as f64 * FEEDBACK_COMMON) as u64, articles);
    let values = best_values(bm25, &shared, |rarity| rarity > rarest_common)?;
    let sum: f32 = values.iter().map(|&(value, _)| value).sum();
    let mut chosen = Vec::with_capacity(values.len());
    for (_, number) in values {
        let term = &mut shared[number];
        let weight = all * term.weight / sum;
        chosen.push(QueryTerm { weight, term: std::mem::take(&mut term.term), ..term.clone() });
    }
    Ok(chosen)
}

/// Returns the values of the best terms, weight times rarity, with their numbers, best first.
fn best_values(
    bm25: &Bm25<'_>,
    shared: &[QueryTerm],
    is_rare: impl Fn(f32) -> bool,
) -> tantivy::Result<Vec<(f32, usize)>> {
    let mut by_weight: Vec<usize> = (0..shared.len()).collect();
    by_weight.sort_by(|&left, &right| shared[right].weight.total_cmp(&shared[left].weight));
    let mut values: Vec<(f32, usize)> = Vec::with_capacity(FEEDBACK_TERMS + 1);
    for number in by_weight {
        let QueryTerm { term, weight, .. } = &shared[number];
        // What would be too little were it as rare as can be need not be looked up.
        let least = values.get(FEEDBACK_TERMS - 1).map_or(f32::NEG_INFINITY, |last| last.0);
        if weight * bm25.rarest() < least {
            break;
        }
        let is_enough = |rarity: f32| weight * rarity >= least;
        let Some(rarity) = bm25.rarity(term, is_enough)? else { continue };
        if is_rare(rarity) {
            let value = (weight * rarity, number);
            let place = values.partition_point(|known| is_before(known, &value));
            values.insert(place, value);
            values.truncate(FEEDBACK_TERMS);
        }
    }
    Ok(values)
}

/// Returns whether a value comes before another: it is greater, or of an earlier term.
fn is_before(left: &(f32, usize), right: &(f32, usize)) -> bool {
    right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)).is_lt()
}
