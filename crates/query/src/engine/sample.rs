//! Samples: the few articles of a collection that a page can show, indexed here.
//!
//! A sample ranks, marks and explains its articles as any index does, with the statistics of the whole
//! collection.

use std::sync::Arc;

use xunwen_language::Query;
use xunwen_schema::Generation;

use crate::engine::answer::Answer;
use crate::engine::local::LocalEngine;
use crate::engine::plan::RankingPlan;
use crate::highlight::article::MarkedArticle;
use crate::index::cancel::Cancel;
use crate::index::collection::Collection;
use crate::index::error::Error;
use crate::request::{Expand, Request};

/// An index in memory that holds some of the articles of a collection.
#[derive(Clone)]
pub struct Sample(LocalEngine);

impl Sample {
    /// Opens an index in memory: it answers as if it held these articles alone, and ranks as if it held
    /// all of `collection`.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn new(
        index: &tantivy::Index,
        generation: Generation,
        collection: Arc<dyn Collection>,
    ) -> Result<Self, Error> {
        LocalEngine::of_sample(index, generation, collection).map(Self)
    }

    /// Returns the same sample for questions that end as soon as `cancel` is cancelled.
    #[must_use]
    pub fn with_cancel(&self, cancel: &Cancel) -> Self {
        Self(self.0.with_cancel(cancel))
    }

    /// Answers `request` from the sample.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn answer(&self, request: &Request) -> Result<Answer<'_>, Error> {
        self.0.answer(request)
    }

    /// Plans the ranking of `request`: what another engine needs to find the best articles.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn plan(&self, request: &Request) -> Result<RankingPlan, Error> {
        RankingPlan::of(&self.0, request)
    }

    /// Returns the article named `id`, with what `query` finds marked in its whole texts, and other
    /// wordings of it.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn marked_article(
        &self,
        id: &str,
        query: &Query,
        expand: Expand,
    ) -> Result<Option<MarkedArticle>, Error> {
        self.0.marked_article(id, query, expand)
    }

    /// Returns the engine that answers from the sample.
    pub(super) fn into_engine(self) -> LocalEngine {
        self.0
    }

    /// Answers `request` with what outlives the sample.
    pub(super) fn owned_answer(&self, request: &Request) -> Result<Answer<'static>, Error> {
        let answer = self.0.answer(&Request { count_related: false, ..request.clone() })?;
        Ok(answer.of_sample(self.0.index().clone()))
    }
}

impl std::fmt::Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Sample").field(self.0.index()).finish()
    }
}
