//! The elements of a JSON array, cut one by one as the text is read.

use std::io::{self, BufRead};

use crate::corpus::json::JsonRecord;
use crate::corpus::record::{LONGEST_RECORD, Position, Record, too_long};

/// The values in a JSON text: the elements of its arrays, and objects outside of any.
///
/// Their ends are found by counting brackets, so that an element that is not valid JSON costs no
/// other. `line` of a record is the number of the element, from 1.
pub(in crate::corpus) struct Elements {
    text: Box<dyn BufRead + Send>,
    at: Position,
    scan: Scan,
    element: Vec<u8>,
    is_too_long: bool,
    is_done: bool,
}

/// One element, as cut from the text.
struct Element {
    number: u64,
    end: Position,
    bytes: Result<Vec<u8>, String>,
}

impl Elements {
    pub(in crate::corpus) fn new(text: Box<dyn BufRead + Send>) -> Self {
        Self {
            text,
            at: Position::default(),
            scan: Scan::default(),
            element: Vec::new(),
            is_too_long: false,
            is_done: false,
        }
    }

    /// Reads up to the end of the next element; returns false at the end of the text.
    fn read(&mut self) -> io::Result<bool> {
        loop {
            let buffer = self.text.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            let (length, step) = self.scan.advance(buffer);
            if self.element.len() + length <= LONGEST_RECORD {
                self.element.extend_from_slice(&buffer[..length]);
            } else {
                self.is_too_long = true;
            }
            self.text.consume(length);
            self.at.offset += length as u64;
            match step {
                Step::Between => self.element.clear(),
                Step::Within => {}
                Step::End => return Ok(true),
            }
        }
    }

    /// Returns the next element; an error inside is the reason to reject it.
    fn next_element(&mut self) -> Option<io::Result<Element>> {
        if self.is_done {
            return None;
        }
        match self.read() {
            Ok(true) => Some(Ok(self.take())),
            Ok(false) => self.rest().map(Ok),
            Err(error) => {
                self.is_done = true;
                Some(Err(error))
            }
        }
    }

    /// Takes the element that was read.
    fn take(&mut self) -> Element {
        self.at.line += 1;
        let element = std::mem::take(&mut self.element);
        let bytes =
            if std::mem::take(&mut self.is_too_long) { Err(too_long()) } else { Ok(element) };
        Element { number: self.at.line, end: self.at, bytes }
    }

    /// Returns what the end of the text leaves behind: an unfinished element, or an open array.
    fn rest(&mut self) -> Option<Element> {
        self.is_done = true;
        if self.scan.is_within() {
            return Some(self.take());
        }
        self.scan.in_array.then(|| Element {
            number: self.at.line + 1,
            end: self.at,
            bytes: Err("the text ends before its array".to_owned()),
        })
    }
}

impl Iterator for Elements {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = |Element { number, end, bytes }| Record {
            line: number,
            end,
            raw: bytes.map(JsonRecord::boxed),
        };
        self.next_element().map(|element| element.map(record))
    }
}

/// The position of the scan after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Between,
    Within,
    End,
}

/// What the scan remembers of the bytes passed, to find the end of an element.
#[derive(Debug, Default)]
struct Scan {
    in_array: bool,
    /// The brackets that are open within the element.
    open: Vec<u8>,
    in_string: bool,
    is_escaped: bool,
    /// Whether the scan is in an element that is neither an object nor an array nor a string.
    in_word: bool,
}

impl Scan {
    fn is_within(&self) -> bool {
        self.in_word || self.in_string || !self.open.is_empty()
    }

    /// Passes bytes up to the end of an element, up to its beginning, or all of them; returns how
    /// many.
    fn advance(&mut self, bytes: &[u8]) -> (usize, Step) {
        if !self.is_within() {
            let start = bytes.iter().position(|byte| !self.passes(*byte));
            match start {
                Some(0) => self.in_word = !matches!(bytes[0], b'{' | b'[' | b'"'),
                Some(start) => return (start, Step::Between),
                None => return (bytes.len(), Step::Between),
            }
        }
        for (index, byte) in bytes.iter().enumerate() {
            if self.in_word && matches!(byte, b',' | b']' | b' ' | b'\t' | b'\r' | b'\n') {
                self.in_word = false;
                return (index, Step::End);
            }
            self.take(*byte);
            if !self.is_within() {
                return (index + 1, Step::End);
            }
        }
        (bytes.len(), Step::Within)
    }

