//! The two tiers of an answer, ranked.

use tantivy::{DocAddress, DocId};

use crate::index::Index;
use crate::index::docset::DocSet;
use crate::matching::boolean::Evaluator;
use crate::matching::filter::Selection;
use crate::matching::plan::{CompiledQuery, PlannedLiteral};
use crate::ranking::bm25::{Bm25, Scores, Weighted};
use crate::ranking::query_terms::QueryTerm;
use crate::ranking::second_pass::features::ProximityFeatures;
use crate::ranking::second_pass::proximity_terms::ProximityTerms;
use crate::ranking::second_pass::{features, feedback};
use crate::ranking::top_docs::{Ranked, TopDocs};
use crate::ranking::weights::{FEEDBACK_ARTICLES, RERANKED};
use crate::request::{ExpansionKind, Order, Request};

/// What is the same for all segments of an index.
pub(crate) struct Tiers<'a> {
    pub(crate) index: &'a Index,
    pub(crate) request: &'a Request,
    pub(crate) query: &'a CompiledQuery,
    pub(crate) bm25: &'a Bm25<'a>,
}

/// The exact tier: its best, all its documents of each segment, and those that may be related
/// instead, unless only the exact tier is asked for.
pub(crate) struct ExactTier {
    pub(crate) best: Vec<Ranked>,
    pub(crate) found: Vec<DocSet>,
    pub(crate) others: Vec<DocSet>,
}

/// The related tier: its best, how many it has, and how the best came to be ranked again.
#[derive(Default)]
pub(crate) struct RelatedTier {
    pub(crate) best: Vec<Ranked>,
    pub(crate) total: u64,
    pub(crate) units: ProximityTerms,
    pub(crate) features: Vec<ProximityFeatures>,
    pub(crate) feedback: Vec<QueryTerm>,
}

impl Tiers<'_> {
    /// Finds the exact tier and ranks its first `limit` articles.
    pub(crate) fn exact(&self, limit: usize) -> tantivy::Result<ExactTier> {
        let Request { filter, now, order, .. } = self.request;
        let selection = Selection::new(self.index.fields(), filter, *now);
        let mut top = TopDocs::new(self.index.segments(), *order, limit);
        let mut all_found = Vec::new();
        let mut others = Vec::new();
        // What is only counted need not be scored.
        let is_scored = limit > 0 && *order == Order::Relevance;
        let literals: &[PlannedLiteral] = if is_scored { &self.query.literals } else { &[] };
        let literals = self.bm25.rate(literals)?;
        for segment in self.index.segments().iter() {
            let mut evaluator =
                selection.evaluator(self.bm25.lookup().at(segment)).keeping(is_scored);
            let passing = selection.passing(&evaluator)?;
            let found = selection.found(self.query.root.as_ref(), &mut evaluator, &passing)?;
            if is_scored {
                let docs: Vec<DocId> = found.iter().collect();
                let scores = self.bm25.score_literals(&literals, &mut evaluator, &found, &docs)?;
                top.offer(segment.ordinal(), docs.into_iter().zip(scores))?;
            } else if limit > 0 {
                top.offer_by_date(segment.ordinal(), &found)?;
            }
            if !self.request.exact_only || self.request.count_related {
                others.push(self.others(&mut evaluator, passing, &found)?);
            }
            all_found.push(found);
        }
        Ok(ExactTier { best: top.into_ranked()?, found: all_found, others })
    }

    /// Ranks the first `limit` of the related tier.
    pub(crate) fn related(
        &self,
        terms: &[QueryTerm],
        exact: &ExactTier,
        limit: usize,
    ) -> tantivy::Result<RelatedTier> {
        if terms.is_empty() {
            return Ok(RelatedTier::default());
        }
        let weighted = self.bm25.weigh(terms)?;
        let mut scored = Vec::with_capacity(exact.others.len());
        for (segment, others) in self.index.segments().iter().zip(&exact.others) {
            scored.push(self.bm25.score_terms(&weighted, segment, others)?);
        }
        let mut related = RelatedTier::default();
        if limit > 0 {
            related.units = ProximityTerms::of(self.bm25, terms, &weighted);
            related.features = self.rerank(&related.units, &weighted, &mut scored)?;
            // If the query occurs somewhere, there is no need to guess what is meant.
            let is_guess = exact.found.iter().all(|found| found.len() == 0);
            if is_guess && self.request.expand.has(ExpansionKind::Feedback) {
                related.feedback = self.feed_back(&related, &weighted, &mut scored)?;
            }
        }
        related.best = self.bm25.best(&weighted, &mut scored, limit)?;
        if self.request.count_related {
            self.bm25.look_everywhere(&weighted, &mut scored)?;
            related.total = scored.iter().map(|scores| scores.shown.len()).sum();
        }
        Ok(related)
    }

    /// Adds to the scores of the best articles what their proximity features count.
    fn rerank(
        &self,
        units: &ProximityTerms,
        weighted: &[Weighted],
        scored: &mut [Scores],
    ) -> tantivy::Result<Vec<ProximityFeatures>> {
        let best = self.bm25.best(weighted, scored, RERANKED)?;
        let features = features(self.index, units, weighted, &best)?;
        for features in &features {
            let DocAddress { segment_ord, doc_id } = features.address;
            let sums = &mut scored[segment_ord as usize].sums;
            features.additions().into_iter().for_each(|more| sums.raise(doc_id, more));
        }
        Ok(features)
    }

    /// Adds to all scores what the terms count that the best articles have in common.
    fn feed_back(
        &self,
        related: &RelatedTier,
        weighted: &[Weighted],
        scored: &mut [Scores],
    ) -> tantivy::Result<Vec<QueryTerm>> {
        let best = self.bm25.best(weighted, scored, FEEDBACK_ARTICLES)?;
        let RelatedTier { units, features, .. } = related;
        let terms = feedback(self.index, self.bm25, units, features, &best)?;
        let weighted = self.bm25.weigh(&terms)?;
        for (segment, scores) in self.index.segments().iter().zip(scored) {
            self.bm25.add_terms(&weighted, segment, scores)?;
        }
        Ok(terms)
    }

    /// Returns the documents that may be in the related tier.
    fn others(
        &self,
        evaluator: &mut Evaluator<'_>,
        mut passing: DocSet,
        found: &DocSet,
    ) -> tantivy::Result<DocSet> {
        passing.remove(found);
        for restriction in &self.query.restrictions {
            passing = evaluator.clause(restriction, &passing)?;
        }
        Ok(passing)
    }
}
