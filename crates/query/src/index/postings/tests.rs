//! The judge is tantivy's own reader.

use proptest::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{DocSet, Index, IndexSettings, ReloadPolicy, TantivyDocument, Term};

use super::*;

const POSITIONS: IndexRecordOption = IndexRecordOption::WithFreqsAndPositions;

/// Returns a segment of `texts`, one a document, in one field.
fn segment(texts: &[String]) -> (SegmentReader, Field) {
    let mut schema = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(POSITIONS);
    let field =
        schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let directory = RamDirectory::create();
    let index = Index::create(directory, schema.build(), IndexSettings::default()).unwrap();
    let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
    for text in texts {
        let mut document = TantivyDocument::new();
        document.add_text(field, text);
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().unwrap();
    (reader.searcher().segment_reader(0).clone(), field)
}

/// One posting: the document, the term's frequency in it, and its positions.
type At = (DocId, u32, Vec<u32>);

fn by_tantivy(postings: &mut SegmentPostings, target: DocId) -> At {
    let doc = if postings.doc() < target { postings.seek(target) } else { postings.doc() };
    let mut positions = Vec::new();
    if doc == TERMINATED {
        return (doc, 0, positions);
    }
    postings.positions(&mut positions);
    (doc, postings.term_freq(), positions)
}

fn by_list(list: &mut PostingsCursor<'_>, target: DocId) -> At {
    let (doc, mut positions) = (list.seek(target).unwrap(), vec![7]);
    if doc == TERMINATED {
        return (doc, 0, Vec::new());
    }
    list.positions(&mut positions).unwrap();
    let mut filled = vec![7];
    list.filled_positions(&mut filled).unwrap();
    assert_eq!((filled.len() % LOOK, &filled[..positions.len()]), (0, &positions[..]));
    assert!(filled[positions.len()..].iter().all(|&position| position == NOWHERE));
    assert!(filled.len() < positions.len() + LOOK);
    (doc, list.frequency().unwrap(), positions)
}

/// Texts of `x` and `y`, most of them without `x`, some with very many.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![1 => Just("x"), 3 => Just("y")];
    let few = prop::collection::vec(word, 0..6).prop_map(|words| words.join(" "));
    let many = (100..400_usize).prop_map(|times| "x y y ".repeat(times));
    let text = prop_oneof![200 => few, 1 => many];
    prop_oneof![1 => prop::collection::vec(text.clone(), 1..40), 3 => prop::collection::vec(text, 200..1500)]
}

/// The bytes of one posting list, apart from its segment.
#[derive(Clone, Debug)]
struct Bytes {
    doc_freq: u32,
    max_doc: DocId,
    postings: Vec<u8>,
    positions: Vec<u8>,
}

impl Bytes {
    /// The bytes of `word` in a segment of `texts`, if it occurs in them.
    fn of(texts: &[String], word: &str) -> Option<Self> {
        let (segment, field) = segment(texts);
        let lists = FieldPostings::open(&segment, &[field]).unwrap().remove(0);
        let term = Term::from_field_text(field, word);
        let info = segment.inverted_index(field).unwrap().get_term_info(&term).unwrap()?;
        Some(Self {
            doc_freq: info.doc_freq,
            max_doc: segment.max_doc(),
            postings: lists.postings[info.postings_range.clone()].to_vec(),
            positions: lists.positions[info.positions_range].to_vec(),
        })
    }

    fn list(&self) -> Result<PostingsCursor<'_>, Damage> {
        PostingsCursor::new(self.doc_freq, self.max_doc, &self.postings, &self.positions)
    }

    /// Reads everything, `step` documents at a time; returns the number of documents visited.
    fn read(&self, step: u32) -> Result<u32, Damage> {
        let mut list = self.list()?;
        let (mut visited, mut positions) = (0, Vec::new());
        while list.doc() < TERMINATED {
            let doc = list.doc();
            assert!(doc < self.max_doc);
            visited += 1;
            list.filled_positions(&mut positions)?;
            let count = list.frequency()? as usize;
            assert!(positions[..count].is_sorted());
            assert!(list.seek(doc + step)? >= doc + step);
        }
        Ok(visited)
    }

    /// Returns the skip entries, to be changed.
    fn skips(&mut self) -> &mut [u8] {
        let length = vint::read(&mut &self.postings[..]).unwrap() as usize;
        let start = self.postings.iter().position(|byte| byte & 0x80 != 0).unwrap() + 1;
        &mut self.postings[start..start + length]
    }
}

