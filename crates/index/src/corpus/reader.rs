//! The reader: the articles of one input, batch by batch.

use std::fmt;
use std::io;
use std::iter;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use xunwen_schema::Article;

use super::decode::{self, Text};
use super::error::CorpusError;
use super::formats::Format;
use super::formats::json_array::Elements;
use super::formats::json_lines::JsonLines;
use super::formats::search_page::Entries;
use super::formats::table::Rows;
use super::input::Input;
use super::lines::Lines;
use super::record::{Position, Record, Records};
use super::stop::{self, Stop};

/// The articles of one input, in batches.
///
/// An iterator. A record that is not an article is reported in its batch. An input that cannot be read
/// to its end yields every record before the damage, then one error, then nothing.
pub struct Corpus {
    name: String,
    records: Records,
    is_compressed: bool,
    at: Position,
    consumed: Arc<AtomicU64>,
    failure: Option<CorpusError>,
    batch_records: usize,
    stop: Stop,
}

/// Consecutive records of an input, in order.
///
/// Batch boundaries depend on the text alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// The articles.
    pub articles: Vec<Article>,
    /// The records that are not articles.
    pub rejects: Vec<Reject>,
    /// Bytes of text in this batch, decompressed.
    pub bytes: u64,
    /// Bytes of the input read so far, compressed where it is.
    pub input_bytes: u64,
    /// Bytes of text up to the end of this batch, decompressed: see [`Corpus::pass_over`].
    pub end: u64,
    /// The last line of this batch; in a JSON array, the number of its last element.
    pub end_line: u64,
}

/// A record that is not an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Name of the input.
    pub input: String,
    /// The line where the record begins, from 1; in a JSON array, the number of the element.
    pub line: u64,
    /// Why it was rejected.
    pub reason: String,
}

/// The most records of a batch.
const BATCH_RECORDS: usize = 512;
/// A batch ends after the record that reaches this many bytes.
const BATCH_BYTES: u64 = 4 * 1024 * 1024;

impl Corpus {
    /// Opens an input; without a `format`, it is recognised by its content.
    ///
    /// An empty input has no articles.
    ///
    /// # Errors
    ///
    /// If the input cannot be read or its format is not recognised.
    pub fn open(input: &Input, format: Option<Format>) -> Result<Self, CorpusError> {
        Self::open_until(input, format, &Stop::default())
    }

    /// Opens an input as [`Corpus::open`] does. Once `stop` is set, whatever is being read ends with
    /// [`CorpusError::Stopped`], without the batch that was begun.
    ///
    /// # Errors
    ///
    /// As [`Corpus::open`]; and if `stop` is set.
    pub fn open_until(
        input: &Input,
        format: Option<Format>,
        stop: &Arc<AtomicBool>,
    ) -> Result<Self, CorpusError> {
        Self::opened(input, format, stop)
            .map_err(|error| if stop::is_set(stop) { CorpusError::Stopped } else { error })
    }

    fn opened(input: &Input, format: Option<Format>, stop: &Stop) -> Result<Self, CorpusError> {
        let name = input.to_string();
        let path = || PathBuf::from(&name);
        let text = decode::open(input, stop)
            .map_err(|source| CorpusError::Unreadable { path: path(), source })?;
        if text.head.contains(&0) {
            return Err(CorpusError::Binary { path: path() });
        }
        let is_empty = text.head.trim_ascii().is_empty();
        let format = format
            .or_else(|| Format::recognise(&text.head))
            .or_else(|| is_empty.then_some(Format::JsonLines))
            .ok_or_else(|| CorpusError::Unrecognised { path: path() })?;
        let consumed = Arc::clone(&text.consumed);
        let is_compressed = text.is_compressed;
        let records = records(text, format, path())?;
        let at = Position::default();
        Ok(Self {
            name,
            records,
            is_compressed,
            at,
            consumed,
            failure: None,
            batch_records: BATCH_RECORDS,
            stop: Arc::clone(stop),
        })
    }

    /// Limits batches to this many records.
    #[must_use]
    pub fn with_batches_of(mut self, records: usize) -> Self {
        self.batch_records = records.clamp(1, BATCH_RECORDS);
        self
    }

