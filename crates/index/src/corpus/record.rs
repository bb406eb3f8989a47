//! A record as it is cut from a file, before it is parsed.

use std::io;
use std::sync::Arc;

use super::fields::RawFields;
use super::options::Reading;
use super::parsed::Parsed;

/// The records of a file, in order.
pub(super) type Records = Box<dyn Iterator<Item = io::Result<Record>> + Send>;

/// One record. Cutting is sequential; parsing is left to several threads.
pub(super) struct Record {
    /// The file in an archive that it is from.
    pub(super) file: Option<Arc<str>>,
    /// Where it begins: a line number, or the number of a JSON element, a row, a page.
    pub(super) line: u64,
    /// How far the file had been read when the record was complete.
    pub(super) end: Position,
    /// The unparsed record, or why there is none.
    pub(super) raw: Result<Box<dyn RawRecord>, Unusable>,
}

/// Why there is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    /// It is none.
    Rejected(String),
    /// A whole file of an archive is passed over.
    PassedOver(String),
}

/// An unparsed record of some format.
pub(super) trait RawRecord: Send {
    /// Parses the record; an error is the reason to reject it.
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String>;
}

/// A record whose values are known when it is cut.
pub(super) struct Values(pub(super) RawFields);

impl RawRecord for Values {
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String> {
        self.0.article(reading)
    }
}

/// A position in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// Lines, elements or rows before it.
    pub(super) line: u64,
    /// Bytes before it: of text, or of the values.
    pub(super) offset: u64,
}

/// The longest record that is read, in bytes.
pub(super) const LONGEST_RECORD: usize = 64 * 1024 * 1024;

impl Record {
    /// Returns a record, or why it was rejected already.
    pub(super) fn new(line: u64, end: Position, raw: Result<Box<dyn RawRecord>, String>) -> Self {
        Self { file: None, line, end, raw: raw.map_err(Unusable::Rejected) }
    }

    /// Parses the record; an error is the reason to reject it.
    #[cfg(test)]
    pub(super) fn article(self) -> Result<xunwen_schema::Article, String> {
        match self.raw {
            Ok(raw) => Ok(raw.article(&Reading::default())?.article),
            Err(Unusable::Rejected(reason) | Unusable::PassedOver(reason)) => Err(reason),
        }
    }
}

/// The reason to reject a record of more than [`LONGEST_RECORD`] bytes.
pub(super) fn too_long() -> String {
    format!("longer than {LONGEST_RECORD} bytes")
}
