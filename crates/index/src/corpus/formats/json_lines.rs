//! JSON Lines: one object per line.

use std::io;

use crate::corpus::json::JsonRecord;
use crate::corpus::lines::Lines;
use crate::corpus::record::{Record, too_long};

/// The records of a JSON Lines text: every line that is not blank.
pub(in crate::corpus) struct JsonLines(pub(in crate::corpus) Lines);

impl Iterator for JsonLines {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = match self.0.next() {
                Ok(line) => line?,
                Err(error) => return Some(Err(error)),
            };
            if !line.is_blank() {
                let raw = if line.is_too_long {
                    Err(too_long())
                } else {
                    Ok(JsonRecord::boxed(line.bytes))
                };
                return Some(Ok(Record { line: line.number, end: self.0.at(), raw }));
            }
        }
    }
}
