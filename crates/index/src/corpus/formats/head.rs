//! The beginning of a text that is looked at before it is read.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use crate::corpus::content::Content;

/// The beginning of a text, and the whole of it.
pub(super) struct Opening {
    pub(super) head: Vec<u8>,
    /// Whether that is all.
    pub(super) is_whole: bool,
    rest: Box<dyn Read + Send>,
}

impl Opening {
    /// Reads the beginning; an error is delivered again in its place.
    pub(super) fn new(mut rest: Box<dyn Read + Send>) -> Self {
        let mut head = Vec::new();
        match rest.by_ref().take(Content::HEAD).read_to_end(&mut head) {
            Ok(count) => Self { is_whole: (count as u64) < Content::HEAD, head, rest },
            Err(error) => Self { is_whole: false, head, rest: Box::new(Fails(Some(error))) },
        }
    }

    /// Returns the text from byte `start` of the beginning on.
    pub(super) fn from(mut self, start: usize) -> Box<dyn BufRead + Send> {
        let begun = self.head.split_off(start.min(self.head.len()));
        let text = Cursor::new(begun).chain(self.rest);
        Box::new(BufReader::with_capacity(Content::BUFFER, text))
    }
}

/// What cannot be read.
struct Fails(Option<io::Error>);

impl Read for Fails {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
