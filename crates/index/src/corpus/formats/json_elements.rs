//! The elements of a JSON text, cut one by one as it is read.

use std::io::{self, BufRead};

use super::json_scan::{Scan, Step};
use crate::corpus::envelope::ListPlace;
use crate::corpus::record::{LONGEST_RECORD, Position, too_long};

/// The values in a JSON text: the elements of its arrays, and objects outside of any.
///
/// Their ends are found by counting brackets, so that an element that is not valid JSON costs no
/// other. `line` of a record is the number of the element, from 1.
pub(super) struct Elements {
    text: Box<dyn BufRead + Send>,
    at: Position,
    scan: Scan,
    element: Vec<u8>,
    is_too_long: bool,
    is_done: bool,
    /// The objects around the list of articles that is being read.
    around: usize,
    /// Objects whose ends are passed over, after that list.
    tail: Tail,
}

/// One element, as cut from the text.
pub(super) struct Element {
    pub(super) number: u64,
    pub(super) end: Position,
    pub(super) bytes: Result<Vec<u8>, String>,
}

impl Elements {
    pub(super) fn new(text: Box<dyn BufRead + Send>) -> Self {
        Self {
            text,
            at: Position::default(),
            scan: Scan::default(),
            element: Vec::new(),
            is_too_long: false,
            is_done: false,
            around: 0,
            tail: Tail::default(),
        }
    }

    /// The elements of a list in an object, with which the text begins; then what follows the object.
    pub(super) fn of_list(text: Box<dyn BufRead + Send>, list: ListPlace) -> Self {
        let mut elements = Self::new(text);
        elements.at.offset = list.start as u64;
        elements.around = list.depth;
        elements
    }

    /// Returns whether the elements are those of the list in an object.
    pub(super) fn is_in_list(&self) -> bool {
        self.around > 0
    }

    /// Reads up to the end of the next element; returns false at the end of the text.
    fn read(&mut self) -> io::Result<bool> {
        loop {
            let buffer = self.text.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            if self.tail.depth > 0 {
                let length = self.tail.pass(buffer);
                self.text.consume(length);
                self.at.offset += length as u64;
                continue;
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
                Step::Between if self.around > 0 && !self.scan.in_array => {
                    self.tail = Tail { depth: std::mem::take(&mut self.around), ..Tail::default() };
                    self.element.clear();
                }
                Step::Between => self.element.clear(),
                Step::Within => {}
                Step::End => return Ok(true),
            }
        }
    }

    /// Returns the next element; an error inside is the reason to reject it.
    pub(super) fn next_element(&mut self) -> Option<io::Result<Element>> {
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

/// The ends of objects around a list: what follows it in them is passed over.
#[derive(Debug, Default)]
struct Tail {
    /// Objects that are open.
    depth: usize,
    in_string: bool,
    is_escaped: bool,
}

impl Tail {
    /// Passes bytes up to the end of the outermost object; returns how many.
    fn pass(&mut self, bytes: &[u8]) -> usize {
        for (index, byte) in bytes.iter().enumerate() {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = self.in_string,
                b'"' => self.in_string = !self.in_string,
                b'{' if !self.in_string => self.depth += 1,
                b'}' if !self.in_string => self.depth -= 1,
                _ => {}
            }
            if self.depth == 0 {
                return index + 1;
            }
        }
        bytes.len()
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
    fn what_follows_a_list_in_its_object_is_passed_over() {
        let text = r#"[{"a":1}, {"b":2} ], "more": [{"x": "]}"}]}} {"c":3}"#;
        for capacity in [1, 5, 1024] {
            let reader = BufReader::with_capacity(capacity, Cursor::new(text.as_bytes()));
            let list = ListPlace { start: 0, depth: 2 };
            let mut elements = Elements::of_list(Box::new(reader), list);
            let mut found = Vec::new();
            while let Some(element) = elements.next_element() {
                let bytes = element.unwrap().bytes.unwrap();
                found.push((String::from_utf8(bytes).unwrap(), elements.is_in_list()));
            }
            let expected = [(r#"{"a":1}"#, true), (r#"{"b":2}"#, true), (r#"{"c":3}"#, false)];
            let expected = expected.map(|(text, is_in)| (text.to_owned(), is_in));
            assert_eq!(found, expected);
        }
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
