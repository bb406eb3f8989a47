//! The second pass: the best of the related tier are ranked again by where the query occurs.
//!
//! BM25 counts what occurs anywhere in an article. An article that has most of the query close
//! together, or at its beginning, more likely answers it than one that has it here and there; so
//! the weight of what occurs in its best stretch, and of what occurs in its lead, is added.
//! A stretch need not repeat the title above it: what the title has, every stretch has.
//!
//! Only the first `RERANKED` articles by BM25 are looked at, whatever page is asked for; the
//! additions are never negative, so pages stay parts of one ranking.

pub(crate) mod features;
mod feedback;
mod occurrences;
pub(crate) mod proximity_terms;
mod window;

use tantivy::DocAddress;
use tantivy::schema::Field;

use crate::index::Index;
use crate::ranking::bm25::{Bm25, Weighted};
use crate::ranking::query_terms::QueryTerm;
use crate::ranking::top_docs::Ranked;

use features::ProximityFeatures;
use proximity_terms::ProximityTerms;
use window::{WindowCoverage, best_window, lead};

/// Finds the features of each of `articles`, for terms as they were looked up; in no order that means
/// anything.
pub(crate) fn features(
    index: &Index,
    units: &ProximityTerms,
    weighted: &[Weighted],
    articles: &[Ranked],
) -> tantivy::Result<Vec<ProximityFeatures>> {
    let fields = index.fields();
    let mut features = Vec::with_capacity(articles.len());
    for segment in index.segments().iter() {
        let ordinal = segment.ordinal();
        let own = articles.iter().filter(|article| article.address.segment_ord == ordinal);
        let mut docs: Vec<u32> = own.map(|article| article.address.doc_id).collect();
        docs.sort_unstable();
        let found = occurrences::read(segment, fields, units, weighted, &docs)?;
        for (doc, places) in docs.into_iter().zip(found) {
            let texts = [(fields.body, &places.body), (fields.summary, &places.summary)];
            let window =
                texts.map(|(field, text)| (field, best_window(text, units, &places.in_title)));
            let lead = texts.map(|(field, text)| (field, lead(text, units)));
            let address = DocAddress::new(ordinal, doc);
            features.push(ProximityFeatures {
                address,
                window: better(window),
                lead: better(lead),
            });
        }
    }
    Ok(features)
}

/// Returns the terms that `best`, the best articles in order, have in common beside the query; those
/// without `features` are passed over.
pub(crate) fn feedback(
    index: &Index,
    bm25: &Bm25<'_>,
    units: &ProximityTerms,
    features: &[ProximityFeatures],
    best: &[Ranked],
) -> tantivy::Result<Vec<QueryTerm>> {
    let mut known = Vec::with_capacity(best.len());
    for ranked in best {
        let own = features.iter().find(|features| features.address == ranked.address);
        known.extend(own.map(|features| (*ranked, features)));
    }
    feedback::feedback(index, bm25, units, &known)
}

/// Returns the one with more of the query; the first of equals.
fn better([first, second]: [(Field, WindowCoverage); 2]) -> (Field, WindowCoverage) {
    if second.1.weight > first.1.weight { second } else { first }
}
