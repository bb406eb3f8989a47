//! Laws of jobs: the result does not depend on interruptions.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::Ordering;

use proptest::prelude::*;
use tantivy::TantivyDocument;
use xunwen_schema::{Article, Fields, UserWord};

use super::*;
use crate::corpus::inputs;
use crate::directory::{clear, generations, rollback};

fn job(dir: &Path, commit_every: u64) -> Job {
    let names = [dir.join("a.jsonl"), dir.join("b.jsonl")].map(|path| path.display().to_string());
    let options = Options { threads: NonZeroUsize::new(1), commit_every, ..Options::default() };
    Job { inputs: inputs(&names).unwrap(), options, ..Job::default() }
}

/// Runs a job that is asked to stop at its `nth` commit.
fn interrupted(job: &Job, index: &Path, nth: u64) -> Report {
    job.stop.store(false, Ordering::Relaxed);
    let mut left = nth;
    job.run(index, &mut |event| {
        if matches!(event, Event::Committed { .. }) {
            left = left.saturating_sub(1);
            job.stop.store(left == 0, Ordering::Relaxed);
        }
    })
    .unwrap()
}

fn finished(job: &Job, index: &Path) -> (Report, Vec<Event>) {
    job.stop.store(false, Ordering::Relaxed);
    let mut events = Vec::new();
    let report = job.run(index, &mut |event| events.push(event)).unwrap();
    (report, events)
}

/// Reads all articles of the live generation, by id.
fn articles(index: &Path) -> BTreeMap<String, Vec<Article>> {
    let index = Generation::open(index).unwrap().writable().unwrap().index;
    let searcher = index.reader().unwrap().searcher();
    let fields = Fields::schema().1;
    let mut articles: BTreeMap<String, Vec<Article>> = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let store = segment.get_store_reader(1).unwrap();
        for doc in segment.doc_ids_alive() {
            let article = fields.article(&store.get::<TantivyDocument>(doc).unwrap());
            articles.entry(article.id.clone()).or_default().push(article);
        }
    }
    articles
}

/// Returns the figures of a report that must not differ from run to run.
fn counts(report: &Report) -> [u64; 6] {
    [report.added, report.updated, report.unchanged, report.rejected, report.bytes, report.articles]
}

/// A line of a corpus: an article with one of a few ids, or a malformed one.
fn line() -> impl Strategy<Value = String> {
    (0..40_u32, 0..4_u32, prop::bool::weighted(0.1)).prop_map(|(id, text, is_bad)| {
        let end = if is_bad { "" } else { "}" };
        format!("{{\"id\":\"n{id}\",\"title\":\"新闻{text}\"{end}\n")
    })
}

fn lines() -> impl Strategy<Value = String> {
    prop::collection::vec(line(), 0..60).prop_map(|lines| lines.concat())
}

/// Returns whether some line is whole.
fn has_article(lines: &str) -> bool {
    lines.lines().any(|line| line.ends_with('}'))
}

/// Writes both inputs.
fn write(dir: &Path, texts: [&str; 2]) {
    fs::write(dir.join("a.jsonl"), texts[0]).unwrap();
    fs::write(dir.join("b.jsonl"), texts[1]).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_interrupted_job_ends_as_an_undisturbed_one(
        before in lines(), a in lines(), b in lines(), every in 1..30_u64, stops in prop::collection::vec(1..4_u64, 0..4), is_update: bool,
    ) {
        // A job that reads no article is an error, and leaves nothing to compare.
        prop_assume!(has_article(&a) || has_article(&b));
        prop_assume!(!is_update || has_article(&before));
        let dir = tempfile::tempdir().unwrap();
        let whole = dir.path().join("whole");
        let cut = dir.path().join("cut");
        if is_update {
            write(dir.path(), [&before, ""]);
            finished(&job(dir.path(), 1_000), &whole);
            finished(&job(dir.path(), 1_000), &cut);
        }
        write(dir.path(), [&a, &b]);
        let (expected, _) = finished(&job(dir.path(), every), &whole);
        for stop in stops {
            let part = interrupted(&job(dir.path(), every), &cut, stop);
            if !part.is_interrupted {
                // It reached its end, so running it again would be another job.
                prop_assert_eq!(counts(&part), counts(&expected));
                prop_assert_eq!(articles(&cut), articles(&whole));
                return Ok(());
            }
            prop_assert_eq!(Generation::open(&cut).is_ok(), is_update, "half an index is live");
        }
        let (report, _) = finished(&job(dir.path(), every), &cut);
        prop_assert_eq!(counts(&report), counts(&expected));
        prop_assert!(articles(&cut).values().all(|of_id| of_id.len() == 1));
        prop_assert_eq!(articles(&cut), articles(&whole));
        let rejects = |dir: &Path| fs::read_to_string(IndexDir::new(dir).rejects()).unwrap_or_default();
        prop_assert_eq!(rejects(&cut), rejects(&whole));
    }
}

