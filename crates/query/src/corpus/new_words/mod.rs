//! Discovery: words that the texts of an index use and its dictionary lacks.
//!
//! Texts are cut by the dictionary. A row of pieces is proposed as a word if the pieces keep
//! together far more often than by chance, if what precedes and follows it varies, as it
//! does around words, and if it is no mere part of a longer row.
//!
//! Cohesion is pointwise mutual information at the weakest joint (K. Church and P. Hanks, "Word
//! association norms, mutual information, and lexicography", 1990); variety is the entropy of the
//! neighbours (H. Feng et al., "Accessor variety criteria for Chinese word extraction", 2004, and
//! Z. Jin and K. Tanaka-Ishii, "Unsupervised segmentation of Chinese text by use of branching
//! entropy", 2006).

mod ngrams;
mod segments;
pub(super) mod word;

use tantivy::DocAddress;
use xunwen_schema::Article;

use crate::engine::facade::Engine;
use crate::index::Index;
use crate::index::docset::DocSet;
use crate::index::error::Error;
use crate::index::term_lookup::Lookup;
use crate::matching::filter::Selection;
use crate::request::Filter;
use ngrams::{Gram, Grams};
use segments::{Pieces, is_functional};
use word::{LEAST_COHESION, NewWord};

/// What is looked for.
#[derive(Clone, Debug)]
pub struct DiscoverRequest {
    /// Which articles are read.
    pub filter: Filter,
    /// The fewest articles a word must occur in.
    pub least: u64,
    /// Articles published from this second on count as recent; `rise` compares them with the others.
    pub recent_since: Option<i64>,
    /// The most words.
    pub limit: usize,
}

/// The words that are proposed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Discovery {
    /// The words, most telling first.
    pub words: Vec<NewWord>,
    /// How many articles were read.
    pub articles: u64,
}

/// The least variety, in nats: as of four neighbours, equally often.
const LEAST_VARIETY: f64 = 1.4;
/// The most characters of a word; what is longer mostly is a phrase.
const LONGEST_NEW_WORD: usize = 5;
/// The least share of a row's occurrences that are not inside a longer row that was found.
const LEAST_ALONE: f64 = 0.4;

impl Discovery {
    /// Proposes words that occur in articles and not in the dictionary or the index's own list.
    ///
    /// The articles are read twice. Of rare pairs only so many are kept as fit into a fixed memory.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(engine: &Engine, request: &DiscoverRequest) -> Result<Self, Error> {
        let index = engine.local("new words")?.index();
        let addresses = passing(index, &request.filter)?;
        let mut grams = Grams::new(request.least);
        each_text(index, &addresses, |_, pieces| grams.count_pairs(pieces))?;
        grams.keep_cohesive(LEAST_COHESION[0]);
        let is_recent = recent(index, request.recent_since)?;
        each_text(index, &addresses, |address, pieces| {
            grams.count_rows(
                pieces,
                address,
                is_recent[address.segment_ord as usize].contains(address.doc_id),
            );
        })?;
        let all = addresses.len() as u64;
        let recent_articles = addresses
            .iter()
            .filter(|at| is_recent[at.segment_ord as usize].contains(at.doc_id))
            .count() as u64;
        let rows = grams.into_rows();
        let mut words: Vec<NewWord> = Vec::new();
        for (row, gram) in &rows.rows {
            if !row.first().is_some_and(|it| is_functional(it))
                && !row.last().is_some_and(|it| is_functional(it))
            {
                words.extend(
                    rows.word(row, gram)
                        .filter(is_wordlike)
                        .map(|word| NewWord { rise: rise(gram, recent_articles, all), ..word }),
                );
            }
        }
        drop_parts(&mut words);
        words.retain(|word| word.word.chars().count() <= LONGEST_NEW_WORD);
        words.sort_by(|left, right| {
            score(right).total_cmp(&score(left)).then_with(|| left.word.cmp(&right.word))
        });
        words.retain(|word| !is_known(index, &word.word));
        words.truncate(request.limit);
        for word in &mut words {
            word.example = example(index, &word.word, &rows.places)?;
        }
        Ok(Self { words, articles: all })
    }
}

