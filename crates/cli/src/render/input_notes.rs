//! What was noticed in the records of the inputs, and what to do about it.

use serde_json::{Value, json};
use xunwen_index::{Note, Noted};

use super::numbers::counted;

/// Returns a note as a sentence.
pub(crate) fn note_text(note: &Note, noted: &Noted) -> String {
    let Noted { count, input, line, example } = noted;
    let articles = counted(*count, "article", "articles");
    let have = counted(*count, "article has", "articles have");
    let first = format!("the first is {input}:{line}");
    match note {
        Note::UnreadDate => {
            format!("{have} a date that cannot be read, and so none; {first}: \"{example}\"")
        }
        Note::ReckonedDate => {
            format!(
                "{have} a date that is reckoned from when they were fetched; {first}: {example}"
            )
        }
        Note::UnusedText(name) => format!(
            "long text under `{name}` is not used, in {articles}; {first}; `--map body={name}` makes it the body"
        ),
        Note::UnusedDate(name) => format!(
            "{have} no date but one under `{name}`; {first}: \"{example}\"; `--map published_at={name}` uses it"
        ),
        Note::LongestAsBody(name) => format!(
            "the longest text, under `{name}`, is taken as the body of {articles}; {first}; `--map body={name}` says so"
        ),
        Note::UnusedValue(name) => {
            format!("`{name}` is {example} in {articles}, and not used; {first}")
        }
        Note::NoAddress => {
            format!("{have} no address where one should be; {first}: \"{example}\"")
        }
        _ => format!("{articles}: {note:?}; {first}"),
    }
}

/// Returns a note for programs.
pub(crate) fn note_json(note: &Note, noted: &Noted) -> Value {
    let Noted { count, input, line, example } = noted;
    json!({ "kind": note.kind(), "name": note.about(), "articles": count, "input": input, "line": line, "example": example })
}
