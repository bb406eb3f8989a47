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

/// What stands at one document: its number, how often the term stands there, and where.
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
    let (doc, mut positions) = (list.seek(target), vec![7]);
    if doc == TERMINATED {
        return (doc, 0, Vec::new());
    }
    list.positions(&mut positions);
    let mut filled = vec![7];
    list.filled_positions(&mut filled);
    assert_eq!((filled.len() % LOOK, &filled[..positions.len()]), (0, &positions[..]));
    assert!(filled[positions.len()..].iter().all(|&position| position == NOWHERE));
    assert!(filled.len() < positions.len() + LOOK);
    (doc, list.frequency(), positions)
}

/// Texts of `x` and `y`, most of them without `x`, some with very many.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![1 => Just("x"), 3 => Just("y")];
    let few = prop::collection::vec(word, 0..6).prop_map(|words| words.join(" "));
    let many = (100..400_usize).prop_map(|times| "x y y ".repeat(times));
    let text = prop_oneof![200 => few, 1 => many];
    prop_oneof![1 => prop::collection::vec(text.clone(), 1..40), 3 => prop::collection::vec(text, 200..1500)]
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
            let mut list = lists.list(&info);
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
        let mut list = lists.list(&info);
        for (doc, text) in (0..).zip(&texts) {
            let is_x = |&(_, word): &(u32, &str)| word == "x";
            let places: Vec<u32> =
                (0..).zip(text.split_whitespace()).filter(is_x).map(|(at, _)| at).collect();
            if places.is_empty() {
                continue;
            }
            prop_assert_eq!(list.doc(), doc);
            prop_assert_eq!(by_list(&mut list, doc), (doc, places.len() as u32, places));
            list.advance();
        }
        prop_assert_eq!(list.doc(), TERMINATED);
    }
}
