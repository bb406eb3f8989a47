//! Manifests: what a generation states about itself.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::analysis::{Analyzer, UserWord};
use crate::durable::{self, Durability};
use crate::files::{Seal, seal, seal_of};
use crate::index_dir::MANIFEST;
use crate::open_error::OpenError;

/// The content of `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the layout and of the fields.
    pub format: u32,
    /// [`Analyzer::fingerprint`] of its terms.
    pub fingerprint: String,
    /// The words that its analyzer has in addition to the built-in dictionary, as lines of a word list.
    pub user_words: Vec<String>,
    /// [`tantivy::INDEX_FORMAT_VERSION`] of its files. Programs that did not record it wrote 7.
    #[serde(default = "unrecorded_tantivy_format")]
    pub tantivy_format: u32,
    /// When it was completed, as RFC 3339; missing from older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub built_at: Option<String>,
    /// The generation that was live while it was built; `None` for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<u64>,
}

impl Manifest {
    /// The format that this program writes and reads.
    pub const FORMAT: u32 = 3;
    /// The format of tantivy's files that this program writes and searches.
    ///
    /// tantivy also reads older ones, but posting lists are read from their bytes (in `xunwen-query`),
    /// and that code knows only this format.
    pub const TANTIVY_FORMAT: u32 = tantivy::INDEX_FORMAT_VERSION;

    /// Returns the manifest of a generation made with `analyzer`.
    #[must_use]
    pub fn new(analyzer: &Analyzer) -> Self {
        Self {
            format: Self::FORMAT,
            fingerprint: analyzer.fingerprint(),
            user_words: analyzer.user_words().iter().map(ToString::to_string).collect(),
            tantivy_format: Self::TANTIVY_FORMAT,
            built_at: None,
            previous: None,
        }
    }

    /// Writes it into the folder of its generation, atomically.
    ///
    /// # Errors
    ///
    /// If the system refuses to write; a manifest that was there is unchanged.
    pub fn write(&self, folder: &Path) -> io::Result<Durability> {
        let json = seal(&serde_json::to_string_pretty(self)?);
        durable::replace(&folder.join(MANIFEST), json.as_bytes())
    }

    /// Checks that the manifest in the folder of a generation is as it was written, unless an older
    /// program wrote it, which left no checksum.
    ///
    /// # Errors
    ///
    /// [`OpenError::Damaged`] if it is not, or the error of reading it.
    pub fn check(folder: &Path) -> Result<(), OpenError> {
        let path = folder.join(MANIFEST);
        let json = match fs::read(&path) {
            Ok(json) => json,
            // A draft has none yet.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(OpenError::Io { path, source }),
        };
        match seal_of(&json) {
            Seal::Right | Seal::Missing => Ok(()),
            Seal::Wrong => {
                Err(OpenError::Damaged { path, reason: "its checksum is wrong".to_owned() })
            }
        }
    }

    /// Removes it, if it is there, from the folder of its generation, which is a draft again.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn remove(folder: &Path) -> io::Result<()> {
        match durable::remove_file(&folder.join(MANIFEST)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => durable::sync_folder(folder),
        }
    }

    /// Reads the manifest in the folder of a generation.
    pub(crate) fn read(folder: &Path) -> Result<Self, OpenError> {
        let path = folder.join(MANIFEST);
        let json =
            fs::read(&path).map_err(|source| OpenError::Io { path: path.clone(), source })?;
        serde_json::from_slice(&json)
            .map_err(|error| OpenError::Damaged { path, reason: error.to_string() })
    }

    /// Returns the analyzer that it describes; `folder` is that of its generation.
    pub(crate) fn analyzer(&self, folder: &Path) -> Result<Analyzer, OpenError> {
        let words = UserWord::parse_list(&self.user_words.join("\n"));
        let words = words.map_err(|error| OpenError::Damaged {
            path: folder.join(MANIFEST),
            reason: error.to_string(),
        })?;
        Ok(Analyzer::with_user_words(words))
    }

    /// Returns the error that its files are in a format of tantivy that this program does not read.
    pub(crate) fn tantivy_format_error(&self, dir: &Path) -> OpenError {
        OpenError::TantivyFormat {
            dir: dir.to_owned(),
            found: self.tantivy_format,
            expected: Self::TANTIVY_FORMAT,
        }
    }
}

/// Returns the format of tantivy's files of a generation whose manifest does not record it.
fn unrecorded_tantivy_format() -> u32 {
    7
}
