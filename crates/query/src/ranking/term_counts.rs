//! How often the index has a term of the ranking: in all texts, and in sets of articles.

use xunwen_schema::Literal;

use crate::index::Index;
use crate::index::docset::DocSet;
use crate::index::segment::Segment;
use crate::index::statistics::deleted_length;
use crate::index::term_lookup::Lookup;
use crate::matching::phrase::Phrase;
use crate::ranking::term_postings::{TermPostings, TermPostingsReader};

/// Returns the number of occurrences of terms in all texts of the index.
///
/// The terms of an article that was replaced or deleted are in the index until its segment is merged.
/// They are subtracted by the length that the index keeps of it: one of 256 steps, exact up to 40
/// terms, at most a sixteenth too small above.
pub(crate) fn trial_count(index: &Index) -> tantivy::Result<u64> {
    let mut sum = 0;
    for segment in index.segments().iter() {
        for field in index.fields().texts() {
            let all = segment.terms(field)?.total();
            sum += all.saturating_sub(deleted_length(segment, field)?);
        }
    }
    Ok(sum)
}

/// Returns how often `term` occurs in all texts of the index.
pub(crate) fn collection_frequency(index: &Index, term: &str) -> tantivy::Result<u64> {
    let mut sum = 0;
    each_posting(index, term, |_, _, frequency| sum += u64::from(frequency))?;
    Ok(sum)
}

/// Returns in how many articles of `sets`, one set a segment, `term` occurs.
pub(crate) fn articles_with<const N: usize>(
    index: &Index,
    term: &str,
    sets: [&[DocSet]; N],
) -> tantivy::Result<[u64; N]> {
    let mut documents = Vec::new();
    each_posting(index, term, |segment, doc, _| documents.push((segment, doc)))?;
    // An article may have the term in several of its texts.
    documents.sort_unstable();
    documents.dedup();
    let count = |sets: &[DocSet]| {
        documents.iter().filter(|&&(segment, doc)| sets[segment].contains(doc)).count() as u64
    };
    Ok(sets.map(count))
}

/// Returns how many articles hold any of `literals`, in whatever script or case they are written.
pub(crate) fn articles_with_any(index: &Index, literals: &[String]) -> tantivy::Result<u64> {
    if let Some(collection) = index.segments().collection() {
        return Ok(collection.articles_with_any(literals));
    }
    let none = |segment: &Segment| DocSet::new(segment.max_doc());
    let mut documents: Vec<DocSet> = index.segments().iter().map(none).collect();
    let lookup = Lookup::new(index.segments());
    for literal in literals.iter().filter_map(|literal| Literal::new(literal)) {
        let phrase = Phrase::new(literal, false);
        for field in index.fields().texts() {
            for (segment, documents) in index.segments().iter().zip(&mut documents) {
                let live = segment.live_docs();
                let found = phrase.frequencies(lookup.at(segment), field, &live)?;
                found.into_iter().for_each(|(doc, _)| documents.insert(doc));
            }
        }
    }
    Ok(documents.iter().map(DocSet::len).sum())
}

/// Calls `take` with each segment and document that has a term in one of its texts, and how
/// often that text has it.
pub(crate) fn each_posting(
    index: &Index,
    term: &str,
    mut take: impl FnMut(usize, u32, u32),
) -> tantivy::Result<()> {
    let lookup = Lookup::new(index.segments());
    for field in index.fields().texts() {
        let postings = TermPostings::find(&lookup, field, term)?;
        for (ordinal, segment) in index.segments().iter().enumerate() {
            let mut reader = TermPostingsReader::new(lookup.at(segment));
            reader.each_alive(&postings, |doc, frequency| take(ordinal, doc, frequency))?;
        }
    }
    Ok(())
}
