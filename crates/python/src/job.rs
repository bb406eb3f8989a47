//! Jobs: articles in, an index out.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use serde_json::json;
use xunwen_cluster::{ClusterJob, Place};
use xunwen_index::{
    Event, FieldMapping, Format, Input, InputOptions, Inputs, Job, Options, Reading, Report,
};
use xunwen_schema::UserWord;

use crate::calls::{Interruption, detached, panicked};
use crate::failure::Failure;
use crate::source::Source;

/// The time between two looks at signals.
const LOOK: Duration = Duration::from_millis(50);
/// The time between two reports of progress.
const REPORT: Duration = Duration::from_millis(100);

/// The sample articles, part of the package so that the demo needs no files.
const SAMPLE: &str = include_str!("../../../index-data/sample/articles.jsonl");

/// Reads `sources` into the index at `place`, and returns the report as JSON. `map` has texts such as
/// `body=content`; `progress` is called with the numbers of articles and bytes read, and of all bytes if
/// that is known.
#[pyfunction]
#[pyo3(signature = (place, sources, map, format, words, threads, memory, strict, progress))]
#[expect(clippy::too_many_arguments, reason = "only the package calls it")]
pub(crate) fn build(
    py: Python<'_>,
    place: PathBuf,
    sources: Vec<Py<Source>>,
    map: Vec<String>,
    format: Option<String>,
    words: Vec<String>,
    threads: Option<usize>,
    memory: usize,
    strict: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<String> {
    let interruption = Interruption::default();
    let prepared = || -> Result<Job, Failure> {
        let mut inputs = Inputs::default();
        for source in &sources {
            let more = source.get().inputs(&interruption)?;
            inputs.files.extend(more.files);
            inputs.passed_over.extend(more.passed_over);
        }
        let reading = reading(&map, format.as_deref())?;
        let options = options(&words, threads, memory)?;
        Ok(Job { inputs, reading, strict, options, ..Job::default() })
    };
    let job = prepared().map_err(|failure| failure.raised(py))?;
    run(py, job, &place, &interruption, progress)
}

/// Builds an index of the sample articles at `place`.
#[pyfunction]
pub(crate) fn sample(py: Python<'_>, place: PathBuf) -> PyResult<String> {
    let input = Input::stream("the sample", SAMPLE.as_bytes());
    let inputs = Inputs { files: vec![input], ..Inputs::default() };
    run(py, Job { inputs, ..Job::default() }, &place, &Interruption::default(), None)
}

/// Returns how articles are read.
pub(crate) fn reading(map: &[String], format: Option<&str>) -> Result<InputOptions, Failure> {
    let mapping = |text: &String| {
        text.parse::<FieldMapping>().map_err(|error| {
            Failure::Argument(error.to_string(), "say `body=\"content\"`: a field and its column")
        })
    };
    let map = map.iter().map(mapping).collect::<Result<_, _>>()?;
    let format = format.map(|name| {
        name.parse::<Format>().map_err(|error| {
            Failure::Argument(error.to_string(), "leave it out to have it recognised")
        })
    });
    let reading = Arc::new(Reading { map, ..Reading::default() });
    Ok(InputOptions { format: format.transpose()?, reading })
}

/// Returns how an index is written; `memory` is in MiB.
pub(crate) fn options(
    words: &[String],
    threads: Option<usize>,
    memory: usize,
) -> Result<Options, Failure> {
    let parsed = UserWord::parse_list(&words.join("\n")).map_err(|error| {
        Failure::Argument(error.to_string(), "a word has two or more characters, and no blanks")
    });
    let user_words = if words.is_empty() { None } else { Some(parsed?) };
    let threads = threads.and_then(std::num::NonZeroUsize::new);
    Ok(Options { threads, memory: memory << 20, user_words, ..Options::default() })
}

/// Runs a job in a thread of its own, so that this one can look at signals.
fn run(
    py: Python<'_>,
    job: Job,
    place: &Path,
    interruption: &Interruption,
    progress: Option<Py<PyAny>>,
) -> PyResult<String> {
    let stop = Arc::clone(&job.stop);
    let work = || match Place::is_address(place) {
        true => {
            Ok(ClusterJob::new(place, &job)?.run(&mut reported(progress, interruption, &stop))?)
        }
        false => Ok(job.run(place, &mut reported(progress, interruption, &stop))?),
    };
    let report = detached(py, || {
        let done: Result<Report, Failure> = watched(work, interruption, &job.stop);
        interruption.or_raised(done)
    })?;
    Ok(written(&report).to_string())
}

/// Does `work` in a thread of its own, and sets `stop` when Python raises something meanwhile.
pub(crate) fn watched<T: Send>(
    work: impl FnOnce() -> Result<T, Failure> + Send,
    interruption: &Interruption,
    stop: &AtomicBool,
) -> Result<T, Failure> {
    thread::scope(|scope| {
        let worker = scope.spawn(work);
        while !worker.is_finished() {
            thread::sleep(LOOK);
            if !stop.load(Ordering::Relaxed) && Python::attach(|py| interruption.has_come(py)) {
                stop.store(true, Ordering::Relaxed);
            }
        }
        worker.join().unwrap_or_else(|panic| Err(Failure::Panic(panicked(panic.as_ref()))))
    })
}

/// Returns what tells `progress` how far a job has come; an exception that it raises ends the job.
fn reported<'a>(
    progress: Option<Py<PyAny>>,
    interruption: &'a Interruption,
    stop: &'a AtomicBool,
) -> impl FnMut(Event) + 'a {
    let mut last = None::<Instant>;
    move |event| {
        let (Some(progress), Event::Read(read)) = (&progress, event) else { return };
        if last.is_some_and(|last| last.elapsed() < REPORT) {
            return;
        }
        last = Some(Instant::now());
        let told = Python::attach(|py| {
            progress.call1(py, (read.articles, read.input_bytes, read.input_bytes_total)).map(drop)
        });
        if let Err(error) = told {
            interruption.keep(error);
            stop.store(true, Ordering::Relaxed);
        }
    }
}

fn written(report: &Report) -> serde_json::Value {
    let notes = report.notes.iter().map(|(note, noted)| {
        let (kind, name) = (note.kind(), note.about());
        json!({ "kind": kind, "name": name, "articles": noted.count, "example": noted.example })
    });
    json!({
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
        "reject_file": report.reject_file,
        "repeated": report.repeated,
        "notes": notes.collect::<Vec<_>>(),
        "seconds": report.elapsed.as_secs_f64(),
        "generation": report.generation,
        "articles": report.articles,
    })
}
