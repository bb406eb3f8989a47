//! The words of an index.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;
use xunwen_index::VocabularyChange;
use xunwen_query::corpus::{Discovery, NewWord};
use xunwen_wire::{Table, TableReader};

use super::columns::padding;
use super::json_lines::write_typed;
use super::numbers::counted;
use crate::args::TableFormat;
use crate::failure::Failure;

/// Writes each word that was added, and the number of articles that contain it.
pub(crate) fn words_added(
    added: &VocabularyChange,
    articles: &[u64],
    out: &mut dyn Write,
) -> io::Result<()> {
    for (word, &articles) in added.words.iter().zip(articles) {
        let word = word.word();
        let articles = counted(articles, "article", "articles");
        writeln!(out, "{word}{}  occurs in {articles}", padding(word, 16))?;
    }
    summary("added", added, out)
}

/// Writes the words that were removed.
pub(crate) fn words_removed(removed: &VocabularyChange, out: &mut dyn Write) -> io::Result<()> {
    for word in &removed.words {
        writeln!(out, "{}", word.word())?;
    }
    summary("removed", removed, out)
}

/// Writes the words that are proposed.
pub(crate) fn new_words(
    found: &Discovery,
    format: TableFormat,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    match format {
        TableFormat::Text => new_words_text(found, out)?,
        TableFormat::Csv => new_words_csv(found, TableReader::Program, out)?,
        TableFormat::Excel => new_words_csv(found, TableReader::Excel, out)?,
        TableFormat::Json => {
            for word in &found.words {
                write_typed(out, "word", &Row::of(word))?;
            }
            let summary = json!({ "words": found.words.len(), "articles": found.articles });
            write_typed(out, "summary", &summary)?;
        }
    }
    Ok(())
}

fn new_words_csv(found: &Discovery, reader: TableReader, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, reader)?;
    table.row(COLUMNS)?;
    for word in &found.words {
        table.row(Row::of(word).cells())?;
    }
    table.finish()
}

fn new_words_text(found: &Discovery, out: &mut dyn Write) -> io::Result<()> {
    for word in &found.words {
        let rise = word.rise.map_or_else(|| "-".to_owned(), |rise| format!("{rise:.1}"));
        writeln!(
            out,
            "{}{}  {:>6} articles  cohesion {:>4.1}  variety {:>3.1}  rise {rise:>5}  {}",
            word.word,
            padding(&word.word, 14),
            word.articles,
            word.cohesion,
            word.variety,
            word.example
        )?;
    }
    let words = counted(found.words.len() as u64, "word", "words");
    writeln!(out, "{words} from {}", counted(found.articles, "article", "articles"))
}

/// The names of the fields of a [`Row`].
const COLUMNS: [&str; 7] =
    ["word", "occurrences", "articles", "cohesion", "variety", "rise", "example"];

#[derive(Serialize)]
struct Row<'w> {
    word: &'w str,
    occurrences: u64,
    articles: u64,
    cohesion: f64,
    variety: f64,
    rise: Option<f64>,
    example: &'w str,
}

impl<'w> Row<'w> {
    fn of(word: &'w NewWord) -> Self {
        let NewWord { occurrences, articles, cohesion, variety, rise, .. } = *word;
        Self {
            word: &word.word,
            occurrences,
            articles,
            cohesion,
            variety,
            rise,
            example: &word.example,
        }
    }

    /// Returns its values in the order of [`COLUMNS`]; measures show that they are no counts.
    fn cells(&self) -> [String; 7] {
        let Self { word, occurrences, articles, cohesion, variety, rise, example } = self;
        [
            (*word).to_owned(),
            occurrences.to_string(),
            articles.to_string(),
            format!("{cohesion:?}"),
            format!("{variety:?}"),
            rise.map(|rise| format!("{rise:?}")).unwrap_or_default(),
            (*example).to_owned(),
        ]
    }
}

fn summary(done: &str, changed: &VocabularyChange, out: &mut dyn Write) -> io::Result<()> {
    let words = counted(changed.words.len() as u64, "word", "words");
    write!(out, "{words} {done}")?;
    if changed.unchanged > 0 {
        write!(out, ", {} made no difference", changed.unchanged)?;
    }
    let total = counted(changed.total as u64, "word", "words");
    writeln!(out, "; the index has {total} of its own")
}
