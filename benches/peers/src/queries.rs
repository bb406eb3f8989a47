//! The queries: drawn from the articles by a seed, so that the same articles give the same ones.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use serde_json::Value;
use xunwen_schema::{Analyzer, Atoms, Cover, Cut, Hmm, Literal};

use crate::Outcome;
use crate::args::Material;
use crate::articles::{Articles, is_indexed};
use crate::judge::is_han;
use crate::peer::Language;
use crate::truth;

/// Articles that are looked at for each query that is wanted.
const TRIED: usize = 25;
/// The fewest characters of a long question.
const LONG: usize = 12;
/// Rare is what one article in so many has, at most; common what one in so many has, at least.
const RARE: u64 = 2_000;
const COMMON: u64 = 100;

/// A class of queries that cost alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Rare,
    Common,
    Two,
    Four,
    Question,
    Newest,
    Count,
}

impl Class {
    pub(crate) const ALL: [Self; 7] = [
        Self::Rare,
        Self::Common,
        Self::Two,
        Self::Four,
        Self::Question,
        Self::Newest,
        Self::Count,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rare => "rare keyword",
            Self::Common => "common keyword",
            Self::Two => "two keywords",
            Self::Four => "4 characters",
            Self::Question => "long question",
            Self::Newest => "newest first",
            Self::Count => "count only",
        }
    }

    fn command(self) -> &'static str {
        match self {
            Self::Newest => "NEWEST_10",
            Self::Count => "COUNT",
            _ => "TOP_10",
        }
    }
}

/// A query.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    pub(crate) class: Class,
    ask: Ask,
    /// In how many articles all its literals stand, by a scan of all.
    pub(crate) truth: Option<u64>,
}

#[derive(Clone, Debug)]
enum Ask {
    /// All must stand.
    Literals(Vec<String>),
    /// Any word may.
    Question(String),
}

impl Query {
    /// Returns the line that asks a peer.
    pub(crate) fn line(&self, language: Language, analyzer: &Analyzer) -> String {
        format!("{}\t{}", self.class.command(), self.text(language, analyzer))
    }

    /// Returns the line that asks a peer for the count.
    pub(crate) fn count_line(&self, language: Language, analyzer: &Analyzer) -> String {
        format!("COUNT\t{}", self.text(language, analyzer))
    }

    /// Returns the query as one reads it in a report.
    pub(crate) fn shown(&self) -> String {
        match &self.ask {
            Ask::Literals(literals) => literals.join(" "),
            Ask::Question(question) => question.clone(),
        }
    }

    fn text(&self, language: Language, analyzer: &Analyzer) -> String {
        match (&self.ask, language) {
            (Ask::Literals(literals), Language::Text) => phrases(literals),
            (Ask::Literals(literals), Language::Terms) => {
                phrases(&literals.iter().map(|literal| cover(literal)).collect::<Vec<_>>())
            }
            (Ask::Question(question), Language::Text) => question.clone(),
            (Ask::Question(question), Language::Terms) => terms(question, analyzer),
        }
    }
}

fn phrases(literals: &[String]) -> String {
    let plus = if literals.len() > 1 { "+" } else { "" };
    literals.iter().map(|literal| format!("{plus}\"{literal}\"")).collect::<Vec<_>>().join(" ")
}

/// Returns the terms that find a literal, with their places.
fn cover(literal: &str) -> String {
    let terms = match Literal::new(literal).map(|literal| literal.cover()) {
        Some(Cover::Term(term)) => vec![(0, term)],
        Some(Cover::Phrase(terms)) => terms,
        // Of a single character, which is not drawn.
        _ => Vec::new(),
    };
    terms.iter().map(|(offset, term)| format!("{offset}:{term}")).collect::<Vec<_>>().join(" ")
}

fn terms(question: &str, analyzer: &Analyzer) -> String {
    let atoms = Atoms::scan(question);
    let mut known = HashSet::new();
    let tokens = analyzer.tokens(&atoms);
    let terms = tokens.iter().filter(|token| is_indexed(token)).map(|token| token.term.as_ref());
    terms.filter(|term| known.insert(*term)).collect::<Vec<_>>().join(" ")
}

