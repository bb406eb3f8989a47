//! Generations: the whole indexes that an index directory holds, one of them live.
//!
//! ```text
//! DIR/CURRENT               name of the live generation; replaced by rename
//! DIR/LOCK                  held by the one writer there may be
//! DIR/generations/000007/   a tantivy index and manifest.json, written last
//! ```

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::Index;

use crate::analysis::{Analyzer, UserWord};

/// What a generation says about itself: `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the layout and of the fields.
    pub format: u32,
    /// [`Analyzer::fingerprint`] of the terms it holds.
    pub fingerprint: String,
    /// The words its analyzer has besides the built-in dictionary, a line of a word list each.
    pub user_words: Vec<String>,
    /// When it was complete, RFC 3339; older programs did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub built_at: Option<String>,
    /// The generation that was live while it was built; none before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<u64>,
}

/// A complete generation that this program can read.
#[derive(Clone, Debug)]
pub struct Generation {
    /// Its number; the next rebuild gets a higher one.
    pub number: u64,
    /// The folder of its tantivy index.
    pub path: PathBuf,
    /// What it says about itself.
    pub manifest: Manifest,
    /// The analyzer that made its terms.
    pub analyzer: Analyzer,
}

/// Why there is no generation to open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Nothing is there.
    #[error("no index at {}", dir.display())]
    Missing {
        /// The index directory.
        dir: PathBuf,
    },
    /// Something else is there.
    #[error("{} is no index", dir.display())]
    Foreign {
        /// The directory or file.
        dir: PathBuf,
    },
    /// The live generation has another layout.
    #[error("the index at {} has format {found}, this program reads format {expected}", dir.display())]
    Format {
        /// The index directory.
        dir: PathBuf,
        /// The format of the index.
        found: u32,
        /// The format of this program.
        expected: u32,
    },
    /// The live generation holds terms of another analysis.
    #[error("the index at {} has fingerprint {found}, this analysis has {expected}", dir.display())]
    Fingerprint {
        /// The index directory.
        dir: PathBuf,
        /// The fingerprint of the index.
        found: String,
        /// The fingerprint of the analysis asked for.
        expected: String,
    },
    /// A file of the index says something it cannot say.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The system refused a file.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Manifest {
    /// The format that this program writes and reads.
    pub const FORMAT: u32 = 3;
    const FILE: &str = "manifest.json";

    /// Returns the manifest of a generation made with `analyzer`.
    #[must_use]
    pub fn new(analyzer: &Analyzer) -> Self {
        Self {
            format: Self::FORMAT,
            fingerprint: analyzer.fingerprint(),
            user_words: analyzer.user_words().iter().map(ToString::to_string).collect(),
            built_at: None,
            previous: None,
        }
    }

    /// Writes it into the folder of its generation, whole or not at all.
    ///
    /// # Errors
    ///
    /// If the system refuses to write.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let json = serde_json::to_vec_pretty(self)?;
        write_whole(&folder.join(Self::FILE), &json)
    }

    /// Removes it from the folder of its generation, which then is no whole one any more.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn remove(folder: &Path) -> io::Result<()> {
        fs::remove_file(folder.join(Self::FILE))
    }

    fn read(folder: &Path) -> Result<Self, OpenError> {
        let path = folder.join(Self::FILE);
        let json =
            fs::read(&path).map_err(|source| OpenError::Io { path: path.clone(), source })?;
        serde_json::from_slice(&json)
            .map_err(|error| OpenError::Damaged { path, reason: error.to_string() })
    }
}

