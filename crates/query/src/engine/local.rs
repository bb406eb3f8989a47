//! The local engine: answers from an index that this process has opened.

use std::path::Path;
use std::sync::Arc;

use tantivy::DocAddress;
use xunwen_language::Query;
use xunwen_schema::{Article, FileAccess, Generation, IndexDir};

use crate::engine::answer::{Answer, RankedHits};
use crate::engine::page::{Tier, Totals};
use crate::engine::tiers::{RelatedTier, Tiers};
use crate::expansion::Expansions;
use crate::expansion::bilingual::prose::ProseCache;
use crate::highlight::article::MarkedArticle;
use crate::index::Index;
use crate::index::cancel::Cancel;
use crate::index::collection::Collection;
use crate::index::docset::DocSet;
use crate::index::error::Error;
use crate::matching::cost::cost;
use crate::matching::count::count;
use crate::matching::plan::CompiledQuery;
use crate::ranking::baseline::{Baseline, ranked};
use crate::ranking::bm25::Bm25;
use crate::ranking::field_norms::FieldNormCache;
use crate::ranking::query_terms::{QueryTerm, query_terms, strongest};
use crate::request::{Expand, Request};

/// One opened index, and what is read of it once.
#[derive(Clone)]
pub(crate) struct LocalEngine {
    index: Index,
    norms: FieldNormCache,
    prose: ProseCache,
}

impl LocalEngine {
    /// Opens the live generation of the index directory `dir`.
    pub(crate) fn open_with(dir: &Path, access: FileAccess) -> Result<Self, Error> {
        loop {
            let number = IndexDir::new(dir).live_number()?;
            let generation = Generation::open(dir).map_err(Error::from);
            let opened = generation.and_then(|it| Index::open(it, access)).map(Self::from_index);
            // What was live a moment ago may have been switched from and removed meanwhile.
            if opened.is_ok() || IndexDir::new(dir).live_number()? == number {
                return opened;
            }
        }
    }

    /// Opens a generation, live or not.
    pub(crate) fn of(generation: Generation) -> Result<Self, Error> {
        Index::open(generation, FileAccess::Map).map(Self::from_index)
    }

    /// Returns an engine over an index in memory, a sample of `collection`.
    pub(crate) fn of_sample(
        index: &tantivy::Index,
        generation: Generation,
        collection: Arc<dyn Collection>,
    ) -> Result<Self, Error> {
        Index::in_memory(index, generation, collection).map(Self::from_index)
    }

    fn from_index(index: Index) -> Self {
        Self { index, norms: FieldNormCache::default(), prose: ProseCache::default() }
    }

    /// Returns the same engine for questions that end with [`Error::Cancelled`] as soon as `cancel` is
    /// cancelled; what has been read is shared.
    pub(crate) fn with_cancel(&self, cancel: &Cancel) -> Self {
        let (norms, prose) = (self.norms.clone(), self.prose.clone());
        Self { index: self.index.with_cancel(cancel), norms, prose }
    }

    /// Returns the generation that answers.
    pub(crate) fn generation(&self) -> &Generation {
        self.index.generation()
    }

    /// Returns the article named `id`, with what `query` finds marked in its whole texts: title,
    /// summary and body, and other wordings of it; `None` if the index has no such article.
    pub(crate) fn marked_article(
        &self,
        id: &str,
        query: &Query,
        expand: Expand,
    ) -> Result<Option<MarkedArticle>, Error> {
        let Some(address) = self.index.find(id)? else { return Ok(None) };
        let article = self.index.article(address)?;
        let compiled = CompiledQuery::of(query);
        let mut terms = self.query_terms(&compiled, !query.is_empty())?;
        terms.extend(self.expansions(&compiled, expand)?.terms);
        Ok(Some(MarkedArticle::new(article, &compiled, &terms)))
    }

    /// Returns the article named `id`, if the index has it.
    pub(crate) fn article(&self, id: &str) -> Result<Option<Article>, Error> {
        let found = self.index.find(id)?;
        found.map(|address| Ok(self.index.article(address)?)).transpose()
    }

    /// Returns the number of articles in the index.
    pub(crate) fn articles(&self) -> u64 {
        self.index.articles()
    }

    /// Returns a number that is the same as long as the same articles are searched in the same way,
    /// by whatever process, and another as soon as an article is added, changed or deleted.
    pub(crate) fn version(&self) -> u64 {
        self.index.version()
    }

    /// Returns the index that answers.
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// Returns how many articles the exact tier of `request` has, whatever page it asks for.
    pub(crate) fn count(&self, request: &Request) -> Result<u64, Error> {
        self.index.segments().cancel().count(0)?;
        if request.filter.is_empty()
            && let Some(count) = count(&self.index, &CompiledQuery::of(&request.query))?
        {
            return Ok(count);
        }
        let request =
            Request { limit: 0, exact_only: true, count_related: false, ..request.clone() };
        Ok(self.answer(&request)?.totals().exact)
    }

