//! Corpora: files in, articles out (first, thin version: JSON Lines).

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use xunwen_schema::{Article, Published};

/// One thing to read.
#[derive(Clone, Debug)]
pub struct Input(PathBuf);

impl Input {
    /// Returns whether it is standard input.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        self.0.as_os_str() == "-"
    }
    /// Returns the file, if it is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        (!self.is_stdin()).then_some(&self.0)
    }
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.display())
    }
}

/// Returns the inputs.
///
/// # Errors
///
/// None yet.
pub fn inputs(args: &[String]) -> Result<Vec<Input>, CorpusError> {
    Ok(args.iter().map(|arg| Input(PathBuf::from(arg))).collect())
}

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON Lines.
    JsonLines,
}

impl std::str::FromStr for Format {
    type Err = String;
    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Self::JsonLines)
    }
}

/// Articles.
pub struct Corpus {
    lines: Box<dyn BufRead>,
    line: u64,
    name: String,
}

/// A group.
#[derive(Debug, Default)]
pub struct Batch {
    /// Articles.
    pub articles: Vec<Article>,
    /// Rejects.
    pub rejects: Vec<Reject>,
    /// Bytes.
    pub bytes: u64,
    /// Input bytes.
    pub input_bytes: u64,
}

/// A record that is no article.
#[derive(Clone, Debug)]
pub struct Reject {
    /// Input.
    pub input: String,
    /// Line.
    pub line: u64,
    /// Reason.
    pub reason: String,
}

/// Why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// Unreadable.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Corpus {
    /// Opens.
    ///
    /// # Errors
    ///
    /// If unreadable.
    pub fn open(input: &Input, _format: Option<Format>) -> Result<Self, CorpusError> {
        let path = input.0.clone();
        let mut file = File::open(&path)
            .map_err(|source| CorpusError::Unreadable { path: path.clone(), source })?;
        let mut magic = [0; 4];
        let _ = file.read(&mut magic);
        let file = File::open(&path)
            .map_err(|source| CorpusError::Unreadable { path: path.clone(), source })?;
        let lines: Box<dyn BufRead> = if magic == [0x28, 0xb5, 0x2f, 0xfd] {
            Box::new(BufReader::with_capacity(
                1 << 16,
                zstd::Decoder::new(file)
                    .map_err(|source| CorpusError::Unreadable { path, source })?,
            ))
        } else {
            Box::new(BufReader::new(file))
        };
        Ok(Self { lines, line: 0, name: input.to_string() })
    }
}

impl Iterator for Corpus {
    type Item = Result<Batch, CorpusError>;
    fn next(&mut self) -> Option<Self::Item> {
        let mut raw = Vec::new();
        let mut bytes = 0;
        while raw.len() < 512 {
            let mut line = String::new();
            match self.lines.read_line(&mut line) {
                Ok(0) => break,
                Ok(n) => bytes += n as u64,
                Err(source) => {
                    return Some(Err(CorpusError::Unreadable {
                        path: self.name.clone().into(),
                        source,
                    }));
                }
            }
            self.line += 1;
            raw.push(line);
        }
        if raw.is_empty() {
            return None;
        }
        let articles = raw
            .par_iter()
            .filter_map(|line| {
                let v: serde_json::Value = serde_json::from_str(line).ok()?;
                let s = |k: &str| v[k].as_str().map(str::to_owned);
                Some(Article {
                    id: s("id")?,
                    title: s("title").unwrap_or_default(),
                    body: s("body").unwrap_or_default(),
                    summary: s("summary").unwrap_or_default(),
                    source: s("source"),
                    published_at: s("published_at").and_then(|t| Published::parse(&t)),
                    url: s("url"),
                    tags: Vec::new(),
                    lang: s("lang"),
                })
            })
            .collect();
        Some(Ok(Batch { articles, bytes, ..Batch::default() }))
    }
}
