//! Answers: what was found, in order, read article by article.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use tantivy::DocAddress;
use xunwen_language::Field;
use xunwen_schema::Article;

use crate::engine::elsewhere::{Listing, Tally};
use crate::engine::page::{Hit, Tier, Totals};
use crate::expansion::{Expansion, Expansions};
use crate::highlight::matcher::{Highlighter, exact_patterns, related_patterns};
use crate::highlight::passage::{MarkedText, Passage};
use crate::index::Index;
use crate::index::docset::DocSet;
use crate::index::error::Error;
use crate::matching::plan::CompiledQuery;
use crate::ranking::query_terms::QueryTerm;
use crate::ranking::top_docs::Ranked;
use crate::request::Request;

/// What answers a request, ranked; articles are read from the index only as hits are asked for.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::Request;
///
/// let answer = engine.answer(&Request { limit: usize::MAX, ..Request::new(parse("短剧")?, 0) })?;
/// for hit in answer.hits() {
///     assert!(hit?.article.title.contains("短剧"));
/// }
/// assert_eq!(answer.ids()?[0].0, "b");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Answer<'e> {
    articles: Articles<'e>,
    /// What was asked of a program elsewhere, if one answered.
    asked: Option<(Arc<dyn Tally>, Request)>,
    ranking: RankedHits,
    query: CompiledQuery,
    /// What makes an article related.
    terms: Vec<QueryTerm>,
    exact: OnceLock<Highlighter>,
    related: OnceLock<Highlighter>,
    expansions: Vec<Expansion>,
    width: usize,
}

/// Where the articles of an answer are.
#[derive(Debug)]
enum Articles<'e> {
    /// In the index of the engine that was asked.
    Index(&'e Index),
    /// In an index that the answer has: a sample of the articles of a remote, or the engine's.
    Own(Index),
    /// With a remote, listed.
    Listed(Arc<dyn Listing>),
}

/// What was found, before any article is read.
#[derive(Debug)]
pub(crate) struct RankedHits {
    pub(crate) totals: Totals,
    /// The hits of the page, with their places.
    pub(crate) hits: Vec<(usize, (Tier, Ranked))>,
    /// The whole exact tier, segment by segment.
    pub(crate) found: Vec<DocSet>,
}

impl<'e> Answer<'e> {
    pub(crate) fn new(
        index: &'e Index,
        ranking: RankedHits,
        query: CompiledQuery,
        mut terms: Vec<QueryTerm>,
        expansions: Expansions,
    ) -> Self {
        terms.extend(expansions.terms);
        let (exact, related) = Default::default();
        let expansions = expansions.shown;
        let width = Request::PASSAGE_WIDTH;
        let articles = Articles::Index(index);
        let asked = None;
        Self { articles, asked, ranking, query, terms, exact, related, expansions, width }
    }

