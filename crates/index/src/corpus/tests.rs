//! Whole corpora: files of every kind in, articles out.

mod accounting;
mod laws;
mod real;
mod stopping;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use tempfile::TempDir;

use xunwen_schema::Article;

use super::*;

/// The concatenated batches of a corpus.
#[derive(Debug, Default)]
struct Found {
    articles: Vec<Article>,
    rejects: Vec<(u64, String)>,
    passed_over: usize,
    bytes: u64,
    batches: usize,
    error: Option<CorpusError>,
}

impl Found {
    fn titles(&self) -> Vec<&str> {
        self.articles.iter().map(|article| article.title.as_str()).collect()
    }
}

fn input(path: &Path) -> Input {
    inputs(&[path.display().to_string()]).unwrap().files.remove(0)
}

fn read(path: &Path, format: Option<Format>) -> Result<Found, CorpusError> {
    let options = InputOptions { format, ..InputOptions::default() };
    let mut corpus = Corpus::open(&input(path), &options)?;
    let mut found = Found::default();
    for batch in corpus.by_ref() {
        match batch {
            Ok(batch) => {
                found.batches += 1;
                found.bytes += batch.bytes;
                found.articles.extend(batch.articles);
                found.passed_over += batch.passed_over.len();
                let line_and_reason = |reject: Reject| (reject.line, reject.reason);
                found.rejects.extend(batch.rejects.into_iter().map(line_and_reason));
            }
            Err(error) => found.error = Some(error),
        }
    }
    assert!(corpus.next().is_none(), "a corpus ends once");
    Ok(found)
}

/// Reads a whole file into one batch; an error is the first that it has.
pub(super) fn read_whole(path: &Path, options: &InputOptions) -> Result<Batch, CorpusError> {
    let input = inputs(&[path.display().to_string()])?.files.remove(0);
    let mut whole = Batch::default();
    for batch in Corpus::open(&input, options)? {
        let batch = batch?;
        whole.articles.extend(batch.articles);
        whole.rejects.extend(batch.rejects);
        whole.passed_over.extend(batch.passed_over);
    }
    Ok(whole)
}

/// A temporary folder for one corpus.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join("corpus");
        fs::write(&path, bytes).unwrap();
        path
    }

    fn read(&self, bytes: impl AsRef<[u8]>) -> Result<Found, CorpusError> {
        read(&self.write(bytes), None)
    }
}

