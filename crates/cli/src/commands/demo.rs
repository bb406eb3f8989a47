//! `xunwen demo`: the bundled sample, indexed and searched.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use xunwen_index::{Job, inputs};

use super::search;
use crate::args::DemoArgs;
use crate::failure::Failure;
use crate::streams::Streams;

/// The sample articles, part of the program so that the demo needs no files.
///
/// `sample` links to `index-data/sample`, so that the package of this crate holds them.
const SAMPLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sample/articles.jsonl"));

pub(super) fn run(args: &DemoArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let folder = tempfile::tempdir()?;
    let index = folder.path().join("index");
    let articles = build(folder.path(), &index)?;
    writeln!(streams.err, "indexed the {articles} sample articles into a temporary index")?;
    search::answer(&index, &args.query, &args.options, None, streams)
}

/// Indexes the sample; returns the number of its articles.
fn build(folder: &Path, index: &Path) -> Result<u64, Failure> {
    let sample = folder.join("articles.jsonl");
    fs::write(&sample, SAMPLE)?;
    let job = Job { inputs: inputs(&[sample.display().to_string()])?, ..Job::default() };
    Ok(job.run(index, &mut |_| {})?.articles)
}
