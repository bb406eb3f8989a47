//! The news that benchmarks measure on.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A collection of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum News {
    /// The sample of this project, [`COPIES`] times over.
    Sample,
    /// 75,806 items of television news, where they lie beside the project.
    Xwlb,
}

/// How often the sample is repeated, to make it as large as something worth measuring.
const COPIES: usize = 40;

impl News {
    /// Returns the largest collection there is.
    pub(crate) fn largest() -> Self {
        if Self::Xwlb.path().exists() { Self::Xwlb } else { Self::Sample }
    }

    /// Returns its name in the names of benchmarks.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Xwlb => "xwlb",
        }
    }

    /// Returns its articles as JSON objects, each with an id of its own.
    pub(crate) fn articles(self) -> Box<dyn Iterator<Item = Value>> {
        let path = self.path();
        match self {
            Self::Sample => Box::new((0..COPIES).flat_map(move |copy| {
                objects(open(&path)).map(move |article| renamed(article, copy))
            })),
            Self::Xwlb => Box::new(objects(zstd::Decoder::new(open(&path)).unwrap())),
        }
    }

    fn path(self) -> PathBuf {
        match self {
            Self::Sample => project("index-data/sample/articles.jsonl"),
            Self::Xwlb => project("../shared/corpus/xwlb.jsonl.zst"),
        }
    }
}

/// Returns the texts of an article that are searched: title, body and summary.
pub(crate) fn texts(article: &Value) -> impl Iterator<Item = &str> {
    ["title", "body", "summary"].into_iter().filter_map(|name| article[name].as_str())
}

/// Returns a path in the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path)
}

fn open(path: &Path) -> File {
    File::open(path).unwrap()
}

fn objects(text: impl Read) -> impl Iterator<Item = Value> {
    BufReader::new(text).lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap())
}

fn renamed(mut article: Value, copy: usize) -> Value {
    article["id"] = format!("{}-{copy}", article["id"].as_str().unwrap()).into();
    article
}
