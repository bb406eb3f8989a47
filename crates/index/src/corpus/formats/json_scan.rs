//! The ends of the values in a JSON text, found by counting brackets.

/// The position of the scan after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Between,
    Within,
    End,
}

/// What the scan remembers of the bytes passed, to find the end of an element.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) in_array: bool,
    /// The brackets that are open within the element.
    open: Vec<u8>,
    in_string: bool,
    is_escaped: bool,
    /// Whether the scan is in an element that is neither an object nor an array nor a string.
    in_word: bool,
}

impl Scan {
    pub(super) fn is_within(&self) -> bool {
        self.in_word || self.in_string || !self.open.is_empty()
    }

    /// Passes bytes up to the end of an element, up to its beginning, or all of them; returns how
    /// many.
    pub(super) fn advance(&mut self, bytes: &[u8]) -> (usize, Step) {
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
            // A byte order mark, of a file that was appended.
            0xef | 0xbb | 0xbf => true,
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
