//! RTF: what is read of it is the text; how it looks is not.

use std::io::Read;
use std::sync::Arc;

use encoding_rs::Encoding;

use super::code_pages::{of_charset, of_page};
use super::document::{Paragraph, articles};
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use super::office::records;
use crate::corpus::content::Content;
use crate::corpus::options::Reading;
use crate::corpus::record::{LONGEST_RECORD, Records, too_long};

pub(in crate::corpus) struct Rtf;

impl InputFormat for Rtf {
    fn name(&self) -> &'static str {
        "rtf"
    }

    fn about(&self) -> &'static str {
        "RTF, that of Factiva and Nexis with many articles, too"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["rtf"]
    }

    fn is_text(&self) -> bool {
        false
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let begins = sample.bytes.trim_ascii_start().starts_with(b"{\\rtf");
        begins.then(|| Evidence { weight: 100, reason: "an RTF document".to_owned() })
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        let mut bytes = Vec::new();
        content.reader.take(LONGEST_RECORD as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > LONGEST_RECORD {
            return Err(std::io::Error::other(too_long()).into());
        }
        let length = bytes.len();
        let paragraphs = Text::of(&bytes).into_iter();
        let paragraphs = paragraphs.map(|text| Paragraph { text, is_heading: false }).collect();
        Ok(records(articles(paragraphs, reading), length))
    }
}

/// What holds until the end of a group.
#[derive(Clone, Copy)]
struct State {
    /// Whether the group holds no text: fonts, pictures, notes of the program.
    is_unseen: bool,
    /// Whether it is the table of fonts.
    is_fonts: bool,
    /// Characters that follow a Unicode one for those who cannot read it.
    fallback: usize,
    encoding: &'static Encoding,
}

/// A text that is being read.
struct Text {
    state: State,
    groups: Vec<State>,
    /// Encodings by the number of the font.
    fonts: Vec<(i32, &'static Encoding)>,
    font: i32,
    default: &'static Encoding,
    /// Bytes of the text that are not decoded yet.
    bytes: Vec<u8>,
    /// Half of a character that is written in two.
    half: Option<u16>,
    /// Characters that are still to be passed over.
    skipped: usize,
    text: String,
}

impl Text {
    /// Returns the paragraphs of a document.
    fn of(mut rtf: &[u8]) -> Vec<String> {
        let default = encoding_rs::GBK;
        let state = State { is_unseen: false, is_fonts: false, fallback: 1, encoding: default };
        let mut text = Self {
            state,
            groups: Vec::new(),
            fonts: Vec::new(),
            font: 0,
            default,
            bytes: Vec::new(),
            half: None,
            skipped: 0,
            text: String::new(),
        };
        while let Some((first, rest)) = rtf.split_first() {
            rtf = rest;
            match first {
                b'{' => text.open(rtf),
                b'}' => text.close(),
                b'\\' => rtf = text.control(rtf),
                b'\r' | b'\n' => {}
                byte => text.byte(*byte),
            }
        }
        text.decode();
        text.text.lines().map(str::to_owned).collect()
    }

    fn open(&mut self, inside: &[u8]) {
        /// How deep groups are kept; what lies deeper is as its surroundings.
        const DEEPEST: usize = 10_000;
        self.decode();
        if self.groups.len() < DEEPEST {
            self.groups.push(self.state);
        }
        self.skipped = 0;
        // `{\*\name …}` is for those who know the name.
        self.state.is_unseen |= inside.starts_with(b"\\*");
    }

    fn close(&mut self) {
        self.decode();
        self.skipped = 0;
        if let Some(state) = self.groups.pop() {
            self.state = state;
        }
    }

