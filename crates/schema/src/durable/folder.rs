//! Folders of an index directory, and the names in them.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use super::faults::{Operation, check};

/// What Linux answers to `fsync` on what cannot be synced.
const BAD_FILE: i32 = 9;

/// Makes the folder at `path`, durably, with those that are to hold it; one that is there is left.
///
/// # Errors
///
/// If the system refuses.
pub fn create_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = parent(path);
    create_folder(parent)?;
    check(Operation::CreateFolder, path)?;
    match fs::create_dir(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => {}
        made => made?,
    }
    sync_folder(parent)
}

/// Makes durable which names `folder` holds. A file system that cannot sync folders counts as one that
/// has done it: there is nothing more to ask of it.
///
/// # Errors
///
/// If the system can sync folders and does not confirm it.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    let synced = check(Operation::SyncFolder, folder).and_then(|()| File::open(folder)?.sync_all());
    match synced {
        Err(error) if is_unsupported(&error) => Ok(()),
        synced => synced,
    }
}

/// Gives the file or folder `from` the name `to`, in the same folder.
///
/// # Errors
///
/// If the system refuses.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    check(Operation::Rename, to)?;
    fs::rename(from, to)
}

/// Removes the file at `path`.
///
/// # Errors
///
/// If it is missing, or the system refuses.
pub fn remove_file(path: &Path) -> io::Result<()> {
    check(Operation::Remove, path)?;
    fs::remove_file(path)
}

/// Removes the folder at `path` with all it holds.
///
/// # Errors
///
/// If it is missing, or the system refuses; part of what it holds may be gone.
pub fn remove_folder(path: &Path) -> io::Result<()> {
    check(Operation::RemoveFolder, path)?;
    fs::remove_dir_all(path)
}

/// Returns the folder that holds `path`.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => Path::new("/"),
    }
}

/// Returns whether an error means that folders cannot be synced here, or not opened for it: some network
/// and user-space file systems answer so, as does a folder that one may write to and not list.
fn is_unsupported(error: &io::Error) -> bool {
    let kinds = [
        ErrorKind::InvalidInput,
        ErrorKind::Unsupported,
        ErrorKind::PermissionDenied,
        ErrorKind::IsADirectory,
    ];
    kinds.contains(&error.kind()) || (cfg!(unix) && error.raw_os_error() == Some(BAD_FILE))
}

#[cfg(test)]
mod tests {
    use super::super::faults::inject;
    use super::*;

    /// Syncs a folder where the system answers with this error.
    fn synced(code: i32) -> io::Result<()> {
        let folder = tempfile::tempdir().unwrap();
        let answer = move |_: Operation, _: &Path| Err(io::Error::from_raw_os_error(code));
        let _faults = inject(folder.path(), answer);
        sync_folder(folder.path())
    }

    #[cfg(unix)]
    #[test]
    fn a_file_system_that_cannot_sync_folders_is_no_error() {
        // EBADF, EACCES, EISDIR, EINVAL, ENOSYS, EOPNOTSUPP, as Linux numbers them.
        for code in [9, 13, 21, 22, 38, 95] {
            assert!(synced(code).is_ok(), "{code}");
        }
        // EIO, ENOSPC, EROFS.
        for code in [5, 28, 30] {
            assert_eq!(synced(code).unwrap_err().raw_os_error(), Some(code));
        }
    }

    #[test]
    fn a_folder_is_made_with_those_that_hold_it_and_each_is_synced() {
        let root = tempfile::tempdir().unwrap();
        let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let told = std::sync::Arc::clone(&asked);
        let top = root.path().to_owned();
        let _faults = inject(root.path(), move |operation, path| {
            told.lock().unwrap().push((operation, path.strip_prefix(&top).unwrap().to_owned()));
            Ok(())
        });
        create_folder(&root.path().join("a/b")).unwrap();
        create_folder(&root.path().join("a/b")).unwrap();
        let expected = [
            (Operation::CreateFolder, "a"),
            (Operation::SyncFolder, ""),
            (Operation::CreateFolder, "a/b"),
            (Operation::SyncFolder, "a"),
        ];
        assert_eq!(*asked.lock().unwrap(), expected.map(|(what, path)| (what, path.into())));
    }
}