/// Returns the articles that pass a filter, as they are stored.
fn passing(index: &Index, filter: &Filter) -> Result<Vec<DocAddress>, Error> {
    let lookup = Lookup::new(index.segments());
    let selection = Selection::new(index.fields(), filter, 0);
    let mut addresses = Vec::new();
    for segment in index.segments().iter() {
        let passing = selection.passing(&selection.evaluator(lookup.at(segment)))?;
        addresses.extend(passing.iter().map(|doc| DocAddress::new(segment.ordinal(), doc)));
    }
    Ok(addresses)
}

/// Returns whether the dictionary cuts `word` as one.
fn is_known(index: &Index, word: &str) -> bool {
    let atoms = xunwen_schema::Atoms::scan(word);
    index.generation().analyzer.words(&atoms).iter().any(|range| range.len() == atoms.len())
}

/// Returns the articles of each segment that are recent.
fn recent(index: &Index, since: Option<i64>) -> Result<Vec<DocSet>, Error> {
    let mut recent = Vec::new();
    for segment in index.segments().iter() {
        let columns = segment.columns()?;
        let mut bits = DocSet::new(segment.max_doc());
        let is_recent = |doc: u32| {
            since.is_some_and(|since| columns.published(doc).is_some_and(|date| date >= since))
        };
        segment.live_docs().iter().filter(|&doc| is_recent(doc)).for_each(|doc| bits.insert(doc));
        recent.push(bits);
    }
    Ok(recent)
}

/// Cuts the texts of articles, and calls `take` with each stretch of pieces.
fn each_text(
    index: &Index,
    addresses: &[DocAddress],
    mut take: impl FnMut(DocAddress, &[String]),
) -> Result<(), Error> {
    for &address in addresses {
        let article = index.article(address)?;
        for text in texts(&article) {
            Pieces::of(&index.generation().analyzer, text).each(|row| take(address, row));
        }
    }
    Ok(())
}

fn example(
    index: &Index,
    word: &str,
    places: &std::collections::HashMap<String, DocAddress>,
) -> Result<String, Error> {
    let Some(&address) = places.get(word) else { return Ok(String::new()) };
    let article = index.article(address)?;
    Ok(texts(&article).find_map(|text| segments::around(text, word)).unwrap_or_default())
}

fn texts(article: &Article) -> impl Iterator<Item = &str> {
    // A summary mostly repeats what the body says.
    [&article.title, &article.body].into_iter().map(String::as_str)
}

fn is_wordlike(word: &NewWord) -> bool {
    word.variety >= LEAST_VARIETY
}

/// Returns how strongly a word is proposed: by frequency, cohesion and variety.
fn score(word: &NewWord) -> f64 {
    (word.articles as f64).ln() * word.cohesion * word.variety.min(4.0)
}

fn rise(gram: &Gram, recent: u64, all: u64) -> Option<f64> {
    let earlier = all.saturating_sub(recent);
    if recent == 0 || earlier == 0 {
        return None;
    }
    // One article more on either side, so that what is new altogether has a number, too.
    let rate = |articles: u64, of: u64| (articles as f64 + 1.0) / (of as f64 + 1.0);
    Some(rate(gram.recent, recent) / rate(gram.articles - gram.recent, earlier))
}

/// Leaves out words that mostly occur inside one longer word that was found.
fn drop_parts(words: &mut Vec<NewWord>) {
    let longer: Vec<(String, u64)> =
        words.iter().map(|word| (word.word.clone(), word.occurrences)).collect();
    words.retain(|word| {
        let within = longer
            .iter()
            .filter(|(other, _)| other.len() > word.word.len() && other.contains(&word.word));
        let most = within.map(|&(_, occurrences)| occurrences).max().unwrap_or(0);
        let alone = word.occurrences.saturating_sub(most) as f64;
        alone >= LEAST_ALONE * word.occurrences as f64
    });
}
