//! What is missed, and by which way to run an index of dictionary words.

use xunwen_schema::Hmm;

/// A way to run an index of dictionary words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DictionaryMode {
    /// HMM off, and the words of a keyword may occur anywhere in one field. It misses least, and
    /// also finds articles that hold the words but not the keyword.
    Anywhere,
    /// HMM off, and the words must occur in a row.
    InARow,
    /// HMM on, as jieba comes, and the words must occur in a row.
    Guessed,
}

/// An article that a dictionary index would have missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissedArticle {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The modes that miss it.
    pub modes: Vec<DictionaryMode>,
    /// The first keyword that the first of these modes does not find in it.
    pub literal: String,
    /// How that mode cuts the article's text at the keyword's first occurrence.
    pub cut: Vec<String>,
}

impl DictionaryMode {
    /// All modes, the one that misses least first.
    pub const ALL: [Self; 3] = [Self::Anywhere, Self::InARow, Self::Guessed];

    /// Returns its name in output, such as `in_a_row`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::InARow => "in_a_row",
            Self::Guessed => "guessed",
        }
    }

    pub(super) fn hmm(self) -> Hmm {
        if self == Self::Guessed { Hmm::On } else { Hmm::Off }
    }
}
