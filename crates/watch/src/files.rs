//! Files of a watch, made durable through `xunwen_schema::durable`.

use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use xunwen_schema::durable::{self, File};

use crate::error::Error;

/// Writes `bytes` at `offset` of the file at `path`, cuts what was behind it, and syncs the file; its
/// folder is the caller's to sync.
pub(crate) fn write_at(path: &Path, offset: u64, bytes: &[u8]) -> Result<(), Error> {
    let write = || -> io::Result<()> {
        let mut file = File::open_or_create(path)?;
        file.truncate(offset)?;
        file.seek(SeekFrom::Start(offset))?;
        file.write_all(bytes)?;
        file.sync()
    };
    write().map_err(Error::at(path))
}

/// Replaces the file at `path`, durably.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let replaced = durable::replace(path, bytes).and_then(durable::Durability::confirmed);
    replaced.map_err(Error::at(path))
}

/// Makes the folder at `path` unless it is there.
pub(crate) fn create_folder(path: &Path) -> Result<(), Error> {
    durable::create_folder(path).map_err(Error::at(path))
}

/// Makes durable which names the folder at `path` holds.
pub(crate) fn sync_folder(path: &Path) -> Result<(), Error> {
    durable::sync_folder(path).map_err(Error::at(path))
}

/// Removes the file at `path` if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    match durable::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::at(path)(error)),
        _ => Ok(()),
    }
}

/// Returns the names in the folder at `path`; those that are not UTF-8 are nobody's.
pub(crate) fn names(path: &Path) -> Result<Vec<String>, Error> {
    let entries = std::fs::read_dir(path).map_err(Error::at(path))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(Error::at(path))?.file_name();
        names.extend(name.into_string());
    }
    names.sort_unstable();
    Ok(names)
}
