//! The lines of a text, each with a bound on its length.

use std::io::{self, BufRead, Read};

use super::record::{LONGEST_RECORD, Position, RawRecord, Record, too_long};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The lines of a text, each at most [`LONGEST_RECORD`] bytes in memory.
pub(super) struct Lines {
    text: Box<dyn BufRead + Send>,
    at: Position,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: u64,
    /// Its bytes without the line end; empty if the line is too long.
    pub(super) bytes: Vec<u8>,
    pub(super) is_too_long: bool,
    pub(super) ends_in_crlf: bool,
}

impl Lines {
    pub(super) fn new(text: Box<dyn BufRead + Send>) -> Self {
        Self { text, at: Position::default() }
    }

    /// Returns the position after the last line read.
    pub(super) fn at(&self) -> Position {
        self.at
    }

    /// Returns the next line; the last one needs no line end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut is_too_long = false;
        // One byte more, for the line end.
        while self.text.by_ref().take(LONGEST_RECORD as u64 + 1).read_until(b'\n', &mut bytes)? > 0
        {
            self.at.offset += bytes.len() as u64;
            if bytes.len() <= LONGEST_RECORD || bytes.ends_with(b"\n") {
                break;
            }
            is_too_long = true;
            bytes.clear();
        }
        if bytes.is_empty() && !is_too_long {
            return Ok(None);
        }
        self.at.line += 1;
        if is_too_long {
            bytes = Vec::new();
        }
        let ends_in_crlf = trim_line_end(&mut bytes);
        // Files that were joined keep their marks.
        if bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(Some(Line { number: self.at.line, bytes, is_too_long, ends_in_crlf }))
    }
}

impl Line {
    pub(super) fn is_blank(&self) -> bool {
        !self.is_too_long && self.bytes.trim_ascii().is_empty()
    }
}

/// The records of a text in which every line that is not blank is one: `record` makes it of its bytes.
pub(super) struct LineRecords<F> {
    lines: Lines,
    record: F,
}

impl<F: Fn(Vec<u8>) -> Box<dyn RawRecord>> LineRecords<F> {
    pub(super) fn new(lines: Lines, record: F) -> Self {
        Self { lines, record }
    }
}

impl<F: Fn(Vec<u8>) -> Box<dyn RawRecord>> Iterator for LineRecords<F> {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = match self.lines.next() {
                Ok(line) => line?,
                Err(error) => return Some(Err(error)),
            };
            if line.is_blank() {
                continue;
            }
            let raw =
                if line.is_too_long { Err(too_long()) } else { Ok((self.record)(line.bytes)) };
            return Some(Ok(Record::new(line.number, self.lines.at(), raw)));
        }
    }
}

/// Removes the line end; returns whether it was CR LF.
fn trim_line_end(bytes: &mut Vec<u8>) -> bool {
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    }
    let ends_in_cr = bytes.last() == Some(&b'\r');
    if ends_in_cr {
        bytes.pop();
    }
    ends_in_cr
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    #[track_caller]
    fn lines(text: &'static [u8]) -> Vec<(u64, Vec<u8>)> {
        // A tiny buffer, so that lines cross its edges.
        let mut lines = Lines::new(Box::new(BufReader::with_capacity(3, Cursor::new(text))));
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push((line.number, line.bytes));
        }
        assert_eq!(lines.at().offset, text.len() as u64);
        found
    }

    #[test]
    fn lines_end_at_lf_crlf_and_the_end() {
        let expected = [(1, b"one".to_vec()), (2, Vec::new()), (3, b"three".to_vec())];
        assert_eq!(lines(b"one\n\r\nthree"), expected);
        assert_eq!(lines(b"one\r\n\nthree\n"), expected);
        assert_eq!(lines(b""), []);
    }

    #[test]
    fn a_line_too_long_is_passed_over_and_reported() {
        let longest = io::repeat(b'x').take(LONGEST_RECORD as u64);
        let text = longest.chain(io::repeat(b'y').take(5)).chain(Cursor::new(b"\nnext\n"));
        let mut lines = Lines::new(Box::new(BufReader::with_capacity(1 << 20, text)));
        let first = lines.next().unwrap().unwrap();
        assert!(first.is_too_long && first.bytes.is_empty());
        let second = lines.next().unwrap().unwrap();
        assert_eq!((second.number, second.bytes.as_slice()), (2, b"next".as_slice()));
        assert!(lines.next().unwrap().is_none());
    }
}
