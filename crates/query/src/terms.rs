//! Terms of the ranking: in which texts each stands, and how often.
//!
//! A run, a stem or a pair is a term of the index. A dictionary word of three or more atoms is
//! none: it stands where its pairs stand in a row, as any literal does. So the index knows no
//! dictionary, and a word that is new to the dictionary reaches old articles at once.

use tantivy::postings::Postings as _;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, Term};
use xunwen_schema::{Literal, is_indexed};

use crate::bits::Bits;
use crate::evaluate::Frequencies;
use crate::places::Place;
use crate::statistics::document_frequency;

/// Where one field has a term.
pub(crate) enum Postings {
    /// The index holds it.
    Indexed(Term),
    /// It is a word; its documents, segment by segment.
    Word(Vec<Frequencies>),
}

impl Postings {
    /// Looks `term` up in `field`.
    pub(crate) fn find(searcher: &Searcher, field: Field, term: &str) -> tantivy::Result<Self> {
        match word(term) {
            Some(word) => {
                let segments = searcher.segment_readers().iter();
                let found =
                    segments.map(|segment| word.frequencies(segment, field, &Bits::alive(segment)));
                Ok(Self::Word(found.collect::<tantivy::Result<_>>()?))
            }
            None => Ok(Self::Indexed(Term::from_field_text(field, term))),
        }
    }

    /// Returns how many live documents have it.
    pub(crate) fn document_frequency(&self, searcher: &Searcher) -> tantivy::Result<u64> {
        match self {
            Self::Indexed(term) => document_frequency(searcher, term),
            Self::Word(found) => Ok(found.iter().map(|found| found.len() as u64).sum()),
        }
    }

    /// Calls `take` with the live documents of one segment and how often each has it.
    pub(crate) fn each(
        &self,
        ordinal: usize,
        segment: &SegmentReader,
        mut take: impl FnMut(u32, u32),
    ) -> tantivy::Result<()> {
        match self {
            Self::Word(found) => {
                found[ordinal].iter().for_each(|&(doc, frequency)| take(doc, frequency));
            }
            Self::Indexed(term) => {
                let index = segment.inverted_index(term.field())?;
                let postings = index.read_block_postings(term, IndexRecordOption::WithFreqs)?;
                let Some(mut postings) = postings else { return Ok(()) };
                let alive = (segment.num_deleted_docs() > 0).then(|| Bits::alive(segment));
                let is_alive = |doc| alive.as_ref().is_none_or(|alive| alive.contains(doc));
                while postings.block_len() > 0 {
                    for (&doc, &frequency) in postings.docs().iter().zip(postings.freqs()) {
                        if is_alive(doc) {
                            take(doc, frequency);
                        }
                    }
                    postings.advance();
                }
            }
        }
        Ok(())
    }
}

/// Returns how often `term` stands in one document, if it does.
pub(crate) fn occurrences(
    segment: &SegmentReader,
    field: Field,
    term: &str,
    doc: u32,
) -> tantivy::Result<Option<u32>> {
    if let Some(word) = word(term) {
        let found = word.frequencies(segment, field, &Bits::only(segment, doc))?;
        return Ok(found.first().map(|&(_, occurrences)| occurrences));
    }
    let (index, term) = (segment.inverted_index(field)?, Term::from_field_text(field, term));
    let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else {
        return Ok(None);
    };
    let at = if postings.doc() < doc { postings.seek(doc) } else { postings.doc() };
    Ok((at == doc).then(|| postings.term_freq()))
}

/// Returns the place of a dictionary word that the index does not hold as a term.
fn word(term: &str) -> Option<Place> {
    let literal = (!is_indexed(term)).then(|| Literal::new(term))?;
    literal.map(|literal| Place::new(literal, false))
}
