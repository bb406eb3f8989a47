//! The sample articles, and an index of them.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use xunwen_index::{Corpus, InputOptions, Job, inputs};
use xunwen_schema::Article;

fn file() -> String {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../index-data/sample");
    sample.join("articles.jsonl").display().to_string()
}

/// Returns the articles.
#[allow(dead_code, reason = "not every target looks at them")]
pub fn articles() -> Vec<Article> {
    let input = inputs(&[file()]).unwrap().files.remove(0);
    let corpus = Corpus::open(&input, &InputOptions::default()).unwrap();
    corpus.flat_map(|batch| batch.unwrap().articles).collect()
}

/// Indexes them; returns the index, which is in a temporary folder that nobody removes.
pub fn index() -> PathBuf {
    let folder = TempDir::new().unwrap().keep();
    let inputs = inputs(&[file()]).unwrap();
    Job { inputs, ..Job::default() }.run(&folder, &mut |_| {}).unwrap();
    folder
}
