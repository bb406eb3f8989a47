//! User words: words that a user adds to the dictionary.

use super::atoms::Atoms;

/// A word that the dictionary lacks, as in a line of jieba's user dictionaries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UserWord {
    /// The word, folded.
    pub(super) word: String,
    /// Its frequency, relative to the built-in words; with `None`, jieba chooses one that keeps the word
    /// whole.
    pub(super) frequency: Option<usize>,
}

/// A malformed line of a word list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the word list is not `word [frequency] [tag]`: {text:?}")]
pub struct WordListError {
    /// The line, from 1.
    pub line: usize,
    /// Its text.
    pub text: String,
}

impl UserWord {
    /// Returns the word itself, folded.
    #[must_use]
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Parses a word list in jieba's format, `word [frequency] [tag]` per line; blank lines and lines that
    /// begin with `#` are ignored.
    ///
    /// The result is sorted and free of duplicates, so it does not depend on the order of the list.
    ///
    /// # Errors
    ///
    /// Names the first line that has another form, or whose word has fewer than two atoms.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, WordListError> {
        let mut words = Vec::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let bad = || WordListError { line: index + 1, text: line.to_owned() };
            words.push(Self::parse(line).ok_or_else(bad)?);
        }
        words.sort();
        words.dedup_by(|later, earlier| later.word == earlier.word);
        Ok(words)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut columns = line.split_whitespace();
        let atoms = Atoms::scan(columns.next()?);
        let is_word = atoms.len() > 1 && atoms.iter().all(|atom| !atom.is_break());
        let word = is_word.then(|| atoms.join(0..atoms.len()).to_owned())?;
        let second = columns.next();
        let third = columns.next();
        let frequency = match second.map(str::parse) {
            Some(Ok(number)) => Some(number),
            // jieba also accepts a tag right after the word.
            Some(Err(_)) if third.is_none() => None,
            Some(Err(_)) => return None,
            None => None,
        };
        columns.next().is_none().then_some(Self { word, frequency })
    }
}

/// Writes the line that [`UserWord::parse_list`] parses.
impl std::fmt::Display for UserWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.frequency {
            Some(frequency) => write!(f, "{} {frequency}", self.word),
            None => f.write_str(&self.word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_word_list_is_refused_with_its_line() {
        for (text, line) in [("好人\n，，\n", 2), ("好", 1), ("好人 x y z", 1), ("好人 1 n n", 1)]
        {
            assert_eq!(UserWord::parse_list(text).unwrap_err().line, line, "{text:?}");
        }
    }
}
