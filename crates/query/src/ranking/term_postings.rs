//! Terms of the ranking: in which texts each occurs, and how often.
//!
//! A run, a stem or a pair is a term of the index. A dictionary word of three or more atoms is
//! not: it occurs where its pairs occur in a row, as any literal does. So the index knows no
//! dictionary, and a word that is new to the dictionary reaches old articles at once.
//!
//! Finding every occurrence of a common word would take longer than the rest of the search. A word
//! whose pairs are all common is assumed to be as frequent as its rarest pair, an upper bound that
//! is nearly always tight, and is only searched for in candidate documents.

use std::rc::Rc;
use std::sync::Arc;

use tantivy::DocId;
use tantivy::schema::Field;
use xunwen_schema::{Literal, is_indexed};

use crate::index::docset::DocSet;
use crate::index::field_terms::BlockReader;
use crate::index::segment::Segment;
use crate::index::term_lookup::{Lookup, SegmentLookup, TermInfos};
use crate::matching::frequencies::TermFrequencies;
use crate::matching::literal_terms::CoveredLiteral;
use crate::matching::phrase::Phrase;

/// A word is common if its rarest pair occurs in at least this many documents.
const COMMON_WORD_DOCUMENTS: u64 = 256;

/// Where one field has a term, segment by segment.
pub(crate) enum TermPostings {
    /// The index has it as a term.
    Indexed(Rc<TermInfos>),
    /// It is a word; its documents, how often each has it, and how many articles have it.
    Word(Vec<(Vec<DocId>, Vec<u32>)>, u64),
    /// It is a common word; in how many documents its rarest pair occurs.
    Common(Field, Phrase, u64),
}

impl TermPostings {
    /// Looks `term` up in `field`.
    pub(crate) fn find(lookup: &Lookup<'_>, field: Field, term: &str) -> tantivy::Result<Self> {
        match word(term) {
            Some(word) => Self::word(lookup, field, term, CoveredLiteral::new(word, false)),
            None => Ok(Self::Indexed(lookup.find(field, term)?)),
        }
    }

    fn word(
        lookup: &Lookup<'_>,
        field: Field,
        term: &str,
        word: CoveredLiteral,
    ) -> tantivy::Result<Self> {
        let rarest = lookup.rarest_frequency(field, word.terms().chain(word.spare()))?;
        let place = Phrase::Literal(Arc::new(word));
        if rarest >= COMMON_WORD_DOCUMENTS {
            return Ok(Self::Common(field, place, rarest));
        }
        let mut found: Vec<(Vec<DocId>, Vec<u32>)> = Vec::new();
        for segment in lookup.segments.iter() {
            let frequencies = place.frequencies(lookup.at(segment), field, &segment.live_docs())?;
            found.push(frequencies.into_iter().unzip());
        }
        let own = || found.iter().map(|(docs, _)| docs.len() as u64).sum();
        let articles = lookup.frequency_elsewhere(field, term).unwrap_or_else(own);
        Ok(Self::Word(found, articles))
    }

    /// Returns whether it is a common word.
    pub(crate) fn is_common(&self) -> bool {
        matches!(self, Self::Common(..))
    }

    /// Returns the documents of `within` that have it, and how often, if it is a common word.
    pub(crate) fn common_within(
        &self,
        at: SegmentLookup<'_>,
        within: &DocSet,
    ) -> tantivy::Result<TermFrequencies> {
        match self {
            Self::Common(field, place, _) => place.frequencies(at, *field, within),
            _ => Ok(Vec::new()),
        }
    }

    /// Returns how many live documents have it; a common word, at most.
    pub(crate) fn document_frequency(&self, lookup: &Lookup<'_>) -> tantivy::Result<u64> {
        match self {
            Self::Indexed(found) => lookup.frequency(found),
            Self::Word(_, articles) => Ok(*articles),
            Self::Common(.., at_most) => Ok(*at_most),
        }
    }
}

/// Reads the postings of one segment, term by term.
pub(crate) struct TermPostingsReader<'s> {
    at: SegmentLookup<'s>,
    blocks: BlockReader,
}

impl<'s> TermPostingsReader<'s> {
    /// Returns a reader of a segment.
    pub(crate) fn new(at: SegmentLookup<'s>) -> Self {
        Self { at, blocks: BlockReader::default() }
    }

    /// Returns the segment that it reads.
    pub(crate) fn segment(&self) -> &'s Segment {
        self.at.segment
    }

    /// Calls `take` with the documents that have a term and how often each has it, many at a time;
    /// deleted ones may be among them.
    pub(crate) fn each_block(
        &mut self,
        postings: &TermPostings,
        mut take: impl FnMut(&[DocId], &[u32]),
    ) -> tantivy::Result<()> {
        let ordinal = self.at.segment.ordinal() as usize;
        match postings {
            TermPostings::Word(found, _) => take(&found[ordinal].0, &found[ordinal].1),
            TermPostings::Common(field, place, _) => {
                let found = place.frequencies(self.at, *field, &self.at.segment.live_docs())?;
                let (docs, frequencies): (Vec<_>, Vec<_>) = found.into_iter().unzip();
                take(&docs, &frequencies);
            }
            TermPostings::Indexed(found) => {
                let Some(info) = &found.infos[ordinal] else { return Ok(()) };
                self.at.count(info.doc_freq.into())?;
                self.blocks.each_block(&self.at.segment.terms(found.field)?, info, take)?;
            }
        }
        Ok(())
    }

    /// Calls `take` with the documents that have a term and are not deleted, and how often each
    /// has it.
    pub(crate) fn each_alive(
        &mut self,
        postings: &TermPostings,
        mut take: impl FnMut(DocId, u32),
    ) -> tantivy::Result<()> {
        let segment = self.at.segment;
        self.each_block(postings, |docs, frequencies| {
            for (&doc, &frequency) in docs.iter().zip(frequencies) {
                if !segment.is_deleted(doc) {
                    take(doc, frequency);
                }
            }
        })
    }
}

/// Returns how often `term` occurs in one document, if it does.
pub(crate) fn occurrences(
    at: SegmentLookup<'_>,
    field: Field,
    term: &str,
    doc: u32,
) -> tantivy::Result<Option<u32>> {
    if let Some(word) = word(term) {
        let within = DocSet::singleton(at.segment.max_doc(), doc);
        let found = Phrase::new(word, false).frequencies(at, field, &within)?;
        return Ok(found.first().map(|&(_, occurrences)| occurrences));
    }
    let Some(info) = at.info(field, term)? else { return Ok(None) };
    let mut list = at.segment.list(field, &info)?;
    Ok(if list.seek(doc)? == doc { Some(list.frequency()?) } else { None })
}

/// Returns the literal that a dictionary word is which the index does not hold as a term.
fn word(term: &str) -> Option<Literal> {
    (!is_indexed(term)).then(|| Literal::new(term))?
}
