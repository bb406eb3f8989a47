//! Keywords: words that mark some articles against all others.

use tantivy::DocAddress;
use xunwen_language::Query;
use xunwen_schema::Literal;

use crate::corpus::matched_texts::MatchedTexts;
use crate::corpus::top_k::TopK;
use crate::corpus::word_counts::WordCounts;
use crate::engine::facade::Engine;
use crate::engine::page::Totals;
use crate::index::Index;
use crate::index::docset::DocSet;
use crate::index::error::Error;
use crate::index::segment::Segment;
use crate::matching::plan::CompiledQuery;
use crate::ranking::log_likelihood::ContingencyTable;
use crate::ranking::term_counts::articles_with;
use crate::request::Request;

/// The words that mark the articles of a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keywords {
    /// The words, highest G² first, then by the word.
    pub words: Vec<Keyword>,
    /// How many articles were read for their words, if not all: every so manyth by date. The
    /// counts are of all articles even so.
    pub sampled: Option<u64>,
    /// How many articles it is about, of how many.
    pub totals: Totals,
    /// With how many articles these are compared: the rest of the index, or those that are named.
    pub against: u64,
}

/// A word that occurs in more of the articles than by chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// The word, folded.
    pub word: String,
    /// The articles of the exact tier in which it occurs.
    pub hits: u64,
    /// The articles they are compared with in which it occurs.
    pub elsewhere: u64,
    /// In how many of the exact tier it would occur by chance.
    pub expected: f64,
    /// The log-likelihood ratio; above 10.83 chance would do so once in a thousand times.
    pub g2: f64,
}

impl Keywords {
    /// The most articles that are read for their words.
    pub const MOST_READ: u64 = 2_000;

    /// Returns the `limit` words that mark the exact tier of `request` against the rest of the
    /// index, of what it is asked within, or of the exact tier of `against`: dictionary words of two or
    /// more atoms and runs of letters in title, summary and body. Words that are part of a keyword of the query, or hold one, are left out.
    ///
    /// The measure is Dunning's log-likelihood ratio of document frequencies. Each article is a
    /// trial: *exact* of all *articles* are in the tier, *hits* + *elsewhere* of them have the
    /// word, *hits* are both; G² = 2 Σ O ln(O / E) over the four cells. Words in fewer articles
    /// than expected are left out, and so are words in one article of several.
    ///
    /// Of more than 2,000 articles, 2,000 are read for their words, chosen evenly by date; what is
    /// found there is counted in all.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(
        engine: &Engine,
        request: &Request,
        against: Option<&Query>,
        limit: usize,
    ) -> Result<Self, Error> {
        let reading = MatchedTexts::new(engine, request)?;
        let mut counts = WordCounts::default();
        let ranks = chosen(&reading);
        let read = ranks.len();
        for rank in ranks {
            let article = reading.article(rank)?;
            for text in reading.texts(&article) {
                counts.add(&engine.generation().analyzer, &text.atoms, rank + 1, |_| true);
            }
        }
        let found = counts.words(2.min(read as u64));
        let query = CompiledQuery::of(&request.query);
        let others = found.into_iter().map(|(word, _)| word);
        let others = others.filter(|word| !query.parsed().any(|own| says_the_same(own, word)));
        let index = engine.local("the words of articles")?.index();
        let tier = tier(index, &reading.addresses);
        let mut all = compared(engine, request, against)?;
        all.iter_mut().zip(&tier).for_each(|(all, tier)| all.add(tier));
        let mut words = rank(index, others, [&tier, &all], limit)?;
        words.iter_mut().for_each(|keyword| keyword.word = counts.whole(&keyword.word));
        let sampled = (read < reading.addresses.len()).then_some(read as u64);
        let against = count(&all) - count(&tier);
        Ok(Self { words, sampled, totals: reading.totals(), against })
    }
}

/// Ranks `words` by how much more frequent they are in the first of two sets of articles than in the
/// second, which holds the first.
fn rank(
    index: &Index,
    words: impl Iterator<Item = String>,
    [tier, all]: [&[DocSet]; 2],
    limit: usize,
) -> Result<Vec<Keyword>, Error> {
    let (row, articles) = (count(tier), count(all));
    let mut best = TopK::new(limit);
    for word in words {
        let [hits, anywhere] = articles_with(index, &word, [tier, all])?;
        let table = ContingencyTable { both: hits, row, column: anywhere, all: articles };
        if table.is_more() {
            let elsewhere = anywhere - hits;
            let expected = table.expected();
            let g2 = table.g2();
            best.offer(g2, Keyword { word, hits, elsewhere, expected, g2 });
        }
    }
    Ok(best.into_sorted(|left, right| left.word.cmp(&right.word)))
}

/// Returns the articles that those of `request` are compared with; they may be among them.
fn compared(
    engine: &Engine,
    request: &Request,
    against: Option<&Query>,
) -> Result<Vec<DocSet>, Error> {
    let within = &request.filter.within;
    let Some(query) = against.or(Some(within).filter(|within| !within.is_empty())) else {
        let index = engine.local("the words of articles")?.index();
        return Ok(index.segments().iter().map(Segment::live_docs).collect());
    };
    let asked = Request { query: query.clone(), ..request.clone() };
    Ok(engine.exact_tier(&asked)?.exact_tier().to_vec())
}

fn count(sets: &[DocSet]) -> u64 {
    sets.iter().map(DocSet::len).sum()
}

/// Returns the ranks of the articles to be read, in the order in which they are stored.
fn chosen(reading: &MatchedTexts<'_>) -> Vec<usize> {
    let all = reading.addresses.len();
    let most = Keywords::MOST_READ as usize;
    if all <= most {
        return reading.ranks_as_stored();
    }
    let mut ranks: Vec<usize> = (0..most).map(|place| place * all / most).collect();
    ranks.sort_unstable_by_key(|&rank| reading.addresses[rank]);
    ranks
}

/// Returns the articles at `addresses`, one set a segment.
fn tier(index: &Index, addresses: &[DocAddress]) -> Vec<DocSet> {
    let empty = |segment: &Segment| DocSet::new(segment.max_doc());
    let mut tier: Vec<DocSet> = index.segments().iter().map(empty).collect();
    for address in addresses {
        tier[address.segment_ord as usize].insert(address.doc_id);
    }
    tier
}

/// Returns whether `word` is part of a keyword or contains it: such a word is distinctive by
/// construction.
fn says_the_same(keyword: &Literal, word: &str) -> bool {
    let Some(word) = Literal::new(word) else { return true };
    keyword.find(word.atoms()).next().is_some() || word.find(keyword.atoms()).next().is_some()
}
