//! A first look: how inputs would be read, without an index.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use xunwen_schema::Article;

use crate::corpus::{
    Corpus, CorpusError, Input, InputOptions, Inputs, Notes, PassedOver, Recognised, Reject,
};

/// The articles of a file that are shown.
const SHOWN: usize = 3;
/// The files that are shown.
const FILES: usize = 20;

/// How inputs would be read.
#[derive(Clone, Debug, Default)]
pub struct Peek {
    /// The first files.
    pub files: Vec<PeekedFile>,
    /// How many more there are.
    pub more_files: u64,
    /// Articles of all files.
    pub articles: u64,
    /// Records that would be rejected, of all files.
    pub rejected: u64,
    /// Files that would not be read.
    pub passed_over: PassedOver,
}

/// How a file would be read.
#[derive(Clone, Debug, Default)]
pub struct PeekedFile {
    /// Its name.
    pub name: String,
    /// What it was taken for; `None` for an archive, and for an empty file.
    pub recognised: Option<Recognised>,
    /// Its articles.
    pub articles: u64,
    /// Its records that are none.
    pub rejected: u64,
    /// The first of those.
    pub first_reject: Option<Reject>,
    /// The first articles, as they would be indexed.
    pub first: Vec<Article>,
    /// What was noticed.
    pub notes: Notes,
}

impl Peek {
    /// Reads all inputs and indexes nothing. Setting `stop` ends it.
    ///
    /// # Errors
    ///
    /// If an input that was named by itself cannot be read, or if it is stopped.
    pub fn of(
        inputs: &Inputs,
        reading: &InputOptions,
        stop: &Arc<AtomicBool>,
    ) -> Result<Self, CorpusError> {
        let mut peek = Self::default();
        for (path, reason) in &inputs.passed_over {
            peek.passed_over.add(&path.display().to_string(), reason);
        }
        for input in &inputs.files {
            match peek.file(input, reading, stop) {
                Ok(file) => peek.take(file),
                Err(error) if input.is_listed() && !error.is_of_job() => {
                    peek.passed_over.add(&input.to_string(), &error.reason());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(peek)
    }

    fn file(
        &mut self,
        input: &Input,
        reading: &InputOptions,
        stop: &Arc<AtomicBool>,
    ) -> Result<PeekedFile, CorpusError> {
        let corpus = Corpus::open_until(input, reading, stop)?;
        let recognised = corpus.recognised().cloned();
        let mut file = PeekedFile { name: input.to_string(), recognised, ..PeekedFile::default() };
        for batch in corpus {
            let batch = batch?;
            file.articles += batch.articles.len() as u64;
            file.rejected += batch.rejects.len() as u64;
            file.notes.extend(batch.notes);
            for passed in batch.passed_over {
                self.passed_over.add(&passed.input, &passed.reason);
            }
            let room = SHOWN - file.first.len();
            file.first.extend(batch.articles.into_iter().take(room));
            if file.first_reject.is_none() {
                file.first_reject = batch.rejects.into_iter().next();
            }
        }
        Ok(file)
    }

    fn take(&mut self, file: PeekedFile) {
        self.articles += file.articles;
        self.rejected += file.rejected;
        if self.files.len() < FILES {
            self.files.push(file);
        } else {
            self.more_files += 1;
        }
    }
}
