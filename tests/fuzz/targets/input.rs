//! Input files: whatever the bytes, each record is an article or a reject, and they are the same
//! however small the batches are and wherever an earlier run had stopped.
#![no_main]

use std::cell::RefCell;
use std::io::{Seek, Write};

use libfuzzer_sys::fuzz_target;
use tempfile::NamedTempFile;
use xunwen_index::{Batch, Corpus, Format, Input, InputOptions, Reject, inputs};
use xunwen_schema::Article;

thread_local! {
    static FILE: RefCell<NamedTempFile> = RefCell::new(NamedTempFile::new().unwrap());
}

/// What an input holds.
#[derive(Debug, Default, PartialEq)]
struct Read {
    articles: Vec<Article>,
    rejects: Vec<Reject>,
    failure: Option<String>,
    /// Of each batch, how many records there are up to its end, and where that is.
    ends: Vec<(u64, u64)>,
}

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses the format, or none.
    let Some((&choice, content)) = bytes.split_first() else { return };
    let format = Format::all().nth(usize::from(choice) % (Format::all().count() + 1));
    let input = written(content);
    let options = InputOptions { format, ..InputOptions::default() };
    let Ok(corpus) = Corpus::open(&input, &options) else {
        return assert!(Corpus::open(&input, &options).is_err());
    };
    let whole = read(corpus);
    check(&whole, content, format);
    let small = read(Corpus::open(&input, &options).unwrap().with_batches_of(1));
    assert_eq!(records(&small), records(&whole));
    let Some(&(passed, end)) = small.ends.get(small.ends.len() / 2) else { return };
    let mut corpus = Corpus::open(&input, &options).unwrap();
    assert!(corpus.pass_over(passed, end).unwrap(), "{passed} {end}");
    let rest = read(corpus);
    assert!(whole.articles.ends_with(&rest.articles) && whole.rejects.ends_with(&rest.rejects));
    let count = rest.articles.len() + rest.rejects.len();
    assert_eq!(passed as usize + count, whole.articles.len() + whole.rejects.len());
});

/// Writes the content of the one input there is.
fn written(content: &[u8]) -> Input {
    FILE.with_borrow_mut(|file| {
        file.as_file().set_len(0).unwrap();
        file.rewind().unwrap();
        file.write_all(content).unwrap();
        inputs(&[file.path().display().to_string()]).unwrap().files.remove(0)
    })
}

fn read(corpus: Corpus) -> Read {
    let mut found = Read::default();
    let mut records = 0;
    for batch in corpus {
        assert!(found.failure.is_none(), "nothing comes after a failure");
        match batch {
            Ok(Batch { articles, rejects, bytes, end, .. }) => {
                let start = found.ends.last().map_or(0, |&(_, end)| end);
                assert!(start + bytes == end || found.ends.is_empty(), "{start} {bytes} {end}");
                records += (articles.len() + rejects.len()) as u64;
                found.ends.push((records, end));
                found.articles.extend(articles);
                found.rejects.extend(rejects);
            }
            Err(failure) => found.failure = Some(failure.to_string()),
        }
    }
    found
}

fn records(read: &Read) -> (&[Article], &[Reject], Option<&str>) {
    (&read.articles, &read.rejects, read.failure.as_deref())
}

/// Checks what was read of a whole input against its bytes.
fn check(whole: &Read, content: &[u8], format: Option<Format>) {
    for article in &whole.articles {
        let texts = [&article.title, &article.summary, &article.body];
        assert!(
            !article.id.is_empty() && texts.iter().any(|text| !text.trim().is_empty()),
            "{article:?}"
        );
    }
    assert!(whole.rejects.is_sorted_by_key(|reject| reject.line));
    assert!(whole.rejects.iter().all(|reject| reject.line > 0 && !reject.reason.is_empty()));
    // Text in another encoding, or packed, has lines elsewhere.
    let is_plain = str::from_utf8(content).is_ok() && content.contains(&b'\n');
    if format.is_some_and(|format| format.name() == "jsonl") && is_plain {
        let text = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content);
        let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        assert_eq!(whole.articles.len() + whole.rejects.len(), lines.count());
    }
}
