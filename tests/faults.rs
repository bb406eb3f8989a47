//! Faults: every operation on files that a job does fails once, and every answer stays the old or the new.
//!
//! A job is run with its operation 0 failing, then with operation 1, until one run needs no operation that
//! fails. So that this takes seconds, each operation fails with one of the three errors in turn. With
//! `XUNWEN_FAULTS=all` in the environment, each fails with each of them, alone and with all after it, and
//! `--nocapture` shows the numbers.

/// The seven jobs, and the indexes they begin with.
mod jobs;

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use xunwen_index::{Done, Error};
use xunwen_schema::durable::faults::{Operation, inject};

use jobs::{Answers, Job, answers, copy, files, is_busy, patiently};

/// EIO, ENOSPC, EINVAL.
const CODES: [i32; 3] = [5, 28, 22];

/// What fails in one run of a job.
#[derive(Clone, Copy, Debug)]
struct Fault {
    /// How many operations succeed before.
    before: usize,
    code: i32,
    /// Whether all later operations fail as well.
    is_lasting: bool,
}

/// What became of the runs of a job.
#[derive(Debug, Default)]
struct Tally {
    runs: usize,
    /// Runs that ended with an error, and the old answers.
    old: usize,
    /// Runs that ended with an error, and the new answers.
    new: usize,
    /// Runs that did what they were to do all the same.
    well: usize,
    failed: BTreeMap<Operation, usize>,
}

/// A job with what it begins with and what the index answers before and after it.
struct Trial {
    folder: TempDir,
    job: Job,
    old: Option<Answers>,
    new: Option<Answers>,
}

impl Trial {
    fn of(job: Job) -> Self {
        let folder = TempDir::new().unwrap();
        (job.prepare)(&folder.path().join("base"));
        let old = answers(&folder.path().join("base"));
        copy(&folder.path().join("base"), &folder.path().join("new"));
        patiently(|| (job.run)(&folder.path().join("new"))).unwrap();
        let new = answers(&folder.path().join("new"));
        assert_eq!(old == new, job.keeps_answers, "{}", job.name);
        Self { folder, job, old, new }
    }

    /// Runs the job with a fault, checks all that must hold, and runs it again without. Returns whether
    /// the job came as far as the fault.
    fn run(&self, fault: Fault, tally: &mut Tally) -> bool {
        let dir = self.folder.path().join("idx");
        let (result, failed) = loop {
            drop(std::fs::remove_dir_all(&dir));
            copy(&self.folder.path().join("base"), &dir);
            let (result, failed) = self.run_with(fault, &dir);
            if !result.as_ref().is_err_and(is_busy) {
                break (result, failed);
            }
        };
        let Some(failed) = failed else { return false };
        let context = format!("{}, {fault:?}, {failed:?}, {result:?}", self.job.name);
        let now = answers(&dir);
        match &result {
            Ok(()) => {
                tally.well += 1;
                assert_eq!(now, self.new, "{context}");
            }
            Err(error) => {
                self.check_told(error, &now, &context);
                *if now == self.old { &mut tally.old } else { &mut tally.new } += 1;
            }
        }
        if let Err(error) = patiently(|| (self.job.run)(&dir)) {
            panic!("{context}: again: {error:?}");
        }
        assert_eq!(answers(&dir), self.new, "{context}: again");
        assert!((self.job.is_done)(&dir), "{context}: again");
        tally.runs += 1;
        *tally.failed.entry(failed.0).or_default() += 1;
        true
    }

    /// Runs the job with a fault; returns what it returned, and what failed first.
    fn run_with(
        &self,
        fault: Fault,
        dir: &Path,
    ) -> (Result<(), Error>, Option<(Operation, String)>) {
        let seen = AtomicUsize::new(0);
        let failed = Arc::new(Mutex::new(None));
        let told = Arc::clone(&failed);
        let faults = inject(dir, move |operation, path| {
            let number = seen.fetch_add(1, Ordering::SeqCst);
            if number != fault.before && !(fault.is_lasting && number > fault.before) {
                return Ok(());
            }
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            told.lock().unwrap().get_or_insert((operation, name));
            Err(io::Error::from_raw_os_error(fault.code))
        });
        let result = catch_unwind(AssertUnwindSafe(|| (self.job.run)(dir)));
        drop(faults);
        let failed = failed.lock().unwrap().take();
        let result = result.unwrap_or_else(|_| panic!("{}, {fault:?}, {failed:?}", self.job.name));
        (result, failed)
    }