    /// Passes a byte between elements; returns false if an element begins with it.
    fn passes(&mut self, byte: u8) -> bool {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => true,
            b'[' if !self.in_array => {
                self.in_array = true;
                true
            }
            b']' => {
                self.in_array = false;
                true
            }
            _ => false,
        }
    }

    fn take(&mut self, byte: u8) {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.in_string => self.is_escaped = true,
            b'"' => self.in_string = !self.in_string && !self.in_word,
            // A JSON string holds no line end: if one occurs, the closing quote is missing.
            b'\n' => self.in_string = false,
            _ if self.in_string || self.in_word => {}
            b'{' | b'[' => self.open.push(byte),
            b'}' | b']' => self.close(byte),
            _ => {}
        }
    }

    /// Closes a bracket. A wrong one ends the element, which is then not valid JSON.
    fn close(&mut self, byte: u8) {
        let fits = matches!((self.open.pop(), byte), (Some(b'{'), b'}') | (Some(b'['), b']'));
        if !fits {
            self.open.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use proptest::prelude::*;

    use super::*;

    fn elements(text: &str, capacity: usize) -> Vec<Result<String, String>> {
        let text = Cursor::new(text.as_bytes().to_vec());
        let mut elements = Elements::new(Box::new(BufReader::with_capacity(capacity, text)));
        std::iter::from_fn(|| elements.next_element())
            .map(|element| element.unwrap().bytes.map(|bytes| String::from_utf8(bytes).unwrap()))
            .collect()
    }

    #[track_caller]
    fn assert_cuts(text: &str, expected: &[&str]) {
        for capacity in [1, 2, 7, 1024] {
            let found = elements(text, capacity).into_iter().map(Result::unwrap);
            assert_eq!(found.collect::<Vec<_>>(), expected, "{capacity}");
        }
    }

    #[test]
    fn elements_are_cut_whatever_they_are() {
        assert_cuts("", &[]);
        assert_cuts(" [ ] ", &[]);
        assert_cuts(r#"[{"a":1},{"b":[{}, "]"]}]"#, &[r#"{"a":1}"#, r#"{"b":[{}, "]"]}"#]);
        assert_cuts(
            r#"[1, null ,"a,]\"", [2,[3]],{}]"#,
            &["1", "null", r#""a,]\"""#, "[2,[3]]", "{}"],
        );
    }

    #[test]
    fn objects_outside_an_array_are_elements_too() {
        assert_cuts("{\n \"a\": 1\n}\n{\"b\":2}", &["{\n \"a\": 1\n}", "{\"b\":2}"]);
        assert_cuts("[{}]\n[{\"c\":3}]", &["{}", "{\"c\":3}"]);
    }

    #[test]
    fn a_broken_element_costs_only_itself() {
        let good = r#"{"b":2}"#;
        assert_cuts(r#"[{"a":[1}, {"b":2}]"#, &[r#"{"a":[1}"#, good]);
        assert_cuts("[{\"a\":\"x},\n\"c\":1}, {\"b\":2}]", &["{\"a\":\"x},\n\"c\":1}", good]);
        assert_cuts(r#"[oops, {"b":2}]"#, &["oops", good]);
    }

    #[test]
    fn a_truncated_text_is_reported() {
        assert_eq!(elements(r#"[{"a":1},{"b"#, 4), [Ok(r#"{"a":1}"#.into()), Ok(r#"{"b"#.into())]);
        let ends = Err("the text ends before its array".to_owned());
        assert_eq!(elements(r#"[{"a":1},"#, 4), [Ok(r#"{"a":1}"#.into()), ends]);
    }

    proptest! {
        #[test]
        fn any_text_ends_the_same_for_any_buffer(text in r#"[\[\]{}",:\\a \n]{0,60}"#) {
            prop_assert_eq!(elements(&text, 1), elements(&text, 1024));
        }
    }
}
