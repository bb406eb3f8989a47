//! The words of an index.

use std::io::{self, Write};

use xunwen_index::Changed;

use super::{counted, padding};

/// Writes each word that was put in, and in how many articles it stands.
pub(crate) fn words_added(
    added: &Changed,
    articles: &[u64],
    out: &mut dyn Write,
) -> io::Result<()> {
    for (word, &articles) in added.words.iter().zip(articles) {
        let word = word.word();
        let articles = counted(articles, "article", "articles");
        writeln!(out, "{word}{}  stands in {articles}", padding(word, 16))?;
    }
    summary("added", added, out)
}

/// Writes what was taken out.
pub(crate) fn words_removed(removed: &Changed, out: &mut dyn Write) -> io::Result<()> {
    for word in &removed.words {
        writeln!(out, "{}", word.word())?;
    }
    summary("removed", removed, out)
}

fn summary(done: &str, changed: &Changed, out: &mut dyn Write) -> io::Result<()> {
    let words = counted(changed.words.len() as u64, "word", "words");
    write!(out, "{words} {done}")?;
    if changed.unchanged > 0 {
        write!(out, ", {} made no difference", changed.unchanged)?;
    }
    let total = counted(changed.total as u64, "word", "words");
    writeln!(out, "; the index has {total} of its own")
}
