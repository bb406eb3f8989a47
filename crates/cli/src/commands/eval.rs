//! `xunwen eval`: how good rankings are, by judged queries.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rayon::prelude::*;
use xunwen_cluster::ClusterJob;
use xunwen_eval::{Baseline, Comparison, Evaluation, Qrels, Run, compare, evaluate};
use xunwen_index::{Job, inputs};
use xunwen_query::evidence::Baseline as PlainIndex;
use xunwen_query::{Engine, Request};

use super::open::engine;
use super::request::saved_queries;
use crate::args::{EvalArgs, EvalCommand, EvalRunsArgs, EvalSetsArgs, Format};
use crate::failure::{Failure, FileError};
use crate::render::{self, Evaluated, SetFigures};
use crate::streams::Streams;

/// Hits of a query that are judged.
const DEPTH: usize = 100;

/// The rankings that are measured, ours first.
const SYSTEMS: [(&str, Option<PlainIndex>); 3] =
    [("xunwen", None), ("words", Some(PlainIndex::Words)), ("pairs", Some(PlainIndex::Pairs))];

pub(super) fn run(args: &EvalArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    match &args.command {
        EvalCommand::Sets(args) => sets(args, streams),
        EvalCommand::Runs(args) => runs(args, streams),
    }
}

fn sets(args: &EvalSetsArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let baseline = args.baseline.as_deref().map(Baseline::read).transpose()?.unwrap_or_default();
    let mut all = Vec::new();
    for folder in &args.folders {
        all.push(set(folder, args, streams)?);
    }
    match args.format {
        Format::Text => render::sets_text(&all, &baseline, &args.metrics, &mut streams.out)?,
        Format::Json => render::sets_json(&all, &baseline, &args.metrics, &mut streams.out)?,
    }
    streams.finish()
}

/// Indexes one set, in a temporary folder or on a cluster, and measures all systems on it.
fn set(folder: &Path, args: &EvalSetsArgs, streams: &mut Streams) -> Result<SetFigures, Failure> {
    let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
    let qrels = Qrels::read(&folder.join("qrels.txt"))?;
    let questions = saved_queries(&folder.join("queries.tsv"), streams)?;
    let docs = docs(folder, args)?;
    let temporary = tempfile::tempdir()?;
    let job = Job { inputs: inputs(&[docs.display().to_string()])?, ..Job::default() };
    let place = match &args.cluster {
        Some(address) => {
            let place = PathBuf::from(format!("{}-{name}", address.trim_end_matches('/')));
            ClusterJob::new(&place, &job)?.run(&mut |_| {})?;
            place
        }
        None => {
            job.run(temporary.path(), &mut |_| {})?;
            temporary.path().to_owned()
        }
    };
    let engine = engine(&place)?;
    // A cluster has our rankings only.
    let systems = if args.cluster.is_some() { &SYSTEMS[..1] } else { &SYSTEMS };
    let mut runs = Vec::new();
    for &(system, baseline) in systems {
        let run = answer(&engine, &questions, baseline)?;
        if let Some(folder) = &args.runs {
            let path = folder.join(format!("{name}.{system}.run"));
            fs::write(&path, run.to_trec(system)).map_err(FileError::writing(&path))?;
        }
        runs.push((system, run));
    }
    let figures = |(system, run): &(&'static str, Run)| Evaluated {
        system,
        evaluation: evaluate(&qrels, run, &args.metrics),
        against: args
            .metrics
            .iter()
            .map(|&metric| compare(&qrels, run, &runs[0].1, metric))
            .collect(),
    };
    Ok(SetFigures {
        name,
        queries: qrels.queries().len(),
        systems: runs.iter().map(figures).collect(),
    })
}

/// Returns the file of a set's articles.
fn docs(folder: &Path, args: &EvalSetsArgs) -> Result<PathBuf, Failure> {
    let read = FileError::reading(folder);
    for entry in fs::read_dir(folder).map_err(&read)? {
        let path = entry.map_err(&read)?.path();
        let is_docs =
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("docs."));
        if is_docs {
            return Ok(path);
        }
    }
    Ok(args.docs.clone().ok_or_else(|| FileError::NoArticles(folder.to_owned()))?)
}

/// Answers by a plain index, or by the search itself.
fn answer(
    engine: &Engine,
    questions: &[(String, Request)],
    baseline: Option<PlainIndex>,
) -> Result<Run, Failure> {
    let answers: Vec<Vec<(String, f64)>> = questions
        .par_iter()
        .map(|(_, request)| {
            let ids = ids(engine, request, baseline)?;
            // The exact tier precedes the related one whatever the scores, so the rank is the score.
            let ranked = ids.into_iter().zip((1..=DEPTH).rev());
            Ok(ranked.map(|(id, score)| (id, score as f64)).collect())
        })
        .collect::<Result<_, xunwen_query::Error>>()?;
    let mut run = Run::default();
    for ((query, _), hits) in questions.iter().zip(answers) {
        for (document, score) in hits {
            run.insert(query, document, score);
        }
    }
    Ok(run)
}

fn ids(
    engine: &Engine,
    request: &Request,
    baseline: Option<PlainIndex>,
) -> Result<Vec<String>, xunwen_query::Error> {
    if let Some(baseline) = baseline {
        let ranked = engine.baseline(&request.query, baseline, DEPTH)?;
        return Ok(ranked.into_iter().map(|(id, _)| id).collect());
    }
    let request = Request { limit: DEPTH, ..request.clone() };
    Ok(engine.answer(&request)?.ids()?.into_iter().map(|(id, _, _)| id).collect())
}

fn runs(args: &EvalRunsArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let qrels = Qrels::read(&args.qrels)?;
    let run = Run::read(&args.run)?;
    let Some(base) = &args.base else {
        let evaluation: Evaluation = evaluate(&qrels, &run, &args.metrics);
        render::evaluation(&evaluation, args.per_query, args.format, &mut streams.out)?;
        return streams.finish();
    };
    let base = Run::read(base)?;
    for &metric in &args.metrics {
        let comparison: Comparison = compare(&qrels, &base, &run, metric);
        render::compared(&comparison, args.per_query, args.format, &mut streams.out)?;
    }
    streams.finish()
}
