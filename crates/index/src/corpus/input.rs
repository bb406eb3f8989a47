//! Inputs: from arguments to the files they name.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use walkdir::WalkDir;

use super::error::CorpusError;

/// One thing to read: a file, standard input, or bytes that the caller has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    path: PathBuf,
    is_listed: bool,
    stream: Option<Stream>,
}

/// Bytes that can be read once.
#[derive(Clone)]
pub(super) struct Stream {
    reader: Arc<Mutex<Option<Bytes>>>,
}

type Bytes = Box<dyn Read + Send>;

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
        self.path.as_os_str() == "-" && self.stream.is_none()
    }

    /// Returns whether a folder or a pattern contributed it: the user did not name it as a corpus.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.is_listed
    }

    /// Returns what `reader` gives as an input, in any format that files have. It can be read once;
    /// messages call it `name`.
    ///
    /// ```
    /// use xunwen_index::{Corpus, Input, InputOptions};
    ///
    /// let line = r#"{"id": "a", "title": "秋粮丰收", "body": "河南秋粮丰收。"}"#;
    /// let input = Input::stream("the caller's articles", line.as_bytes());
    /// let batch = Corpus::open(&input, &InputOptions::default())?.next().unwrap()?;
    /// assert_eq!(batch.articles[0].title, "秋粮丰收");
    /// # Ok::<(), xunwen_index::CorpusError>(())
    /// ```
    #[must_use]
    pub fn stream(name: &str, reader: impl Read + Send + 'static) -> Self {
        let reader: Bytes = Box::new(reader);
        let stream = Stream { reader: Arc::new(Mutex::new(Some(reader))) };
        Self { path: name.into(), is_listed: false, stream: Some(stream) }
    }

    /// Returns the path of the file; `None` for what is no file.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        (!self.is_stdin() && self.stream.is_none()).then_some(&self.path)
    }

    /// Returns the bytes of the caller, if it is no file.
    pub(super) fn bytes(&self) -> Option<&Stream> {
        self.stream.as_ref()
    }
}

impl Stream {
    /// Returns the bytes, the first time.
    pub(super) fn take(&self) -> io::Result<Box<dyn Read + Send>> {
        let taken = self.reader.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.ok_or_else(|| io::Error::other("it has been read, and can be read only once"))
    }
}

/// Streams are equal that are the same.
impl PartialEq for Stream {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.reader, &other.reader)
    }
}

impl Eq for Stream {}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").finish_non_exhaustive()
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
            self.files.push(Input { path, is_listed: false, stream: None });
            return Ok(());
        }
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => self.folder(&path),
            Ok(_) => self.files.push(Input { path, is_listed: false, stream: None }),
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
            Ok(metadata) if metadata.is_file() => {
                self.files.push(Input { path, is_listed: true, stream: None });
            }
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
