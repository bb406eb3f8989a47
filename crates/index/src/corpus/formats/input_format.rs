//! What a format is: what speaks for it, and how its records are cut.

use std::io;
use std::sync::Arc;

use crate::corpus::content::Content;
use crate::corpus::options::Reading;
use crate::corpus::record::Records;

/// A format that files of articles have.
pub(in crate::corpus) trait InputFormat: Sync {
    /// Returns its name: of `--input-format`, in messages.
    fn name(&self) -> &'static str;
    /// Returns what it is, for the guide.
    fn about(&self) -> &'static str;
    /// Returns the endings of file names that it usually has, the first the most usual.
    fn endings(&self) -> &'static [&'static str];
    /// Returns whether it is text, which is decoded before it is read.
    fn is_text(&self) -> bool {
        true
    }
    /// Returns whether a file without a record is not of this format, which is told.
    fn is_never_empty(&self) -> bool {
        false
    }
    /// Returns what speaks for a file being of this format, if anything does.
    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence>;
    /// Cuts the records of a file; text is UTF-8 without a mark.
    ///
    /// # Errors
    ///
    /// If it is not of this format, or cannot be read.
    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError>;
}

/// What speaks for a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::corpus) struct Evidence {
    /// How much, from 1 to 100: 100 is a signature that nothing else has, 50 a structure that could
    /// hardly come about by chance, 10 what could be anything.
    pub(in crate::corpus) weight: u8,
    /// What it is, for people.
    pub(in crate::corpus) reason: String,
}

impl Evidence {
    pub(in crate::corpus) fn new(weight: u8, reason: impl Into<String>) -> Option<Self> {
        Some(Self { weight, reason: reason.into() })
    }
}

/// The beginning of a file, from which its format is recognised.
pub(in crate::corpus) struct Sample<'s> {
    pub(in crate::corpus) bytes: &'s [u8],
    /// As text; `None` if it is none.
    pub(in crate::corpus) text: Option<&'s str>,
    /// Whether that is all of the file.
    pub(in crate::corpus) is_whole: bool,
    /// The ending of its name, in lower case, without that of a compression.
    pub(in crate::corpus) ending: Option<&'s str>,
    /// Whether a folder, a pattern or an archive contributed it: the user did not name it.
    pub(in crate::corpus) is_listed: bool,
    pub(in crate::corpus) reading: &'s Reading,
}

impl<'s> Sample<'s> {
    /// Returns its whole lines, at least the first.
    pub(in crate::corpus) fn lines(&self) -> impl Iterator<Item = &'s str> {
        let text = self.text.unwrap_or_default();
        let whole =
            if self.is_whole { text } else { text.rfind('\n').map_or(text, |end| &text[..end]) };
        whole.lines()
    }

    pub(in crate::corpus) fn has_ending(&self, endings: &[&str]) -> bool {
        self.ending.is_some_and(|ending| endings.contains(&ending))
    }
}

/// Why a file cannot be read as a format.
#[derive(Debug)]
pub(in crate::corpus) enum FormatError {
    /// It cannot be read.
    Io(io::Error),
    /// Its columns are no fields of an article.
    NoColumns(Vec<String>),
}

impl From<io::Error> for FormatError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
