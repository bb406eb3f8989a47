//! Frequencies: in which documents a phrase occurs, and how often.

use tantivy::schema::Field;
use tantivy::{DocId, TERMINATED};

use crate::index::docset::DocSet;
use crate::index::postings::{Damage, PostingsCursor};
use crate::index::term_lookup::SegmentLookup;
use crate::matching::phrase::Phrase;

/// If a posting list is this many times as long as a set of documents, looking each document up
/// costs less than reading the list.
const SEEK_RATIO: u64 = 16;

/// The documents in which a literal occurs, and how often, in order.
pub(crate) type TermFrequencies = Vec<(DocId, u32)>;

impl Phrase {
    /// Returns the documents of `within` whose `field` contains the phrase, and how often.
    pub(crate) fn frequencies(
        &self,
        at: SegmentLookup<'_>,
        field: Field,
        within: &DocSet,
    ) -> tantivy::Result<TermFrequencies> {
        if let Some(term) = self.as_term() {
            return term_frequencies(at, field, term, within);
        }
        if let Some(single) = self.as_single() {
            return single_frequencies(at, field, single, within);
        }
        let mut cursor = self.open(at, field, within)?;
        let mut found = Vec::new();
        let wanted = |doc| within.next(doc).unwrap_or(TERMINATED);
        let mut doc = cursor.seek_among(0, &wanted)?;
        while doc < TERMINATED {
            found.push((doc, cursor.count()));
            doc = cursor.seek_among(doc + 1, &wanted)?;
        }
        Ok(found)
    }

    /// Adds the documents of `within` whose `field` contains the phrase to `found`; others that
    /// contain it may be added too.
    pub(super) fn add_documents(
        &self,
        at: SegmentLookup<'_>,
        field: Field,
        within: &DocSet,
        found: &mut DocSet,
    ) -> tantivy::Result<()> {
        if let Some(term) = self.as_term() {
            return add_term(at, field, term, within, found);
        }
        let mut wanted = within.clone();
        wanted.remove(found);
        for (doc, _) in self.frequencies(at, field, &wanted)? {
            found.insert(doc);
        }
        Ok(())
    }

    fn as_single(&self) -> Option<&str> {
        match self {
            Self::Literal(literal) => literal.as_single(),
            Self::Wildcard(_) | Self::Any(_) => None,
        }
    }

    /// Returns the one term that it is, if it is one.
    pub(crate) fn as_term(&self) -> Option<&str> {
        match self {
            Self::Literal(literal) => literal.as_term(),
            Self::Wildcard(_) | Self::Any(_) => None,
        }
    }
}

/// Counts one character or symbol: each occurrence begins exactly one pair, or is a term by itself.
fn single_frequencies(
    at: SegmentLookup<'_>,
    field: Field,
    single: &str,
    within: &DocSet,
) -> tantivy::Result<TermFrequencies> {
    let dictionary = at.segment.terms(field)?;
    let mut counts = vec![0_u32; at.segment.max_doc() as usize];
    dictionary.each_with_prefix(single, |info| {
        at.count(info.doc_freq.into())?;
        dictionary.each_block(info, |docs, frequencies| {
            for (&doc, &frequency) in docs.iter().zip(frequencies) {
                counts[doc as usize] += frequency;
            }
        })
    })?;
    let counted = within.iter().map(|doc| (doc, counts[doc as usize]));
    Ok(counted.filter(|&(_, count)| count > 0).collect())
}

/// Reads the postings of one term: block by block, or only those of `within` if they are few.
fn term_frequencies(
    at: SegmentLookup<'_>,
    field: Field,
    term: &str,
    within: &DocSet,
) -> tantivy::Result<TermFrequencies> {
    let Some(info) = at.info(field, term)? else { return Ok(Vec::new()) };
    at.count(info.doc_freq.into())?;
    if within.has_fewer_than(u64::from(info.doc_freq) / SEEK_RATIO) {
        return Ok(few_frequencies(at.segment.list(field, &info)?, within)?);
    }
    let are_all = within.is_all(at.segment.max_doc());
    let mut found = Vec::with_capacity(info.doc_freq as usize);
    at.segment.terms(field)?.each_block(&info, |docs, frequencies| {
        let counted = docs.iter().copied().zip(frequencies.iter().copied());
        if are_all {
            found.extend(counted);
        } else {
            found.extend(counted.filter(|&(doc, _)| within.contains(doc)));
        }
    })?;
    Ok(found)
}

/// Looks up each document of `within`.
fn few_frequencies(
    mut list: PostingsCursor<'_>,
    within: &DocSet,
) -> Result<TermFrequencies, Damage> {
    let mut found = Vec::new();
    for doc in within.iter() {
        if list.seek(doc)? == doc {
            found.push((doc, list.frequency()?));
        }
    }
    Ok(found)
}

/// Adds the documents of `within` that have a term to `found`, and perhaps others that have it.
fn add_term(
    at: SegmentLookup<'_>,
    field: Field,
    term: &str,
    within: &DocSet,
    found: &mut DocSet,
) -> tantivy::Result<()> {
    let Some(info) = at.info(field, term)? else { return Ok(()) };
    at.count(info.doc_freq.into())?;
    if within.has_fewer_than(u64::from(info.doc_freq) / SEEK_RATIO) {
        let mut list = at.segment.list(field, &info)?;
        for doc in within.iter() {
            if list.seek(doc)? == doc {
                found.insert(doc);
            }
        }
        return Ok(());
    }
    at.segment.terms(field)?.insert_into(&info, found)
}
