//! The jobs, and the indexes they begin with.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use serde_json::json;
use xunwen_index::{Error, Maintenance, Options, Rebuild, inputs};
use xunwen_language::parse;
use xunwen_query::{Engine, Request};
use xunwen_schema::{IndexDir, OpenError, UserWord};

/// A job that is tried with faults.
pub(super) struct Job {
    pub(super) name: &'static str,
    /// Makes the index that it begins with.
    pub(super) prepare: fn(&Path),
    pub(super) run: fn(&Path) -> Result<(), Error>,
    /// Returns whether an index is as the job leaves it, apart from its answers.
    pub(super) is_done: fn(&Path) -> bool,
    /// Whether the answers are the same before and after it.
    pub(super) keeps_answers: bool,
    /// Operations that it does at least.
    pub(super) least: usize,
}

/// What an index answers.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    pub(super) generation: u64,
    articles: u64,
    words: Vec<String>,
    /// The exact count and the ids of each query.
    found: Vec<(u64, Vec<String>)>,
}

/// The number of the generation is no answer: a rebuild that is run again makes another one.
impl PartialEq for Answers {
    fn eq(&self, other: &Self) -> bool {
        let answers = |it: &Self| (it.articles, it.words.clone(), it.found.clone());
        answers(self) == answers(other)
    }
}

const QUERIES: [&str; 5] = ["微短剧", "低空经济", "新质生产力 OR 丰收", "麦田", "日期:2025-03"];

/// Returns what the index at `dir` answers, `None` if no generation is live.
pub(super) fn answers(dir: &Path) -> Option<Answers> {
    let engine = match Engine::open(dir) {
        Ok(engine) => engine,
        Err(xunwen_query::Error::Open(OpenError::Missing { .. } | OpenError::NoneLive { .. })) => {
            return None;
        }
        Err(error) => panic!("{error:?}"),
    };
    let found = QUERIES.map(|query| {
        let request = Request::new(parse(query).unwrap(), 1_766_508_240);
        let found = engine.answer(&request).unwrap();
        let ids = found.ids().unwrap().into_iter().map(|(id, ..)| id).collect();
        (engine.count(&request).unwrap(), ids)
    });
    let words = engine.generation().analyzer.user_words().iter().map(ToString::to_string);
    Some(Answers {
        generation: engine.generation().number,
        articles: engine.articles(),
        words: words.collect(),
        found: found.into(),
    })
}

/// Runs a job until no lock is in its way.
pub(super) fn patiently(run: impl Fn() -> Result<(), Error>) -> Result<(), Error> {
    loop {
        match run() {
            Err(error) if is_busy(&error) => std::thread::yield_now(),
            result => return result,
        }
    }
}

/// Returns whether a lock was in the way. A program that another test starts holds, until it begins, what
/// this process holds: also a lock that this process has given back meanwhile.
pub(super) fn is_busy(error: &Error) -> bool {
    matches!(error, Error::Locked { .. }) || format!("{error:?}").contains("LockBusy")
}

/// Copies a folder, if it is there.
pub(super) fn copy(from: &Path, to: &Path) {
    let Ok(entries) = fs::read_dir(from) else { return };
    fs::create_dir_all(to).unwrap();
    for entry in entries {
        let path = entry.unwrap().path();
        let copied = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, &copied).unwrap();
        }
    }
}

/// Returns the names of all files below a folder.
pub(super) fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            names.extend(files(&entry.path()));
        } else {
            names.push(entry.file_name().into_string().unwrap());
        }
    }
    names
}

/// Writes five or six articles beside the index at `dir`, and a record that is none. Returns
/// the job that reads them.
fn reads(dir: &Path, is_changed: bool, commit_every: u64) -> xunwen_index::Job {
    let titles = ["微短剧出海", "低空经济起飞", "新质生产力", "麦田丰收", "微短剧与低空经济"];
    let changed = ["微短剧出海", "低空经济落地", "新质生产力", "麦田", "丰收的麦田", "微短剧"];
    let titles = if is_changed { &changed[..] } else { &titles };
    let article = |(number, title): (usize, &&str)| {
        let body = format!("{title}。{}", "今年三月的消息。".repeat(number + 1));
        let day = format!("2025-03-{:02}", number + 1);
        json!({"id": format!("n{number}"), "title": title, "body": body, "published_at": day})
    };
    let mut lines: Vec<String> =
        titles.iter().enumerate().map(article).map(|line| line.to_string()).collect();
    lines.insert(2, "no record".to_owned());
    let path = dir.with_extension(if is_changed { "changed.jsonl" } else { "jsonl" });
    fs::write(&path, lines.join("\n")).unwrap();
    let inputs = inputs(&[path.display().to_string()]).unwrap();
    let options = Options { threads: NonZeroUsize::new(1), commit_every, ..Options::default() };
    xunwen_index::Job { inputs, options, ..xunwen_index::Job::default() }
}

