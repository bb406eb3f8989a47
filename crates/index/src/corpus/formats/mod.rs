//! The input formats, and how each is recognised.

pub(super) mod json_array;
pub(super) mod json_lines;
pub(super) mod search_page;
pub(super) mod table;

use std::fmt;
use std::str::FromStr;

use search_page::source_line;
use table::Columns;

/// The format of a corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// One JSON object per line.
    JsonLines,
    /// A JSON array of objects, or JSON objects that span several lines.
    JsonArray,
    /// Comma-separated values under a header.
    Csv,
    /// Tab-separated values under a header.
    Tsv,
    /// A news search page, copied from a browser.
    SearchPage,
}

/// A name that no format has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown input format `{found}`: it is one of {}", Format::NAMES.map(|(name, _)| name).join(", "))]
pub struct UnknownFormat {
    /// The name.
    pub found: String,
}

impl Format {
    const NAMES: [(&str, Self); 5] = [
        ("jsonl", Self::JsonLines),
        ("json", Self::JsonArray),
        ("csv", Self::Csv),
        ("tsv", Self::Tsv),
        ("search-page", Self::SearchPage),
    ];

    /// Returns the format of a text that begins with `head`.
    pub(in crate::corpus) fn recognise(head: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start();
        if text.starts_with('{') {
            let is_spread = text.lines().next().is_some_and(|line| line.trim_end() == "{");
            return Some(if is_spread { Self::JsonArray } else { Self::JsonLines });
        }
        if text.strip_prefix('[').is_some_and(begins_element) {
            return Some(Self::JsonArray);
        }
        let is_page = text.lines().any(|line| source_line(line.as_bytes()).is_some());
        let has_object = || text.lines().any(|line| line.starts_with("{\""));
        is_page
            .then_some(Self::SearchPage)
            .or_else(|| recognise_table(text))
            // The first line may be malformed.
            .or_else(|| has_object().then_some(Self::JsonLines))
    }
}

/// Returns whether `rest` continues a JSON array after its `[`: `[ 2023-07-28` is a date.
fn begins_element(rest: &str) -> bool {
    rest.trim_start().starts_with(['{', '"', ']'])
}

/// Recognises a table: its header has several columns, at least one of them known.
fn recognise_table(text: &str) -> Option<Format> {
    let header = text.lines().next()?;
    let is_header = |delimiter| {
        let columns = Columns::new(header, delimiter);
        columns.header.len() > 1 && columns.known() > 0
    };
    [(b'\t', Format::Tsv), (b',', Format::Csv)]
        .into_iter()
        .find_map(|(delimiter, format)| is_header(delimiter).then_some(format))
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::NAMES.iter().find(|(_, format)| format == self);
        f.write_str(name.map_or("", |(name, _)| name))
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let known = Self::NAMES.iter().find(|(known, _)| *known == name);
        known.map(|(_, format)| *format).ok_or_else(|| UnknownFormat { found: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_recognised_by_content() {
        let table = [
            ("{\"title\": \"好\"}\n{", Some(Format::JsonLines)),
            ("  \n\t{\"title\": 1}", Some(Format::JsonLines)),
            ("oops\n{\"title\": \"好\"}\n", Some(Format::JsonLines)),
            ("{\n  \"title\": \"好\"\n}", Some(Format::JsonArray)),
            ("[{\"title\": \"好\"}]", Some(Format::JsonArray)),
            ("[\n  {", Some(Format::JsonArray)),
            ("[]", Some(Format::JsonArray)),
            ("id,Title,body\n1,2,3", Some(Format::Csv)),
            ("\"标题\",\"正文\"\r\n", Some(Format::Csv)),
            ("编号\t标题\t正文\n", Some(Format::Tsv)),
            ("微短剧\nSearch documents\n题\n河南日报 · 2025-12-30\n文", Some(Format::SearchPage)),
            ("[ 2023-07-28 16：40 ]\n本报讯", None),
            ("本报讯，昨天", None),
            ("title", None),
            ("a,b,c\n1,2,3", None),
        ];
        for (text, format) in table {
            assert_eq!(Format::recognise(text.as_bytes()), format, "{text:?}");
        }
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for (name, format) in Format::NAMES {
            assert_eq!((format.to_string().as_str(), name.parse()), (name, Ok(format)));
        }
        let unknown = "xml".parse::<Format>().unwrap_err().to_string();
        let expected =
            "unknown input format `xml`: it is one of jsonl, json, csv, tsv, search-page";
        assert_eq!(unknown, expected);
    }
}
