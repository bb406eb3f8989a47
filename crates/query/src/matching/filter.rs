//! The selection: which documents of a segment answer a query under a filter, in any order.

use xunwen_schema::Fields;

use crate::index::docset::DocSet;
use crate::index::term_lookup::SegmentLookup;
use crate::matching::boolean::Evaluator;
use crate::matching::plan::{CompiledClause, CompiledQuery};
use crate::request::Filter;

/// A filter and a time at which it is asked.
#[derive(Clone)]
pub(crate) struct Selection<'a> {
    fields: &'a Fields,
    filter: &'a Filter,
    /// The query of the filter.
    within: CompiledQuery,
    /// The present, seconds since the Unix epoch.
    now: i64,
}

impl<'a> Selection<'a> {
    /// Returns the selection by `filter`, asked at `now`, in seconds since the Unix epoch.
    pub(crate) fn new(fields: &'a Fields, filter: &'a Filter, now: i64) -> Self {
        Self { fields, filter, within: CompiledQuery::of(&filter.within), now }
    }

    pub(crate) fn evaluator(&self, at: SegmentLookup<'a>) -> Evaluator<'a> {
        Evaluator::new(at, self.fields, self.now)
    }

    /// Returns the documents that pass the filter.
    pub(crate) fn passing(&self, evaluator: &Evaluator<'_>) -> tantivy::Result<DocSet> {
        let mut passing = evaluator.at().segment.live_docs();
        if self.filter.has_outlets() {
            passing = evaluator.outlets(&self.filter.sources, self.filter.unnamed, &passing)?;
        }
        if self.filter.since.is_some() || self.filter.until.is_some() {
            passing = evaluator.period(self.filter.since, self.filter.until, &passing)?;
        }
        if let Some(root) = &self.within.root {
            // An evaluator of its own: what it keeps is of the query that is scored.
            let mut evaluator = self.evaluator(evaluator.at());
            passing = evaluator.clause(root, &passing)?;
        }
        Ok(passing)
    }

    /// Returns the documents of `passing` in the exact tier of the query `root`.
    ///
    /// Where no text is asked for, a filter is a question of its own.
    pub(crate) fn found(
        &self,
        root: Option<&CompiledClause>,
        evaluator: &mut Evaluator<'_>,
        passing: &DocSet,
    ) -> tantivy::Result<DocSet> {
        match root {
            Some(root) => evaluator.clause(root, passing),
            None if self.filter.is_empty() => Ok(DocSet::empty_like(passing)),
            None => Ok(passing.clone()),
        }
    }
}
