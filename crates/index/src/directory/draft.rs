//! Drafts: generations that are being built, which readers ignore.

use std::io;
use std::path::Path;

use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings};
use xunwen_schema::durable::{self, Durability};
use xunwen_schema::{
    Analyzer, CommitPayload, Fields, FileAccess, Generation, IndexDir, InputStamp, JobProgress,
    Manifest, generation,
};

use super::generations::{discard, sweep};
use super::lock;
use super::resume::{ResumeMatch, resume_match};
use crate::error::{Done, Error};
use crate::event::Event;

/// The zstd level of stored articles. Level 4 makes the index 0.7% smaller and indexing 3% slower.
const STORE_LEVEL: i32 = 2;
/// Bytes of articles that are compressed together, and decompressed to read one. Half the size makes
/// the index 1% larger and indexing 10% slower.
const STORE_BLOCK: usize = 16_384;

/// A generation without a manifest. If it is dropped before anything was committed to it, its folder is
/// deleted.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) generation: Generation,
    /// Whether its folder stays when it is dropped, because it can be resumed or is complete.
    pub(crate) is_kept: bool,
}

impl Draft {
    /// Returns the draft of an interrupted job that a job of kind `plan` with these inputs can resume,
    /// and its progress; or a new draft. All other drafts are removed: only one job runs at a time.
    pub(crate) fn find_or_begin(
        dir: &IndexDir,
        analyzer: &Analyzer,
        plan: &str,
        stamps: &[Option<InputStamp>],
        watch: &mut dyn FnMut(Event),
    ) -> Result<(Self, JobProgress), Error> {
        sweep(dir).map_err(|source| io_error(dir.path(), source))?;
        let drafts = dir.drafts().map_err(|source| io_error(dir.path(), source))?;
        let mut found = None;
        for number in drafts.into_iter().rev() {
            let job = unfinished_job(dir, number);
            match job.as_ref().map(|job| resume_match(job, plan, stamps)) {
                Some(ResumeMatch::Same) if found.is_none() => {
                    found = job.map(|job| (number, job));
                    continue;
                }
                Some(ResumeMatch::Changed(input)) => watch(Event::Changed { input }),
                Some(_) => watch(Event::Dropped { generation: number }),
                None => {}
            }
            discard(dir, number).map_err(|source| io_error(dir.path(), source))?;
        }
        match found {
            Some((number, job)) => Ok((Self::at(dir, number, analyzer, true), job)),
            None => Ok((Self::begin(dir, analyzer)?, JobProgress::new(plan))),
        }
    }

    fn begin(dir: &IndexDir, analyzer: &Analyzer) -> Result<Self, Error> {
        let complete = dir.complete_generations().map_err(|source| io_error(dir.path(), source))?;
        let number = complete.last().map_or(1, |last| last + 1);
        let draft = Self::at(dir, number, analyzer, false);
        let folder = &draft.generation.path;
        durable::create_folder(folder).map_err(|source| io_error(folder, source))?;
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor {
                compression_level: Some(STORE_LEVEL),
            }),
            docstore_blocksize: STORE_BLOCK,
            ..IndexSettings::default()
        };
        let builder = Index::builder().schema(Fields::schema().0).settings(settings);
        generation::create_index(folder, builder)
            .map_err(|source| Error::tantivy(dir.path(), source))?;
        Ok(draft)
    }

    fn at(dir: &IndexDir, number: u64, analyzer: &Analyzer, is_kept: bool) -> Self {
        let generation = Generation {
            number,
            path: dir.generation(number),
            manifest: Manifest::new(analyzer),
            analyzer: analyzer.clone(),
        };
        Self { generation, is_kept }
    }

    /// Completes it with a manifest and makes it the live generation, replacing `previous`; the order is
    /// that of a switch in [`durable`].
    pub(crate) fn publish(&mut self, dir: &IndexDir, previous: Option<u64>) -> Result<(), Error> {
        self.is_kept = true;
        let Generation { number, path, manifest, .. } = &mut self.generation;
        manifest.built_at = Some(lock::now());
        manifest.previous = previous;
        let mut switch =
            dir.begin_switch(*number).map_err(|source| io_error(dir.path(), source))?;
        let completed = manifest.write(path).and_then(Durability::confirmed);
        let switched = completed
            .map_err(|source| io_error(path, source))
            .and_then(|()| switch.put().map_err(|source| io_error(dir.path(), source)));
        match switched {
            Ok(Durability::Confirmed) => Ok(()),
            Ok(Durability::Unconfirmed(source)) => {
                Err(Error::Unconfirmed { done: Done::Live(*number), source })
            }
            Err(error) => {
                // Without its manifest it is the draft that the same command resumes; if that cannot be
                // removed, the next writer finishes the switch.
                if Manifest::remove(path).is_err() {
                    switch.keep();
                }
                Err(error)
            }
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_kept {
            // An error here cannot be reported, and the next job removes the folder.
            drop(durable::remove_folder(&self.generation.path));
        }
    }
}

/// Returns the progress of the job that began generation `number`, if it has committed anything.
fn unfinished_job(dir: &IndexDir, number: u64) -> Option<JobProgress> {
    let folder = dir.generation(number);
    let index = generation::read_only_index(&folder, FileAccess::Map).ok()?;
    CommitPayload::parse(index.load_metas().ok()?.payload.as_deref()).job
}

fn io_error(path: &Path, source: io::Error) -> Error {
    Error::Io { path: path.to_owned(), source }
}