    /// Returns what finding the exact tier of `query` costs at most, in postings and positions to be
    /// read: some nanoseconds each. It is reckoned from the dictionaries, and only until it is
    /// `enough`.
    pub(crate) fn cost(&self, query: &Query, enough: u64) -> Result<u64, Error> {
        Ok(cost(&self.index, &CompiledQuery::of(query), enough)?)
    }

    /// Ranks what answers `request`; the hits themselves are read one by one.
    pub(crate) fn answer(&self, request: &Request) -> Result<Answer<'_>, Error> {
        self.index.segments().cancel().count(0)?;
        let query = CompiledQuery::of(&request.query);
        let bm25 = self.bm25()?;
        let tiers = Tiers { index: &self.index, request, query: &query, bm25: &bm25 };
        let end = request.offset.saturating_add(request.limit);
        let exact = tiers.exact(end)?;
        let room = if request.exact_only { 0 } else { end - exact.best.len() };
        let are_needed = room > 0 || request.count_related;
        let terms = self.query_terms(&query, are_needed)?;
        let expand = if are_needed { request.expand } else { Expand::NONE };
        let expansions = self.expansions(&query, expand)?;
        let all = [&terms[..], &expansions.terms].concat();
        let related = tiers.related(&all, &exact, room)?;
        let totals = Totals {
            exact: exact.found.iter().map(DocSet::len).sum(),
            related: request.count_related.then_some(related.total),
            articles: self.index.articles(),
            generation: self.index.generation().number,
        };
        let best = exact.best.into_iter().map(|ranked| (Tier::Exact, ranked));
        let related = related.best.into_iter().map(|ranked| (Tier::Related, ranked));
        let hits = (1..).zip(best.chain(related)).skip(request.offset).collect();
        let ranking = RankedHits { totals, hits, found: exact.found };
        let answer = Answer::new(&self.index, ranking, query, terms, expansions);
        Ok(answer.with_passages_of(request.passage_width))
    }

    /// Returns the ids of the first `limit` articles as a plain index would rank them, with their
    /// scores, best first. For comparison only: an article need not hold what `query` asks for.
    pub(crate) fn baseline(
        &self,
        query: &Query,
        baseline: Baseline,
        limit: usize,
    ) -> Result<Vec<(String, f32)>, Error> {
        let terms =
            baseline.terms(&self.index.generation().analyzer, CompiledQuery::of(query).parsed());
        let terms = strongest(&self.index, terms)?;
        let ranked = ranked(self.index.segments(), &self.bm25()?, &terms, limit)?;
        let addresses: Vec<DocAddress> = ranked.iter().map(|ranked| ranked.address).collect();
        let ids = self.index.ids(&addresses)?.into_iter();
        Ok(ids.zip(ranked).map(|(id, ranked)| (id, ranked.score)).collect())
    }

    /// Ranks the related tier of a query of no conditions, asked at `now`; returns its terms, too.
    pub(crate) fn related(
        &self,
        query: &CompiledQuery,
        now: i64,
        expand: Expand,
        others: Vec<QueryTerm>,
    ) -> Result<(Vec<QueryTerm>, RelatedTier), Error> {
        let request = Request { expand, ..Request::new(Query::default(), now) };
        let bm25 = self.bm25()?;
        let tiers = Tiers { index: &self.index, request: &request, query, bm25: &bm25 };
        let exact = tiers.exact(0)?;
        let mut terms = self.query_terms(query, true)?;
        terms.extend(others);
        let related = tiers.related(&terms, &exact, 1)?;
        Ok((terms, related))
    }

    /// Returns what scores the articles of this index.
    pub(crate) fn bm25(&self) -> Result<Bm25<'_>, Error> {
        Ok(Bm25::new(self.index.segments(), self.index.fields(), &self.norms)?)
    }

    pub(crate) fn query_terms(
        &self,
        query: &CompiledQuery,
        are_needed: bool,
    ) -> Result<Vec<QueryTerm>, Error> {
        if !are_needed {
            return Ok(Vec::new());
        }
        let terms = query_terms(&self.index.generation().analyzer, query.parsed());
        Ok(strongest(&self.index, terms)?)
    }

    /// Returns the other wordings of a query.
    pub(crate) fn expansions(
        &self,
        query: &CompiledQuery,
        expand: Expand,
    ) -> Result<Expansions, Error> {
        Expansions::of(&self.index, &self.prose, query, expand)
    }
}
