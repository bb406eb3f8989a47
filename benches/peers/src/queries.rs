//! The queries, and how each is written for an engine.

use std::collections::HashSet;

use xunwen_schema::{Analyzer, Atoms, Cover, Literal};

use crate::articles::is_indexed;
use crate::peer::Language;

/// A class of queries that cost about the same.
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
    /// The number of articles in which all its literals occur, by a scan; `None` for a question.
    pub(crate) truth: Option<u64>,
}

#[derive(Clone, Debug)]
enum Ask {
    /// All must occur.
    Literals(Vec<String>),
    /// Any of its words may occur.
    Question(String),
}

impl Query {
    /// Returns a query for the articles in which all `literals` occur, of which there are `truth`.
    pub(crate) fn literals(class: Class, literals: Vec<String>, truth: u64) -> Self {
        Self { class, ask: Ask::Literals(literals), truth: Some(truth) }
    }

    /// Returns a query for the articles that answer `question` best.
    pub(crate) fn question(question: String) -> Self {
        Self { class: Class::Question, ask: Ask::Question(question), truth: None }
    }

    /// Returns the line that asks a peer.
    pub(crate) fn line(&self, language: Language, analyzer: &Analyzer) -> String {
        format!("{}\t{}", self.class.command(), self.text(language, analyzer))
    }

    /// Returns the line that asks a peer for the count.
    pub(crate) fn count_line(&self, language: Language, analyzer: &Analyzer) -> String {
        format!("COUNT\t{}", self.text(language, analyzer))
    }

    /// Returns the query as a report shows it.
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

/// Returns the terms of the phrase that finds a literal, each with its offset.
fn cover(literal: &str) -> String {
    let terms = match Literal::new(literal).map(|literal| literal.cover()) {
        Some(Cover::Term(term)) => vec![(0, term)],
        Some(Cover::Phrase(terms)) => terms,
        // A literal of one character, which is never drawn.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_written_for_each_peer() {
        let analyzer = Analyzer::new();
        let query = |class, literals: &[&str]| {
            Query::literals(class, literals.iter().map(|&text| text.to_owned()).collect(), 1)
        };
        let one = query(Class::Rare, &["微短剧"]);
        assert_eq!(one.line(Language::Text, &analyzer), "TOP_10\t\"微短剧\"");
        assert_eq!(one.line(Language::Terms, &analyzer), "TOP_10\t\"0:微短 1:短剧\"");
        let two = query(Class::Count, &["经济", "人工智能"]);
        assert_eq!(two.line(Language::Text, &analyzer), "COUNT\t+\"经济\" +\"人工智能\"");
        assert_eq!(two.line(Language::Terms, &analyzer), "COUNT\t+\"0:经济\" +\"0:人工 2:智能\"");
        let question = Query::question("短剧，短剧".to_owned());
        assert_eq!(question.line(Language::Terms, &analyzer), "TOP_10\t短剧 剧");
    }
}
