//! DOCX and ODT: a zip file with the text in XML.

use std::io::{self, Read};
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::document::{Paragraph, articles};
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use crate::corpus::content::Content;
use crate::corpus::fields::RawFields;
use crate::corpus::options::Reading;
use crate::corpus::record::{LONGEST_RECORD, Position, Record, Records, Values};

/// A kind of document.
pub(in crate::corpus) struct Office {
    name: &'static str,
    about: &'static str,
    endings: &'static [&'static str],
    /// What the first bytes hold, and where the text is.
    mark: &'static [u8],
    text: &'static str,
}

pub(in crate::corpus) static DOCX: Office = Office {
    name: "docx",
    about: "Word documents, those of Nexis Uni and Factiva with many articles, too",
    endings: &["docx", "docm"],
    mark: b"word/",
    text: "word/document.xml",
};

pub(in crate::corpus) static ODT: Office = Office {
    name: "odt",
    about: "OpenDocument texts",
    endings: &["odt"],
    mark: b"application/vnd.oasis.opendocument.text",
    text: "content.xml",
};

impl InputFormat for Office {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn endings(&self) -> &'static [&'static str] {
        self.endings
    }

    fn is_text(&self) -> bool {
        false
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        if !sample.bytes.starts_with(b"PK\x03\x04") {
            return None;
        }
        let is_marked = sample.bytes.windows(self.mark.len()).any(|window| window == self.mark);
        match (is_marked, sample.has_ending(self.endings)) {
            (true, _) => Evidence::new(95, "a document of a word processor"),
            (false, true) => Evidence::new(70, "named as a document"),
            (false, false) => None,
        }
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        let mut archive = ZipArchive::new(content.seekable()?).map_err(fault)?;
        let file = archive.by_name(self.text).map_err(fault)?;
        let mut xml = Vec::new();
        file.take(LONGEST_RECORD as u64 + 1).read_to_end(&mut xml)?;
        if xml.len() > LONGEST_RECORD {
            return Err(io::Error::other(format!(
                "its text is longer than {LONGEST_RECORD} bytes"
            ))
            .into());
        }
        let found = articles(paragraphs(&String::from_utf8_lossy(&xml)), reading);
        Ok(records(found, xml.len()))
    }
}

/// Returns articles as records of a file of so many bytes.
pub(super) fn records(articles: Vec<RawFields>, length: usize) -> Records {
    let count = articles.len().max(1) as u64;
    Box::new((1..).zip(articles).map(move |(number, fields)| {
        let end = Position { line: number, offset: length as u64 * number / count };
        Ok(Record::new(number, end, Ok(Box::new(Values(fields)))))
    }))
}

fn fault(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        error => io::Error::new(io::ErrorKind::InvalidData, error),
    }
}

/// Returns the paragraphs of a text, as far as it can be parsed.
fn paragraphs(xml: &str) -> Vec<Paragraph> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut found = vec![Paragraph::default()];
    let mut text = Text::default();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) => text.open(&tag, &mut found, true),
            Event::Empty(tag) => text.open(&tag, &mut found, false),
            Event::End(tag) => text.close(tag.local_name().as_ref()),
            Event::Text(piece) => text.push(&piece, &mut found),
            Event::GeneralRef(name) => {
                let reference = format!("&{};", &*name);
                let piece =
                    quick_xml::escape::unescape(&reference).unwrap_or_default().into_owned();
                text.push(&piece, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// Where in a document the reader is.
#[derive(Default)]
struct Text {
    /// Elements around that hold text, as written: of Word `w:t`, of OpenDocument the paragraph.
    holders: usize,
    /// Elements around that hold what was deleted, or what readers do not see.
    unseen: usize,
}

impl Text {
    const UNSEEN: [&str; 7] =
        ["del", "instrText", "delText", "annotation", "tracked-changes", "fallback", "Fallback"];

    fn open(&mut self, tag: &BytesStart<'_>, found: &mut Vec<Paragraph>, has_end: bool) {
        let name = tag.local_name();
        let name = name.as_ref();
        match name {
            "p" | "h" => found.push(Paragraph { text: String::new(), is_heading: name == "h" }),
            "pStyle" => {
                let style = tag
                    .attributes()
                    .with_checks(false)
                    .flatten()
                    .find(|own| own.key.local_name().as_ref() == "val");
                if let (Some(style), Some(last)) = (style, found.last_mut()) {
                    last.is_heading = is_heading(&style.value);
                }
            }
            "tab" | "s" => self.push(" ", found),
            // Word writes tab stops of a style under the same name, outside of text.
            "br" | "line-break" | "cr" => {
                if let Some(last) = found.last_mut().filter(|last| !last.text.is_empty()) {
                    last.text.push('\n');
                }
            }
            _ => {}
        }
        if has_end {
            self.holders += usize::from(Self::holds(tag.name().as_ref()));
            self.unseen += usize::from(Self::UNSEEN.contains(&name));
        }
    }

    fn close(&mut self, name: &str) {
        if name == "t" || name == "p" || name == "h" {
            self.holders = self.holders.saturating_sub(1);
        }
        if Self::UNSEEN.contains(&name) {
            self.unseen = self.unseen.saturating_sub(1);
        }
    }

    fn holds(name: &str) -> bool {
        matches!(name, "w:t" | "text:p" | "text:h")
    }

    fn push(&self, piece: &str, found: &mut [Paragraph]) {
        if self.holders > 0
            && self.unseen == 0
            && let Some(last) = found.last_mut()
        {
            last.text.push_str(piece);
        }
    }
}

fn is_heading(style: &str) -> bool {
    let style = style.to_lowercase();
    style == "1"
        || ["title", "heading1", "heading 1", "标题"].iter().any(|name| style.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_of_word_are_read() {
        let xml = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"Title\"/><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr>\
            <w:r><w:t>题</w:t></w:r></w:p>\n<w:p><w:r><w:t>A&amp;B</w:t></w:r><w:r><w:br/><w:t>二</w:t></w:r>\
            <w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p></w:body>";
        let found = paragraphs(xml);
        let expected = [("", false), ("题", true), ("A&B\n二", false)];
        let shown: Vec<_> = found.iter().map(|own| (own.text.as_str(), own.is_heading)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn paragraphs_of_open_document_are_read() {
        let xml = "<office:text><text:h>题</text:h><text:p>一<text:s/>段<text:span>强</text:span><text:line-break/>二</text:p></office:text>";
        let texts: Vec<_> = paragraphs(xml).into_iter().map(|own| own.text).collect();
        assert_eq!(texts, ["", "题", "一 段强\n二"]);
    }
}
