//! Generations: the complete indexes of an index directory, one of which is live.

use std::fs;
use std::path::{Path, PathBuf};

use tantivy::Index;

use crate::analysis::Analyzer;
use crate::index_dir::IndexDir;
use crate::manifest::Manifest;
use crate::open_error::OpenError;

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

    /// Opens its tantivy index.
    ///
    /// # Errors
    ///
    /// If tantivy finds it damaged or the system refuses a file.
    pub fn index(&self) -> tantivy::Result<Index> {
        Index::open_in_dir(&self.path)
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
