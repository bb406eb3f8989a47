//! JSON Lines: one object per line.

use std::sync::Arc;

use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use crate::corpus::content::Content;
use crate::corpus::json::{JsonRecord, members};
use crate::corpus::lines::{LineRecords, Lines};
use crate::corpus::options::Reading;
use crate::corpus::record::{RawRecord, Records};

pub(in crate::corpus) struct JsonLines;

impl InputFormat for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "JSON Lines: one object per line"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson", "jl", "jsonlines"]
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let is_object =
            |line: &&str| ["{\"", "{ \"", "{'", "{ '"].iter().any(|begin| line.starts_with(begin));
        let lines = sample.lines().map(|line| line.trim_start_matches('\u{feff}').trim());
        let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).take(20).collect();
        if lines.iter().take(3).any(|line| is_joined(line)) {
            return None;
        }
        let whole = lines.iter().filter(|line| is_object(line) && is_closed(line)).count();
        let begun = lines.iter().filter(|line| is_object(line)).count();
        match (begun, whole) {
            _ if lines.len() == 1 && begun == 1 => Evidence::new(60, "an object on the one line"),
            (_, 2..) => Evidence::new(80, "an object on each line"),
            // Only the first line of an object over several lines begins one.
            (2.., _) if begun == lines.len() => Evidence::new(80, "an object on each line"),
            // The first lines may be malformed.
            (1.., _) if sample.has_ending(self.endings()) => {
                Evidence::new(60, "named as JSON Lines")
            }
            (_, 1) => Evidence::new(45, "a line with an object"),
            _ => None,
        }
    }

    fn records(&self, content: Content, _: &Arc<Reading>) -> Result<Records, FormatError> {
        Ok(Box::new(LineRecords::new(Lines::new(content.buffered()), line_record)))
    }
}

/// Returns whether a line has several objects, one behind another.
pub(super) fn is_joined(line: &str) -> bool {
    ["}{", "} {"].iter().any(|joint| line.contains(joint)) && members(line).is_err()
}

fn is_closed(line: &str) -> bool {
    line.trim_end_matches(',').trim_end().ends_with('}')
}

/// Returns the record on a line.
pub(in crate::corpus) fn line_record(mut line: Vec<u8>) -> Box<dyn RawRecord> {
    // Crawlers leave the commas of an array behind.
    let kept = line.trim_ascii_end();
    let kept = kept.strip_suffix(b",").unwrap_or(kept).len();
    line.truncate(kept);
    JsonRecord::boxed(line)
}
