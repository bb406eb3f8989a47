//! Drafts: generations that are being built, which no reader knows of yet.

use std::fs;
use std::io;
use std::path::Path;

use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings};
use xunwen_schema::{Analyzer, Fields, Generation, Manifest, generation};

use crate::checkpoint::{Checkpoint, Likeness, State};
use crate::error::Error;
use crate::event::Event;
use crate::generations::{discard, sweep};
use crate::lock;
use crate::stamp::Stamp;

/// How hard zstd tries to make stored articles small: 4 makes the index 0.7% smaller, and indexing
/// takes 3% more of the processor.
const STORE_LEVEL: i32 = 2;
/// How many bytes of articles are compressed together: to read one, so many are decompressed. Half
/// as many take a hundredth of the index and a tenth of the time of indexing more.
const STORE_BLOCK: usize = 16_384;

/// A generation without a manifest. Dropped before anything is committed to it, it is gone.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) generation: Generation,
    /// Whether it stays, to be gone on with or because it is whole.
    pub(crate) is_kept: bool,
}

impl Draft {
    /// Returns the draft of an earlier job of this plan, and how far that was; or a new one. Other
    /// drafts are cleared away: there is one job at a time.
    pub(crate) fn find_or_begin(
        dir: &Path,
        analyzer: &Analyzer,
        plan: &str,
        stamps: &[Option<Stamp>],
        watch: &mut dyn FnMut(Event),
    ) -> Result<(Self, State), Error> {
        sweep(dir).map_err(|source| io_error(dir, source))?;
        let drafts = generation::numbers(dir, false).map_err(|source| io_error(dir, source))?;
        let mut found = None;
        for number in drafts.into_iter().rev() {
            let state = unfinished(dir, number);
            match state.as_ref().map(|state| state.likeness(plan, stamps)) {
                Some(Likeness::Same) if found.is_none() => {
                    found = state.map(|state| (number, state));
                    continue;
                }
                Some(Likeness::Changed(input)) => watch(Event::Changed { input }),
                Some(_) => watch(Event::Dropped { generation: number }),
                None => {}
            }
            discard(dir, number).map_err(|source| io_error(dir, source))?;
        }
        match found {
            Some((number, state)) => Ok((Self::at(dir, number, analyzer, true), state)),
            None => Ok((Self::begin(dir, analyzer)?, State::new(plan))),
        }
    }

    fn begin(dir: &Path, analyzer: &Analyzer) -> Result<Self, Error> {
        let whole = generation::numbers(dir, true).map_err(|source| io_error(dir, source))?;
        let number = whole.last().map_or(1, |last| last + 1);
        let draft = Self::at(dir, number, analyzer, false);
        let folder = &draft.generation.path;
        fs::create_dir_all(folder).map_err(|source| io_error(folder, source))?;
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor {
                compression_level: Some(STORE_LEVEL),
            }),
            docstore_blocksize: STORE_BLOCK,
            ..IndexSettings::default()
        };
        Index::builder()
            .schema(Fields::schema().0)
            .settings(settings)
            .create_in_dir(folder)
            .map_err(|source| Error::tantivy(dir, source))?;
        Ok(draft)
    }

    fn at(dir: &Path, number: u64, analyzer: &Analyzer, is_kept: bool) -> Self {
        let generation = Generation {
            number,
            path: generation::folder(dir, number),
            manifest: Manifest::new(analyzer),
            analyzer: analyzer.clone(),
        };
        Self { generation, is_kept }
    }

    /// Makes it a whole generation and the live one, in place of `previous`.
    pub(crate) fn publish(&mut self, dir: &Path, previous: Option<u64>) -> Result<(), Error> {
        self.is_kept = true;
        let Generation { number, path, manifest, .. } = &mut self.generation;
        manifest.built_at = Some(lock::now());
        manifest.previous = previous;
        manifest.write(path).map_err(|source| io_error(path, source))?;
        generation::switch_to(dir, *number).map_err(|source| {
            // It is still the draft that the same command goes on with.
            drop(Manifest::remove(path));
            io_error(dir, source)
        })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_kept {
            // There is nobody to tell, and the next job clears it.
            drop(fs::remove_dir_all(&self.generation.path));
        }
    }
}

/// Returns how far the job was that began generation `number`, if it has committed anything.
fn unfinished(dir: &Path, number: u64) -> Option<State> {
    let index = Index::open_in_dir(generation::folder(dir, number)).ok()?;
    Checkpoint::read(index.load_metas().ok()?.payload.as_deref()).job
}

fn io_error(path: &Path, source: io::Error) -> Error {
    Error::Io { path: path.to_owned(), source }
}
