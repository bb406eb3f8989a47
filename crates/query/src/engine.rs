//! The engine: opens an index and answers questions.

use std::path::Path;
use std::time::Instant;

use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocAddress, DocSet, ReloadPolicy, Searcher, TERMINATED, TantivyDocument, TantivyError, Term,
};
use xunwen_language::Query;
use xunwen_schema::{Article, Fields, Generation, generation};

use crate::answer::{Answer, Ranking};
use crate::baseline::{Baseline, ranked};
use crate::bits::Bits;
use crate::error::Error;
use crate::expand::{Expansions, Prose, ProseCache};
use crate::marked::MarkedArticle;
use crate::page::{Page, Tier, Totals};
use crate::plan::Plan;
use crate::related::{RelatedTerm, patterns, related_terms, strongest};
use crate::request::{Expand, Request};
use crate::score::{Bm25, Norms};
use crate::segment::Segments;
use crate::tiers::{Related, Tiers};

/// Blocks of stored articles that are kept as they were last read: some 12 MB.
const BLOCKS: usize = 750;

/// Answers questions about one generation of an index, as it was when opened.
#[derive(Clone)]
pub struct Engine {
    segments: Segments,
    generation: Generation,
    fields: Fields,
    norms: Norms,
    prose: ProseCache,
}

