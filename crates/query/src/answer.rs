//! Answers: what was found, in order, read article by article.

use tantivy::{DocAddress, TantivyDocument};
use xunwen_schema::Article;

use crate::ast::Field;
use crate::engine::Engine;
use crate::error::Error;
use crate::find::Finder;
use crate::page::{Hit, Tier, Totals};
use crate::passage::Marked;
use crate::plan::Plan;
use crate::rank::Ranked;
use crate::related::{RelatedTerm, patterns};

/// What answers a request, ranked; articles are read from the index only as hits are asked for.
#[derive(Debug)]
pub struct Answer<'e> {
    engine: &'e Engine,
    totals: Totals,
    hits: Vec<(usize, (Tier, Ranked))>,
    exact: Finder,
    related: Finder,
    width: usize,
}

impl<'e> Answer<'e> {
    pub(crate) fn new(
        engine: &'e Engine,
        totals: Totals,
        hits: Vec<(usize, (Tier, Ranked))>,
        plan: &Plan<'_>,
        terms: &[RelatedTerm],
        width: usize,
    ) -> Self {
        let (exact, related) = (Finder::new(plan.patterns()), Finder::new(patterns(terms)));
        Self { engine, totals, hits, exact, related, width }
    }

    /// Returns how many articles answer the query.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Returns the number of hits to come.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Returns whether there is no hit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// Reads the hits in order, one by one.
    pub fn hits(&self) -> impl Iterator<Item = Result<Hit, Error>> + '_ {
        self.hits.iter().map(|&(rank, (tier, ranked))| {
            let article = self.article(&ranked)?;
            Ok(self.hit(rank, tier, ranked.score, article))
        })
    }

    /// Reads the ids, tiers and scores of all hits in order, without their texts.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn ids(&self) -> Result<Vec<(String, Tier, f32)>, Error> {
        let addresses: Vec<DocAddress> = self.hits.iter().map(|hit| hit.1.1.address).collect();
        let ids = self.engine.ids(&addresses)?.into_iter();
        Ok(ids.zip(&self.hits).map(|(id, &(_, (tier, ranked)))| (id, tier, ranked.score)).collect())
    }

    /// Returns where the hits are stored, in order.
    pub(crate) fn addresses(&self) -> Vec<DocAddress> {
        self.hits.iter().map(|hit| hit.1.1.address).collect()
    }

    /// Returns the scores of the hits of one tier, in order.
    pub fn scores(&self, tier: Tier) -> impl Iterator<Item = f32> + '_ {
        self.hits.iter().filter(move |hit| hit.1.0 == tier).map(|hit| hit.1.1.score)
    }

    fn article(&self, ranked: &Ranked) -> Result<Article, Error> {
        let document: TantivyDocument = self.engine.searcher().doc(ranked.address)?;
        Ok(self.engine.fields().article(&document))
    }

    fn hit(&self, rank: usize, tier: Tier, score: f32, article: Article) -> Hit {
        let finder = if tier == Tier::Exact { &self.exact } else { &self.related };
        let title = Marked::new(&article.title, Field::Title, finder);
        let texts = [(Field::Body, &article.body), (Field::Summary, &article.summary)];
        let texts = texts.map(|(field, text)| (field, Marked::new(text, field, finder)));
        let matched = if tier == Tier::Exact {
            Vec::new()
        } else {
            matched(finder, &[&title, &texts[0].1, &texts[1].1])
        };
        let title_passage = title.whole();
        let passages = self.passages(texts, finder);
        Hit { rank, tier, score, title: title_passage, passages, matched, article }
    }

    /// Returns the best passage of each text in which something was found, or of the first text
    /// if nothing was.
    fn passages(
        &self,
        texts: [(Field, Marked<'_>); 2],
        finder: &Finder,
    ) -> Vec<(Field, crate::Passage)> {
        let shows = |text: &Marked<'_>| !text.occurrences().is_empty();
        let any = texts.iter().any(|(_, text)| shows(text));
        let chosen =
            texts.into_iter().filter(|(_, text)| if any { shows(text) } else { !text.is_empty() });
        let passages = chosen.map(|(field, text)| (field, text.passage(self.width, finder)));
        if any { passages.collect() } else { passages.take(1).collect() }
    }
}

/// Returns the names of the patterns that stand in any of `texts`, in the order of the query.
fn matched(finder: &Finder, texts: &[&Marked<'_>]) -> Vec<String> {
    let mut found = vec![false; finder.patterns().len()];
    for occurrence in texts.iter().flat_map(|text| text.occurrences()) {
        found[occurrence.pattern] = true;
    }
    let mut names: Vec<String> = Vec::new();
    for (pattern, _) in finder.patterns().iter().zip(found).filter(|(_, found)| *found) {
        if !names.contains(&pattern.label) {
            names.push(pattern.label.clone());
        }
    }
    names
}