/// Draws queries of every class from the articles; questions from files, if there are any.
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
        let (ask, truth) = (Ask::Literals(literals), Some(count));
        let of_class = |&class| Query { class, ask: ask.clone(), truth };
        queries.extend(kind.classes(count, articles.count).iter().map(of_class));
    }
    for question in drawn.questions {
        queries.push(Query { class: Class::Question, ask: Ask::Question(question), truth: None });
    }
    Ok(first_of_each(queries, material.queries))
}

/// Keeps the first `wanted` queries of each class, class by class.
fn first_of_each(queries: Vec<Query>, wanted: usize) -> Vec<Query> {
    let of_class = |class| queries.iter().filter(move |query| query.class == class).take(wanted);
    Class::ALL.into_iter().flat_map(of_class).cloned().collect()
}

/// What literals are drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Two,
    Four,
}

impl Kind {
    /// Returns the classes that literals are queries of which stand in `count` articles.
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

/// What is drawn, before anything is counted.
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

    /// Draws two words of the headline, four characters and a sentence of the body.
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

    /// Mixes what was drawn in the order of the articles.
    fn shuffle(&mut self, seed: u64) {
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(seed ^ 1);
        shuffle(&mut self.literals, &mut dice);
        shuffle(&mut self.questions, &mut dice);
    }
}

/// Returns the dictionary words of two to six characters, all Han.
fn words(text: &str, analyzer: &Analyzer) -> Vec<String> {
    let atoms = Atoms::scan(text);
    let words = analyzer.plain_words(&atoms, Cut::Whole, Hmm::Off);
    let words = words.into_iter().filter(|word| (2..=6).contains(&word.len()));
    let words = words.map(|word| atoms.join(word).to_owned());
    words.filter(|word| word.chars().all(is_han)).collect()
}

/// Returns the first sentence of so many characters that nothing could be mistaken in.
fn sentence(text: &str, length: std::ops::Range<usize>) -> Option<&str> {
    let mut sentences = text.split(['。', '！', '？', '\n']);
    sentences.find(|sentence| {
        length.contains(&sentence.chars().count()) && sentence.chars().all(is_plain)
    })
}

/// Returns whether a character means nothing to any query parser.
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

/// Returns an even number below `end`, or 0.
pub(crate) fn roll(dice: &mut Xoshiro256PlusPlus, end: u64) -> u64 {
    // The high half of the product: even enough, and free of the low bits' patterns.
    ((u128::from(dice.next_u64()) * u128::from(end)) >> 64) as u64
}

fn shuffle<T>(items: &mut [T], dice: &mut Xoshiro256PlusPlus) {
    for end in (1..items.len()).rev() {
        items.swap(end, roll(dice, end as u64 + 1) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_written_for_each_peer() {
        let analyzer = Analyzer::new();
        let query = |class, ask| Query { class, ask, truth: None };
        let literals =
            |texts: &[&str]| Ask::Literals(texts.iter().map(|&t| t.to_owned()).collect());
        let one = query(Class::Rare, literals(&["微短剧"]));
        assert_eq!(one.line(Language::Text, &analyzer), "TOP_10\t\"微短剧\"");
        assert_eq!(one.line(Language::Terms, &analyzer), "TOP_10\t\"0:微短 1:短剧\"");
        let two = query(Class::Count, literals(&["经济", "人工智能"]));
        assert_eq!(two.line(Language::Text, &analyzer), "COUNT\t+\"经济\" +\"人工智能\"");
        assert_eq!(two.line(Language::Terms, &analyzer), "COUNT\t+\"0:经济\" +\"0:人工 2:智能\"");
        let question = query(Class::Question, Ask::Question("短剧，短剧".to_owned()));
        assert_eq!(question.line(Language::Terms, &analyzer), "TOP_10\t短剧 剧");
    }

    #[test]
    fn words_are_rare_or_common_by_what_a_scan_counts() {
        assert_eq!(Kind::Word.classes(70, 140_802), [Class::Rare]);
        assert!(Kind::Word.classes(71, 140_802).is_empty());
        assert!(Kind::Word.classes(0, 140_802).is_empty());
        assert!(Kind::Word.classes(1_408, 140_802).contains(&Class::Count));
    }
}
