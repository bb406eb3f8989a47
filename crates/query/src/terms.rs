//! Terms of the ranking: in which texts each stands, and how often.
//!
//! A run, a stem or a pair is a term of the index. A dictionary word of three or more atoms is
//! none: it stands where its pairs stand in a row, as any literal does. So the index knows no
//! dictionary, and a word that is new to the dictionary reaches old articles at once.

use tantivy::Term;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use xunwen_schema::{Literal, is_indexed};

use crate::bits::Bits;
use crate::evaluate::Frequencies;
use crate::places::Place;
use crate::segment::{Segment, Segments};
use crate::statistics::live;

/// Where one field has a term, segment by segment.
pub(crate) enum Postings {
    /// The index holds it.
    Indexed(Field, Vec<Option<TermInfo>>),
    /// It is a word; its documents.
    Word(Vec<Frequencies>),
}

impl Postings {
    /// Looks `term` up in `field`.
    pub(crate) fn find(segments: &Segments, field: Field, term: &str) -> tantivy::Result<Self> {
        let segments = segments.iter();
        if let Some(word) = word(term) {
            let found =
                segments.map(|segment| word.frequencies(segment, field, &Bits::alive(segment)));
            return Ok(Self::Word(found.collect::<tantivy::Result<_>>()?));
        }
        let term = Term::from_field_text(field, term);
        let infos =
            segments.map(|segment| Ok(segment.inverted_index(field)?.get_term_info(&term)?));
        Ok(Self::Indexed(field, infos.collect::<tantivy::Result<_>>()?))
    }

    /// Returns how many live documents have it.
    pub(crate) fn document_frequency(&self, segments: &Segments) -> tantivy::Result<u64> {
        match self {
            Self::Indexed(field, infos) => {
                let mut sum = 0;
                for (segment, info) in segments.iter().zip(infos) {
                    if let Some(info) = info {
                        sum += live(segment, &*segment.inverted_index(*field)?, info)?;
                    }
                }
                Ok(sum)
            }
            Self::Word(found) => Ok(found.iter().map(|found| found.len() as u64).sum()),
        }
    }
}

/// Reads the postings of one segment, term by term.
pub(crate) struct PostingsReader<'s> {
    segment: &'s Segment,
    /// The documents that are not deleted, if any is.
    alive: Option<Bits>,
    /// What the last term was read by.
    blocks: Option<BlockSegmentPostings>,
}

impl<'s> PostingsReader<'s> {
    /// Returns a reader of `segment`.
    pub(crate) fn new(segment: &'s Segment) -> Self {
        let alive = (segment.num_deleted_docs() > 0).then(|| Bits::alive(segment));
        Self { segment, alive, blocks: None }
    }

    /// Calls `take` with the live documents that have a term and how often each has it.
    pub(crate) fn each(
        &mut self,
        postings: &Postings,
        mut take: impl FnMut(u32, u32),
    ) -> tantivy::Result<()> {
        let ordinal = self.segment.ordinal() as usize;
        match postings {
            Postings::Word(found) => {
                found[ordinal].iter().for_each(|&(doc, frequency)| take(doc, frequency));
            }
            Postings::Indexed(field, infos) => {
                let Some(info) = &infos[ordinal] else { return Ok(()) };
                self.open(*field, info)?;
                let Self { alive, blocks: Some(blocks), .. } = self else { return Ok(()) };
                while blocks.block_len() > 0 {
                    for (&doc, &frequency) in blocks.docs().iter().zip(blocks.freqs()) {
                        if alive.as_ref().is_none_or(|alive| alive.contains(doc)) {
                            take(doc, frequency);
                        }
                    }
                    blocks.advance();
                }
            }
        }
        Ok(())
    }

    /// Goes to the first block of a term.
    fn open(&mut self, field: Field, info: &TermInfo) -> tantivy::Result<()> {
        let index = self.segment.inverted_index(field)?;
        match &mut self.blocks {
            // All fields of text are indexed alike.
            Some(blocks) => index.reset_block_postings_from_terminfo(info, blocks)?,
            none => {
                let option = IndexRecordOption::WithFreqs;
                *none = Some(index.read_block_postings_from_terminfo(info, option)?);
            }
        }
        Ok(())
    }
}

/// Returns how often `term` stands in one document, if it does.
pub(crate) fn occurrences(
    segment: &Segment,
    field: Field,
    term: &str,
    doc: u32,
) -> tantivy::Result<Option<u32>> {
    if let Some(word) = word(term) {
        let found = word.frequencies(segment, field, &Bits::only(segment, doc))?;
        return Ok(found.first().map(|&(_, occurrences)| occurrences));
    }
    let (index, term) = (segment.inverted_index(field)?, Term::from_field_text(field, term));
    let Some(info) = index.get_term_info(&term)? else { return Ok(None) };
    let mut list = segment.list(field, &info)?;
    Ok((list.seek(doc) == doc).then(|| list.frequency()))
}

/// Returns the place of a dictionary word that the index does not hold as a term.
fn word(term: &str) -> Option<Place> {
    let literal = (!is_indexed(term)).then(|| Literal::new(term))?;
    literal.map(|literal| Place::new(literal, false))
}