impl Generation {
    /// Opens the live generation of the index directory `dir`.
    ///
    /// # Errors
    ///
    /// If there is none, or none that this program reads.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        let number = live_number(dir)?.ok_or_else(|| absence(dir))?;
        let generation = Self::read(dir, number)?;
        generation.check(dir, &generation.analyzer)?;
        Ok(generation)
    }

    /// Reads what generation `number` of the index directory `dir` says about itself, whatever
    /// analysis made its terms: its articles can be read, but not searched before [`Self::check`].
    ///
    /// # Errors
    ///
    /// If there is none, or none of the format that this program reads.
    pub fn read(dir: &Path, number: u64) -> Result<Self, OpenError> {
        let path = folder(dir, number);
        let manifest = Manifest::read(&path)?;
        if manifest.format != Manifest::FORMAT {
            let (found, expected) = (manifest.format, Manifest::FORMAT);
            return Err(OpenError::Format { dir: dir.to_owned(), found, expected });
        }
        let words = UserWord::parse_list(&manifest.user_words.join("\n")).map_err(|error| {
            OpenError::Damaged { path: path.join(Manifest::FILE), reason: error.to_string() }
        })?;
        Ok(Self { number, path, manifest, analyzer: Analyzer::with_user_words(words) })
    }

    /// Checks that its terms are those that `analyzer` makes.
    ///
    /// # Errors
    ///
    /// [`OpenError::Fingerprint`] if they are not.
    pub fn check(&self, dir: &Path, analyzer: &Analyzer) -> Result<(), OpenError> {
        let (found, expected) = (self.manifest.fingerprint.clone(), analyzer.fingerprint());
        if found == expected {
            return Ok(());
        }
        Err(OpenError::Fingerprint { dir: dir.to_owned(), found, expected })
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

/// Returns the folder of generation `number` in the index directory `dir`.
#[must_use]
pub fn folder(dir: &Path, number: u64) -> PathBuf {
    dir.join(GENERATIONS).join(format!("{number:06}"))
}

/// Returns the folder that holds the generations of the index directory `dir`.
#[must_use]
pub fn generations_folder(dir: &Path) -> PathBuf {
    dir.join(GENERATIONS)
}

/// Returns the numbers of the generations in `dir`, sorted: the whole ones, which have a manifest,
/// or those that a job was or is at work on.
///
/// # Errors
///
/// If the folder cannot be read.
pub fn numbers(dir: &Path, is_whole: bool) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    let entries = match fs::read_dir(generations_folder(dir)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(numbers),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let number = entry.file_name().to_str().and_then(|name| name.parse().ok());
        let Some(number) = number.filter(|_| entry.path().is_dir()) else { continue };
        if entry.path().join(Manifest::FILE).exists() == is_whole {
            numbers.push(number);
        }
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Adds up the files of a generation's folder; one that is merged away meanwhile counts as nothing.
#[must_use]
pub fn bytes(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|data| data.len()).sum()
}

/// Returns the number of the live generation, or `None` if there is none yet.
///
/// # Errors
///
/// If the file that names it cannot be read or names nothing.
pub fn live_number(dir: &Path) -> Result<Option<u64>, OpenError> {
    let path = dir.join(CURRENT);
    match fs::read_to_string(&path) {
        Ok(name) => match name.trim().parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(OpenError::Damaged {
                path,
                reason: format!("no generation is called {:?}", name.trim()),
            }),
        },
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err(OpenError::Damaged { path, reason: "it is no text".to_owned() })
        }
        Err(source) => Err(OpenError::Io { path, source }),
    }
}

/// Makes generation `number` the live one. Readers see the old one or the new one, nothing between.
///
/// # Errors
///
/// If the system refuses to write; the old generation then stays.
pub fn switch_to(dir: &Path, number: u64) -> io::Result<()> {
    write_whole(&dir.join(CURRENT), format!("{number:06}\n").as_bytes())
}

const CURRENT: &str = "CURRENT";
const GENERATIONS: &str = "generations";

/// Says why `dir` has no live generation.
fn absence(dir: &Path) -> OpenError {
    let dir = dir.to_owned();
    let holds_other_things = match fs::read_dir(&dir) {
        Ok(entries) => entries.flatten().any(|entry| !is_ours(&entry.file_name())),
        Err(error) => error.kind() == ErrorKind::NotADirectory,
    };
    if holds_other_things { OpenError::Foreign { dir } } else { OpenError::Missing { dir } }
}

/// Returns whether a job that was cut short before its first generation leaves a file of this name.
fn is_ours(name: &std::ffi::OsStr) -> bool {
    [GENERATIONS, "LOCK", "rejects.tsv"].iter().any(|own| name == *own)
}

/// Writes a file beside its place, makes sure it is on the disk, and renames it into its place.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written
        .and_then(|()| fs::rename(&beside, path))
        .inspect_err(|_| drop(fs::remove_file(&beside)))?;
    // The rename itself lasts only once the folder is on the disk.
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}
