use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::corpus::tests::read_whole;
use crate::corpus::{Batch, CorpusError, InputOptions};

/// Makes a database by these statements.
fn made(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

fn read_file(path: &Path) -> Result<Batch, CorpusError> {
    read_whole(path, &InputOptions::default())
}

fn read(sql: &str) -> Result<Batch, CorpusError> {
    let dir = tempfile::tempdir().unwrap();
    // A name that has to be written otherwise in an address.
    let path = dir.path().join("新闻 100%?#.db");
    made(&path, sql);
    read_file(&path)
}

fn titles(batch: &Batch) -> Vec<&str> {
    batch.articles.iter().map(|article| article.title.as_str()).collect()
}

#[test]
fn rows_come_in_the_order_of_their_numbers_with_their_types() {
    let found = read(
        "CREATE TABLE 新闻 (id INTEGER PRIMARY KEY, title TEXT, content BLOB, 发布时间 TEXT, 图片 BLOB);
         INSERT INTO 新闻 VALUES (9, '题九', x'e69687', '2023-07-05 10:11:12', x'ff00');
         INSERT INTO 新闻 VALUES (-3, '题三', CAST(x'cec4' AS TEXT), NULL, NULL);
         INSERT INTO 新闻 VALUES (4, 5.0, 'NULL', 1688523072, NULL);",
    )
    .unwrap();
    let shown: Vec<_> = found
        .articles
        .iter()
        .map(|article| {
            let date = article.published_at.map(|date| date.to_string()).unwrap_or_default();
            (article.id.as_str(), article.title.as_str(), article.body.as_str(), date)
        })
        .collect();
    let expected = [
        ("-3", "题三", "文", String::new()),
        ("4", "5.0", "", "2023-07-05T10:11:12+08:00".to_owned()),
        ("9", "题九", "文", "2023-07-05T10:11:12+08:00".to_owned()),
    ];
    assert_eq!(shown, expected);
}

#[test]
fn each_table_with_texts_is_read_and_no_row_twice() {
    let found = read(
        "CREATE TABLE b (title TEXT, \"od\"\"d\" TEXT, rowid TEXT);
         INSERT INTO b VALUES ('题一', '', 'z'), ('题二', '', 'a');
         CREATE TABLE a (标题 TEXT PRIMARY KEY) WITHOUT ROWID;
         INSERT INTO a VALUES ('题四'), ('题三');
         CREATE VIEW c AS SELECT title FROM b;
         CREATE VIRTUAL TABLE d USING fts5(title);
         INSERT INTO d VALUES ('题一');
         CREATE TABLE proxies (address TEXT);
         CREATE VIEW gone AS SELECT title FROM lost;",
    )
    .unwrap();
    let mut found = titles(&found);
    found.sort_unstable();
    assert_eq!(found, ["题一", "题三", "题二", "题四"]);
}

#[test]
fn views_and_full_texts_are_read_where_no_table_is() {
    let joined = "CREATE TABLE t (n INTEGER, 甲 TEXT); INSERT INTO t VALUES (1, '题一');
         CREATE VIEW v AS SELECT 甲 AS title FROM t;";
    assert_eq!(titles(&read(joined).unwrap()), ["题一"]);
    let texts =
        "CREATE VIRTUAL TABLE d USING fts5(title, body); INSERT INTO d VALUES ('题', '文');";
    assert_eq!(titles(&read(texts).unwrap()), ["题"]);
}

#[test]
fn a_database_without_articles_is_refused() {
    match read("CREATE TABLE proxies (甲 TEXT, 乙 TEXT);") {
        Err(CorpusError::NoColumns { header, .. }) => assert_eq!(header, ["甲", "乙"]),
        other => panic!("{other:?}"),
    }
    assert_eq!(read("PRAGMA user_version = 3").unwrap(), Batch::default());
}

#[test]
fn nothing_is_written_and_what_is_still_in_the_log_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let writer = Connection::open(&path).unwrap();
    writer
        .execute_batch(
            "PRAGMA journal_mode = WAL; CREATE TABLE a (title TEXT); INSERT INTO a VALUES ('题一');
             PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO a VALUES ('题二');",
        )
        .unwrap();
    let files = || {
        let mut files: Vec<_> = fs::read_dir(dir.path())
            .unwrap()
            .map(|file| {
                let path = file.unwrap().path();
                (path.clone(), fs::read(path).unwrap())
            })
            .collect();
        files.sort();
        files
    };
    let before = files();
    let found = read_file(&path).unwrap();
    assert_eq!(titles(&found), ["题一"]);
    assert!(found.passed_over[0].input.ends_with("a.db-wal"), "{:?}", found.passed_over);
    assert!(files() == before);
}

#[test]
fn a_damaged_database_gives_what_is_before_the_damage_and_no_panic() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let body = "新闻".repeat(700);
    let rows: String =
        (1..=200).map(|n| format!("INSERT INTO a VALUES ('题{n}', '{body}');")).collect();
    made(&path, &format!("CREATE TABLE a (title TEXT, body TEXT); BEGIN; {rows} COMMIT;"));
    let bytes = fs::read(&path).unwrap();
    for end in [100, 5_000, bytes.len() / 2] {
        fs::write(&path, &bytes[..end]).unwrap();
        let cut = read_file(&path);
        assert!(cut.is_err(), "{end}: {cut:?}");
    }
    for place in (16..bytes.len()).step_by(bytes.len() / 60) {
        let mut spoiled = bytes.clone();
        spoiled[place] ^= 0xff;
        fs::write(&path, spoiled).unwrap();
        let _ = read_file(&path);
    }
}
