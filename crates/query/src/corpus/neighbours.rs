//! Neighbours: the words right beside the keywords of a query, and how often each stands there.

use std::collections::HashMap;
use std::ops::Range;

use xunwen_schema::{Analyzer, Atoms};

use crate::corpus::matched_texts::{MatchedText, MatchedTexts};
use crate::engine::facade::Engine;
use crate::index::error::Error;
use crate::request::Request;

/// The most positions of a neighbour: longer words count as what of them is so near.
const LONGEST: usize = 8;

/// A side of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What precedes it.
    Left,
    /// What follows it.
    Right,
}

/// The words right beside the keywords of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The words, most lines first, then by the word.
    pub words: Vec<Neighbour>,
    /// The lines that were counted: places of keywords, beside which there is a word or none.
    pub counted: u64,
}

/// A word that stands beside a keyword.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The word, folded.
    pub word: String,
    /// Beside how many places of a keyword it stands.
    pub lines: u64,
}

impl Side {
    /// Returns its name in output: `left` or `right`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

impl Neighbours {
    /// Counts the words on one side of the keywords of `request` in the newest `articles` of its exact
    /// tier, and returns the `limit` most frequent: the longest dictionary word that adjoins the keyword,
    /// else the one character, run of letters or number. Beyond a punctuation mark, there is none.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(
        engine: &Engine,
        request: &Request,
        side: Side,
        articles: usize,
        limit: usize,
    ) -> Result<Self, Error> {
        let reading = MatchedTexts::new(engine, request)?;
        let mut lines: HashMap<String, u64> = HashMap::new();
        let mut counted = 0;
        let wanted = if reading.has_no_keyword() { 0 } else { articles };
        for rank in reading.as_stored(0..wanted.min(reading.addresses.len())) {
            let article = reading.article(rank)?;
            for text in reading.texts(&article) {
                counted += text.places.len() as u64;
                for place in &text.places {
                    if let Some(word) = beside(&engine.generation().analyzer, &text, place, side) {
                        *lines.entry(word).or_default() += 1;
                    }
                }
            }
        }
        let mut words: Vec<Neighbour> =
            lines.into_iter().map(|(word, lines)| Neighbour { word, lines }).collect();
        words.sort_unstable_by(|left, right| {
            right.lines.cmp(&left.lines).then_with(|| left.word.cmp(&right.word))
        });
        words.truncate(limit);
        Ok(Self { words, counted })
    }
}

/// Returns the word beside `place`, if one adjoins it.
fn beside(
    analyzer: &Analyzer,
    text: &MatchedText<'_>,
    place: &Range<usize>,
    side: Side,
) -> Option<String> {
    let is_atom = |&at: &usize| text.atoms.get(at).is_some_and(|atom| !atom.is_break());
    let near = match side {
        Side::Left => {
            let near = (0..place.start).rev().take(LONGEST).take_while(is_atom).last();
            near?..place.start
        }
        Side::Right => {
            let near = (place.end..text.atoms.len()).take(LONGEST).take_while(is_atom).last();
            place.end..near? + 1
        }
    };
    let atoms = Atoms::scan(&text.text[text.atoms.span(near)]);
    let last = atoms.len().checked_sub(1)?;
    let adjoining = analyzer.words(&atoms).into_iter().filter(|word| match side {
        Side::Left => word.end == atoms.len(),
        Side::Right => word.start == 0,
    });
    let longest = adjoining.max_by_key(ExactSizeIterator::len);
    let single = if side == Side::Left { last } else { 0 };
    Some(atoms.join(longest.unwrap_or(single..single + 1)).to_owned())
}
