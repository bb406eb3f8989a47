//! Elements: the records of a marked-up text, `<doc>…</doc>`, cut from it one by one.
//!
//! Only the tags of the records are looked at, so that a broken record costs nothing but itself.

use std::io::{self, BufRead, Read};

use crate::corpus::record::{LONGEST_RECORD, Position};

/// The elements of some names.
pub(in crate::corpus) struct Elements {
    text: Box<dyn BufRead + Send>,
    /// In lower case.
    names: Vec<String>,
    /// Whether an element may hold another of its name; else that means that its end is missing.
    may_nest: bool,
    at: Position,
    /// The beginning of the next element, where the end of the one before is missing.
    begun: Option<Vec<u8>>,
}

/// An element with its tags.
pub(in crate::corpus) struct Element {
    /// The line where it begins.
    pub(in crate::corpus) line: u64,
    /// `None` if it is too long.
    pub(in crate::corpus) bytes: Option<Vec<u8>>,
    pub(in crate::corpus) end: Position,
}

/// An element that is being read.
struct Open {
    line: u64,
    bytes: Vec<u8>,
    name: String,
    depth: usize,
    is_too_long: bool,
    in_cdata: bool,
}

impl Elements {
    pub(in crate::corpus) fn new(
        text: Box<dyn BufRead + Send>,
        names: Vec<String>,
        may_nest: bool,
    ) -> Self {
        Self { text, names, may_nest, at: Position::default(), begun: None }
    }

    /// Reads a text, and the tag behind it, or a part of that if it is very long; empty at the end.
    fn piece(&mut self) -> io::Result<Vec<u8>> {
        let mut piece = Vec::new();
        let most = LONGEST_RECORD as u64 / 4;
        self.text.by_ref().take(most).read_until(b'>', &mut piece)?;
        self.at.offset += piece.len() as u64;
        Ok(piece)
    }

    /// Returns where a record begins in a piece, and its name.
    fn start(&self, piece: &[u8]) -> Option<(usize, String)> {
        let mut starts = piece.iter().enumerate().filter(|(_, byte)| **byte == b'<');
        starts.find_map(|(at, _)| {
            let name = self.names.iter().find(|name| begins_with_tag(&piece[at + 1..], name))?;
            Some((at, name.clone()))
        })
    }

    fn next_element(&mut self) -> io::Result<Option<Element>> {
        let mut open: Option<Open> = None;
        loop {
            let piece = match self.begun.take() {
                Some(piece) => piece,
                None => {
                    let piece = self.piece()?;
                    if piece.is_empty() {
                        return Ok(open.map(|open| self.element(open)));
                    }
                    piece
                }
            };
            let line = self.at.line + 1;
            let Some(own) = &mut open else {
                if let Some((at, name)) = self.start(&piece) {
                    let line = line + lines(&piece[..at]);
                    let is_empty = piece.ends_with(b"/>");
                    open = (!is_empty).then(|| Open::new(line, piece[at..].to_vec(), name));
                }
                self.at.line += lines(&piece);
                continue;
            };
            let is_markup = !own.in_cdata;
            own.look_for_cdata(&piece);
            if is_markup
                && !own.in_cdata
                && let Some((at, name)) = self.start(&piece)
                && !piece.ends_with(b"/>")
            {
                if self.may_nest {
                    own.depth += usize::from(name == own.name);
                } else {
                    let (before, next) = piece.split_at(at);
                    self.at.line += lines(before);
                    own.push(before);
                    self.begun = Some(next.to_vec());
                    return Ok(open.map(|open| self.element(open)));
                }
            }
            self.at.line += lines(&piece);
            own.push(&piece);
            if !own.in_cdata && own.is_closed_by(&piece) {
                own.depth -= 1;
                if own.depth == 0 {
                    return Ok(open.map(|open| self.element(open)));
                }
            }
        }
    }

    fn element(&self, open: Open) -> Element {
        let bytes = (!open.is_too_long).then_some(open.bytes);
        let begun = self.begun.as_ref().map_or(0, Vec::len) as u64;
        let end = Position { line: self.at.line + 1, offset: self.at.offset - begun };
        Element { line: open.line, bytes, end }
    }
}

impl Open {
    fn new(line: u64, bytes: Vec<u8>, name: String) -> Self {
        Self { line, bytes, name, depth: 1, is_too_long: false, in_cdata: false }
    }

    fn push(&mut self, piece: &[u8]) {
        self.is_too_long |= self.bytes.len() + piece.len() > LONGEST_RECORD;
        if self.is_too_long {
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(piece);
        }
    }

