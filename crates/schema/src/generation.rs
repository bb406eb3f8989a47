//! Generations: the complete indexes of an index directory, one of which is live.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::OpenReadError;
use tantivy::{Index, IndexBuilder, IndexReader, ReloadPolicy, TantivyError};

use crate::analysis::Analyzer;
use crate::durable::WriteDirectory;
use crate::files::{CommittedFiles, FileAccess, META, ReadOnlyDirectory};
use crate::index_dir::IndexDir;
use crate::manifest::Manifest;
use crate::open_error::OpenError;

/// How often a reader tries to open segments that a writer replaces at the same time: it would have to
/// lose the race to as many commits in a row.
const ATTEMPTS: usize = 100;

/// A complete generation that this program can read.
#[derive(Clone, Debug)]
pub struct Generation {
    /// Its number; every rebuild gets a higher one.
    pub number: u64,
    /// The folder of its tantivy index.
    pub path: PathBuf,
    /// What it states about itself.
    pub manifest: Manifest,
    /// The analyzer that made its terms.
    pub analyzer: Analyzer,
}

/// A generation that is open to be written.
#[derive(Debug)]
pub struct Writable {
    /// Its tantivy index.
    pub index: Index,
    /// Its folder, which knows whether the last commit is confirmed.
    pub directory: WriteDirectory,
    /// What its files must hold: those of the last commit, and every file that is written from now on.
    pub files: CommittedFiles,
}

impl Generation {
    /// Opens the live generation of the index directory `dir`.
    ///
    /// # Errors
    ///
    /// If there is none, or this program cannot read it.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        let index_dir = IndexDir::new(dir);
        let number = index_dir.complete_live_number()?;
        let generation = Self::read(dir, number)?;
        generation.check(dir, &generation.analyzer)?;
        Ok(generation)
    }

    /// Reads the manifest of generation `number` in the index directory `dir`, whatever analysis made
    /// its terms and whichever tantivy its files: its articles can be read, but it must not be searched
    /// before [`Self::check`].
    ///
    /// # Errors
    ///
    /// If there is none, or its format is not the one that this program reads, or its files are in no
    /// format that tantivy reads.
    pub fn read(dir: &Path, number: u64) -> Result<Self, OpenError> {
        let path = IndexDir::new(dir).generation(number);
        let manifest = Manifest::read(&path)?;
        if manifest.format != Manifest::FORMAT {
            let found = manifest.format;
            return Err(OpenError::Format {
                dir: dir.to_owned(),
                found,
                expected: Manifest::FORMAT,
            });
        }
        let oldest = tantivy::INDEX_FORMAT_OLDEST_SUPPORTED_VERSION;
        if !(oldest..=Manifest::TANTIVY_FORMAT).contains(&manifest.tantivy_format) {
            return Err(manifest.tantivy_format_error(dir));
        }
        let analyzer = manifest.analyzer(&path)?;
        Ok(Self { number, path, manifest, analyzer })
    }

    /// Checks that its files have the format that this program searches, and that its terms are those
    /// that `analyzer` makes.
    ///
    /// # Errors
    ///
    /// [`OpenError::TantivyFormat`] or [`OpenError::Fingerprint`] if not.
    pub fn check(&self, dir: &Path, analyzer: &Analyzer) -> Result<(), OpenError> {
        self.check_tantivy_format(dir)?;
        let found = self.manifest.fingerprint.clone();
        let expected = analyzer.fingerprint();
        if found == expected {
            return Ok(());
        }
        Err(OpenError::Fingerprint { dir: dir.to_owned(), found, expected })
    }

    /// Checks that its files have the format of tantivy that this program searches.
    ///
    /// # Errors
    ///
    /// [`OpenError::TantivyFormat`] if not.
    pub fn check_tantivy_format(&self, dir: &Path) -> Result<(), OpenError> {
        if self.manifest.tantivy_format == Manifest::TANTIVY_FORMAT {
            return Ok(());
        }
        Err(self.manifest.tantivy_format_error(dir))
    }

    /// Opens the segments of its last commit, and writes nothing. The reader has a cache of
    /// `cached_blocks` blocks of stored articles.
    ///
    /// A writer may replace segments and remove their files at any time. If a file is gone before it
    /// is opened, and there is another commit, that one is opened.
    ///
    /// # Errors
    ///
    /// If tantivy finds a file damaged or the system refuses it.
    pub fn reader(&self, access: FileAccess, cached_blocks: usize) -> tantivy::Result<IndexReader> {
        let commit = || fs::read(self.path.join(META)).ok();
        let mut before = commit();
        let mut attempt = 1;
        loop {
            match self.open_segments(access, cached_blocks) {
                Err(error) if is_missing(&error) && attempt < ATTEMPTS => {
                    let now = commit();
                    if now == before {
                        return Err(error);
                    }
                    before = now;
                    attempt += 1;
                }
                opened => return opened,
            }
        }
    }

    fn open_segments(
        &self,
        access: FileAccess,
        cached_blocks: usize,
    ) -> tantivy::Result<IndexReader> {
        let reader = read_only_index(&self.path, access)?.reader_builder();
        let reader = reader.reload_policy(ReloadPolicy::Manual);
        reader.doc_store_cache_num_blocks(cached_blocks).try_into()
    }

    /// Opens it to be written.
    ///
    /// # Errors
    ///
    /// If the last commit is damaged or the system refuses a file.
    pub fn writable(&self) -> Result<Writable, OpenError> {
        // Opened first: it says better what is wrong with the last commit.
        CommittedFiles::open(&self.path)?;
        let failed = |error| unopened(&self.path, error);
        let directory = WriteDirectory::open(&self.path).map_err(failed)?;
        let files = CommittedFiles::of_writer(&self.path, directory.known().clone())?;
        files.check_lengths()?;
        let index = Index::open(directory.clone()).map_err(failed)?;
        Ok(Writable { index, directory, files })
    }
}

/// Creates an index as `builder` says in the empty folder of a generation.
///
/// # Errors
///
/// If the system refuses to write.
pub fn create_index(folder: &Path, builder: IndexBuilder) -> tantivy::Result<Index> {
    builder.open_or_create(WriteDirectory::open(folder)?)
}

/// Opens the index in the folder of a generation, to be read only: its commits, not their segments.
///
/// # Errors
///
/// If the last commit is damaged or the system refuses a file.
pub fn read_only_index(folder: &Path, access: FileAccess) -> tantivy::Result<Index> {
    Index::open(ReadOnlyDirectory::open(folder, access)?)
}

/// Returns why the generation in `folder` could not be opened: what the system refuses is no damage.
fn unopened(folder: &Path, error: TantivyError) -> OpenError {
    let refused = match &error {
        TantivyError::IoError(cause) => Some(cause),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => Some(io_error),
        _ => None,
    };
    let path = folder.to_owned();
    match refused.filter(|cause| cause.kind() != io::ErrorKind::InvalidData) {
        Some(cause) => {
            let source = io::Error::new(cause.kind(), Arc::clone(cause));
            OpenError::Io { path, source }
        }
        None => OpenError::Damaged { path, reason: error.to_string() },
    }
}

/// Returns whether a file was not there.
fn is_missing(error: &TantivyError) -> bool {
    match error {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)) => true,
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
            io_error.kind() == io::ErrorKind::NotFound
        }
        _ => false,
    }
}

/// Returns the total size of the files in a generation's folder, in bytes; files that are merged away
/// meanwhile count as nothing.
#[must_use]
pub fn bytes(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|data| data.len()).sum()
}

#[cfg(test)]
mod tests;
