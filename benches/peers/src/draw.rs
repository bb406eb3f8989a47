//! Drawing queries from the articles by a seed: the same articles give the same queries.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use serde_json::Value;
use xunwen_schema::{Analyzer, Atoms, Cut, Hmm};

use crate::args::Material;
use crate::articles::Articles;
use crate::judge::is_han;
use crate::outcome::Outcome;
use crate::peer::Language;
use crate::queries::{Class, Query};
use crate::random::{roll, shuffle};
use crate::truth;

/// The number of articles looked at for each query that is wanted.
const TRIED: usize = 25;
/// The fewest characters of a long question.
const LONG: usize = 12;
/// A word is rare if at most one article in this many has it.
const RARE: u64 = 2_000;
/// A word is common if at least one article in this many has it.
const COMMON: u64 = 100;

/// Draws queries of every class from the articles; questions come from files, if some are given.
pub(crate) fn draw(material: &Material, articles: &Articles) -> Outcome<Vec<Query>> {
    let mut drawn = Drawn::from(articles, material)?;
    if !material.questions.is_empty() {
        drawn.questions = questions(material)?;
    }
    drawn.shuffle(material.seed);
    let groups: Vec<Vec<String>> =
        drawn.literals.iter().map(|(_, literals)| literals.clone()).collect();
    let counts = truth::counts(&articles.file(Language::Text), &groups)?;
    let mut queries = Vec::new();
    for ((kind, literals), count) in drawn.literals.into_iter().zip(counts) {
        for &class in kind.classes(count, articles.count) {
            queries.push(Query::literals(class, literals.clone(), count));
        }
    }
    queries.extend(drawn.questions.into_iter().map(Query::question));
    Ok(first_of_each(queries, material.queries))
}

/// Keeps the first `wanted` queries of each class, class by class.
fn first_of_each(queries: Vec<Query>, wanted: usize) -> Vec<Query> {
    let of_class = |class| queries.iter().filter(move |query| query.class == class).take(wanted);
    Class::ALL.into_iter().flat_map(of_class).cloned().collect()
}

/// What a group of literals was drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Two,
    Four,
}

impl Kind {
    /// Returns the classes of a query for literals that occur in `count` of `articles`.
    fn classes(self, count: u64, articles: u64) -> &'static [Class] {
        match self {
            Self::Two => &[Class::Two],
            Self::Four => &[Class::Four],
            Self::Word if (1..=(articles / RARE).max(3)).contains(&count) => &[Class::Rare],
            Self::Word if count >= articles / COMMON => {
                &[Class::Common, Class::Newest, Class::Count]
            }
            Self::Word => &[],
        }
    }
}

/// Everything that was drawn, before the scan counts it.
#[derive(Default)]
struct Drawn {
    literals: Vec<(Kind, Vec<String>)>,
    questions: Vec<String>,
    known: HashSet<Vec<String>>,
}

impl Drawn {
    fn from(articles: &Articles, material: &Material) -> Outcome<Self> {
        let analyzer = Analyzer::new();
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(material.seed);
        let tried = (material.queries * TRIED) as u64;
        let mut drawn = Self::default();
        for line in BufReader::new(File::open(articles.file(Language::Text))?).lines() {
            let line = line?;
            if roll(&mut dice, articles.count) < tried {
                drawn.article(&serde_json::from_str(&line)?, &analyzer, &mut dice);
            }
        }
        Ok(drawn)
    }

    /// Draws two words of a headline, and four characters and a sentence of its body.
    fn article(&mut self, article: &Value, analyzer: &Analyzer, dice: &mut Xoshiro256PlusPlus) {
        let body = article["body"].as_str().unwrap_or_default();
        let title = article["title"].as_str().filter(|title| !title.is_empty());
        let words = words(title.unwrap_or(sentence(body, 4..60).unwrap_or_default()), analyzer);
        let picked = [0; 2].map(|_| words.get(roll(dice, words.len() as u64) as usize));
        if let [Some(first), Some(second)] = picked {
            self.add(Kind::Word, vec![first.clone()]);
            self.add(Kind::Word, vec![second.clone()]);
            if first != second {
                self.add(Kind::Two, vec![first.clone(), second.clone()]);
            }
        }
        let start = roll(dice, body.chars().count() as u64) as usize;
        let four: String = body.chars().skip(start).take(4).collect();
        if four.chars().count() == 4 && four.chars().all(is_han) {
            self.add(Kind::Four, vec![four]);
        }
        self.questions.extend(sentence(body, LONG..40).map(str::to_owned));
    }

    fn add(&mut self, kind: Kind, literals: Vec<String>) {
        if self.known.insert(literals.clone()) {
            self.literals.push((kind, literals));
        }
    }

    /// Undoes the order of the articles.
    fn shuffle(&mut self, seed: u64) {
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(seed ^ 1);
        shuffle(&mut self.literals, &mut dice);
        shuffle(&mut self.questions, &mut dice);
    }
}

/// Returns the dictionary words of two to six Han characters.
fn words(text: &str, analyzer: &Analyzer) -> Vec<String> {
    let atoms = Atoms::scan(text);
    let words = analyzer.plain_words(&atoms, Cut::Whole, Hmm::Off);
    let words = words.into_iter().filter(|word| (2..=6).contains(&word.len()));
    let words = words.map(|word| atoms.join(word).to_owned());
    words.filter(|word| word.chars().all(is_han)).collect()
}

/// Returns the first sentence of `length` characters in which no query parser sees an operator.
fn sentence(text: &str, length: std::ops::Range<usize>) -> Option<&str> {
    let mut sentences = text.split(['。', '！', '？', '\n']);
    sentences.find(|sentence| {
        length.contains(&sentence.chars().count()) && sentence.chars().all(is_plain)
    })
}

/// Returns whether a character has no meaning in the query language of any peer.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "，、。？！·".contains(c)
}

fn questions(material: &Material) -> Outcome<Vec<String>> {
    let mut questions = Vec::new();
    for file in &material.questions {
        for line in fs::read_to_string(file)?.lines() {
            let text = line.split_once('\t').map_or(line, |(_, text)| text);
            let plain: String = text.chars().filter(|&c| is_plain(c)).collect();
            if plain.chars().count() >= LONG {
                questions.push(plain);
            }
        }
    }
    Ok(questions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_rare_or_common_by_what_a_scan_counts() {
        assert_eq!(Kind::Word.classes(70, 140_802), [Class::Rare]);
        assert!(Kind::Word.classes(71, 140_802).is_empty());
        assert!(Kind::Word.classes(0, 140_802).is_empty());
        assert!(Kind::Word.classes(1_408, 140_802).contains(&Class::Count));
    }
}
