//! The engine: opens an index and answers questions.

use std::path::Path;
use std::time::Instant;

use tantivy::query::{EmptyQuery, Query};
use tantivy::{DocAddress, ReloadPolicy, Searcher};
use xunwen_schema::{Fields, Generation};

use crate::answer::Answer;
use crate::bits::{Allowed, Bits};
use crate::error::Error;
use crate::page::{Page, Tier, Totals};
use crate::plan::{Filter, Plan, plan};
use crate::rank::{Order, Ranked, Ranking, matching};
use crate::related::{RelatedTerm, related_query, related_terms, strongest};

/// A question.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// What is asked.
    pub query: crate::Query,
    /// Which articles are asked about.
    pub filter: Filter,
    /// The order of the exact tier; the related tier always goes by relevance.
    pub order: Order,
    /// Whether the related tier is left out.
    pub exact_only: bool,
    /// Whether related articles are counted too, which costs a pass over all of them.
    pub count_related: bool,
    /// Hits to pass over.
    pub offset: usize,
    /// Hits to return at most; `usize::MAX` for all.
    pub limit: usize,
    /// The present in seconds since the Unix epoch, where "the last 30 days" end.
    pub now: i64,
    /// The most characters of a passage.
    pub passage_width: usize,
}

impl Request {
    /// The width of a passage where nothing else is said.
    pub const PASSAGE_WIDTH: usize = 120;

    /// Returns the question for the first 10 hits of `query`.
    #[must_use]
    pub fn new(query: crate::Query) -> Self {
        Self { query, limit: 10, passage_width: Self::PASSAGE_WIDTH, ..Self::default() }
    }
}

/// Answers questions about one generation of an index, as it was when opened.
#[derive(Clone)]
pub struct Engine {
    searcher: Searcher,
    generation: Generation,
    fields: Fields,
}

impl Engine {
    /// Opens the live generation of the index directory `dir`.
    ///
    /// # Errors
    ///
    /// If there is none that this program reads.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let generation = Generation::open(dir)?;
        let reader =
            generation.index()?.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { searcher: reader.searcher(), generation, fields: Fields::schema().1 })
    }

    /// Returns the generation that answers.
    #[must_use]
    pub fn generation(&self) -> &Generation {
        &self.generation
    }

    /// Returns the id of the article at `address`.
    pub(crate) fn id(&self, address: DocAddress) -> Result<String, Error> {
        let mut id = String::new();
        let segment = self.searcher.segment_reader(address.segment_ord);
        if let Some(ids) = segment.fast_fields().str("id")?
            && let Some(ordinal) = ids.ords().first(address.doc_id)
        {
            ids.ord_to_str(ordinal, &mut id).map_err(tantivy::TantivyError::from)?;
        }
        Ok(id)
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Returns the state of the index that answers.
    #[must_use]
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Answers `request` with one page.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn search(&self, request: &Request) -> Result<Page, Error> {
        let start = Instant::now();
        let answer = self.answer(request)?;
        let hits = answer.hits().collect::<Result<_, _>>()?;
        Ok(Page { totals: answer.totals(), hits, elapsed: start.elapsed() })
    }

    /// Ranks what answers `request`; the hits themselves are read one by one.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn answer(&self, request: &Request) -> Result<Answer<'_>, Error> {
        let plan = plan(&request.query, &request.filter, &self.fields, request.now);
        let end = request.offset.saturating_add(request.limit);
        let (exact, found) = self.exact(&plan, request.order, end)?;
        let mut totals = Totals {
            exact: found.iter().map(Bits::len).sum(),
            related: None,
            articles: self.searcher.num_docs(),
            generation: self.generation.number,
        };
        let room = if request.exact_only { 0 } else { end - exact.len() };
        let terms = self.related_terms(&plan, room > 0 || request.count_related)?;
        let allowed = Allowed::new(&self.searcher, found, plan.restriction.as_deref())?;
        let related = self.related(&terms, room, &allowed)?;
        if request.count_related {
            totals.related = Some(self.count_related(&terms, &allowed)?);
        }
        let tiered = |tier| move |ranked| (tier, ranked);
        let hits = exact
            .into_iter()
            .map(tiered(Tier::Exact))
            .chain(related.into_iter().map(tiered(Tier::Related)));
        let hits =
            (1..).zip(hits).skip(request.offset).map(|(rank, (tier, ranked))| (rank, tier, ranked));
        Ok(Answer::new(self, totals, hits.collect(), &plan, &terms, request.passage_width))
    }

    /// Returns the best of the exact tier, and all of it as sets.
    fn exact(
        &self,
        plan: &Plan,
        order: Order,
        limit: usize,
    ) -> Result<(Vec<Ranked>, Vec<Bits>), Error> {
        let nothing: &dyn Query = &EmptyQuery;
        let query = plan.exact.as_deref().unwrap_or(nothing);
        Ok(Ranking { query, order, limit }.all(&self.searcher)?)
    }

    fn related_terms(&self, plan: &Plan, are_needed: bool) -> Result<Vec<RelatedTerm>, Error> {
        if !are_needed {
            return Ok(Vec::new());
        }
        let terms = related_terms(&self.generation.analyzer, &plan.texts);
        Ok(strongest(&self.searcher, &self.fields, terms)?)
    }

    fn related(
        &self,
        terms: &[RelatedTerm],
        limit: usize,
        allowed: &Allowed,
    ) -> Result<Vec<Ranked>, Error> {
        if terms.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let query = related_query(&self.fields, terms);
        let ranking = Ranking { query: query.as_ref(), order: Order::Relevance, limit };
        Ok(ranking.best(&self.searcher, |segment, doc| allowed.allows(segment, doc))?)
    }

    /// Counts the related articles: those with a term that is shown.
    fn count_related(&self, terms: &[RelatedTerm], allowed: &Allowed) -> Result<u64, Error> {
        let shown: Vec<RelatedTerm> = terms.iter().filter(|term| term.is_shown).cloned().collect();
        if shown.is_empty() {
            return Ok(0);
        }
        let found = matching(related_query(&self.fields, &shown).as_ref(), &self.searcher)?;
        Ok(allowed.count(&found))
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("generation", &self.generation).finish_non_exhaustive()
    }
}
