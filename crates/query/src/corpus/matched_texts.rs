//! Matched texts: the exact tier of a query, article by article, with where its keywords occur.

use std::ops::Range;

use tantivy::DocAddress;
use xunwen_language::Field;
use xunwen_schema::{Article, Atoms};

use crate::corpus::place_counts::count_places;
use crate::engine::answer::Answer;
use crate::engine::facade::Engine;
use crate::engine::page::Totals;
use crate::highlight::matcher::{Highlighter, Occurrence, exact_patterns};
use crate::index::error::Error;
use crate::request::{Order, Request};

/// The exact tier of a query, to be read.
pub(crate) struct MatchedTexts<'e> {
    engine: &'e Engine,
    answer: Answer<'e>,
    highlighter: Highlighter,
    /// Its articles: newest first, then by id.
    pub(crate) addresses: Vec<DocAddress>,
}

/// A text of an article, with the positions at which the query's keywords occur.
pub(crate) struct MatchedText<'t> {
    pub(crate) field: Field,
    pub(crate) text: &'t str,
    pub(crate) atoms: Atoms,
    /// Ranges of positions, sorted, each once.
    pub(crate) places: Vec<Range<usize>>,
}

impl<'e> MatchedTexts<'e> {
    /// Finds the exact tier of `request`, whatever part and order of it are asked for.
    pub(crate) fn new(engine: &'e Engine, request: &Request) -> Result<Self, Error> {
        let answer = engine.exact_tier(&Request { order: Order::Newest, ..request.clone() })?;
        let highlighter = Highlighter::new(exact_patterns(answer.query()));
        let addresses = answer.addresses();
        Ok(Self { engine, answer, highlighter, addresses })
    }

    /// Returns how many articles it is, of how many.
    pub(crate) fn totals(&self) -> Totals {
        self.answer.totals()
    }

    /// Returns in how many places of these articles a keyword occurs: what [`Self::texts`] finds in all
    /// of them, counted without reading them.
    pub(crate) fn places(&self) -> Result<u64, Error> {
        if self.answer.asked().is_some() {
            return self.read_places();
        }
        let index = self.engine.local("a count of places")?.index();
        Ok(count_places(index, self.answer.query(), self.answer.exact_tier())?)
    }

    /// Counts the places by reading all articles, where a remote holds them.
    fn read_places(&self) -> Result<u64, Error> {
        let mut sum = 0;
        for rank in 0..self.addresses.len() {
            let article = self.article(rank)?;
            sum += self.texts(&article).map(|text| text.places.len() as u64).sum::<u64>();
        }
        Ok(sum)
    }

    /// Returns whether the query has no keyword that could occur anywhere.
    pub(crate) fn has_no_keyword(&self) -> bool {
        self.highlighter.patterns().is_empty()
    }

    /// Returns the ranks of the articles in the order in which the index reads them fastest.
    pub(crate) fn ranks_as_stored(&self) -> Vec<usize> {
        self.as_stored(0..self.addresses.len())
    }

    /// Returns some ranks in the order in which the index reads their articles fastest.
    pub(crate) fn as_stored(&self, ranks: Range<usize>) -> Vec<usize> {
        let mut ranks: Vec<usize> = ranks.collect();
        ranks.sort_unstable_by_key(|&rank| self.addresses[rank]);
        ranks
    }

    /// Reads the article at `rank`.
    pub(crate) fn article(&self, rank: usize) -> Result<Article, Error> {
        self.answer.article(self.addresses[rank])
    }

    /// Returns title, summary and body of `article`, analysed.
    pub(crate) fn texts<'t>(
        &'t self,
        article: &'t Article,
    ) -> impl Iterator<Item = MatchedText<'t>> {
        article.texts().into_iter().map(|(field, text)| self.text(field.into(), text))
    }

    fn text<'t>(&self, field: Field, text: &'t str) -> MatchedText<'t> {
        let atoms = Atoms::scan(text);
        let lead = atoms.lead_end();
        let patterns = self.highlighter.patterns();
        let is_inside = |found: &Occurrence| {
            patterns[found.pattern].field != Some(Field::Lead) || found.positions.end <= lead
        };
        let found = self.highlighter.find(&atoms, field).into_iter().filter(is_inside);
        let mut places: Vec<Range<usize>> = found.map(|found| found.positions).collect();
        places.sort_unstable_by_key(|place| (place.start, place.end));
        places.dedup();
        MatchedText { field, text, atoms, places }
    }
}
