//! Recognising: what a file is, by all that speaks for it, and how its records are cut.

use std::fmt;
use std::io::{self, Read};
use std::path::PathBuf;

use super::content::{Content, Head};
use super::encoding::Encoding;
use super::error::CorpusError;
use super::formats::{
    Evidence, Format, FormatError, Sample, declared_encoding, refused, refused_name,
};
use super::input_options::InputOptions;
use super::record::{Position, Record, Records, Unusable};
use super::unpack;

/// What a file was taken for, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// The name of the file.
    pub name: String,
    /// Its format.
    pub format: Format,
    /// Its encoding, if it is text.
    pub encoding: Option<Encoding>,
    /// What spoke for the format.
    pub reason: String,
}

/// A file whose records can be cut.
pub(super) struct Opened {
    pub(super) recognised: Option<Recognised>,
    pub(super) records: Records,
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Recognises a file and opens it. An empty file has no records.
pub(super) fn open(mut content: Content, options: &InputOptions) -> Result<Opened, CorpusError> {
    let InputOptions { format, reading } = options;
    let path = PathBuf::from(&content.name);
    if let Some(source) = content.head.error.take()
        && content.head.bytes.is_empty()
    {
        return Err(failure(path, content.is_packed, source));
    }
    let head = &content.head;
    let text = head.bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&head.bytes);
    if head.is_whole && text.trim_ascii().is_empty() {
        return Ok(Opened { recognised: None, records: Box::new(std::iter::empty()) });
    }
    let refusal = |(kind, advice)| CorpusError::Unread { path: path.clone(), kind, advice };
    if let Some(found) = refused(&content.head.bytes).filter(|_| format.is_none()) {
        return Err(refusal(found));
    }
    let head = &content.head;
    let encoding = reading.encoding.or_else(|| encoding(head));
    let mut text = encoding.map(|encoding| encoding.decode_head(&head.bytes));
    let has_lone_cr = text.as_ref().is_some_and(|text| has_lone_cr(text));
    if let Some(text) = text.as_mut().filter(|_| has_lone_cr) {
        *text = text.replace('\r', "\n");
    }
    let ending = unpack::ending(&content.name);
    let sample = Sample {
        bytes: &head.bytes,
        text: text.as_deref(),
        is_whole: head.is_whole,
        ending: ending.as_deref(),
        is_listed: content.is_listed,
        reading,
    };
    let (format, evidence) = match format {
        Some(format) => (*format, Evidence { weight: 100, reason: "as said".to_owned() }),
        None => match Format::recognise(&sample) {
            Some(found) => found,
            None => {
                return Err(match ending.as_deref().and_then(refused_name) {
                    Some(found) => refusal(found),
                    None if text.is_none() => CorpusError::Binary { path },
                    None => CorpusError::Unrecognised { path },
                });
            }
        },
    };
    let encoding = encoding.filter(|_| format.reader().is_text());
    if format.reader().is_text() {
        let Some(encoding) = encoding else { return Err(CorpusError::Binary { path }) };
        decode(&mut content, encoding, has_lone_cr);
    }
    let recognised =
        Recognised { name: content.name.clone(), format, encoding, reason: evidence.reason };
    let is_packed = content.is_packed;
    let records = format.reader().records(content, reading).map_err(|error| match error {
        FormatError::Io(source) => failure(path.clone(), is_packed, source),
        FormatError::NoColumns(header) => CorpusError::NoColumns { path: path.clone(), header },
    })?;
    let records: Records = if format.reader().is_never_empty() {
        Box::new(NeverEmpty { records, has_begun: false })
    } else {
        records
    };
    Ok(Opened { recognised: Some(recognised), records })
}

/// Records of a file that has some: one without any is passed over.
struct NeverEmpty {
    records: Records,
    has_begun: bool,
}

impl Iterator for NeverEmpty {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.records.next();
        if std::mem::replace(&mut self.has_begun, true) || next.is_some() {
            return next;
        }
        let raw = Err(Unusable::PassedOver("there is no article of its format in it".to_owned()));
        Some(Ok(Record { file: None, line: 0, end: Position::default(), raw }))
    }
}

/// Returns the encoding of a text: the one that its content shows, or that a page declares where that
/// shows something else than UTF-8.
fn encoding(head: &Head) -> Option<Encoding> {
    let shown = Encoding::recognise(&head.bytes, head.is_whole)?;
    let declared = declared_encoding(&head.bytes).filter(|declared| !declared.is_utf8());
    // What is saved is often UTF-8, whatever it was on the server.
    Some(if shown.is_utf8() { shown } else { declared.unwrap_or(shown) })
}

/// Makes a text UTF-8 without a mark, with lines that end in LF.
fn decode(content: &mut Content, encoding: Encoding, has_lone_cr: bool) {
    let reader = std::mem::replace(&mut content.reader, Box::new(io::empty()));
    content.reader = if encoding.is_utf8() {
        let mut reader = reader;
        if content.head.bytes.starts_with(BYTE_ORDER_MARK) {
            let mut mark = [0; BYTE_ORDER_MARK.len()];
            // The head has shown that it is there.
            let _ = reader.read_exact(&mut mark);
        }
        reader
    } else {
        content.file = None;
        encoding.decode(reader)
    };
    if has_lone_cr {
        let reader = std::mem::replace(&mut content.reader, Box::new(io::empty()));
        content.reader = Box::new(LoneCr(reader));
    }
}

/// Returns whether the lines of a text end in CR alone, as on old Macs and in their Excel.
fn has_lone_cr(text: &str) -> bool {
    !text.contains('\n') && text.trim_end_matches('\r').contains('\r')
}

/// Lines that end in CR, as lines that end in LF.
struct LoneCr(Box<dyn Read + Send>);

impl Read for LoneCr {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        buffer[..count].iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        Ok(count)
    }
}

/// Returns the error of a file that cannot be read further.
pub(super) fn failure(path: PathBuf, is_packed: bool, source: io::Error) -> CorpusError {
    match source.kind() {
        io::ErrorKind::UnexpectedEof if is_packed => CorpusError::Truncated { path, source },
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other
            if is_packed =>
        {
            CorpusError::Corrupt { path, source }
        }
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            CorpusError::Damaged { path, source }
        }
        io::ErrorKind::FileTooLarge => CorpusError::TooLarge { path, source },
        _ => CorpusError::Unreadable { path, source },
    }
}

impl fmt::Display for Recognised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.format)?;
        if let Some(encoding) = self.encoding {
            write!(f, " in {encoding}")?;
        }
        write!(f, " ({})", self.reason)
    }
}