/// Lines of articles with these ids.
fn text(ids: std::ops::Range<u32>, title: &str) -> String {
    ids.map(|id| format!("{{\"id\":\"n{id}\",\"title\":\"{title}\"}}\n")).collect()
}

#[test]
fn an_input_that_has_changed_is_read_again_from_the_start() {
    for is_update in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let index = dir.path().join("index");
        if is_update {
            write(dir.path(), [&text(0..1, "旧"), ""]);
            finished(&job(dir.path(), 10), &index);
        }
        write(dir.path(), [&text(0..20, "一"), &text(20..40, "一")]);
        assert!(interrupted(&job(dir.path(), 10), &index, 3).is_interrupted);
        write(dir.path(), [&text(0..19, "二"), &text(20..40, "一")]);
        let (report, events) = finished(&job(dir.path(), 10), &index);
        let changed = "the first input".to_owned();
        assert!(events.contains(&Event::Changed { input: changed }), "{events:?}");
        assert!(!events.iter().any(|event| matches!(event, Event::Resumed { .. })));
        // An update leaves what was committed before the input changed; a first build must not.
        assert_eq!(report.articles, if is_update { 40 } else { 39 });
        assert_eq!(articles(&index)["n0"][0].title, "二");
    }
}

#[test]
fn another_job_does_not_resume_what_was_left() {
    let dir = tempfile::tempdir().unwrap();
    let index = dir.path().join("index");
    write(dir.path(), [&text(0..20, "一"), &text(20..40, "一")]);
    assert!(interrupted(&job(dir.path(), 10), &index, 1).is_interrupted);
    let mut other = job(dir.path(), 10);
    other.inputs.files.remove(0);
    let (report, events) = finished(&other, &index);
    assert!(events.contains(&Event::Dropped { generation: 1 }), "{events:?}");
    assert_eq!((report.articles, report.added), (20, 20));
}

#[test]
fn a_job_without_changes_does_not_commit() {
    let dir = tempfile::tempdir().unwrap();
    let index = dir.path().join("index");
    write(dir.path(), [&text(0..20, "一"), ""]);
    finished(&job(dir.path(), 10), &index);
    let meta = IndexDir::new(&index).generation(1).join("meta.json");
    let before = fs::read(&meta).unwrap();
    let (report, _) = finished(&job(dir.path(), 10), &index);
    assert_eq!((report.unchanged, report.commits), (20, 0));
    assert_eq!(fs::read(&meta).unwrap(), before);
}

fn rebuilt(job: &Job, index: &Path, keep: usize) -> Report {
    let Rebuild::Staged(staged) = job.rebuild(index, &mut |_| {}).unwrap() else {
        panic!("interrupted")
    };
    staged.switch(keep, &mut |_| {}).unwrap()
}

