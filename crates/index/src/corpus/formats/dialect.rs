//! Dialects of tables: the delimiter of cells, and what quotes and backslashes mean.
//!
//! A quote that should have been doubled is text: a quoted cell ends only where a delimiter, or the end
//! of the row, follows its quote. No crate reads such tables without swallowing rows, so that this one
//! state machine both cuts rows and splits them.

/// How the rows of a table are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// The byte between cells, of ASCII.
    pub(super) delimiter: u8,
    /// Whether a quote at the beginning of a cell opens a quoted one.
    pub(super) quotes: bool,
    /// Whether a backslash makes text of what follows it.
    pub(super) escapes: bool,
    /// Whether two quotes at the end of a quoted cell are one of the text and the closing one.
    pub(super) pair_closes: bool,
    /// Whether quotes around a cell are removed although they open none.
    pub(super) strips: bool,
}

/// What a scan has passed of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan {
    pub(super) dialect: Dialect,
    state: State,
    /// Cells begun.
    pub(super) cells: usize,
    /// Cells that were quoted.
    pub(super) quoted: usize,
    /// Whether something in a quoted cell asks for quotes: a delimiter, a quote, a line end.
    pub(super) needs_quotes: bool,
    /// Whether all quotes inside quoted cells are doubled, or escaped.
    pub(super) is_strict: bool,
}

/// Where a scan is within a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first byte of a cell.
    Start,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: the next byte shows whether the quote closes the cell.
    Quote,
    /// After two quotes in a quoted cell.
    Pair,
    /// After a backslash.
    Escape,
    QuotedEscape,
}

/// What a byte adds to its cell.
enum Step {
    Nothing,
    Byte(u8),
    Bytes([u8; 2]),
    /// The cell ends.
    End,
}

impl Dialect {
    /// Returns the dialect of most programs: quotes are doubled inside quotes.
    pub(super) fn quoted(delimiter: u8) -> Self {
        Self { delimiter, quotes: true, escapes: false, pair_closes: false, strips: false }
    }

    /// Returns the dialect in which quotes are text.
    pub(super) fn plain(delimiter: u8) -> Self {
        Self { quotes: false, ..Self::quoted(delimiter) }
    }

    /// Scans the first line of a row.
    pub(super) fn scan(self, line: &[u8]) -> Scan {
        let mut scan = Scan {
            dialect: self,
            state: State::Start,
            cells: 1,
            quoted: 0,
            needs_quotes: false,
            is_strict: true,
        };
        scan.pass(line);
        scan
    }

    /// Returns the cells of a complete row.
    pub(super) fn cells(self, row: &str) -> Vec<String> {
        let mut cells = Vec::new();
        let mut cell = Vec::new();
        let mut state = State::Start;
        let mut rest = row.as_bytes();
        while let Some((byte, behind)) = rest.split_first() {
            // Text is taken as a whole up to what may end it.
            let text = self.text_length(state, rest);
            if let Some((text, behind)) = rest.split_at_checked(text).filter(|_| text > 0) {
                cell.extend_from_slice(text);
                rest = behind;
                continue;
            }
            let (next, step) = self.step(state, *byte);
            match step {
                Step::Nothing => {}
                Step::Byte(byte) => cell.push(byte),
                Step::Bytes(bytes) => cell.extend_from_slice(&bytes),
                Step::End => cells.push(text_of(std::mem::take(&mut cell))),
            }
            (state, rest) = (next, behind);
        }
        if state == State::Escape {
            cell.push(b'\\');
        }
        cells.push(text_of(cell));
        if self.strips {
            cells.iter_mut().for_each(strip);
        }
        cells
    }

    /// Returns how many of the next bytes are text that changes nothing.
    fn text_length(self, state: State, rest: &[u8]) -> usize {
        let special = |byte: &u8| match state {
            State::Plain => *byte == self.delimiter || (self.escapes && *byte == b'\\'),
            State::Quoted => *byte == b'"' || (self.escapes && *byte == b'\\'),
            _ => true,
        };
        rest.iter().position(special).unwrap_or(rest.len())
    }

    fn step(self, state: State, byte: u8) -> (State, Step) {
        let is_delimiter = byte == self.delimiter;
        match state {
            State::Start if byte == b'"' && self.quotes => (State::Quoted, Step::Nothing),
            // `1, "one, two"`
            State::Start if byte == b' ' && self.quotes => (State::Start, Step::Byte(byte)),
            State::Pair if is_delimiter && self.pair_closes => (State::Start, Step::End),
            State::Quoted | State::Pair => match byte {
                b'"' => (State::Quote, Step::Nothing),
                b'\\' if self.escapes => (State::QuotedEscape, Step::Nothing),
                _ => (State::Quoted, Step::Byte(byte)),
            },
            State::Quote if byte == b'"' => (State::Pair, Step::Byte(byte)),
            State::Escape => (State::Plain, unescaped(byte, self.delimiter)),
            State::QuotedEscape => match byte {
                b'"' | b'\\' | b'\n' => (State::Quoted, Step::Byte(byte)),
                _ => (State::Quoted, Step::Bytes([b'\\', byte])),
            },
            _ if is_delimiter => (State::Start, Step::End),
            State::Quote => (State::Quoted, Step::Bytes([b'"', byte])),
            _ if byte == b'\\' && self.escapes && !self.quotes => (State::Escape, Step::Nothing),
            _ => (State::Plain, Step::Byte(byte)),
        }
    }
}

