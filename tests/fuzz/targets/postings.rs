//! Posting lists: whatever the bytes are, reading them ends, with documents and positions in order or
//! with the damage found.
//!
//! The first byte chooses a list that tantivy wrote, in which the other bytes change some, or none,
//! and then the bytes are the list. The reader is no part of what its crate offers, so its source is
//! compiled into this target.
#![no_main]

#[path = "../../../crates/query/src/index/postings/mod.rs"]
#[expect(dead_code, reason = "only the reader is tried, not how it is opened")]
mod postings;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use postings::{Damage, LOOK, NOWHERE, PostingsCursor};
use tantivy::directory::{CompositeFile, RamDirectory};
use tantivy::index::SegmentComponent;
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexSettings, TERMINATED, TantivyDocument, Term};

/// One posting list, apart from its segment.
#[derive(Clone, Default)]
struct List {
    doc_freq: u32,
    /// One past the last document of the segment.
    max_doc: u32,
    postings: Vec<u8>,
    positions: Vec<u8>,
}

static WRITTEN: LazyLock<Vec<List>> = LazyLock::new(written);

fuzz_target!(|bytes: &[u8]| {
    let Some((&[choice, step], rest)) = bytes.split_first_chunk::<2>() else { return };
    let list = match WRITTEN.get(usize::from(choice) % (WRITTEN.len() + 1)) {
        Some(list) => changed(list.clone(), rest),
        None => raw(rest),
    };
    let visited = read(&list, u32::from(step) + 1);
    let is_written = rest.is_empty() && !list.postings.is_empty();
    // What nobody has changed is read to its end.
    assert!(!is_written || visited.is_ok_and(|visited| visited > 0));
});

/// Returns a list made of nothing but `bytes`.
fn raw(bytes: &[u8]) -> List {
    let Some((&[a, b, c, d, e, f], rest)) = bytes.split_first_chunk::<6>() else {
        return List::default();
    };
    let number = |low, high| u32::from(u16::from_le_bytes([low, high]));
    let (postings, positions) = rest.split_at(number(e, f) as usize % (rest.len() + 1));
    let (postings, positions) = (postings.to_vec(), positions.to_vec());
    List { doc_freq: number(a, b), max_doc: number(c, d), postings, positions }
}

/// Returns `list` with each four bytes of `changes` done to it: where, and what.
fn changed(mut list: List, changes: &[u8]) -> List {
    for &[what, low, high, value] in changes.as_chunks::<4>().0 {
        let place = usize::from(u16::from_le_bytes([low, high]));
        let part = if what & 1 == 0 { &mut list.postings } else { &mut list.positions };
        match what >> 1 & 7 {
            0..=3 => part.iter_mut().skip(place).take(1).for_each(|byte| *byte = value),
            4 => part.truncate(place),
            5 => part.insert(place.min(part.len()), value),
            6 => list.doc_freq = list.doc_freq.wrapping_add_signed(i32::from(value.cast_signed())),
            _ => list.max_doc = list.max_doc.wrapping_add_signed(i32::from(value.cast_signed())),
        }
    }
    list
}

/// Reads a list, `step` documents at a time; returns how many it stopped at.
fn read(list: &List, step: u32) -> Result<u32, Damage> {
    let List { doc_freq, max_doc, postings, positions } = list;
    let mut cursor = PostingsCursor::new(*doc_freq, *max_doc, postings, positions)?;
    let (mut visited, mut filled) = (0, vec![7]);
    while cursor.doc() < TERMINATED {
        let doc = cursor.doc();
        assert!(doc < *max_doc, "{doc} of {max_doc}");
        visited += 1;
        cursor.filled_positions(&mut filled)?;
        let frequency = cursor.frequency()? as usize;
        assert!(filled.len() == frequency.next_multiple_of(LOOK));
        assert!(filled.is_sorted() && filled[..frequency].iter().all(|&at| at != NOWHERE));
        assert!(cursor.seek(doc + step)? >= doc + step);
    }
    assert!(visited <= *doc_freq);
    Ok(visited)
}

/// Returns the lists of the words of some made-up texts: rare and frequent ones, seldom and often in
/// a text, over several blocks.
fn written() -> Vec<List> {
    let texts = (0..700_usize).map(|n| {
        let words = [(1, "all"), (2, "half"), (60, "few"), (650, "one")];
        let mut text: String = words
            .iter()
            .filter(|(every, _)| n % every == 0)
            .map(|(_, word)| format!("{word} "))
            .collect();
        text += &"all ".repeat(n % 5);
        text + &"many y ".repeat(if n % 97 == 3 { 200 } else { 0 })
    });
    lists_of(texts, &["all", "half", "few", "one", "many"])
}

/// Returns the lists that tantivy writes of `words` in `texts`.
fn lists_of(texts: impl Iterator<Item = String>, words: &[&str]) -> Vec<List> {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let field =
        schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let index =
        Index::create(RamDirectory::create(), schema.build(), IndexSettings::default()).unwrap();
    let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
    for text in texts {
        let mut document = TantivyDocument::new();
        document.add_text(field, text);
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    let searcher = index.reader().unwrap().searcher();
    let segment = searcher.segment_reader(0);
    let part = |component| {
        let file = CompositeFile::open(&segment.open_read(component).unwrap()).unwrap();
        file.open_read(field).unwrap().read_bytes().unwrap()
    };
    let (postings, positions) =
        (part(SegmentComponent::Postings), part(SegmentComponent::Positions));
    // The number of all terms of the field comes first.
    let postings = &postings[size_of::<u64>()..];
    let terms = segment.inverted_index(field).unwrap();
    let list = |word: &&str| {
        let info = terms.get_term_info(&Term::from_field_text(field, word)).unwrap().unwrap();
        List {
            doc_freq: info.doc_freq,
            max_doc: segment.max_doc(),
            postings: postings[info.postings_range].to_vec(),
            positions: positions[info.positions_range].to_vec(),
        }
    };
    words.iter().map(list).collect()
}