    /// Skips `records` records that an earlier run has read, without parsing them. Returns whether they
    /// end at `end` ([`Batch::end`]) as they did then; if not, the text has changed.
    ///
    /// # Errors
    ///
    /// If the input cannot be read, or is to be read no further.
    pub fn pass_over(&mut self, records: u64, end: u64) -> Result<bool, CorpusError> {
        for _ in 0..records {
            let next = self.records.next();
            if stop::is_set(&self.stop) {
                return Err(CorpusError::Stopped);
            }
            match next {
                Some(Ok(record)) => self.at = record.end,
                Some(Err(error)) => {
                    return Err(failure(PathBuf::from(&self.name), self.is_compressed, error));
                }
                None => return Ok(false),
            }
        }
        Ok(self.at.offset == end)
    }

    /// Cuts the records of the next batch, which is shorter where the text ends or cannot be read.
    fn cut(&mut self) -> Vec<Record> {
        let mut records: Vec<Record> = Vec::new();
        let start = self.at.offset;
        while records.len() < self.batch_records && self.at.offset - start < BATCH_BYTES {
            let next = self.records.next();
            if next.is_some() && stop::is_set(&self.stop) {
                self.failure = Some(CorpusError::Stopped);
                self.records = Box::new(iter::empty());
                return Vec::new();
            }
            match next {
                Some(Ok(record)) => {
                    self.at = record.end;
                    records.push(record);
                }
                end => {
                    self.failure = end
                        .and_then(Result::err)
                        .map(|error| failure(PathBuf::from(&self.name), self.is_compressed, error));
                    self.records = Box::new(iter::empty());
                    break;
                }
            }
        }
        records
    }
}

/// Parses records in parallel, keeping their order.
fn parse(records: Vec<Record>, input: &str) -> (Vec<Article>, Vec<Reject>) {
    let parse = |record: Record| {
        let line = record.line;
        record.article().map_err(|reason| Reject { input: input.to_owned(), line, reason })
    };
    let parsed: Vec<_> = records.into_par_iter().with_min_len(8).map(parse).collect();
    let mut articles = Vec::with_capacity(parsed.len());
    let mut rejects = Vec::new();
    for result in parsed {
        match result {
            Ok(article) => articles.push(article),
            Err(reject) => rejects.push(reject),
        }
    }
    (articles, rejects)
}

impl Iterator for Corpus {
    type Item = Result<Batch, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(failure) = self.failure.take() {
            return Some(Err(failure));
        }
        let start = self.at.offset;
        let records = self.cut();
        if records.is_empty() {
            return self.failure.take().map(Err);
        }
        let (articles, rejects) = parse(records, &self.name);
        Some(Ok(Batch {
            articles,
            rejects,
            bytes: self.at.offset - start,
            input_bytes: self.consumed.load(Ordering::Relaxed),
            end: self.at.offset,
            end_line: self.at.line,
        }))
    }
}

impl fmt::Debug for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Corpus").field("name", &self.name).field("at", &self.at).finish()
    }
}

fn records(text: Text, format: Format, path: PathBuf) -> Result<Records, CorpusError> {
    let delimiter = match format {
        Format::JsonLines => return Ok(Box::new(JsonLines(Lines::new(text.reader)))),
        Format::JsonArray => return Ok(Box::new(Elements::new(text.reader))),
        Format::SearchPage => return Ok(Box::new(Entries::new(Lines::new(text.reader)))),
        Format::Csv => b',',
        Format::Tsv => b'\t',
    };
    let rows = Rows::open(Lines::new(text.reader), delimiter)
        .map_err(|error| failure(path.clone(), text.is_compressed, error))?;
    let columns = rows.columns();
    if columns.known() == 0 && !columns.header.is_empty() {
        return Err(CorpusError::NoColumns { path, header: columns.header.clone() });
    }
    Ok(Box::new(rows))
}

fn failure(path: PathBuf, is_compressed: bool, source: io::Error) -> CorpusError {
    match source.kind() {
        io::ErrorKind::UnexpectedEof if is_compressed => CorpusError::Truncated { path, source },
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other
            if is_compressed =>
        {
            CorpusError::Corrupt { path, source }
        }
        _ => CorpusError::Unreadable { path, source },
    }
}