    /// Notices where text begins in which tags are text, and where it ends.
    fn look_for_cdata(&mut self, piece: &[u8]) {
        if self.in_cdata {
            self.in_cdata = !piece.ends_with(b"]]>");
        } else if let Some(at) = find(piece, b"<![CDATA[") {
            self.in_cdata = find(&piece[at..], b"]]>").is_none();
        }
    }

    fn is_closed_by(&self, piece: &[u8]) -> bool {
        let tag = piece.iter().rposition(|byte| *byte == b'<').map(|at| &piece[at + 1..]);
        let name = tag.and_then(|tag| tag.strip_prefix(b"/")?.strip_suffix(b">"));
        name.is_some_and(|name| name.trim_ascii().eq_ignore_ascii_case(self.name.as_bytes()))
    }
}

impl Iterator for Elements {
    type Item = io::Result<Element>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_element().transpose()
    }
}

fn lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Returns whether a tag, which stands behind its `<`, has this name.
fn begins_with_tag(tag: &[u8], name: &str) -> bool {
    let is_name =
        tag.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()));
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    is_name && tag.get(name.len()).is_some_and(is_end)
}

/// Returns the name of the first tag of a text, in lower case, and the text from there: behind
/// declarations, comments and white space. `None` if it begins with something else.
pub(in crate::corpus) fn root(text: &str) -> Option<(String, &str)> {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    loop {
        let tag = rest.strip_prefix('<')?;
        let end = match tag.as_bytes().first()? {
            b'?' => "?>",
            b'!' if tag.starts_with("!--") => "-->",
            // A document type may hold declarations.
            b'!' if tag.split('>').next().is_some_and(|tag| tag.contains('[')) => "]>",
            b'!' => ">",
            first if first.is_ascii_alphabetic() => {
                let end = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
                return Some((tag.split(end).next()?.to_ascii_lowercase(), rest));
            }
            _ => return None,
        };
        rest = tag.get(tag.find(end)? + end.len()..)?.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    #[track_caller]
    fn cut(text: &'static str, may_nest: bool) -> Vec<(u64, String)> {
        let text = BufReader::with_capacity(3, Cursor::new(text));
        let elements = Elements::new(Box::new(text), vec!["doc".to_owned()], may_nest);
        let found = elements.map(|element| {
            let element = element.unwrap();
            (element.line, String::from_utf8(element.bytes.unwrap()).unwrap())
        });
        found.collect()
    }

    #[test]
    fn elements_are_cut_with_their_lines() {
        let text =
            "<docs>\n<doc>\n一</doc>\n<DOC id=2>1 < 2 > 0</DOC ><document>x</document><doc/>";
        let expected = [(2, "<doc>\n一</doc>".into()), (4, "<DOC id=2>1 < 2 > 0</DOC >".into())];
        assert_eq!(cut(text, false), expected);
    }

    #[test]
    fn a_missing_end_costs_one_record() {
        let expected =
            [(1, "<doc>一\n".into()), (2, "<doc>二</doc>".into()), (2, "<doc>三".into())];
        assert_eq!(cut("<doc>一\n<doc>二</doc><doc>三", false), expected);
    }

    #[test]
    fn elements_may_nest_and_cdata_holds_no_tags() {
        let text = "<doc>一<doc>二</doc></doc> <doc><![CDATA[</doc><doc>]]>三</doc>";
        let expected = [
            (1, "<doc>一<doc>二</doc></doc>".into()),
            (1, "<doc><![CDATA[</doc><doc>]]>三</doc>".into()),
        ];
        assert_eq!(cut(text, true), expected);
    }

    #[test]
    fn positions_grow_to_the_end_of_the_text() {
        let text = "<doc>一<doc>二</doc>";
        let ends = Elements::new(Box::new(text.as_bytes()), vec!["doc".to_owned()], false)
            .map(|element| element.unwrap().end.offset);
        assert_eq!(ends.collect::<Vec<_>>(), [8, text.len() as u64]);
    }

    #[test]
    fn the_first_tag_is_found_behind_declarations() {
        let name = |text| root(text).map(|(name, _)| name);
        assert_eq!(name("\u{feff} <?xml version='1.0'?>\n<!-- a > b --><RSS a=1>").unwrap(), "rss");
        assert_eq!(name("<!DOCTYPE nitf [<!ENTITY a 'b'>]><nitf>").unwrap(), "nitf");
        for text in ["", "题<p>", "<<通知>>", "<!-- ", "< p>"] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
