//! A whole index as it is seen from outside: every stored article, and the answers to many queries.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Dice, Transcript, World, project};

/// Everything that can be seen of an index.
#[derive(PartialEq, Eq)]
pub(crate) struct Whole {
    /// The articles by id, as they are exported.
    pub(crate) articles: BTreeMap<String, String>,
    /// A TREC run of all queries, with ranks and scores.
    pub(crate) answers: String,
}

impl Whole {
    /// Looks at index `name` with the queries of `queries.tsv`.
    pub(crate) fn of(world: &World, name: &str) -> Self {
        let all = ["search", "-i", name, "--since", "1000", "-n", "all", "--exact", "--format"];
        let shown = world.run(&[&all[..], &["jsonl-articles", ""]].concat());
        assert!(shown.status < 2, "{shown}");
        let article = |line: &str| {
            let article: Value = serde_json::from_str(line).unwrap();
            (article["id"].as_str().unwrap().to_owned(), line.to_owned())
        };
        let answers = world.run(&["batch", "-i", name, "-n", "20", "queries.tsv"]);
        assert_eq!(answers.status, 0, "{answers}");
        Self { articles: shown.stdout.lines().map(article).collect(), answers: answers.stdout }
    }

    /// Fails unless `other` looks the same, saying where it does not.
    pub(crate) fn assert_same(&self, other: &Self, what: &str) {
        let ids = |whole: &Self| whole.articles.keys().cloned().collect::<Vec<_>>();
        assert_eq!(ids(self), ids(other), "{what}: other articles");
        assert!(self.articles == other.articles, "{what}: an article has another content");
        for (own, others) in self.answers.lines().zip(other.answers.lines()) {
            assert_eq!(own, others, "{what}: another answer");
        }
        assert_eq!(self.answers.len(), other.answers.len(), "{what}: more answers");
    }
}

/// Returns the articles of the sample, each with a date, `copies` times over with ids of their own.
pub(crate) fn articles(copies: usize) -> Vec<Value> {
    let text = std::fs::read_to_string(project("index-data/sample/articles.jsonl")).unwrap();
    let mut all = Vec::new();
    for copy in 0..copies {
        for line in text.lines() {
            let mut article: Value = serde_json::from_str(line).unwrap();
            article["id"] = format!("{}-{copy}", article["id"].as_str().unwrap()).into();
            if article["published_at"].is_null() {
                article["published_at"] = "2024-01-01".into();
            }
            all.push(article);
        }
    }
    all
}

/// Writes `name`, JSON Lines of these articles.
pub(crate) fn write(world: &World, name: &str, articles: &[Value]) {
    let lines: String = articles.iter().map(|article| format!("{article}\n")).collect();
    world.write(name, lines.as_bytes());
}

/// Writes `queries.tsv`: `count` pieces of the texts of these articles, of 2 to 8 characters, every
/// third of them two pieces.
pub(crate) fn write_queries(world: &World, articles: &[Value], count: usize, dice: &mut Dice) {
    let mut piece = || {
        let article = &articles[dice.roll(articles.len())];
        let field = ["title", "body"][dice.roll(2)];
        let text: Vec<char> = article[field].as_str().unwrap_or("新闻").chars().collect();
        let length = 2 + dice.roll(7);
        let start = dice.roll(text.len().saturating_sub(length).max(1));
        let piece: String = text.iter().skip(start).take(length).collect();
        piece.replace(char::is_whitespace, "")
    };
    let lines = (0..count).map(|number| {
        let query = if number % 3 == 0 { format!("{} {}", piece(), piece()) } else { piece() };
        format!("q{number}\t{query}\n")
    });
    let lines: String = lines.collect();
    world.write("queries.tsv", lines.as_bytes());
}

/// Runs the program and fails unless it ends well.
pub(crate) fn run_well(world: &World, arguments: &[&str]) {
    let shown = ran_well(world, arguments);
    assert_eq!(shown.status, 0);
}

/// Does the same and returns what it printed.
pub(crate) fn ran_well(world: &World, arguments: &[&str]) -> Transcript {
    let shown = world.run(arguments);
    assert_eq!(shown.status, 0, "{arguments:?}: {shown}");
    shown
}
