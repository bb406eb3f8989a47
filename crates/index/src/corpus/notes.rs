//! What reading an input has shown that a person should know: told once, with how often it happened.

use std::collections::BTreeMap;

/// What was noticed in a record that is an article all the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Note {
    /// Its date cannot be read; it has none.
    UnreadDate,
    /// Its date is relative to when it was fetched, as `3小时前`, and is reckoned.
    ReckonedDate,
    /// A long text under this name is no field of the article.
    UnusedText(String),
    /// A date under this name is no field of the article, which has none.
    UnusedDate(String),
    /// The longest text, which is under this name, became the body.
    LongestAsBody(String),
    /// A value under this name is of no kind that the field can use.
    UnusedValue(String),
    /// Its address is none, and so it is no id.
    NoAddress,
}

impl Note {
    /// Returns the name of its kind in output, such as `unread-date`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::UnreadDate => "unread-date",
            Self::ReckonedDate => "reckoned-date",
            Self::UnusedText(_) => "unused-text",
            Self::UnusedDate(_) => "unused-date",
            Self::LongestAsBody(_) => "longest-as-body",
            Self::UnusedValue(_) => "unused-value",
            Self::NoAddress => "no-address",
        }
    }

    /// Returns the name that it is about, if it is about one.
    #[must_use]
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::UnusedText(name)
            | Self::UnusedDate(name)
            | Self::LongestAsBody(name)
            | Self::UnusedValue(name) => Some(name),
            Self::UnreadDate | Self::ReckonedDate | Self::NoAddress => None,
        }
    }
}

/// Notes with how often each was taken, and where first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes(BTreeMap<Note, Noted>);

/// How often a note was taken, and where first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Records.
    pub count: u64,
    /// The first input.
    pub input: String,
    /// The line of the record in it, or its number.
    pub line: u64,
    /// What was found there, shortened.
    pub example: String,
}

/// The most different notes that are kept: names of fields may be drawn at random.
const MOST: usize = 200;

impl Notes {
    /// Takes a note of a record.
    pub(super) fn add(&mut self, note: Note, input: &str, line: u64, example: String) {
        if let Some(noted) = self.0.get_mut(&note) {
            noted.count += 1;
        } else if self.0.len() < MOST {
            self.0.insert(note, Noted { count: 1, input: input.to_owned(), line, example });
        }
    }

    /// Adds what was noted later.
    pub fn extend(&mut self, later: Self) {
        for (note, noted) in later.0 {
            if let Some(own) = self.0.get_mut(&note) {
                own.count += noted.count;
            } else if self.0.len() < MOST {
                self.0.insert(note, noted);
            }
        }
    }

    /// Returns the notes, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (&Note, &Noted)> {
        self.0.iter()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