    /// Returns the answer with articles of an index that it owns.
    pub(crate) fn of_sample(self, index: Index) -> Answer<'static> {
        self.with_articles(Articles::Own(index))
    }

    /// Returns the same answer, which may outlive the engine that gave it: both share what is open.
    #[must_use]
    pub fn into_owned(self) -> Answer<'static> {
        let articles = match &self.articles {
            Articles::Index(index) => Articles::Own((*index).clone()),
            Articles::Own(index) => Articles::Own(index.clone()),
            Articles::Listed(listing) => Articles::Listed(Arc::clone(listing)),
        };
        self.with_articles(articles)
    }

    fn with_articles<'a>(self, articles: Articles<'a>) -> Answer<'a> {
        let Answer { asked, ranking, query, terms, exact, related, expansions, width, .. } = self;
        Answer { articles, asked, ranking, query, terms, exact, related, expansions, width }
    }

    /// Returns the answer with the totals of `tally`, which counts what is asked of it further.
    pub(crate) fn counted_by(
        self,
        tally: Arc<dyn Tally>,
        request: &Request,
        totals: Totals,
    ) -> Self {
        let ranking = RankedHits { totals, ..self.ranking };
        Self { ranking, asked: Some((tally, request.clone())), ..self }
    }

    /// Returns an answer with the hits that are listed.
    pub(crate) fn of_listing(listing: Arc<dyn Listing>, request: &Request) -> Self {
        let hit = |place: usize| {
            let address = DocAddress::new((place >> 32) as u32, place as u32);
            (
                request.offset + place + 1,
                (Tier::Exact, Ranked { address, score: listing.hit(place).1 }),
            )
        };
        let hits = (0..listing.len()).map(hit).collect();
        let ranking = RankedHits { totals: Totals::default(), hits, found: Vec::new() };
        let (asked, terms, exact, related, expansions) = Default::default();
        let query = CompiledQuery::of(&request.query);
        let width = request.passage_width;
        let articles = Articles::Listed(listing);
        Self { articles, asked, ranking, query, terms, exact, related, expansions, width }
    }

    /// Returns what counts the articles, and what it was asked; `None` if the index is here.
    pub(crate) fn asked(&self) -> Option<(&dyn Tally, &Request)> {
        self.asked.as_ref().map(|(tally, request)| (tally.as_ref(), request))
    }

    /// Returns the answer with passages of `width` characters.
    pub(crate) fn with_passages_of(self, width: usize) -> Self {
        Self { width, ..self }
    }

    /// Returns what was asked.
    pub(crate) fn query(&self) -> &CompiledQuery {
        &self.query
    }

    /// Returns what finds the places of the query in a hit; it is made when a hit is first read.
    fn highlighter(&self, tier: Tier) -> &Highlighter {
        match tier {
            Tier::Exact => self.exact.get_or_init(|| Highlighter::new(exact_patterns(&self.query))),
            Tier::Related => self
                .related
                .get_or_init(|| Highlighter::new(related_patterns(&self.query, &self.terms))),
        }
    }

    /// Returns how many articles answer the query.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.ranking.totals
    }

    /// Returns the other wordings of the query that related articles were looked for by.
    #[must_use]
    pub fn expansions(&self) -> &[Expansion] {
        &self.expansions
    }

    /// Returns the whole exact tier, segment by segment.
    pub(crate) fn exact_tier(&self) -> &[DocSet] {
        &self.ranking.found
    }

    /// Returns the index that answered, unless the hits are only listed.
    pub(crate) fn index(&self) -> Option<&Index> {
        match &self.articles {
            Articles::Index(index) => Some(index),
            Articles::Own(index) => Some(index),
            Articles::Listed(_) => None,
        }
    }

    /// Returns the number of hits to come.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ranking.hits.len()
    }

    /// Returns whether there is no hit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranking.hits.is_empty()
    }

    /// Reads the hits in order, one by one.
    pub fn hits(&self) -> impl Iterator<Item = Result<Hit, Error>> + '_ {
        self.hits_in(0..self.len())
    }

    /// Reads some of the hits in order, one by one; those that there are not are left out.
    pub fn hits_in(&self, hits: Range<usize>) -> impl Iterator<Item = Result<Hit, Error>> + '_ {
        self.ranked(hits).iter().map(|&(rank, (tier, ranked))| {
            let article = self.article(ranked.address)?;
            Ok(self.hit(rank, tier, ranked.score, article))
        })
    }

    /// Reads the hits in order, one by one, without looking for what matched: their passages are
    /// empty. That is several times as fast.
    pub fn bare_hits(&self) -> impl Iterator<Item = Result<Hit, Error>> + '_ {
        self.ranking.hits.iter().map(|&hit| Ok(bare(hit, self.article(hit.1.1.address)?)))
    }

    /// Reads some of the hits, all at once, without looking for what matched. The articles are read in
    /// the order in which they are stored: of many, that is several times as fast as one by one.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn bare_hits_in(&self, hits: Range<usize>) -> Result<Vec<Hit>, Error> {
        let ranked = self.ranked(hits);
        let mut stored: Vec<usize> = (0..ranked.len()).collect();
        stored.sort_unstable_by_key(|&place| ranked[place].1.1.address);
        let read = stored.into_iter().map(|place| {
            Ok((place, bare(ranked[place], self.article(ranked[place].1.1.address)?)))
        });
        let mut hits = read.collect::<Result<Vec<_>, Error>>()?;
        hits.sort_unstable_by_key(|hit| hit.0);
        Ok(hits.into_iter().map(|(_, hit)| hit).collect())
    }

    fn ranked(&self, hits: Range<usize>) -> &[(usize, (Tier, Ranked))] {
        let end = hits.end.min(self.len());
        &self.ranking.hits[hits.start.min(end)..end]
    }

    /// Reads the ids, tiers and scores of all hits in order, without their texts.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn ids(&self) -> Result<Vec<(String, Tier, f32)>, Error> {
        let ids = self.articles.ids(&self.addresses())?.into_iter();
        let hits = self.ranking.hits.iter();
        Ok(ids.zip(hits).map(|(id, &(_, (tier, ranked)))| (id, tier, ranked.score)).collect())
    }

    /// Returns the scores of the hits of one tier, in order.
    pub fn scores(&self, tier: Tier) -> impl Iterator<Item = f32> + '_ {
        self.ranking.hits.iter().filter(move |hit| hit.1.0 == tier).map(|hit| hit.1.1.score)
    }

    /// Returns the addresses of the hits, in order.
    pub(crate) fn addresses(&self) -> Vec<DocAddress> {
        self.ranking.hits.iter().map(|hit| hit.1.1.address).collect()
    }

    /// Reads the article of a hit.
    pub(crate) fn article(&self, address: DocAddress) -> Result<Article, Error> {
        self.articles.article(address)
    }

    fn hit(&self, rank: usize, tier: Tier, score: f32, article: Article) -> Hit {
        let highlighter = self.highlighter(tier);
        let title = MarkedText::new(&article.title, Field::Title, highlighter);
        let texts = [(Field::Body, &article.body), (Field::Summary, &article.summary)];
        let texts = texts.map(|(field, text)| (field, MarkedText::new(text, field, highlighter)));
        let (matched, via) = if tier == Tier::Exact {
            Default::default()
        } else {
            matched(highlighter, &[&title, &texts[0].1, &texts[1].1])
        };
        let title_passage = title.whole();
        let passages = self.passages(texts, highlighter);
        Hit { rank, tier, score, title: title_passage, passages, matched, via, article }
    }

    /// Returns the best passage of each text in which something was found, or of the first text
    /// if nothing was.
    fn passages(
        &self,
        texts: [(Field, MarkedText<'_>); 2],
        highlighter: &Highlighter,
    ) -> Vec<(Field, Passage)> {
        let any = texts.iter().any(|(_, text)| text.has_marks());
        let chosen = texts
            .into_iter()
            .filter(|(_, text)| if any { text.has_marks() } else { !text.is_empty() });
        let passages = chosen.map(|(field, text)| (field, text.passage(self.width, highlighter)));
        if any { passages.collect() } else { passages.take(1).collect() }
    }
}

impl Articles<'_> {
    fn article(&self, address: DocAddress) -> Result<Article, Error> {
        match self {
            Self::Index(index) => Ok(index.article(address)?),
            Self::Own(index) => Ok(index.article(address)?),
            Self::Listed(listing) => listing.article(place(address)),
        }
    }

    fn ids(&self, addresses: &[DocAddress]) -> Result<Vec<String>, Error> {
        match self {
            Self::Index(index) => index.ids(addresses),
            Self::Own(index) => index.ids(addresses),
            Self::Listed(listing) => {
                let id = |&address: &DocAddress| listing.hit(place(address)).0.to_owned();
                Ok(addresses.iter().map(id).collect())
            }
        }
    }
}