    /// Checks that an error says of the change what is so.
    fn check_told(&self, error: &Error, now: &Option<Answers>, context: &str) {
        match error {
            Error::Unconfirmed { done, .. } | Error::Unfinished { done, .. } => {
                assert_eq!(now, &self.new, "{context}");
                let live = now.as_ref().map(|answers| answers.generation);
                if let Done::Live(number) = done {
                    assert_eq!(live, Some(*number), "{context}");
                }
            }
            // All others mean that nothing was changed.
            _ => assert_eq!(now, &self.old, "{context}"),
        }
    }
}

/// Lets every operation of `job` fail.
fn try_all(job: Job) {
    let trial = Trial::of(job);
    let is_whole = std::env::var("XUNWEN_FAULTS").is_ok_and(|value| value == "all");
    if !is_whole {
        let code = |before: usize| CODES[before % CODES.len()];
        try_each(&trial, |before| Fault { before, code: code(before), is_lasting: false });
        return;
    }
    for code in CODES {
        for is_lasting in [false, true] {
            try_each(&trial, |before| Fault { before, code, is_lasting });
        }
    }
}

fn try_each(trial: &Trial, fault: impl Fn(usize) -> Fault) {
    let mut tally = Tally::default();
    let reached = (0..).take_while(|&before| trial.run(fault(before), &mut tally)).count();
    println!("{}, {:?}: {tally:?}", trial.job.name, fault(0));
    assert_eq!(reached, tally.runs);
    assert!(reached >= trial.job.least, "{} does {reached} operations", trial.job.name);
}

/// What makes a job.
type Begin = fn() -> Job;

/// Runs a job where no folder can be synced any more once a file has got this name.
fn run_unconfirmed(job: Job, name: &'static str, code: i32) -> (Trial, Result<(), Error>) {
    let trial = Trial::of(job);
    let dir = trial.folder.path().join("idx");
    let result = patiently(|| {
        drop(std::fs::remove_dir_all(&dir));
        copy(&trial.folder.path().join("base"), &dir);
        let is_renamed = AtomicBool::new(false);
        let _faults = inject(&dir, move |operation, path| match operation {
            Operation::Rename if path.ends_with(name) => {
                is_renamed.store(true, Ordering::SeqCst);
                Ok(())
            }
            Operation::SyncFolder if is_renamed.load(Ordering::SeqCst) => {
                Err(io::Error::from_raw_os_error(code))
            }
            _ => Ok(()),
        });
        (trial.job.run)(&dir)
    });
    assert_eq!(answers(&dir), trial.new, "{}", trial.job.name);
    (trial, result)
}

#[test]
fn what_cannot_be_confirmed_is_told_and_nothing_is_removed() {
    let jobs: [(Begin, &str, &str); 7] = [
        (jobs::first_build, "CURRENT", "generation 1 is live"),
        (jobs::rebuild, "CURRENT", "generation 2 is live"),
        (jobs::rollback, "CURRENT", "generation 1 is live"),
        (jobs::update, "meta.json", "the change is committed"),
        (jobs::delete, "meta.json", "the change is committed"),
        (jobs::compact, "meta.json", "the change is committed"),
        (jobs::words, "manifest.json", "the words of the index are changed"),
    ];
    for (job, name, done) in jobs {
        // EIO.
        let (trial, result) = run_unconfirmed(job(), name, 5);
        let told = "but the system could not confirm that it would outlast a power cut";
        assert_eq!(result.unwrap_err().to_string(), format!("{done}, {told}"));
        let old = files(&trial.folder.path().join("base"));
        let now = files(&trial.folder.path().join("idx"));
        let segments = old.iter().filter(|name| name.ends_with(".store"));
        let gone: Vec<&String> = segments.filter(|name| !now.contains(name)).collect();
        assert!(gone.is_empty(), "{}: {gone:?}", trial.job.name);
        // EINVAL, ENOTSUP: this file system cannot sync folders.
        for code in [22, 95] {
            let (trial, result) = run_unconfirmed(job(), name, code);
            assert!(result.is_ok(), "{}: {result:?}", trial.job.name);
            assert!((trial.job.is_done)(&trial.folder.path().join("idx")), "{}", trial.job.name);
        }
    }
}

#[test]
fn a_first_build_with_every_fault() {
    try_all(jobs::first_build());
}

#[test]
fn an_update_with_every_fault() {
    try_all(jobs::update());
}

#[test]
fn a_rebuild_with_every_fault() {
    try_all(jobs::rebuild());
}

#[test]
fn adding_words_with_every_fault() {
    try_all(jobs::words());
}

#[test]
fn a_deletion_with_every_fault() {
    try_all(jobs::delete());
}

#[test]
fn compacting_with_every_fault() {
    try_all(jobs::compact());
}

#[test]
fn a_rollback_with_every_fault() {
    try_all(jobs::rollback());
}
