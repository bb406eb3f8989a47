//! Checks: whether files hold what was committed.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::SegmentMeta;
use tantivy::directory::ManagedDirectory;

use super::checksum::Checksum;
use super::commit_record::CommitRecord;
use super::known::KnownChecksums;
use super::names::{MANAGED, META, segment_files};
use super::read_only::{FileAccess, ReadOnlyDirectory};
use crate::open_error::OpenError;

/// What the files of a generation must hold. Each is read at most once, by whichever clone asks first.
#[derive(Clone, Debug)]
pub struct CommittedFiles {
    folder: PathBuf,
    /// The names of the files of the commit that was read.
    names: Vec<String>,
    known: KnownChecksums,
    /// For the checksums at the end of files that no commit lists.
    unlisted: ManagedDirectory,
    /// What is wrong with the files that were looked at, by name.
    found: Arc<Mutex<HashMap<String, Option<String>>>>,
}

/// Some of the files of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentFiles {
    /// All of them.
    All,
    /// Which documents are deleted.
    Deletions,
    /// The dictionaries and posting lists, by which an article is found.
    Lookup,
}

impl CommittedFiles {
    /// Reads what the last commit in the folder of a generation says about its files.
    ///
    /// # Errors
    ///
    /// [`OpenError::Damaged`] if that itself is damaged.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        let record = record(folder)?;
        let names = record.names();
        Self::new(folder, names, KnownChecksums::new(record.files))
    }

    /// Does the same for a writer, whose checksums grow with what it writes.
    pub(crate) fn of_writer(folder: &Path, known: KnownChecksums) -> Result<Self, OpenError> {
        Self::new(folder, record(folder)?.names(), known)
    }

    fn new(folder: &Path, names: Vec<String>, known: KnownChecksums) -> Result<Self, OpenError> {
        let path = folder.to_owned();
        let directory = ReadOnlyDirectory::open(folder, FileAccess::Map)
            .and_then(|directory| ManagedDirectory::wrap(Box::new(directory)));
        let unlisted =
            directory.map_err(|error| OpenError::Damaged { path, reason: error.to_string() })?;
        Ok(Self { folder: folder.to_owned(), names, known, unlisted, found: Arc::default() })
    }

    /// Checks files of `segment`.
    ///
    /// # Errors
    ///
    /// [`OpenError::Damaged`], with the first file that does not hold what was committed.
    pub fn check(&self, segment: &SegmentMeta, which: SegmentFiles) -> Result<(), OpenError> {
        let names = segment_files(&segment.id().uuid_string(), deletes(segment));
        let is_wanted = |name: &String| match which {
            SegmentFiles::All => true,
            SegmentFiles::Deletions => name.ends_with(".del"),
            SegmentFiles::Lookup => name.ends_with(".idx") || name.ends_with(".term"),
        };
        names.iter().filter(|name| is_wanted(name)).try_for_each(|name| self.check_file(name))
    }

    /// Checks that all files of the commit are there and as long as was written, which reads none.
    ///
    /// # Errors
    ///
    /// [`OpenError::Damaged`], with the first file that is not.
    pub fn check_lengths(&self) -> Result<(), OpenError> {
        let wrong = |name: &String| match self.wrong_length(name) {
            Ok(None) => Ok(()),
            Ok(Some(reason)) => Err(OpenError::Damaged { path: self.folder.join(name), reason }),
            Err(error) => Err(error),
        };
        self.names.iter().try_for_each(wrong)
    }

    /// Returns whether `other` has the same files.
    #[must_use]
    pub fn is_of_same_commit(&self, other: &Self) -> bool {
        self.names == other.names
    }

    /// Checks all files of the commit. Returns what is wrong, and the number of files
    /// that no commit lists: an older program wrote them, and if one is swapped for the same kind of
    /// file of another segment, nothing shows it.
    ///
    /// # Errors
    ///
    /// If the system refuses to read a file.
    pub fn check_all(&self) -> Result<(Vec<OpenError>, usize), OpenError> {
        let names = &self.names;
        let listed = names.iter().filter(|name| self.known.get(name).is_some()).count();
        let mut damaged = Vec::new();
        for name in names {
            match self.check_file(name) {
                Err(error @ OpenError::Damaged { .. }) => damaged.push(error),
                other => other?,
            }
        }
        damaged.extend(self.check_managed(names).err());
        Ok((damaged, names.len() - listed))
    }

    /// Checks that the writer's list can be read and has all files: what it lacks would never be
    /// removed once it is useless.
    fn check_managed(&self, names: &[String]) -> Result<(), OpenError> {
        let path = self.folder.join(MANAGED);
        let damaged = |reason: String| OpenError::Damaged { path: path.clone(), reason };
        let json = fs::read(&path).map_err(|error| damaged(error.to_string()))?;
        let managed: Vec<String> =
            serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))?;
        match names.iter().find(|name| !managed.contains(name)) {
            Some(name) => Err(damaged(format!("it lacks {name}"))),
            None => Ok(()),
        }
    }

    fn check_file(&self, name: &str) -> Result<(), OpenError> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let reason = match found.get(name) {
            Some(known) => known.clone(),
            None => {
                let fresh = self.looked_at(name)?;
                found.insert(name.to_owned(), fresh.clone());
                fresh
            }
        };
        let path = self.folder.join(name);
        reason.map_or(Ok(()), |reason| Err(OpenError::Damaged { path, reason }))
    }

    /// Returns what is wrong with a file, if anything is.
    fn looked_at(&self, name: &str) -> Result<Option<String>, OpenError> {
        if let Some(reason) = self.wrong_length(name)? {
            return Ok(Some(reason));
        }
        let path = self.folder.join(name);
        let is_right = match self.known.get(name) {
            None => self.unlisted.validate_checksum(Path::new(name)).unwrap_or(false),
            Some(expected) => match Checksum::of_file(&path) {
                Ok(found) => found == expected,
                Err(source) => return Err(OpenError::Io { path, source }),
            },
        };
        Ok(if is_right { None } else { Some("its checksum is wrong".to_owned()) })
    }

    /// Returns what is wrong with a file's length, if anything is.
    fn wrong_length(&self, name: &str) -> Result<Option<String>, OpenError> {
        let path = self.folder.join(name);
        let bytes = match fs::metadata(&path) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Some("it is missing".to_owned()));
            }
            Err(source) => return Err(OpenError::Io { path, source }),
        };
        Ok(self.known.wrong_length(name, bytes))
    }
}

fn deletes(segment: &SegmentMeta) -> Option<u64> {
    segment.delete_opstamp().filter(|_| segment.has_deletes())
}

/// Reads `meta.json`.
fn record(folder: &Path) -> Result<CommitRecord, OpenError> {
    let path = folder.join(META);
    let meta = fs::read(&path).map_err(|source| OpenError::Io { path: path.clone(), source })?;
    CommitRecord::parse(&meta)
        .map_err(|error| OpenError::Damaged { path, reason: error.to_string() })
}
