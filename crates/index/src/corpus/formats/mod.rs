//! The input formats: one file each, all behind one trait.
//!
//! A new format is a file here and a line in [`FORMATS`]. It says how much speaks for a file being of
//! this format, and cuts the records; the fields of a record, dates, languages and limits are the same
//! for all.

mod ahead;
#[cfg(feature = "columnar")]
mod arrow;
mod capture;
mod code_pages;
#[cfg(feature = "columnar")]
mod columnar;
mod columns;
mod dialect;
mod document;
mod elements;
mod feed;
mod front_matter;
mod head;
mod html;
mod http;
mod input_format;
pub(super) mod json_array;
mod json_elements;
pub(super) mod json_lines;
mod json_scan;
mod labelled;
mod layout;
mod markdown;
mod office;
mod page;
#[cfg(feature = "columnar")]
mod parquet;
mod places;
mod plain_text;
mod reference_tags;
mod references;
mod refused;
mod rows;
mod rtf;
mod running_text;
pub(super) mod search_page;
mod sgml;
mod spreadsheet;
mod sqlite;
pub(super) mod table;
mod tree;
mod warc;
mod xml;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

pub(super) use html::declared_encoding;
pub(super) use input_format::{Evidence, FormatError, InputFormat, Sample};
pub(super) use refused::{refused, refused_name};

/// All formats. Of equal evidence, the first wins.
static FORMATS: &[&dyn InputFormat] = &[
    &json_lines::JsonLines,
    &json_array::JsonArray,
    &table::CSV,
    &table::TSV,
    &search_page::SearchPage,
    &plain_text::PlainText,
    &labelled::Labelled,
    &html::HtmlPage,
    &sgml::Sgml,
    &feed::Feed,
    &xml::Xml,
    &markdown::Markdown,
    &warc::Warc,
    &office::DOCX,
    &office::ODT,
    &rtf::Rtf,
    &references::RIS,
    &references::END_NOTE,
    &references::NOTE_EXPRESS,
    &spreadsheet::Spreadsheet,
    #[cfg(feature = "columnar")]
    &parquet::Parquet,
    #[cfg(feature = "columnar")]
    &arrow::Arrow,
    &sqlite::Sqlite,
];

/// The format of a corpus.
#[derive(Clone, Copy)]
pub struct Format(&'static dyn InputFormat);

/// A name that no format has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown input format `{found}`: it is one of {}", Format::all().map(Format::name).collect::<Vec<_>>().join(", "))]
pub struct UnknownFormat {
    /// The name.
    pub found: String,
}

impl Format {
    /// Returns all formats, in the order of the guide.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|format| Self(*format))
    }

    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Returns what it is, in a few words.
    #[must_use]
    pub fn about(self) -> &'static str {
        self.0.about()
    }

    /// Returns the endings that file names of this format usually have.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        self.0.endings()
    }

    pub(super) fn reader(self) -> &'static dyn InputFormat {
        self.0
    }

    /// Returns the format of a file for which most speaks, and what does.
    pub(super) fn recognise(sample: &Sample<'_>) -> Option<(Self, Evidence)> {
        let mut best: Option<(Self, Evidence)> = None;
        for format in Self::all() {
            if format.0.is_text() && sample.text.is_none() {
                continue;
            }
            let Some(evidence) = format.0.evidence(sample) else { continue };
            if best.as_ref().is_none_or(|(_, best)| best.weight < evidence.weight) {
                best = Some((format, evidence));
            }
        }
        best
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Format {}

impl Hash for Format {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let known = Self::all().find(|format| format.name() == name);
        known.ok_or_else(|| UnknownFormat { found: name.to_owned() })
    }
}