/// Returns a hit without what matched in it.
fn bare((rank, (tier, ranked)): (usize, (Tier, Ranked)), article: Article) -> Hit {
    let (title, passages, matched, via) = Default::default();
    Hit { rank, tier, score: ranked.score, article, title, passages, matched, via }
}

/// Returns the place in a listing that an address stands for.
fn place(address: DocAddress) -> usize {
    (address.segment_ord as usize) << 32 | address.doc_id as usize
}

/// Returns the names of the patterns that occur in any of `texts`, in the order of the query: those
/// of the query itself, and those of other wordings.
fn matched(highlighter: &Highlighter, texts: &[&MarkedText<'_>]) -> (Vec<String>, Vec<String>) {
    let mut found = vec![false; highlighter.patterns().len()];
    for occurrence in texts.iter().flat_map(|text| text.occurrences()) {
        found[occurrence.pattern] = true;
    }
    let names = |is_via: bool| {
        let patterns = highlighter.patterns().iter().zip(&found);
        let found = patterns.filter(|&(pattern, &found)| found && pattern.is_via == is_via);
        longest(found.map(|(pattern, _)| pattern.label.as_str()).collect())
    };
    (names(false), names(true))
}

/// Returns each of `found` once; what is part of a longer one says nothing of its own.
fn longest(found: Vec<&str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in &found {
        let is_part = found.iter().any(|longer| longer.len() > name.len() && longer.contains(name));
        if !is_part && !names.iter().any(|known| known == name) {
            names.push((*name).to_owned());
        }
    }
    names
}
