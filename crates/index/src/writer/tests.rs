//! The oracle is a map from ids to texts.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tantivy::collector::DocSetCollector;
use tantivy::directory::TerminatingWrite;
use tantivy::query::AllQuery;
use tantivy::{Directory, TantivyDocument};
use xunwen_schema::{Analyzer, FileAccess};

use super::*;
use xunwen_schema::IndexDir;

use crate::directory::draft::Draft;

#[derive(Clone, Debug)]
enum Step {
    /// Adds the article with this id and this text, or replaces the existing one.
    Add(u8, u8),
    Delete(u8),
    /// Writes the segment that is being built.
    Flush,
    Commit,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => (0_u8..6, 0_u8..3).prop_map(|(id, text)| Step::Add(id, text)),
        2 => (0_u8..6).prop_map(Step::Delete),
        2 => Just(Step::Flush),
        1 => Just(Step::Commit),
    ];
    proptest::collection::vec(step, 0..40)
}

fn begin(dir: &Path) -> (Draft, Writer) {
    let analyzer = Analyzer::new();
    let (draft, _) =
        Draft::find_or_begin(&IndexDir::new(dir), &analyzer, "test", &[], &mut |_| {}).unwrap();
    let writer = Writer::open(dir, &draft.generation, &options()).unwrap();
    (draft, writer)
}

fn options() -> Options {
    Options { threads: std::num::NonZeroUsize::new(1), ..Options::default() }
}

fn held(searcher: &Searcher) -> Vec<(String, String)> {
    let fields = Fields::schema().1;
    let documents = searcher.search(&AllQuery, &DocSetCollector).unwrap();
    let article = |address| fields.article(&searcher.doc::<TantivyDocument>(address).unwrap());
    let articles = documents.into_iter().map(article).map(|article| (article.id, article.body));
    let mut articles: Vec<_> = articles.collect();
    articles.sort();
    articles
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn an_index_holds_what_a_map_holds(steps in steps()) {
        let dir = tempfile::tempdir().unwrap();
        let (_draft, mut writer) = begin(dir.path());
        let mut expected = BTreeMap::new();
        for step in steps.into_iter().chain([Step::Commit]) {
            match step {
                Step::Add(id, text) => {
                    let id = id.to_string();
                    let body = format!("正文{text}");
                    let article = Article { id: id.clone(), body: body.clone(), ..Article::default() };
                    let outcome = writer.add(article).unwrap();
                    let before = expected.insert(id, body.clone());
                    prop_assert_eq!(outcome, match before {
                        None => Outcome::Added,
                        Some(before) if before == body => Outcome::Unchanged,
                        Some(_) => Outcome::Updated,
                    });
                }
                Step::Delete(id) => {
                    let id = id.to_string();
                    prop_assert_eq!(writer.delete(&id).unwrap(), expected.remove(&id).is_some());
                }
                Step::Flush => writer.flush().unwrap(),
                Step::Commit => {
                    writer.commit(None).unwrap();
                    let expected: Vec<_> = expected.clone().into_iter().collect();
                    prop_assert_eq!(held(writer.committed()), expected);
                }
            }
            prop_assert_eq!(writer.articles(), expected.len() as u64);
        }
        prop_assert_eq!(writer.finish().unwrap(), expected.len() as u64);
    }
}

/// Creates the deletion files that a job killed before its commit would leave in `index`.
fn leave_deletions(index: &tantivy::Index) {
    let metas = index.load_metas().unwrap();
    for segment in metas.segments {
        for opstamp in metas.opstamp..metas.opstamp + 20 {
            let name = format!("{}.{opstamp}.del", segment.id().uuid_string());
            let mut file = index.directory().open_write(Path::new(&name)).unwrap();
            std::io::Write::write_all(&mut file, b"cut off").unwrap();
            file.terminate().unwrap();
        }
    }
}