impl Engine {
    /// Opens the live generation of the index directory `dir`.
    ///
    /// # Errors
    ///
    /// If there is none that this program reads.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        loop {
            let number = generation::live_number(dir)?;
            let opened = Generation::open(dir).map_err(Error::from).and_then(Self::of);
            // What was live a moment ago may have been switched from and removed meanwhile.
            if opened.is_ok() || generation::live_number(dir)? == number {
                return opened;
            }
        }
    }

    /// Opens a generation, be it live or not.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn of(generation: Generation) -> Result<Self, Error> {
        let reader = generation.index()?.reader_builder();
        let reader = reader.reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(BLOCKS);
        let reader = reader.try_into()?;
        let (fields, norms) = (Fields::schema().1, Norms::default());
        let (segments, prose) = (Segments::new(reader.searcher(), &fields), ProseCache::default());
        Ok(Self { segments, generation, fields, norms, prose })
    }

    /// Returns the generation that answers.
    #[must_use]
    pub fn generation(&self) -> &Generation {
        &self.generation
    }

    /// Returns the ids of the articles at `addresses`, in their order.
    pub(crate) fn ids(&self, addresses: &[DocAddress]) -> Result<Vec<String>, Error> {
        let mut ids = vec![String::new(); addresses.len()];
        for segment in self.segments.iter() {
            let Some(column) = &segment.columns()?.ids else { continue };
            let mut places: Vec<(u64, usize)> = Vec::new();
            for (place, address) in addresses.iter().enumerate() {
                if address.segment_ord == segment.ordinal() {
                    places.push((column.ords().first(address.doc_id).unwrap_or_default(), place));
                }
            }
            // In the order of the dictionary, its blocks are read once each.
            places.sort_unstable();
            let mut next = places.iter();
            let take = |id: &[u8]| {
                if let Some(&(_, place)) = next.next() {
                    ids[place] = String::from_utf8_lossy(id).into_owned();
                }
            };
            let ordinals: Vec<u64> = places.iter().map(|&(ordinal, _)| ordinal).collect();
            column
                .dictionary()
                .sorted_ords_to_term_cb(&ordinals, take)
                .map_err(tantivy::TantivyError::from)?;
        }
        Ok(ids)
    }

    /// Reads the article at `address`.
    pub(crate) fn article(&self, address: DocAddress) -> Result<Article, Error> {
        let document: TantivyDocument = self.segments.doc(address)?;
        Ok(self.fields.article(&document))
    }

    /// Returns where the article named `id` is.
    pub(crate) fn find(&self, id: &str) -> Result<Option<DocAddress>, Error> {
        let term = Term::from_field_text(self.fields.id, id);
        for (ordinal, segment) in (0..).zip(self.segments.segment_readers()) {
            let index = segment.inverted_index(self.fields.id)?;
            let postings = index.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(TantivyError::from)? else { continue };
            // An article that was replaced is still there, deleted.
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    return Ok(Some(DocAddress::new(ordinal, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// Returns the article named `id`, with what `query` finds marked in its whole texts: title,
    /// summary and body; `None` if the index has no such article.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn marked_article(&self, id: &str, query: &Query) -> Result<Option<MarkedArticle>, Error> {
        let Some(address) = self.find(id)? else { return Ok(None) };
        let article = self.article(address)?;
        let plan = Plan::of(query);
        let terms = self.related_terms(&plan, !query.is_empty())?;
        Ok(Some(MarkedArticle::new(article, plan.patterns(), patterns(&terms))))
    }

    /// Answers with the whole exact tier of `request` and nothing else.
    pub(crate) fn exact_tier(&self, request: &Request) -> Result<Answer<'_>, Error> {
        let (offset, limit) = (0, usize::MAX);
        let (exact_only, count_related) = (true, false);
        self.answer(&Request { offset, limit, exact_only, count_related, ..request.clone() })
    }

    /// Returns the articles that have a text in English.
    pub(crate) fn prose(&self) -> Result<&Prose, Error> {
        Ok(self.prose.get(&self.segments, &self.fields)?)
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Returns the state of the index that answers.
    #[must_use]
    pub fn searcher(&self) -> &Searcher {
        &self.segments
    }

    pub(crate) fn segments(&self) -> &Segments {
        &self.segments
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
        let plan = Plan::of(&request.query);
        let bm25 = self.bm25()?;
        let tiers = Tiers {
            segments: &self.segments,
            fields: &self.fields,
            request,
            plan: &plan,
            bm25: &bm25,
        };
        let end = request.offset.saturating_add(request.limit);
        let exact = tiers.exact(end)?;
        let room = if request.exact_only { 0 } else { end - exact.best.len() };
        let are_needed = room > 0 || request.count_related;
        let terms = self.related_terms(&plan, are_needed)?;
        let expand = if are_needed { request.expand } else { Expand::NONE };
        let expansions = self.expansions(&plan, expand)?;
        let all = [&terms[..], &expansions.terms].concat();
        let related = tiers.related(&all, &exact, room)?;
        let totals = Totals {
            exact: exact.found.iter().map(Bits::len).sum(),
            related: request.count_related.then_some(related.total),
            articles: self.segments.num_docs(),
            generation: self.generation.number,
        };
        let best = exact.best.into_iter().map(|ranked| (Tier::Exact, ranked));
        let related = related.best.into_iter().map(|ranked| (Tier::Related, ranked));
        let hits = (1..).zip(best.chain(related)).skip(request.offset).collect();
        let ranking = Ranking { totals, hits, found: exact.found };
        Ok(Answer::new(self, ranking, request, (terms, expansions)))
    }

    /// Returns the ids of the first `limit` articles as a plain index would rank them, with their
    /// scores, best first. For comparison only: an article need not hold what `query` asks for.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn baseline(
        &self,
        query: &Query,
        baseline: Baseline,
        limit: usize,
    ) -> Result<Vec<(String, f32)>, Error> {
        let terms = baseline.terms(&self.generation.analyzer, Plan::of(query).texts());
        let terms = strongest(&self.segments, &self.fields, terms)?;
        let ranked = ranked(&self.segments, &self.bm25()?, &terms, limit)?;
        let addresses: Vec<DocAddress> = ranked.iter().map(|ranked| ranked.address).collect();
        let ids = self.ids(&addresses)?.into_iter();
        Ok(ids.zip(ranked).map(|(id, ranked)| (id, ranked.score)).collect())
    }

    /// Ranks the related tier of a query of no conditions, asked at `now`; returns its terms, too.
    pub(crate) fn related(
        &self,
        plan: &Plan<'_>,
        (now, expand): (i64, Expand),
        others: Vec<RelatedTerm>,
    ) -> Result<(Vec<RelatedTerm>, Related), Error> {
        let request = Request { expand, ..Request::new(Query::default(), now) };
        let bm25 = self.bm25()?;
        let (segments, fields) = (&self.segments, &self.fields);
        let tiers = Tiers { segments, fields, request: &request, plan, bm25: &bm25 };
        let exact = tiers.exact(0)?;
        let mut terms = self.related_terms(plan, true)?;
        terms.extend(others);
        let related = tiers.related(&terms, &exact, 1)?;
        Ok((terms, related))
    }

    /// Returns what scores the articles of this index.
    pub(crate) fn bm25(&self) -> Result<Bm25<'_>, Error> {
        Ok(Bm25::new(&self.segments, &self.fields, &self.norms)?)
    }

    pub(crate) fn related_terms(
        &self,
        plan: &Plan<'_>,
        are_needed: bool,
    ) -> Result<Vec<RelatedTerm>, Error> {
        if !are_needed {
            return Ok(Vec::new());
        }
        let terms = related_terms(&self.generation.analyzer, plan.texts());
        Ok(strongest(&self.segments, &self.fields, terms)?)
    }

    /// Returns the other wordings of a query.
    pub(crate) fn expansions(&self, plan: &Plan<'_>, expand: Expand) -> Result<Expansions, Error> {
        Expansions::of(self, plan, expand)
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("generation", &self.generation).finish_non_exhaustive()
    }
}
