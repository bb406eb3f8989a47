//! The one way out: whatever the program writes goes through an [`Outlet`].
//!
//! A terminal obeys what it is sent. An article, a file's name or a query could move its cursor, set
//! its title, or show text in another order than it has. So what is written as data is cleaned on its
//! way to a terminal, and on its way to standard error always: messages end up on some terminal, if
//! only by way of a log. Results that go to a file or a program are left as they are.
//!
//! Colours do not pass as data: they are commands of their own ([`Screen::begin`]), so a colour
//! sequence in an article is cleaned like any other. Only the progress bar of `indicatif` writes to
//! the terminal by itself; it shows numbers alone.

use std::io::{self, Write};

use anstyle::Style;
use xunwen_schema::characters::is_layout_control;

/// Somewhere to write data, and to switch styles.
pub(crate) trait Screen: Write {
    /// Switches a style on.
    fn begin(&mut self, style: Style) -> io::Result<()>;

    /// Switches a style off.
    fn end(&mut self, style: Style) -> io::Result<()>;

    /// Writes text that is the program's own, with its colours.
    fn own(&mut self, text: &str) -> io::Result<()>;
}

/// A stream out of the program.
pub(crate) struct Outlet<W> {
    stream: W,
    is_cleaned: bool,
    /// The beginning of a character whose other bytes are still to come.
    begun: Vec<u8>,
}

impl<W: Write> Outlet<W> {
    /// Returns an outlet that shows what would act on a terminal instead of sending it.
    pub(crate) fn cleaned(stream: W) -> Self {
        Self { stream, is_cleaned: true, begun: Vec::new() }
    }

    /// Returns an outlet that leaves data as it is.
    pub(crate) fn raw(stream: W) -> Self {
        Self { stream, is_cleaned: false, begun: Vec::new() }
    }

    /// Returns the stream.
    #[cfg(test)]
    pub(crate) fn into_stream(self) -> W {
        self.stream
    }

    /// Returns `bytes`, after those that were begun, as clean text.
    fn clean(&mut self, bytes: &[u8]) -> String {
        let mut text = std::mem::take(&mut self.begun);
        text.extend_from_slice(bytes);
        let mut clean = String::with_capacity(text.len());
        let mut chunks = text.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            chunk.valid().chars().for_each(|c| push(c, &mut clean));
            let wrong = chunk.invalid();
            if chunks.peek().is_none() && is_begun(wrong) {
                self.begun = wrong.to_vec();
            } else if !wrong.is_empty() {
                // A byte such as 0x9b is a command to terminals that do not read UTF-8.
                clean.push(char::REPLACEMENT_CHARACTER);
            }
        }
        clean
    }
}

impl<W: Write> Write for Outlet<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_cleaned {
            return self.stream.write(bytes);
        }
        let clean = self.clean(bytes);
        self.stream.write_all(clean.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl<W: Write> Screen for Outlet<W> {
    fn begin(&mut self, style: Style) -> io::Result<()> {
        write!(self.stream, "{style}")
    }

    fn end(&mut self, style: Style) -> io::Result<()> {
        write!(self.stream, "{style:#}")
    }

    fn own(&mut self, text: &str) -> io::Result<()> {
        self.stream.write_all(text.as_bytes())
    }
}

impl<S: Screen + ?Sized> Screen for Box<S> {
    fn begin(&mut self, style: Style) -> io::Result<()> {
        (**self).begin(style)
    }

    fn end(&mut self, style: Style) -> io::Result<()> {
        (**self).end(style)
    }

    fn own(&mut self, text: &str) -> io::Result<()> {
        (**self).own(text)
    }
}

/// Returns whether `c` acts on a terminal, or on how it shows other characters: a control character
/// other than the line feed and the tab, a mark of direction, a separator of lines or paragraphs, or
/// what is invisible and can carry text nobody sees. Joiners and variation selectors only shape the
/// character before them, and pass.
pub(crate) fn acts(c: char) -> bool {
    let is_hidden = matches!(c,
        '\u{180e}' | '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    (c.is_control() && !matches!(c, '\n' | '\t')) || is_layout_control(c) || is_hidden
}

/// Returns `text` as it is shown.
pub(crate) fn shown(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    text.chars().for_each(|c| push(c, &mut clean));
    clean
}

/// Appends `c`, or what is shown in its place: its number, as JSON writes it. So nothing vanishes
/// silently, and JSON on a terminal stays the JSON that it was.
fn push(c: char, clean: &mut String) {
    if !acts(c) {
        return clean.push(c);
    }
    for unit in c.encode_utf16(&mut [0; 2]) {
        clean.push_str(&format!("\\u{unit:04x}"));
    }
}

/// Returns whether `bytes` are the beginning of a character.
fn is_begun(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use anstyle::AnsiColor;

    use super::*;

    fn written(pieces: &[&[u8]]) -> String {
        let mut outlet = Outlet::cleaned(Vec::new());
        pieces.iter().for_each(|piece| outlet.write_all(piece).unwrap());
        String::from_utf8(outlet.stream).unwrap()
    }

    #[test]
    fn what_acts_on_a_terminal_is_shown_by_its_number() {
        let table = [
            ("微短剧\t好\n", "微短剧\t好\n"),
            ("\u{1b}]0;x\u{7}\u{1b}[31m", "\\u001b]0;x\\u0007\\u001b[31m"),
            ("a\r\u{8}\u{7f}\u{9b}2J", "a\\u000d\\u0008\\u007f\\u009b2J"),
            ("\u{202e}gpj\u{2066}.exe", "\\u202egpj\\u2066.exe"),
            ("\u{200e}\u{61c}\u{2028}\u{feff}", "\\u200e\\u061c\\u2028\\ufeff"),
            ("\u{e0041}", "\\udb40\\udc41"),
            ("葛\u{e0100}👨\u{200d}👩❤\u{fe0f}", "葛\u{e0100}👨\u{200d}👩❤\u{fe0f}"),
        ];
        for (text, expected) in table {
            assert_eq!(written(&[text.as_bytes()]), expected);
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn characters_may_come_in_pieces_and_bytes_may_be_wrong() {
        let text = "微\u{202e}剧".as_bytes();
        for cut in 0..text.len() {
            assert_eq!(written(&[&text[..cut], &text[cut..]]), "微\\u202e剧");
        }
        let bytes: Vec<&[u8]> = text.chunks(1).collect();
        assert_eq!(written(&bytes), "微\\u202e剧");
        assert_eq!(written(&[b"\x9b2J", b"\xe5\xbe", b"x"]), "\u{fffd}2J\u{fffd}x");
    }

    #[test]
    fn json_stays_what_it_was() {
        let text = "\u{7f}\u{202e}\u{e0041}\u{85}";
        let json = serde_json::to_string(text).unwrap();
        let read: String = serde_json::from_str(&shown(&json)).unwrap();
        assert_eq!(read, text);
    }

    #[test]
    fn styles_pass_as_commands_only_and_programs_get_the_bytes() {
        let style = AnsiColor::Red.on_default();
        let mut outlet = Outlet::cleaned(Vec::new());
        outlet.begin(style).unwrap();
        write!(outlet, "{style}").unwrap();
        outlet.end(style).unwrap();
        assert_eq!(outlet.stream, b"\x1b[31m\\u001b[31m\x1b[0m");
        let mut outlet = Outlet::raw(Vec::new());
        outlet.write_all(b"\x1b[31m\x9b").unwrap();
        assert_eq!(outlet.stream, b"\x1b[31m\x9b");
    }
}