#[test]
fn files_of_a_killed_job_do_not_obstruct_the_next_one() {
    let dir = tempfile::tempdir().unwrap();
    let article = |id: &str, body: &str| Article {
        id: id.to_owned(),
        body: body.to_owned(),
        ..Article::default()
    };
    let (draft, mut writer) = begin(dir.path());
    for id in ["a", "b"] {
        writer.add(article(id, "旧文")).unwrap();
    }
    writer.commit(None).unwrap();
    writer.finish().unwrap();
    leave_deletions(&draft.generation.writable().unwrap().index);
    let mut writer = Writer::open(dir.path(), &draft.generation, &Options::default()).unwrap();
    assert_eq!(writer.add(article("a", "新文")).unwrap(), Outcome::Updated);
    writer.commit(None).unwrap();
    let expected =
        [("a", "新文"), ("b", "旧文")].map(|(id, body)| (id.to_owned(), body.to_owned()));
    assert_eq!(held(writer.committed()), expected);
}

#[test]
fn a_writer_that_is_dropped_leaves_no_merge_running() {
    let listed = |folder: &Path| -> std::collections::BTreeMap<std::ffi::OsString, Vec<u8>> {
        let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
        files.map(|file| (file.file_name(), std::fs::read(file.path()).unwrap())).collect()
    };
    for _ in 0..8 {
        let folder = tempfile::tempdir().unwrap();
        let (mut draft, mut writer) = begin(folder.path());
        draft.is_kept = true;
        // As many segments as are merged, in commits of their own.
        for number in 0..4 {
            for id in 0..200 {
                let id = format!("{number}-{id}");
                writer
                    .add(Article { id, body: "微短剧".repeat(50), ..Article::default() })
                    .unwrap();
            }
            writer.commit(None).unwrap();
        }
        drop(writer);
        let before = listed(&draft.generation.path);
        std::thread::sleep(std::time::Duration::from_millis(150));
        assert!(listed(&draft.generation.path) == before, "something still writes");
    }
}

struct SetWhenDropped<'f>(&'f std::sync::atomic::AtomicBool);

impl Drop for SetWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.store(true, std::sync::atomic::Ordering::Relaxed);
    }
}

#[test]
fn readers_open_whole_commits_while_a_writer_commits_merges_and_collects() {
    let folder = tempfile::tempdir().unwrap();
    let (mut draft, mut writer) = begin(folder.path());
    draft.is_kept = true;
    let article =
        |id: usize| Article {
            id: id.to_string(), body: "微短剧".to_owned(), ..Article::default()
        };
    writer.add(article(0)).unwrap();
    writer.commit(None).unwrap();
    let generation = draft.generation.clone();
    let is_over = std::sync::atomic::AtomicBool::new(false);
    let opened = std::thread::scope(|scope| {
        let read = || {
            let (mut opened, mut last) = (0, 0);
            while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
                let searcher = generation.reader(FileAccess::Map, 1).unwrap().searcher();
                let articles = searcher.num_docs();
                assert!(articles >= last, "{articles} after {last}");
                assert_eq!(held(&searcher).len() as u64, articles);
                (opened, last) = (opened + 1, articles);
            }
            opened
        };
        let readers = [scope.spawn(read), scope.spawn(read)];
        // However this ends, the readers must.
        let end = SetWhenDropped(&is_over);
        for number in 1..60 {
            writer.add(article(number)).unwrap();
            // Replaced, so that there are deletions to collect.
            writer.add(Article { title: number.to_string(), ..article(number / 2) }).unwrap();
            writer.commit(None).unwrap();
            if number % 7 == 0 {
                // As `compact` does: no merge of the policy is running.
                writer.finish().unwrap();
                writer = Writer::open(folder.path(), &generation, &options()).unwrap();
                writer.merge_all().unwrap();
            }
        }
        drop(end);
        readers.map(|reader| reader.join().unwrap())
    });
    println!("{opened:?} times opened");
    assert!(opened.iter().all(|&times| times > 0));
}
