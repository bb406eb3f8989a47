//! English prose: the articles of an index that have a text in English.

use std::sync::{Arc, OnceLock};

use tantivy::schema::Field;
use xunwen_schema::Fields;

use crate::index::Index;
use crate::index::docset::DocSet;
use crate::index::segment::Segments;
use crate::index::term_lookup::{Lookup, SegmentLookup};
use crate::ranking::term_postings::{TermPostings, TermPostingsReader};

/// Words of which some occur in every English text of a few sentences.
pub(super) const FUNCTION_WORDS: [&str; 5] = ["the", "of", "and", "to", "in"];
/// A text with at least this many distinct function words is taken to be English.
const FUNCTION_WORDS_OF_PROSE: u8 = 3;

/// The articles that have a text in English.
#[derive(Debug)]
pub(crate) struct Prose {
    /// Which they are, segment by segment.
    pub(super) segments: Vec<DocSet>,
    /// How many.
    pub(super) articles: u64,
    /// How often [`FUNCTION_WORDS`] occur in them: a measure of how much English there is.
    pub(super) function_words: u64,
}

/// The articles in English of one index, found when they are first asked for; all clones share
/// them.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProseCache {
    prose: Arc<OnceLock<Prose>>,
}

impl ProseCache {
    pub(crate) fn get(&self, index: &Index) -> tantivy::Result<&Prose> {
        if let Some(prose) = self.prose.get() {
            return Ok(prose);
        }
        let prose = Prose::read(index.segments(), index.fields())?;
        Ok(self.prose.get_or_init(|| prose))
    }
}

impl Prose {
    fn read(segments: &Segments, fields: &Fields) -> tantivy::Result<Self> {
        let lookup = Lookup::new(segments);
        let mut found = Vec::new();
        let mut function_words = 0;
        for segment in segments.iter() {
            let mut english = DocSet::new(segment.max_doc());
            for field in fields.texts() {
                let (own, times) = in_field(lookup.at(segment), field)?;
                english.add(&own);
                function_words += times;
            }
            found.push(english);
        }
        let articles = found.iter().map(DocSet::len).sum();
        Ok(Self { segments: found, articles, function_words })
    }
}

/// Returns the documents of which one field is English, and how many function words it has there.
fn in_field(at: SegmentLookup<'_>, field: Field) -> tantivy::Result<(DocSet, u64)> {
    let segment = at.segment;
    let mut reader = TermPostingsReader::new(at);
    let alive = segment.live_docs();
    let mut different = vec![0; segment.max_doc() as usize];
    let mut counts = Vec::new();
    for word in FUNCTION_WORDS {
        let postings = TermPostings::find(at.lookup(), field, word)?;
        reader.each_block(&postings, |docs, times| {
            docs.iter().for_each(|&doc| different[doc as usize] += 1);
            counts.extend(docs.iter().copied().zip(times.iter().copied()));
        })?;
    }
    let mut all = DocSet::new(segment.max_doc());
    for (doc, different) in (0..).zip(different) {
        if different >= FUNCTION_WORDS_OF_PROSE && alive.contains(doc) {
            all.insert(doc);
        }
    }
    let inside = counts.into_iter().filter(|&(doc, _)| all.contains(doc));
    let times = inside.map(|(_, times)| u64::from(times)).sum();
    Ok((all, times))
}