#[test]
fn a_skip_entry_in_another_encoding_is_refused() {
    let mut bytes = Bytes::of(&vec!["x y x".to_owned(); 300], "x").unwrap();
    assert_eq!(bytes.read(1), Ok(300));
    assert_eq!(bytes.skips().len(), 2 * SKIP_BYTES);
    for (entry, bit) in [(0, 0x40), (1, 0x40), (1, 0x80), (0, 0x20)] {
        let mut other = bytes.clone();
        other.skips()[entry * SKIP_BYTES + 4] ^= bit;
        assert_eq!(other.read(1), Err(Damage::Encoding), "entry {entry}, bit {bit:x}");
    }
    let error = tantivy::TantivyError::from(Damage::Encoding).to_string();
    assert!(error.contains("delta-1 encoding, the only one of tantivy format 7"), "{error}");
}

#[test]
fn what_contradicts_a_skip_entry_is_damage() {
    let bytes = Bytes::of(&vec!["x y x".to_owned(); 300], "x").unwrap();
    for (at, expected) in
        [(0, Damage::Documents), (5, Damage::Frequencies), (6, Damage::Frequencies)]
    {
        let mut other = bytes.clone();
        other.skips()[at] ^= 1;
        let read = other.read(1);
        assert!(read == Err(expected) || read == Err(Damage::Cut), "byte {at}: {read:?}");
    }
    let mut other = bytes.clone();
    other.skips()[5] = 33;
    assert_eq!(other.read(1), Err(Damage::Width));
    let mut other = bytes;
    other.max_doc = 299;
    assert_eq!(other.read(1), Err(Damage::Documents));
}

/// A change of some byte: to another, or the end of all bytes.
fn change() -> impl Strategy<Value = (bool, prop::sample::Index, Option<u8>)> {
    let byte = prop_oneof![20 => (1..=u8::MAX).prop_map(Some), 1 => Just(None)];
    (any::<bool>(), any::<prop::sample::Index>(), byte)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_list_is_read_as_tantivy_reads_it(
        texts in texts(),
        steps in prop::collection::vec(prop_oneof![4 => 0..4_u32, 2 => 0..60_u32, 1 => 0..500_u32], 1..400),
    ) {
        let (segment, field) = segment(&texts);
        let lists = FieldPostings::open(&segment, &[field]).unwrap().remove(0);
        let index = segment.inverted_index(field).unwrap();
        for word in ["x", "y"] {
            let term = Term::from_field_text(field, word);
            let Some(info) = index.get_term_info(&term).unwrap() else { continue };
            let mut list = lists.list(&info).unwrap();
            prop_assert_eq!(list.doc_freq(), info.doc_freq);
            let mut judge = index.read_postings_from_terminfo(&info, POSITIONS).unwrap();
            let mut target = 0;
            for step in &steps {
                target += step;
                prop_assert_eq!(by_list(&mut list, target), by_tantivy(&mut judge, target));
            }
        }
    }

    #[test]
    fn every_document_is_gone_to_in_turn(texts in texts()) {
        let (segment, field) = segment(&texts);
        let lists = FieldPostings::open(&segment, &[field]).unwrap().remove(0);
        let term = Term::from_field_text(field, "x");
        let Some(info) = segment.inverted_index(field).unwrap().get_term_info(&term).unwrap() else {
            return Ok(());
        };
        let mut list = lists.list(&info).unwrap();
        for (doc, text) in (0..).zip(&texts) {
            let is_x = |&(_, word): &(u32, &str)| word == "x";
            let places: Vec<u32> =
                (0..).zip(text.split_whitespace()).filter(is_x).map(|(at, _)| at).collect();
            if places.is_empty() {
                continue;
            }
            prop_assert_eq!(list.doc(), doc);
            prop_assert_eq!(by_list(&mut list, doc), (doc, places.len() as u32, places));
            list.seek(list.doc() + 1).unwrap();
        }
        prop_assert_eq!(list.doc(), TERMINATED);
    }

    #[test]
    fn damaged_bytes_end_in_an_answer_or_an_error(
        texts in texts(),
        changes in prop::collection::vec(prop::collection::vec(change(), 1..4), 64),
        step in 1..100_u32,
    ) {
        for word in ["x", "y"] {
            let Some(sound) = Bytes::of(&texts, word) else { continue };
            prop_assert!(sound.read(step).is_ok());
            for changes in &changes {
                let mut damaged = sound.clone();
                for (in_postings, at, byte) in changes {
                    let Bytes { postings, positions, .. } = &mut damaged;
                    let bytes = if *in_postings { postings } else { positions };
                    if bytes.is_empty() {
                        continue;
                    }
                    let at = at.index(bytes.len());
                    match byte {
                        Some(bits) => bytes[at] ^= bits,
                        None => bytes.truncate(at),
                    }
                }
                if let Ok(visited) = damaged.read(step) {
                    prop_assert!(visited <= damaged.max_doc);
                }
            }
        }
    }
}
