//! Inputs: from arguments to the files they name.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::error::CorpusError;

/// One thing to read: a file, or standard input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Input {
    path: PathBuf,
    is_listed: bool,
}

/// What arguments name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// What is to be read, in the order of the arguments.
    pub files: Vec<Input>,
    /// What is in a folder and cannot be read, and why.
    pub passed_over: Vec<(PathBuf, String)>,
}

/// Returns the inputs that the arguments name.
///
/// An argument is a file, a folder (read with its subfolders, sorted by path, without hidden entries and
/// without indexes), a pattern such as `news/*.jsonl.zst`, or `-` for standard input.
///
/// # Errors
///
/// If an argument names nothing to read.
pub fn inputs(args: &[String]) -> Result<Inputs, CorpusError> {
    let mut inputs = Inputs::default();
    for arg in args {
        let (files, passed_over) = (inputs.files.len(), inputs.passed_over.len());
        inputs.expand(arg)?;
        if (files, passed_over) == (inputs.files.len(), inputs.passed_over.len()) {
            return Err(CorpusError::NothingMatches { pattern: arg.clone() });
        }
    }
    Ok(inputs)
}

/// Returns whether programs leave files of this name behind for themselves.
pub(super) fn is_litter(name: &str) -> bool {
    const NAMES: [&str; 3] = ["thumbs.db", "desktop.ini", "ehthumbs.db"];
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || NAMES.contains(&name.to_ascii_lowercase().as_str())
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

impl Inputs {
    /// Returns whether nothing was named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.passed_over.is_empty()
    }

    fn expand(&mut self, arg: &str) -> Result<(), CorpusError> {
        let path = PathBuf::from(arg);
        if arg == "-" {
            self.files.push(Input { path, is_listed: false });
            return Ok(());
        }
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => self.folder(&path),
            Ok(_) => self.files.push(Input { path, is_listed: false }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.pattern(arg)?,
            Err(source) => return Err(CorpusError::Unreadable { path, source }),
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &str) -> Result<(), CorpusError> {
        let matches = glob::glob(pattern)
            .map_err(|source| CorpusError::Pattern { pattern: pattern.to_owned(), source })?;
        for found in matches {
            let path = found.map_err(|error| CorpusError::Unreadable {
                path: error.path().to_owned(),
                source: error.into(),
            })?;
            if path.is_dir() {
                self.folder(&path);
            } else {
                self.file(path);
            }
        }
        Ok(())
    }

    /// Takes the files of a folder and its subfolders, sorted by path.
    fn folder(&mut self, path: &Path) {
        // Links to folders are not followed: they may form a cycle.
        let mut entries = WalkDir::new(path).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(path).to_owned();
                    let reason = error.into_io_error().map(|error| error.to_string());
                    let reason = reason.unwrap_or_else(|| "links form a cycle".to_owned());
                    self.passed_over.push((path, reason));
                    continue;
                }
            };
            let name = entry.file_name().to_string_lossy();
            let is_unwanted = entry.depth() > 0 && is_litter(&name);
            if entry.file_type().is_dir() {
                if is_unwanted || (entry.depth() > 0 && is_index(entry.path())) {
                    entries.skip_current_dir();
                }
            } else if !is_unwanted {
                self.file(entry.into_path());
            }
        }
    }

    /// Takes a file that was not named by itself.
    fn file(&mut self, path: PathBuf) {
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => self.files.push(Input { path, is_listed: true }),
            Ok(metadata) if metadata.is_dir() => {
                self.passed_over.push((path, "a link to a folder".to_owned()));
            }
            Ok(_) => {
                self.passed_over.push((path, "no file: a pipe, a socket or a device".to_owned()));
            }
            Err(error) => self.passed_over.push((path, error.to_string())),
        }
    }
}

/// Returns whether a folder is an index of ours.
fn is_index(path: &Path) -> bool {
    path.join("generations").is_dir()
        && (path.join("CURRENT").exists() || path.join("LOCK").exists())
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
        let found = inputs(&args)?.files;
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
        assert_eq!(
            found,
            [
                "news/2023/c.CSV.GZ",
                "news/a.txt",
                "news/archive.tar.gz",
                "news/b.jsonl.zst",
                "news/notes.md"
            ]
        );
    }

    #[test]
    fn a_pattern_gives_what_it_matches() {
        let dir = tree();
        assert_eq!(names(dir.path(), &["news/*.jsonl.zst"]).unwrap(), ["news/b.jsonl.zst"]);
        let all = names(dir.path(), &["ne*"]).unwrap();
        assert_eq!(
            all,
            [
                "news/2023/c.CSV.GZ",
                "news/a.txt",
                "news/archive.tar.gz",
                "news/b.jsonl.zst",
                "news/notes.md"
            ]
        );
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
