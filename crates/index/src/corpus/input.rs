//! Inputs: from arguments to the files they name.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::error::CorpusError;

/// The extensions of files that a folder contributes; `.gz` or `.zst` may follow.
const EXTENSIONS: [&str; 6] = ["jsonl", "ndjson", "json", "csv", "tsv", "txt"];

/// One thing to read: a file, or standard input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Input {
    path: PathBuf,
    is_listed: bool,
}

/// Returns the inputs that the arguments name, in the order of the arguments.
///
/// An argument is a file, a folder (read with its subfolders, sorted by path, without hidden
/// entries), a pattern such as `news/*.jsonl.zst`, or `-` for standard input.
///
/// # Errors
///
/// If an argument names nothing to read.
pub fn inputs(args: &[String]) -> Result<Vec<Input>, CorpusError> {
    let mut inputs = Vec::new();
    for arg in args {
        let paths = expand(arg)?;
        if paths.is_empty() {
            return Err(CorpusError::NothingMatches { pattern: arg.clone() });
        }
        let is_listed = paths != [Path::new(arg)];
        inputs.extend(paths.into_iter().map(|path| Input { path, is_listed }));
    }
    Ok(inputs)
}

impl Input {
    /// Returns whether it is standard input.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// Returns whether a folder or a pattern contributed it: the user did not name it as a corpus.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.is_listed
    }

    /// Returns the path of the file; `None` for standard input.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        (!self.is_stdin()).then_some(&self.path)
    }
}

/// Writes the path, `-` for standard input.
impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.display().fmt(f)
    }
}

fn expand(arg: &str) -> Result<Vec<PathBuf>, CorpusError> {
    let path = PathBuf::from(arg);
    if arg == "-" {
        return Ok(vec![path]);
    }
    match fs::metadata(&path) {
        Ok(metadata) if metadata.is_dir() => folder(&path),
        Ok(_) => Ok(vec![path]),
        Err(error) if error.kind() == io::ErrorKind::NotFound => pattern(arg),
        Err(source) => Err(CorpusError::Unreadable { path, source }),
    }
}

fn pattern(pattern: &str) -> Result<Vec<PathBuf>, CorpusError> {
    let matches = glob::glob(pattern)
        .map_err(|source| CorpusError::Pattern { pattern: pattern.to_owned(), source })?;
    let mut paths = Vec::new();
    for found in matches {
        let path = found.map_err(|error| CorpusError::Unreadable {
            path: error.path().to_owned(),
            source: error.into(),
        })?;
        if path.is_dir() {
            paths.extend(folder(&path)?);
        } else {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// Returns the corpus files of a folder and its subfolders, sorted by path.
fn folder(path: &Path) -> Result<Vec<PathBuf>, CorpusError> {
    let mut paths = Vec::new();
    // Links to folders are not followed: they may form a cycle.
    let entries = WalkDir::new(path).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name())) {
        let entry = entry.map_err(|error| unreadable(path, error))?;
        if is_corpus(entry.file_name()) && !entry.path().is_dir() {
            paths.push(entry.into_path());
        }
    }
    Ok(paths)
}

fn unreadable(folder: &Path, error: walkdir::Error) -> CorpusError {
    let path = error.path().unwrap_or(folder).to_owned();
    let source = error.into_io_error().unwrap_or_else(|| io::Error::other("links form a cycle"));
    CorpusError::Unreadable { path, source }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_corpus(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    let extension = plain.rsplit_once('.').map_or("", |(_, extension)| extension);
    EXTENSIONS.contains(&extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path, args: &[&str]) -> Result<Vec<String>, CorpusError> {
        let prefix = dir.to_str().unwrap();
        let in_dir = |arg: &&str| {
            if *arg == "-" { (*arg).to_owned() } else { format!("{prefix}/{arg}") }
        };
        let args: Vec<String> = args.iter().map(in_dir).collect();
        let found = inputs(&args)?;
        let relative = |input: &Input| {
            let name = input.to_string();
            name.strip_prefix(&format!("{prefix}/")).map_or(name.clone(), str::to_owned)
        };
        Ok(found.iter().map(relative).collect())
    }

    fn tree() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["news/2023", "news/.cache", "empty"] {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
        }
        let files = [
            "news/b.jsonl.zst",
            "news/2023/c.CSV.GZ",
            "news/a.txt",
            "news/notes.md",
            "news/.hidden.jsonl",
            "news/.cache/d.jsonl",
            "news/archive.tar.gz",
            "odd[1].jsonl",
        ];
        for file in files {
            fs::write(dir.path().join(file), "{}").unwrap();
        }
        dir
    }

    #[test]
    fn a_folder_gives_its_corpus_files_sorted() {
        let found = names(tree().path(), &["news"]).unwrap();
        assert_eq!(found, ["news/2023/c.CSV.GZ", "news/a.txt", "news/b.jsonl.zst"]);
    }

    #[test]
    fn a_pattern_gives_what_it_matches() {
        let dir = tree();
        assert_eq!(names(dir.path(), &["news/*.jsonl.zst"]).unwrap(), ["news/b.jsonl.zst"]);
        let all = names(dir.path(), &["ne*"]).unwrap();
        assert_eq!(all, ["news/2023/c.CSV.GZ", "news/a.txt", "news/b.jsonl.zst"]);
    }

    #[test]
    fn a_file_is_taken_whatever_its_name() {
        let found = names(tree().path(), &["news/notes.md", "-", "odd[1].jsonl"]).unwrap();
        assert_eq!(found, ["news/notes.md", "-", "odd[1].jsonl"]);
    }

    #[test]
    fn an_argument_that_names_nothing_is_named() {
        let dir = tree();
        for arg in ["missing.jsonl", "news/*.parquet", "empty"] {
            match names(dir.path(), &["news", arg]) {
                Err(CorpusError::NothingMatches { pattern }) => assert!(pattern.ends_with(arg)),
                other => panic!("{arg}: {other:?}"),
            }
        }
        let malformed = names(dir.path(), &["news/[a"]);
        assert!(matches!(malformed, Err(CorpusError::Pattern { .. })), "{malformed:?}");
    }
}