fn format(name: &str) -> Option<Format> {
    Some(name.parse().unwrap())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

fn numbered(count: usize) -> String {
    (0..count).map(|n| format!("{{\"id\": {n}, \"title\": \"第{n}条新闻\"}}\n")).collect()
}

#[test]
fn compression_is_recognised_by_content() {
    let lines = numbered(2_000);
    let halves = lines.split_at(lines.len() / 3);
    let members = |pack: fn(&[u8]) -> Vec<u8>| {
        [pack(halves.0.as_bytes()), pack(halves.1.as_bytes())].concat()
    };
    let bytes = lines.as_bytes();
    let packed = [bytes.to_vec(), gzip(bytes), zstd(bytes), members(gzip), members(zstd)];
    for (case, packed) in packed.into_iter().enumerate() {
        let found = Folder::new().read(packed).unwrap();
        assert!(found.error.is_none() && found.rejects.is_empty(), "{case}: {found:?}");
        let ids = found.articles.iter().map(|article| article.id.parse::<usize>().unwrap());
        assert!(ids.eq(0..2_000), "{case}");
        assert_eq!((found.bytes, found.batches), (bytes.len() as u64, 4), "{case}");
    }
}

#[test]
fn a_batch_reports_its_progress() {
    let folder = Folder::new();
    let lines = format!("\n{}", numbered(600));
    let path = folder.write(zstd(lines.as_bytes()));
    let batches: Vec<_> = Corpus::open(&input(&path), &InputOptions::default())
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let ends: Vec<_> = batches.iter().map(|batch| batch.end_line).collect();
    assert_eq!(ends, [513, 601]);
    let size = fs::metadata(&path).unwrap().len();
    assert_eq!(batches.last().map(|batch| batch.input_bytes), Some(size));
}

#[test]
fn a_batch_holds_a_few_megabytes() {
    let body = "字".repeat(500_000);
    let lines: String = (0..8).map(|_| format!("{{\"body\": \"{body}\"}}\n")).collect();
    let found = Folder::new().read(lines).unwrap();
    assert_eq!((found.articles.len(), found.batches), (8, 3));
}

#[test]
fn a_truncated_file_yields_its_complete_records_then_one_error() {
    let lines = numbered(20_000);
    for pack in [gzip, zstd] {
        let packed = pack(lines.as_bytes());
        for end in [packed.len() / 2, packed.len() - 1] {
            let found = Folder::new().read(&packed[..end]).unwrap();
            let error = found.error.as_ref();
            assert!(matches!(error, Some(CorpusError::Truncated { .. })), "{error:?}");
            assert!(found.articles.len() > 5_000 && found.rejects.is_empty());
            let all = numbered(20_000);
            let complete = all.lines().zip(&found.articles);
            assert!(complete.into_iter().all(|(line, article)| line.contains(&article.title)));
        }
        let nothing = Folder::new().read(&packed[..6]);
        assert!(matches!(nothing, Err(CorpusError::Truncated { .. })), "{nothing:?}");
    }
}

#[test]
fn a_malformed_line_costs_itself_alone() {
    for lines in
        ["{\"title\":\"一\"\n{\"title\":\"二\"}\n", "{\"title\":\"二\"}\n{\"title\":\"一\"\n"]
    {
        let found = Folder::new().read(lines).unwrap();
        assert_eq!((found.titles(), found.rejects.len()), (vec!["二"], 1), "{lines}");
    }
}

#[test]
fn damaged_compression_is_reported() {
    let noise = (0..200_000_u64).map(|n| format!("{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    let lines: String = noise.map(|noise| format!("{{\"title\": \"{noise}\"}}\n")).collect();
    let mut packed = gzip(lines.as_bytes());
    let end = packed.len() - 8;
    packed[end] ^= 0xff;
    let found = Folder::new().read(packed).unwrap();
    assert!(matches!(found.error, Some(CorpusError::Corrupt { .. })), "{:?}", found.error);
    assert_eq!(found.articles.len(), 200_000);
}

#[test]
fn an_empty_input_is_not_an_error() {
    for bytes in ["", "\n \r\n", "\u{feff}", "[]"] {
        let found = Folder::new().read(bytes).unwrap();
        assert!(found.articles.is_empty() && found.rejects.is_empty(), "{bytes:?}");
    }
    for name in ["csv", "tsv", "search-page", "json"] {
        let found = read(&Folder::new().write(""), format(name));
        assert!(found.is_ok_and(|found| found.articles.is_empty()), "{name}");
    }
}

#[test]
fn an_input_that_is_not_a_corpus_is_an_error() {
    let folder = Folder::new();
    let program = folder.read(b"\x7fELF\x02\x01\x01\0\0\0");
    assert!(matches!(program, Err(CorpusError::Unread { .. })), "{program:?}");
    let binary = folder.read(b"\x01\x02\0\0\xff\xfe\x80\0\x90\0\0\0");
    assert!(matches!(binary, Err(CorpusError::Binary { .. })), "{binary:?}");
    let columns = read(&folder.write("a,b\n1,2\n"), format("csv"));
    assert!(matches!(columns, Err(CorpusError::NoColumns { .. })), "{columns:?}");
    let gone = input(&folder.write("{}"));
    drop(folder);
    let gone = Corpus::open(&gone, &InputOptions::default());
    assert!(matches!(gone, Err(CorpusError::Unreadable { .. })), "{gone:?}");
}

#[test]
fn a_bad_line_costs_only_itself() {
    let lines = b"\xef\xbb\xbf{\"title\": \"\xe4\xb8\x80\"}\r\noops\n\n{\"title\": \"\xff\"}\n[1]\n{\"title\": \"\xe4\xba\x8c\"}";
    let found = Folder::new().read(lines).unwrap();
    assert_eq!(found.titles(), ["一", "二"]);
    let expected = [
        (2, "invalid JSON: expected value at column 1"),
        (4, "invalid UTF-8 at byte 12"),
        (5, "not a JSON object"),
    ];
    assert_eq!(found.rejects, expected.map(|(line, reason)| (line, reason.to_owned())));
}

#[test]
fn elements_of_an_array_are_reported_by_number() {
    let found = Folder::new().read("[{\"title\": \"一\"},\n 5, {\"title\": \"三\"}]").unwrap();
    assert_eq!(found.titles(), ["一", "三"]);
    assert_eq!(found.rejects, [(2, "not a JSON object".to_owned())]);
}

#[test]
fn an_oversized_record_is_rejected() {
    let head = "{\"title\": \"一\"}\n{\"title\": \"";
    let tail = "\"}\n{\"title\": \"三\"}\n";
    let lines = [head, &"x".repeat(record::LONGEST_RECORD), tail].concat();
    let found = Folder::new().read(zstd(lines.as_bytes())).unwrap();
    assert_eq!(found.titles(), ["一", "三"]);
    assert_eq!(found.rejects, [(2, record::too_long())]);
    let array = format!("[{}]", lines.trim_end().replace('\n', ","));
    let found = Folder::new().read(array).unwrap();
    assert_eq!(found.titles(), ["一", "三"]);
    assert_eq!(found.rejects, [(2, record::too_long())]);
}