    /// Reads what follows a backslash; returns what follows that.
    fn control<'r>(&mut self, rtf: &'r [u8]) -> &'r [u8] {
        let Some((first, rest)) = rtf.split_first() else { return rtf };
        match first {
            b'\'' => {
                let digits = rest.get(..2).and_then(|digits| str::from_utf8(digits).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.byte(byte);
                }
                rest.get(2..).unwrap_or_default()
            }
            b'~' => {
                self.push(" ");
                rest
            }
            b'\\' | b'{' | b'}' => {
                self.byte(*first);
                rest
            }
            b'\r' | b'\n' => {
                self.push("\n");
                rest
            }
            first if first.is_ascii_alphabetic() => {
                let length = rtf.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                let (name, rest) = rtf.split_at(length);
                let sign = usize::from(rest.first() == Some(&b'-'));
                let digits =
                    rest.iter().skip(sign).take_while(|byte| byte.is_ascii_digit()).count();
                let (number, rest) =
                    if digits > 0 { rest.split_at(sign + digits) } else { (&rest[..0], rest) };
                let number = str::from_utf8(number).ok().and_then(|number| number.parse().ok());
                self.word(str::from_utf8(name).unwrap_or_default(), number);
                rest.strip_prefix(b" ").unwrap_or(rest)
            }
            _ => rest,
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        /// Groups that hold no text.
        const UNSEEN: [&str; 17] = [
            "colortbl",
            "stylesheet",
            "info",
            "pict",
            "object",
            "header",
            "headerl",
            "headerr",
            "headerf",
            "footer",
            "footerl",
            "footerr",
            "footerf",
            "fldinst",
            "themedata",
            "listtable",
            "filetbl",
        ];
        self.decode();
        match (word, number) {
            ("par" | "line" | "sect" | "page" | "row", _) => self.push("\n"),
            ("tab" | "cell" | "emspace" | "enspace", _) => self.push(" "),
            ("emdash", _) => self.push("—"),
            ("endash", _) => self.push("–"),
            ("lquote", _) => self.push("‘"),
            ("rquote", _) => self.push("’"),
            ("ldblquote", _) => self.push("“"),
            ("rdblquote", _) => self.push("”"),
            ("bullet", _) => self.push("•"),
            ("u", Some(unit)) => self.unit(unit),
            ("uc", Some(count)) => self.state.fallback = usize::try_from(count).unwrap_or(1),
            ("ansicpg", Some(page)) => {
                if let Some(found) = of_page(page) {
                    self.default = found;
                    self.state.encoding = found;
                }
            }
            ("fonttbl", _) => {
                self.state.is_unseen = true;
                self.state.is_fonts = true;
            }
            ("f", Some(font)) if self.state.is_fonts => self.font = font,
            ("f", Some(font)) => {
                let found = self.fonts.iter().find(|(own, _)| *own == font);
                self.state.encoding = found.map_or(self.default, |(_, encoding)| encoding);
            }
            ("fcharset", Some(charset)) if self.state.is_fonts => {
                const MOST: usize = 1_000;
                if let Some(found) = of_charset(charset)
                    && self.fonts.len() < MOST
                {
                    self.fonts.push((self.font, found));
                }
            }
            (word, _) if UNSEEN.contains(&word) => self.state.is_unseen = true,
            _ => {}
        }
    }

    /// Takes a unit of UTF-16, which is written as a number with a sign.
    fn unit(&mut self, unit: i32) {
        let unit = (unit & 0xffff) as u16;
        let units = [self.half.take().unwrap_or(unit), unit];
        let units = if units[0] == unit { &units[1..] } else { &units[..] };
        match char::decode_utf16(units.iter().copied()).next() {
            Some(Ok(c)) => self.push(c.encode_utf8(&mut [0; 4])),
            _ => self.half = Some(unit),
        }
        self.skipped = self.state.fallback;
    }

    fn byte(&mut self, byte: u8) {
        if self.skipped > 0 {
            self.skipped -= 1;
        } else if !self.state.is_unseen {
            self.bytes.push(byte);
        }
    }

    fn push(&mut self, text: &str) {
        self.decode();
        if !self.state.is_unseen {
            self.text.push_str(text);
        }
    }

    fn decode(&mut self) {
        if !self.bytes.is_empty() {
            let (text, _) = self.state.encoding.decode_without_bom_handling(&self.bytes);
            self.text.push_str(&text);
            self.bytes.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_its_encodings() {
        let table: [(&[u8], &[&str]); 5] = [
            (b"{\\rtf1\\ansi\\ansicpg936 \\'cc\\'e2\\par\\'ce\\'c4}", &["题", "文"]),
            (b"{\\rtf1\\ansicpg1252{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset134 SimSun;}}\\f1 \\'cc\\'e2\\f0  x}", &["题 x"]),
            (b"{\\rtf1\\uc1 \\u-26472?\\u25991?\\line{\\*\\x y}{\\info{\\title z}}\\u-10179?\\u-8704?}", &["题文", "😀"]),
            (b"{\\rtf1 a\\{b\\}\\\\c\r\nd\\~e{\\b f}\\emdash}", &["a{b}\\cd ef—"]),
            (b"{\\rtf1 }}}{{{\\", &[]),
        ];
        for (rtf, expected) in table {
            assert_eq!(Text::of(rtf), expected, "{}", rtf.escape_ascii());
        }
    }
}
