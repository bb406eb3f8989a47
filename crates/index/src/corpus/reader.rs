//! The reader: the articles of one input, batch by batch.

use std::fmt;
use std::io;
use std::iter;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use xunwen_schema::Article;

use super::archive_records::ArchiveRecords;
use super::error::CorpusError;
use super::input::Input;
use super::input_options::InputOptions;
use super::notes::Notes;
use super::options::Reading;
use super::parsed::Parsed;
use super::recognise::{self, Recognised, failure};
use super::record::{Position, Record, Records, Unusable};
use super::stop::{self, Stop};
use super::unpack::{self, Unpacked};

/// The articles of one input, in batches.
///
/// An iterator. A record that is not an article is reported in its batch. An input that cannot be read
/// to its end yields every record before the damage, then one error, then nothing.
pub struct Corpus {
    name: Arc<str>,
    records: Records,
    reading: Arc<Reading>,
    recognised: Option<Recognised>,
    is_packed: bool,
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
    /// Files of an archive that are passed over: name and reason.
    pub passed_over: Vec<Reject>,
    /// What was noticed.
    pub notes: Notes,
    /// Records read: articles, rejects, and files passed over.
    pub records: u64,
    /// Bytes of text in this batch, unpacked.
    pub bytes: u64,
    /// Bytes of the input read so far, packed where it is.
    pub input_bytes: u64,
    /// Bytes of text up to the end of this batch, unpacked: see [`Corpus::pass_over`].
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
    /// Opens an input. What `options` does not say is recognised by its content.
    ///
    /// An empty input has no articles.
    ///
    /// # Errors
    ///
    /// If the input cannot be read or its format is not recognised.
    pub fn open(input: &Input, options: &InputOptions) -> Result<Self, CorpusError> {
        Self::open_until(input, options, &Stop::default())
    }

    /// Opens an input as [`Corpus::open`] does. Once `stop` is set, whatever is being read ends with
    /// [`CorpusError::Stopped`], without the batch that was begun.
    ///
    /// # Errors
    ///
    /// As [`Corpus::open`]; and if `stop` is set.
    pub fn open_until(
        input: &Input,
        options: &InputOptions,
        stop: &Arc<AtomicBool>,
    ) -> Result<Self, CorpusError> {
        Self::opened(input, options, stop)
            .map_err(|error| if stop::is_set(stop) { CorpusError::Stopped } else { error })
    }

    fn opened(input: &Input, options: &InputOptions, stop: &Stop) -> Result<Self, CorpusError> {
        let name = input.to_string();
        let unreadable = |source| CorpusError::Unreadable { path: PathBuf::from(&name), source };
        let mut corpus = Self {
            name: name.as_str().into(),
            records: Box::new(iter::empty()),
            reading: Arc::clone(&options.reading),
            recognised: None,
            is_packed: true,
            at: Position::default(),
            consumed: Arc::default(),
            failure: None,
            batch_records: BATCH_RECORDS,
            stop: Arc::clone(stop),
        };
        match unpack::open(input, stop).map_err(unreadable)? {
            Unpacked::File(content) => {
                corpus.is_packed = content.is_packed;
                corpus.consumed = Arc::clone(&content.consumed);
                let opened = recognise::open(content, options)?;
                corpus.recognised = opened.recognised;
                corpus.records = opened.records;
            }
            Unpacked::Archive(members) => {
                corpus.consumed = members.consumed();
                corpus.records = Box::new(ArchiveRecords::new(members, options.clone()));
            }
        }
        Ok(corpus)
    }

    /// Returns what the input was taken for; `None` for an empty one, and for an archive.
    #[must_use]
    pub fn recognised(&self) -> Option<&Recognised> {
        self.recognised.as_ref()
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
                Some(Err(error)) => return Err(self.failed(error)),
                None => return Ok(false),
            }
        }
        Ok(self.at.offset == end)
    }

    fn failed(&self, error: io::Error) -> CorpusError {
        failure(PathBuf::from(&*self.name), self.is_packed, error)
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
                    self.failure = end.and_then(Result::err).map(|error| self.failed(error));
                    self.records = Box::new(iter::empty());
                    break;
                }
            }
        }
        records
    }
}

/// Parses records in parallel, keeping their order.
fn parse(records: Vec<Record>, input: &Arc<str>, reading: &Reading, batch: &mut Batch) {
    let parse = |record: Record| {
        let Record { file, line, raw, .. } = record;
        let parsed =
            raw.and_then(|raw| raw.article(reading).and_then(readable).map_err(Unusable::Rejected));
        (file, line, parsed)
    };
    let parsed: Vec<_> = records.into_par_iter().with_min_len(8).map(parse).collect();
    batch.records = parsed.len() as u64;
    batch.articles.reserve(parsed.len());
    for (file, line, result) in parsed {
        let name = file.as_ref().unwrap_or(input);
        let reject = |reason| Reject { input: name.to_string(), line, reason };
        match result {
            Ok(Parsed { article, notes }) => {
                for (note, example) in notes {
                    batch.notes.add(note, name, line, example);
                }
                batch.articles.push(reading.with_prefix(article, name));
            }
            Err(Unusable::Rejected(reason)) => batch.rejects.push(reject(reason)),
            Err(Unusable::PassedOver(reason)) => batch.passed_over.push(reject(reason)),
        }
    }
}

/// Rejects an article with what is no text in the encoding of its input.
fn readable(parsed: Parsed) -> Result<Parsed, String> {
    const UNREADABLE: &[u8] = "\u{fffd}\u{fffd}".as_bytes();
    let is_in = |text: &str| memchr::memmem::find(text.as_bytes(), UNREADABLE).is_some();
    let is_garbled = parsed.article.texts().iter().any(|(_, text)| is_in(text));
    if is_garbled { Err("garbled: the text is in another encoding".to_owned()) } else { Ok(parsed) }
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
        let mut batch = Batch {
            bytes: self.at.offset - start,
            input_bytes: self.consumed.load(Ordering::Relaxed),
            end: self.at.offset,
            end_line: self.at.line,
            ..Batch::default()
        };
        parse(records, &self.name, &self.reading, &mut batch);
        Some(Ok(batch))
    }
}

impl fmt::Debug for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Corpus").field("name", &self.name).field("at", &self.at).finish()
    }
}
