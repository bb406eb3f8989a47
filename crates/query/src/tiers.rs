//! The two tiers of an answer, ranked.

use tantivy::{Searcher, SegmentReader};
use xunwen_schema::Fields;

use crate::bits::Bits;
use crate::engine::Request;
use crate::evaluate::{Evaluator, Scope};
use crate::plan::Plan;
use crate::rank::{Order, Ranked, Top};
use crate::related::RelatedTerm;
use crate::score::Bm25;

/// What is the same for all segments of an index.
pub(crate) struct Tiers<'a> {
    pub(crate) searcher: &'a Searcher,
    pub(crate) fields: &'a Fields,
    pub(crate) request: &'a Request,
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) bm25: &'a Bm25<'a>,
}

/// The exact tier: its best, and which documents of each segment may be related instead.
pub(crate) struct Exact {
    pub(crate) best: Vec<Ranked>,
    pub(crate) total: u64,
    pub(crate) others: Vec<Bits>,
}

impl Tiers<'_> {
    /// Finds the exact tier and ranks its first `limit` articles.
    pub(crate) fn exact(&self, limit: usize) -> tantivy::Result<Exact> {
        let mut top = Top::new(self.searcher, self.request.order, limit);
        let (mut total, mut others) = (0, Vec::new());
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let mut evaluator = Evaluator::new(segment, self.fields, self.request.now);
            let passing = self.passing(&mut evaluator, segment)?;
            let found = self.found(&mut evaluator, &passing)?;
            total += found.len();
            let scores = self.scores(&mut evaluator, segment, &found)?;
            let score = |doc: u32| scores.get(doc as usize).copied().unwrap_or_default();
            top.offer(ordinal, found.iter().map(|doc| (doc, score(doc))))?;
            others.push(self.others(&mut evaluator, passing, &found)?);
        }
        Ok(Exact { best: top.into_ranked()?, total, others })
    }

    /// Ranks the first `limit` of the related tier; returns how many it has, too.
    pub(crate) fn related(
        &self,
        terms: &[RelatedTerm],
        others: &[Bits],
        limit: usize,
    ) -> tantivy::Result<(Vec<Ranked>, u64)> {
        let weighted = self.bm25.weigh(terms)?;
        let mut top = Top::new(self.searcher, Order::Relevance, limit);
        let mut total = 0;
        for ((ordinal, segment), others) in (0..).zip(self.searcher.segment_readers()).zip(others) {
            let mut scores = self.bm25.score_terms(&weighted, segment)?;
            scores.shown.keep(others);
            total += scores.shown.len();
            top.offer(ordinal, scores.shown.iter().map(|doc| (doc, scores.scores[doc as usize])))?;
        }
        Ok((top.into_ranked()?, total))
    }

    /// Returns the documents that pass the request's filter.
    fn passing(
        &self,
        evaluator: &mut Evaluator<'_>,
        segment: &SegmentReader,
    ) -> tantivy::Result<Bits> {
        let filter = &self.request.filter;
        let mut passing = Bits::alive(segment);
        if let Some(source) = &filter.source {
            passing = evaluator.source(source, &passing)?;
        }
        if filter.since.is_some() || filter.until.is_some() {
            passing = evaluator.period(filter.since, filter.until, &passing)?;
        }
        Ok(passing)
    }

    /// Returns the exact tier. Where no text is asked for, a filter is a question of its own.
    fn found(&self, evaluator: &mut Evaluator<'_>, passing: &Bits) -> tantivy::Result<Bits> {
        match self.plan.root {
            Some(root) => evaluator.clause(root, Scope::Any, passing),
            None if self.request.filter.is_empty() => Ok(Bits::like(passing)),
            None => Ok(passing.clone()),
        }
    }

    fn scores(
        &self,
        evaluator: &mut Evaluator<'_>,
        segment: &SegmentReader,
        found: &Bits,
    ) -> tantivy::Result<Vec<f32>> {
        if self.request.order != Order::Relevance {
            return Ok(Vec::new());
        }
        self.bm25.score_literals(&self.plan.literals, evaluator, segment, found)
    }

    /// Returns the documents that may be in the related tier.
    fn others(
        &self,
        evaluator: &mut Evaluator<'_>,
        mut passing: Bits,
        found: &Bits,
    ) -> tantivy::Result<Bits> {
        passing.remove(found);
        for restriction in &self.plan.restrictions {
            passing = evaluator.clause(restriction, Scope::Any, &passing)?;
        }
        Ok(passing)
    }
}
