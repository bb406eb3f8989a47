//! The records of all files of an archive, as those of one input.

use std::io;
use std::iter;
use std::sync::Arc;

use super::input_options::InputOptions;
use super::recognise;
use super::record::{Position, Record, Records, Unusable};
use super::unpack::{Members, Unpacked, unpack};

/// The records of an archive, file after file. A file that cannot be read is passed over and told; the
/// rest goes on.
pub(super) struct ArchiveRecords {
    /// The archive, and archives in it that are being read.
    open: Vec<Members>,
    options: InputOptions,
    file: Arc<str>,
    records: Records,
    /// Where the file begins that is being read.
    start: u64,
    at: Position,
}

impl ArchiveRecords {
    pub(super) fn new(members: Members, options: InputOptions) -> Self {
        let file = Arc::from("");
        let records = Box::new(iter::empty());
        Self { open: vec![members], options, file, records, start: 0, at: Position::default() }
    }

    /// Opens the next file; returns why it is passed over, if it is. `None` at the end.
    fn open_next(&mut self) -> Option<io::Result<Option<String>>> {
        let content = loop {
            match self.open.last_mut()?.next() {
                Some(Ok(content)) => break content,
                Some(Err(error)) if self.open.len() == 1 => return Some(Err(error)),
                Some(Err(error)) => {
                    self.open.pop();
                    return Some(Ok(Some(error.to_string())));
                }
                None => _ = self.open.pop(),
            }
        };
        self.file = content.name.as_str().into();
        self.start = self.at.offset;
        if is_litter(&content.name) {
            return Some(Ok(None));
        }
        let opened = match unpack(content) {
            Ok(Unpacked::File(content)) => recognise::open(content, &self.options),
            Ok(Unpacked::Archive(members)) => {
                self.open.push(members);
                return Some(Ok(None));
            }
            Err(error) => return Some(Ok(Some(error.to_string()))),
        };
        match opened {
            Ok(opened) => {
                self.records = opened.records;
                Some(Ok(None))
            }
            Err(error) => Some(Ok(Some(error.reason()))),
        }
    }

    fn passed_over(&self, reason: String) -> Record {
        let raw = Err(Unusable::PassedOver(reason));
        Record { file: Some(Arc::clone(&self.file)), line: 0, end: self.at, raw }
    }
}

impl Iterator for ArchiveRecords {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.records.next() {
                Some(Ok(record)) => {
                    self.at = Position { offset: self.start + record.end.offset, ..record.end };
                    let file = record.file.or_else(|| Some(Arc::clone(&self.file)));
                    return Some(Ok(Record { file, end: self.at, ..record }));
                }
                Some(Err(error)) => {
                    self.records = Box::new(iter::empty());
                    return Some(Ok(self.passed_over(format!("cannot be read further: {error}"))));
                }
                None => {}
            }
            match self.open_next()? {
                Ok(None) => {}
                Ok(Some(reason)) => return Some(Ok(self.passed_over(reason))),
                Err(error) => {
                    self.open.clear();
                    return Some(Err(error));
                }
            }
        }
    }
}

/// Returns whether programs put a file of this name into archives for themselves.
fn is_litter(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    name.contains("__MACOSX/") || super::input::is_litter(last)
}
