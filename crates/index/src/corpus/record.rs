//! A record as it is cut from the text, and how it becomes an article.

use std::io;
use std::sync::Arc;

use xunwen_schema::Article;

use super::json;
use super::search_page::Entry;
use super::table::Columns;

/// The records of a text, in its order.
pub(super) type Records = Box<dyn Iterator<Item = io::Result<Record>> + Send>;

/// One record, not parsed yet: that is left to many threads.
pub(super) struct Record {
    /// Where it begins: a line, or the number of an element.
    pub(super) line: u64,
    /// Where the text was read up to when it was complete.
    pub(super) end: Position,
    /// The record, or why it is none.
    pub(super) raw: Result<Raw, String>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// Lines or elements up to here.
    pub(super) line: u64,
    /// Bytes up to here.
    pub(super) offset: u64,
}

pub(super) enum Raw {
    Json(Vec<u8>),
    Row(Vec<u8>, Arc<Columns>),
    Entry(Entry),
}

/// No record is longer, in bytes.
pub(super) const LONGEST: usize = 64 * 1024 * 1024;

impl Record {
    /// Returns the article, or why it is none.
    pub(super) fn article(self) -> Result<Article, String> {
        match self.raw? {
            Raw::Json(bytes) => json::facts(utf8(&bytes)?)?.article(),
            Raw::Row(bytes, columns) => columns.facts(utf8(&bytes)?)?.article(),
            Raw::Entry(entry) => entry.article(),
        }
    }
}

pub(super) fn too_long() -> String {
    format!("longer than {LONGEST} bytes")
}

pub(super) fn utf8(bytes: &[u8]) -> Result<&str, String> {
    str::from_utf8(bytes)
        .map_err(|error| format!("invalid UTF-8 at byte {}", error.valid_up_to() + 1))
}
