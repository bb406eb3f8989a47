//! Collocates: words that occur near the keywords more often than by chance.
//!
//! # What a trial is
//!
//! `near`, `terms` and so `expected` rest on one definition: **a trial is one occurrence of a term of
//! the index in title, summary or body**. `terms` are all trials; `near` are those of them whose
//! positions all lie within the window of a keyword and within its sentence, and in no keyword.
//! A dictionary word of two characters is a pair, and so a trial. One of three or more is no term
//! of the index: each of its occurrences is the trial of the pair with which it begins, and adds no
//! other. So neither number depends on the dictionary, and a word that is added to it changes no
//! row but its own and those of words that it overlaps.

use std::ops::Range;

use xunwen_schema::{Analyzer, Atoms};

use crate::corpus::matched_texts::{MatchedText, MatchedTexts};
use crate::corpus::top_k::TopK;
use crate::corpus::word_counts::WordCounts;
use crate::engine::facade::Engine;
use crate::engine::page::Totals;
use crate::index::Index;
use crate::index::error::Error;
use crate::ranking::log_likelihood::ContingencyTable;
use crate::ranking::term_counts::{collection_frequency, trial_count};
use crate::request::Request;

/// The words near the keywords of a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collocates {
    /// The words, highest G² first, then by the word.
    pub words: Vec<Collocate>,
    /// Occurrences of the keywords.
    pub places: u64,
    /// Trials near them: occurrences of terms of the index, all of whose positions are near.
    pub near: u64,
    /// Trials in the whole index.
    pub terms: u64,
    /// How many articles were read, of how many.
    pub totals: Totals,
}

/// A word that occurs near the keywords more often than by chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Collocate {
    /// The word, folded.
    pub word: String,
    /// How often it occurs near a keyword; near two of them, it counts once.
    pub observed: u64,
    /// How often it would by chance: `near * everywhere / terms`.
    pub expected: f64,
    /// How often it occurs in title, summary and body of all articles of the index.
    pub everywhere: u64,
    /// The log-likelihood ratio; above 10.83 chance would do so once in a thousand times.
    pub g2: f64,
}

impl Collocates {
    /// Returns the `limit` words that mark the surroundings of the keywords of `request`: dictionary
    /// words of two or more atoms and runs of letters, met at least twice within `window`
    /// positions of a keyword and within its sentence. What overlaps a keyword does not count.
    ///
    /// The measure is Dunning's log-likelihood ratio of token frequencies. Each occurrence of a term of
    /// the index is a trial: *near* of all *terms* are near a keyword, *everywhere* of them are an
    /// occurrence of the word or begin one, *observed* are both. With the four cells of that table, observed O and expected E,
    /// G² = 2 Σ O ln(O / E). Words rarer than expected are left out.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(
        engine: &Engine,
        request: &Request,
        window: usize,
        limit: usize,
    ) -> Result<Self, Error> {
        let reading = MatchedTexts::new(engine, request)?;
        let mut counts = WordCounts::default();
        let mut places = 0;
        let ranks = if reading.has_no_keyword() { Vec::new() } else { reading.ranks_as_stored() };
        for rank in ranks {
            let article = reading.article(rank)?;
            for text in reading.texts(&article).filter(|text| !text.places.is_empty()) {
                places += text.places.len() as u64;
                count_near(&engine.generation().analyzer, &text, window, rank + 1, &mut counts);
            }
        }
        let near = counts.trials;
        let terms = trial_count(engine.local("collocates")?.index())?;
        let words = rank(engine.local("collocates")?.index(), &counts, terms, limit)?;
        Ok(Self { words, places, near, terms, totals: reading.totals() })
    }
}

/// Counts the terms near the keywords of one text. Only sentences that hold some are cut into
/// words: they have the words that they have in the whole text.
fn count_near(
    analyzer: &Analyzer,
    text: &MatchedText<'_>,
    window: usize,
    article: usize,
    counts: &mut WordCounts,
) {
    let near = near(text, window);
    for sentence in sentences(&text.atoms) {
        if !near[sentence.clone()].contains(&true) {
            continue;
        }
        let atoms = Atoms::scan(&text.text[text.atoms.span(sentence.clone())]);
        let is_near = &near[sentence];
        counts.add(analyzer, &atoms, article, |positions| {
            is_near[positions.clone()].iter().all(|&near| near)
        });
    }
}

fn rank(
    index: &Index,
    counts: &WordCounts,
    terms: u64,
    limit: usize,
) -> Result<Vec<Collocate>, Error> {
    let near = counts.trials;
    let mut best = TopK::new(limit);
    for (word, observed) in counts.words(1).into_iter().filter(|word| word.1 > 1) {
        // A word that occurred nowhere else would have the highest G² of all as frequent here,
        // and the words come by falling frequency.
        let table = ContingencyTable { both: observed, row: near, column: observed, all: terms };
        if best.is_beyond(table.g2()) {
            break;
        }
        let everywhere = collection_frequency(index, &word)?.max(observed);
        let table = ContingencyTable { column: everywhere, ..table };
        if table.is_more() {
            let word = counts.whole(&word);
            let expected = table.expected();
            let g2 = table.g2();
            best.offer(g2, Collocate { word, observed, expected, everywhere, g2 });
        }
    }
    Ok(best.into_sorted(|left, right| left.word.cmp(&right.word)))
}

/// Returns for each position whether it is near a keyword and in none.
fn near(text: &MatchedText<'_>, window: usize) -> Vec<bool> {
    let atoms = &text.atoms;
    let mut near = vec![false; atoms.len()];
    for place in &text.places {
        let left = (0..place.start).rev();
        let right = place.end..atoms.len();
        left.take(window)
            .take_while(|&at| !ends_sentence(atoms, at))
            .for_each(|at| near[at] = true);
        right
            .take(window)
            .take_while(|&at| !ends_sentence(atoms, at))
            .for_each(|at| near[at] = true);
    }
    for place in &text.places {
        near[place.clone()].fill(false);
    }
    near
}

/// Returns the stretches of positions between the ends of sentences.
fn sentences(atoms: &Atoms) -> Vec<Range<usize>> {
    let ends = (0..atoms.len()).filter(|&at| ends_sentence(atoms, at)).chain([atoms.len()]);
    let mut start = 0;
    let stretch = |end: usize| {
        let range = start..end;
        start = end + 1;
        range
    };
    ends.map(stretch).collect()
}

fn ends_sentence(atoms: &Atoms, position: usize) -> bool {
    atoms.get(position).is_some_and(|atom| atom.ends_sentence())
}