#[test]
fn a_rebuild_from_stored_articles_holds_the_same_with_other_words() {
    let dir = tempfile::tempdir().unwrap();
    let index = dir.path().join("index");
    write(dir.path(), [&text(0..30, "新质生产力"), &text(20..40, "低空经济")]);
    finished(&job(dir.path(), 7), &index);
    let before = articles(&index);
    let words = UserWord::parse_list("新质生产力").unwrap();
    let options =
        Options { commit_every: 7, user_words: Some(words.clone()), ..Options::default() };
    let again = Job { options, ..Job::default() };
    // With an interruption.
    again.stop.store(true, Ordering::Relaxed);
    assert!(matches!(again.rebuild(&index, &mut |_| {}).unwrap(), Rebuild::Interrupted(_)));
    assert_eq!(IndexDir::new(&index).live_number().unwrap(), Some(1));
    again.stop.store(false, Ordering::Relaxed);
    let report = rebuilt(&again, &index, 2);
    assert_eq!((report.generation, report.added, report.articles), (2, 40, 40));
    assert_eq!(articles(&index), before);
    assert_eq!(Generation::open(&index).unwrap().analyzer.user_words(), words);
    // A rebuild without user words keeps those of the index.
    rebuilt(&Job::default(), &index, 2);
    assert_eq!(Generation::open(&index).unwrap().analyzer.user_words(), words);
}

#[test]
fn generations_are_kept_rolled_back_to_and_cleared() {
    let dir = tempfile::tempdir().unwrap();
    let index = dir.path().join("index");
    write(dir.path(), [&text(0..3, "一"), ""]);
    finished(&job(dir.path(), 10), &index);
    let numbers = || -> Vec<(u64, bool)> {
        generations(&index).unwrap().iter().map(|it| (it.number, it.is_live)).collect()
    };
    assert!(matches!(rollback(&index, None), Err(Error::NothingBefore { live: 1 })));
    write(dir.path(), [&text(0..5, "一"), ""]);
    for _ in 0..2 {
        rebuilt(&job(dir.path(), 10), &index, 3);
    }
    assert_eq!(numbers(), [(1, false), (2, false), (3, true)]);
    assert_eq!(rollback(&index, None).unwrap(), 2);
    assert_eq!(rollback(&index, None).unwrap(), 1);
    assert_eq!(articles(&index).len(), 3);
    assert!(matches!(rollback(&index, Some(9)), Err(Error::NoGeneration { number: 9 })));
    // The successor of 1 was never live after 2 and 3.
    rebuilt(&job(dir.path(), 10), &index, 2);
    assert_eq!(numbers(), [(1, false), (4, true)]);
    assert_eq!(clear(&index, 1).unwrap(), [1]);
    assert_eq!(numbers(), [(4, true)]);
}

/// Returns an article that shares hardly any pairs with the others.
fn various(number: u32) -> String {
    let character = |place: u32| {
        let drawn = (number * 4_000 + place).wrapping_mul(2_654_435_769) >> 16;
        char::from_u32(0x4e00 + drawn % 20_000).unwrap()
    };
    let body: String = (0..4_000).map(character).collect();
    format!("{{\"id\":\"n{number}\",\"body\":\"{body}\"}}\n")
}

#[test]
fn full_memory_triggers_a_commit() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), [&(0..500).map(various).collect::<String>(), ""]);
    let job = job(dir.path(), 1_000_000);
    // The least memory for one thread.
    let options = Options { memory: 22_500_000, ..job.options };
    let job = Job { options, ..job };
    let (report, events) = finished(&job, &dir.path().join("index"));
    let mut commits: Vec<u64> = events
        .iter()
        .filter_map(|event| match event {
            Event::Committed { articles, .. } => Some(*articles),
            _ => None,
        })
        .collect();
    assert_eq!(report.commits, commits.len() as u64);
    // The last commit may only record that the job has ended.
    commits.dedup();
    assert!(commits.len() > 1 && commits.is_sorted(), "{commits:?}");
    assert_eq!(commits.last(), Some(&500));
    // Each commit with articles adds one segment.
    let index = Generation::open(&dir.path().join("index")).unwrap().writable().unwrap().index;
    assert_eq!(index.searchable_segment_metas().unwrap().len(), commits.len());
}