fn build(dir: &Path) {
    patiently(|| reads(dir, false, 100).run(dir, &mut |_| {}).map(drop)).unwrap();
}

fn update_from_file(dir: &Path) -> Result<(), Error> {
    reads(dir, true, 100).run(dir, &mut |_| {}).map(drop)
}

/// Rebuilds with a commit after two articles.
fn rebuild_from_file(dir: &Path, keep: usize) -> Result<(), Error> {
    match reads(dir, true, 2).rebuild(dir, &mut |_| {})? {
        Rebuild::Staged(staged) => staged.switch(keep, &mut |_| {}).map(drop),
        Rebuild::Interrupted(_) => panic!("nobody asked it to stop"),
    }
}

fn delete_two(dir: &Path) -> Result<(), Error> {
    Maintenance::begin(dir, &Options::default())?.delete(["n0", "n4"]).map(drop)
}

/// Returns whether no file waits to be put in place of another or to be removed.
fn is_tidy(dir: &Path) -> bool {
    let names = |folder: &Path| -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        entries.map(|name| name.into_string().unwrap()).collect()
    };
    let names = [names(dir), names(&dir.join("generations"))].concat();
    !names.iter().any(|name| name.ends_with(".new") || name.ends_with(".gone"))
}

fn generations(dir: &Path) -> usize {
    fs::read_dir(dir.join("generations")).unwrap().count()
}

/// Returns the number of segments of the live generation.
fn segments(dir: &Path) -> usize {
    let live = IndexDir::new(dir).live_number().unwrap().unwrap();
    let folder = IndexDir::new(dir).generation(live);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "store")).count()
}

pub(super) fn first_build() -> Job {
    Job {
        name: "first build",
        prepare: |_| {},
        run: |dir| reads(dir, false, 2).run(dir, &mut |_| {}).map(drop),
        is_done: |dir| is_tidy(dir) && generations(dir) == 1 && dir.join("rejects.tsv").exists(),
        keeps_answers: false,
        least: 100,
    }
}

pub(super) fn update() -> Job {
    Job {
        name: "update",
        prepare: build,
        run: update_from_file,
        is_done: |dir| is_tidy(dir) && dir.join("rejects.tsv").exists(),
        keeps_answers: false,
        least: 60,
    }
}

pub(super) fn rebuild() -> Job {
    Job {
        name: "rebuild",
        prepare: build,
        run: |dir| rebuild_from_file(dir, 1),
        is_done: |dir| is_tidy(dir) && generations(dir) == 1,
        keeps_answers: false,
        least: 100,
    }
}

pub(super) fn words() -> Job {
    Job {
        name: "words",
        prepare: build,
        run: |dir| {
            let words = UserWord::parse_list("低空经济 900").unwrap();
            xunwen_index::add_words(dir, &words).map(drop)
        },
        is_done: is_tidy,
        keeps_answers: false,
        least: 8,
    }
}

pub(super) fn delete() -> Job {
    Job {
        name: "delete",
        prepare: build,
        run: delete_two,
        is_done: is_tidy,
        keeps_answers: false,
        least: 20,
    }
}

pub(super) fn compact() -> Job {
    Job {
        name: "compact",
        prepare: |dir| {
            build(dir);
            patiently(|| update_from_file(dir)).unwrap();
            patiently(|| delete_two(dir)).unwrap();
        },
        run: |dir| Maintenance::begin(dir, &Options::default())?.compact().map(drop),
        is_done: |dir| is_tidy(dir) && segments(dir) == 1,
        keeps_answers: true,
        least: 40,
    }
}

pub(super) fn rollback() -> Job {
    Job {
        name: "rollback",
        prepare: |dir| {
            build(dir);
            patiently(|| rebuild_from_file(dir, 2)).unwrap();
        },
        run: |dir| xunwen_index::rollback(dir, Some(1)).map(drop),
        is_done: |dir| is_tidy(dir) && generations(dir) == 2,
        keeps_answers: false,
        least: 8,
    }
}
