//! A record as it is cut from the text, before it is parsed.

use std::io;

use xunwen_schema::Article;

/// The records of a text, in order.
pub(super) type Records = Box<dyn Iterator<Item = io::Result<Record>> + Send>;

/// One record. Cutting is sequential; parsing is left to several threads.
pub(super) struct Record {
    /// Where it begins: a line number, or the number of a JSON element.
    pub(super) line: u64,
    /// How far the text had been read when the record was complete.
    pub(super) end: Position,
    /// The unparsed record, or why it was rejected already.
    pub(super) raw: Result<Box<dyn RawRecord>, String>,
}

/// An unparsed record of some format.
pub(super) trait RawRecord: Send {
    /// Parses the record; an error is the reason to reject it.
    fn article(self: Box<Self>) -> Result<Article, String>;
}

/// A position in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// Lines or elements before it.
    pub(super) line: u64,
    /// Bytes before it.
    pub(super) offset: u64,
}

/// The longest record that is read, in bytes.
pub(super) const LONGEST_RECORD: usize = 64 * 1024 * 1024;

impl Record {
    /// Parses the record; an error is the reason to reject it.
    pub(super) fn article(self) -> Result<Article, String> {
        self.raw?.article()
    }
}

/// The reason to reject a record of more than [`LONGEST_RECORD`] bytes.
pub(super) fn too_long() -> String {
    format!("longer than {LONGEST_RECORD} bytes")
}

/// Returns `bytes` as text; an error is the reason to reject the record.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, String> {
    str::from_utf8(bytes)
        .map_err(|error| format!("invalid UTF-8 at byte {}", error.valid_up_to() + 1))
}
