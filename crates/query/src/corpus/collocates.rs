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
    /// The words, those of the highest measure first, then by the word.
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
    /// How exclusively the word and the keywords go together, whatever the size of the index: 14 if
    /// neither occurs without the other, one less for half of that.
    pub log_dice: f64,
}

/// By what collocates are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CollocateMeasure {
    /// The log-likelihood ratio: what is least likely to be chance, frequent words first.
    #[default]
    G2,
    /// logDice: what goes together most exclusively, frequent or not.
    LogDice,
}

impl CollocateMeasure {
    /// All there are.
    pub const ALL: [Self; 2] = [Self::G2, Self::LogDice];

    /// Returns its name in output: `g2` or `log_dice`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::G2 => "g2",
            Self::LogDice => "log_dice",
        }
    }

    /// Returns a number that falls as the measure does, and is not negative.
    fn value(self, table: ContingencyTable, places: u64) -> f64 {
        match self {
            Self::G2 => table.g2(),
            Self::LogDice => dice(table, places),
        }
    }
}

/// Returns Dice's coefficient of a word and of the keywords, which occur in so many places.
fn dice(table: ContingencyTable, places: u64) -> f64 {
    2.0 * table.both as f64 / (places + table.column) as f64
}

impl Collocates {
    /// Returns the `limit` words that mark the surroundings of the keywords of `request`: dictionary
    /// words of two or more atoms and runs of letters, met at least twice within `window`
    /// positions of a keyword and within its sentence. What overlaps a keyword does not count.
    ///
    /// The measure is Dunning's log-likelihood ratio of token frequencies. Each occurrence of a term of
    /// the index is a trial: *near* of all *terms* are near a keyword, *everywhere* of them are an
    /// occurrence of the word or begin one, *observed* are both. With the four cells of that table, observed O and expected E,
    /// G² = 2 Σ O ln(O / E). Words rarer than expected are left out. The other measure is logDice,
    /// 14 + log₂(2 · observed / (places + everywhere)) (P. Rychlý, *A Lexicographer-Friendly Association
    /// Score*, RASLAN 2008).
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(
        engine: &Engine,
        request: &Request,
        window: usize,
        measure: CollocateMeasure,
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
        let index = engine.local("collocates")?.index();
        let terms = trial_count(index)?;
        let words = Ranking { measure, places, terms }.of(index, &counts, limit)?;
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

/// By what words are ranked.
struct Ranking {
    measure: CollocateMeasure,
    /// Occurrences of the keywords.
    places: u64,
    /// Trials in the whole index.
    terms: u64,
}

impl Ranking {
    /// Returns the `limit` words of the highest measure.
    fn of(
        &self,
        index: &Index,
        counts: &WordCounts,
        limit: usize,
    ) -> Result<Vec<Collocate>, Error> {
        let (near, all) = (counts.trials, self.terms);
        let mut best = TopK::new(limit);
        for (word, observed) in counts.words(1).into_iter().filter(|word| word.1 > 1) {
            // A word that occurred nowhere else would have the highest value of all as frequent here,
            // and the words come by falling frequency.
            let table = ContingencyTable { both: observed, row: near, column: observed, all };
            if best.is_beyond(self.measure.value(table, self.places)) {
                break;
            }
            let everywhere = collection_frequency(index, &word)?.max(observed);
            let table = ContingencyTable { column: everywhere, ..table };
            if table.is_more() {
                let word = counts.whole(&word);
                let (expected, g2, dice) = (table.expected(), table.g2(), dice(table, self.places));
                let log_dice = 14.0 + dice.log2();
                let value = match self.measure {
                    CollocateMeasure::G2 => g2,
                    CollocateMeasure::LogDice => dice,
                };
                best.offer(value, Collocate { word, observed, expected, everywhere, g2, log_dice });
            }
        }
        Ok(best.into_sorted(|left, right| left.word.cmp(&right.word)))
    }
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
