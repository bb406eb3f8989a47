//! The elements of a JSON array, cut one by one as the text is read.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use super::head::Opening;
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use super::json_elements::{Element, Elements};
use super::json_lines::is_joined;
use super::json_scan::{Scan, Step};
use crate::corpus::content::Content;
use crate::corpus::envelope::{is_envelope, list_in, opened};
use crate::corpus::fields::RawFields;
use crate::corpus::json::{JsonRecord, members};
use crate::corpus::options::Reading;
use crate::corpus::record::{Record, Records, Values};

pub(in crate::corpus) struct JsonArray;

impl InputFormat for JsonArray {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "a JSON array of objects, objects over several lines, or an object with a list of articles in it"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let text = sample.text?.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.strip_prefix('[').is_some_and(begins_element) {
            return Evidence::new(85, "a JSON array");
        }
        if !text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with(['"', '}'])) {
            return None;
        }
        let first = text.lines().next().unwrap_or_default();
        if is_joined(first) {
            return Evidence::new(75, "objects one behind another");
        }
        if head_is_envelope(text, sample.is_whole, sample.reading) {
            return Evidence::new(90, "an object with a list of articles");
        }
        let is_spread = !first.trim_end().trim_end_matches(',').ends_with('}');
        Evidence::new(if is_spread { 70 } else { 40 }, "a JSON object")
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        let opening = Opening::new(content.reader);
        let text = String::from_utf8_lossy(&opening.head).into_owned();
        let is_open =
            head_is_envelope(text.trim_start_matches('\u{feff}'), opening.is_whole, reading);
        let is_long = is_open && first_object(&text).is_none();
        let list = if is_long { list_in(&text, reading) } else { None };
        let elements = match list {
            // What is no UTF-8 is longer as text, and stands before no list.
            Some(list) => Elements::of_list(opening.from(list.start), list),
            None => Elements::new(opening.from(0)),
        };
        let expands = is_open.then(|| Arc::clone(reading));
        Ok(Box::new(JsonElements { elements, expands, waiting: VecDeque::new() }))
    }
}

/// Returns whether `rest` continues a JSON array after its `[`: `[ 2023-07-28` is a date.
fn begins_element(rest: &str) -> bool {
    rest.trim_start().starts_with(['{', '"', ']', '['])
}

/// Returns whether a text begins with an object that has a list of articles.
fn head_is_envelope(text: &str, is_whole: bool, reading: &Reading) -> bool {
    match first_object(text) {
        Some(object) => members(object).is_ok_and(|members| is_envelope(&members, reading)),
        None => !is_whole && text.trim_start().starts_with('{') && list_in(text, reading).is_some(),
    }
}

/// Returns the object that a text begins with, if it ends in it.
fn first_object(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let mut scan = Scan::default();
    let (length, step) = scan.advance(text.as_bytes());
    (text.starts_with('{') && step == Step::End).then(|| &text[..length])
}

/// The records of a JSON text.
pub(in crate::corpus) struct JsonElements {
    elements: Elements,
    /// Set if elements are envelopes.
    expands: Option<Arc<Reading>>,
    waiting: VecDeque<Record>,
}

impl JsonElements {
    #[cfg(test)]
    pub(in crate::corpus) fn new(text: Box<dyn io::BufRead + Send>) -> Self {
        Self { elements: Elements::new(text), expands: None, waiting: VecDeque::new() }
    }
}

impl Iterator for JsonElements {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(record) = self.waiting.pop_front() {
                return Some(Ok(record));
            }
            let Element { number, end, bytes } = match self.elements.next_element()? {
                Ok(element) => element,
                Err(error) => return Some(Err(error)),
            };
            let Some(reading) = self.expands.as_ref().filter(|_| !self.elements.is_in_list())
            else {
                return Some(Ok(Record::new(number, end, bytes.map(JsonRecord::boxed))));
            };
            let inner = bytes.and_then(|bytes| {
                let text = str::from_utf8(&bytes).map_err(|error| error.to_string())?;
                Ok(opened(members(text)?, reading))
            });
            match inner {
                Err(reason) => return Some(Ok(Record::new(number, end, Err(reason)))),
                Ok(articles) => self.waiting.extend(articles.into_iter().map(|members| {
                    let mut fields = RawFields::default();
                    fields.add_all(members, reading);
                    Record::new(number, end, Ok(Box::new(Values(fields))))
                })),
            }
        }
    }
}
