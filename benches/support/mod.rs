//! The news that benchmarks read.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A collection of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum News {
    /// The sample of this project, [`COPIES`] times over.
    Sample,
    /// 75,806 items of television news, if they are beside the project.
    Xwlb,
    /// These and 64,996 articles of the web, if both are beside the project.
    Both,
}

/// Copies of the sample, to make it large enough to measure.
const COPIES: usize = 40;

impl News {
    /// Returns the television news, or the sample if they are absent.
    pub(crate) fn television() -> Self {
        if Self::Xwlb.is_there() { Self::Xwlb } else { Self::Sample }
    }

    /// Returns the largest collection that is present.
    #[allow(dead_code, reason = "indexing is measured on a part of the news")]
    pub(crate) fn largest() -> Self {
        if Self::Both.is_there() { Self::Both } else { Self::television() }
    }

    fn is_there(self) -> bool {
        self.paths().iter().all(|path| path.exists())
    }

    /// Returns the collection's name within names of benchmarks.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Xwlb => "xwlb",
            Self::Both => "xwlb and crud2023",
        }
    }

    /// Returns its articles as JSON objects, each with an id of its own.
    pub(crate) fn articles(self) -> Box<dyn Iterator<Item = Value>> {
        let paths = self.paths();
        if self == Self::Sample {
            return Box::new((0..COPIES).flat_map(move |copy| {
                objects(open(&paths[0])).map(move |article| renamed(article, copy))
            }));
        }
        let articles = |path: PathBuf| objects(zstd::Decoder::new(open(&path)).unwrap());
        Box::new(paths.into_iter().flat_map(articles))
    }

    fn paths(self) -> Vec<PathBuf> {
        let corpus = |name: &str| project("../shared/corpus").join(name);
        match self {
            Self::Sample => vec![project("index-data/sample/articles.jsonl")],
            Self::Xwlb => vec![corpus("xwlb.jsonl.zst")],
            Self::Both => vec![corpus("xwlb.jsonl.zst"), corpus("crud2023.jsonl.zst")],
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