/// Returns what a backslash and a byte stand for, as databases write it.
fn unescaped(byte: u8, delimiter: u8) -> Step {
    match byte {
        b'n' => Step::Byte(b'\n'),
        b't' => Step::Byte(b'\t'),
        b'r' => Step::Byte(b'\r'),
        b'0' => Step::Nothing,
        b'\\' | b'\n' | b'"' | b'\'' => Step::Byte(byte),
        _ if byte == delimiter => Step::Byte(byte),
        _ => Step::Bytes([b'\\', byte]),
    }
}

/// Removes the quotes around a cell.
fn strip(cell: &mut String) {
    let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
    if let Some(inner) = inner {
        *cell = inner.replace("\"\"", "\"");
    }
}

fn text_of(cell: Vec<u8>) -> String {
    // Rows are cut at ASCII, so that nothing is replaced.
    String::from_utf8(cell)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

impl Scan {
    /// Passes another line of the row.
    pub(super) fn pass_next(&mut self, line: &[u8]) {
        self.needs_quotes |= self.dialect.quotes;
        self.pass(b"\n");
        self.pass(line);
    }

    fn pass(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((byte, behind)) = rest.split_first() {
            let text = self.dialect.text_length(self.state, rest);
            if let Some((text, behind)) = rest.split_at_checked(text).filter(|_| text > 0) {
                self.needs_quotes |= self.state == State::Quoted
                    && text
                        .iter()
                        .any(|byte| [self.dialect.delimiter, b'\n', b'\r'].contains(byte));
                rest = behind;
                continue;
            }
            let (next, step) = self.dialect.step(self.state, *byte);
            self.cells += usize::from(matches!(step, Step::End));
            self.quoted += usize::from(self.state == State::Start && next == State::Quoted);
            self.needs_quotes |= next == State::Pair;
            let is_text_quote = self.state == State::Quote && next == State::Quoted;
            self.is_strict &= !is_text_quote;
            (self.state, rest) = (next, behind);
        }
    }

    /// Returns whether the row goes on in the next line.
    pub(super) fn is_open(&self) -> bool {
        match self.state {
            State::Quoted | State::QuotedEscape | State::Escape => true,
            State::Pair => !self.dialect.pair_closes,
            State::Start | State::Plain | State::Quote => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_cells(dialect: Dialect, row: &str, expected: &[&str]) {
        assert_eq!(dialect.cells(row), expected, "{row}");
        let scan = dialect.scan(row.as_bytes());
        assert_eq!((scan.cells, scan.is_open()), (expected.len(), false), "{row}");
    }

    #[test]
    fn quoted_cells_hold_delimiters_and_quotes() {
        let comma = Dialect::quoted(b',');
        assert_cells(comma, r#"1,"一,二",三"#, &["1", "一,二", "三"]);
        assert_cells(comma, r#""说""好""","","#, &["说\"好\"", "", ""]);
        assert_cells(comma, r#"5" 屏,6"#, &["5\" 屏", "6"]);
        assert_cells(comma, r#"1, "一, 二""#, &["1", " 一, 二"]);
    }

    #[test]
    fn a_quote_inside_that_is_not_doubled_is_text() {
        let comma = Dialect::quoted(b',');
        assert_cells(comma, r#""他说"好"，走了。",2"#, &["他说\"好\"，走了。", "2"]);
        assert!(!comma.scan(r#""他说"好"，走了。""#.as_bytes()).is_strict);
        let closing = Dialect { pair_closes: true, ..comma };
        assert_cells(closing, r#"1,"他说"好"",2"#, &["1", "他说\"好\"", "2"]);
        assert!(comma.scan(r#"1,"他说"好"""#.as_bytes()).is_open());
    }

    #[test]
    fn backslashes_escape_where_they_do() {
        let spark = Dialect { escapes: true, ..Dialect::quoted(b',') };
        assert_cells(spark, r#""说\"好\"","C:\\x",\N"#, &["说\"好\"", "C:\\x", "\\N"]);
        let mysql = Dialect { escapes: true, ..Dialect::plain(b'\t') };
        assert_cells(mysql, "一\\n二\t\"a\\tb\\\\\t\\N", &["一\n二", "\"a\tb\\", "\\N"]);
        assert_cells(Dialect::plain(b'\t'), "一\\n\t\"二", &["一\\n", "\"二"]);
    }

    #[test]
    fn an_open_cell_asks_for_the_next_line() {
        let mut scan = Dialect::quoted(b',').scan("1,\"上".as_bytes());
        assert!(scan.is_open());
        scan.pass_next("下\",3".as_bytes());
        assert_eq!((scan.is_open(), scan.cells, scan.needs_quotes), (false, 3, true));
    }
}
