//! What is known of a phrase without its positions: where it may occur, and how often at most.

use tantivy::schema::Field;

use crate::index::docset::DocSet;
use crate::index::term_lookup::SegmentLookup;
use crate::matching::literal_terms::CoveredLiteral;
use crate::matching::phrase::Phrase;

impl Phrase {
    /// Returns whether positions of many terms are put together to find it.
    pub(super) fn is_merged(&self) -> bool {
        match self {
            Self::Literal(literal) => literal.cover().prefix.is_some(),
            Self::Wildcard(wildcard) => {
                wildcard.pieces().iter().any(|piece| piece.cover().prefix.is_some())
            }
            Self::Any(phrases) => phrases.iter().any(Self::is_merged),
        }
    }

    /// Adds the documents in which a phrase that [is not merged](Self::is_merged) may occur to `docs`,
    /// whatever else they have.
    pub(super) fn add_possible(
        &self,
        at: SegmentLookup<'_>,
        field: Field,
        docs: &mut DocSet,
    ) -> tantivy::Result<()> {
        match self {
            Self::Literal(literal) => add_rarest(at, field, literal, docs),
            // Where it occurs, its first piece does.
            Self::Wildcard(wildcard) => match wildcard.pieces().first() {
                Some(piece) => add_rarest(at, field, piece, docs),
                None => Ok(()),
            },
            Self::Any(phrases) => {
                phrases.iter().try_for_each(|phrase| phrase.add_possible(at, field, docs))
            }
        }
    }

    /// Returns the documents of `within` in which it may occur `least` times in all `fields` together,
    /// by the frequencies of one term for each literal.
    pub(super) fn with_at_least(
        &self,
        least: u32,
        at: SegmentLookup<'_>,
        fields: &[Field],
        within: &DocSet,
    ) -> tantivy::Result<DocSet> {
        let mut most = vec![0_u32; at.segment.max_doc() as usize];
        for &field in fields {
            self.add_most(at, field, &mut most)?;
        }
        let mut docs = DocSet::empty_like(within);
        let reach = within.iter().filter(|&doc| most[doc as usize] >= least);
        reach.for_each(|doc| docs.insert(doc));
        Ok(docs)
    }

    /// Adds to `most`, by document, how often it occurs in a field at most.
    fn add_most(
        &self,
        at: SegmentLookup<'_>,
        field: Field,
        most: &mut [u32],
    ) -> tantivy::Result<()> {
        match self {
            Self::Literal(literal) => add_frequencies(at, field, literal, most),
            // An occurrence begins with the first piece, and no two begin at one place.
            Self::Wildcard(wildcard) => match wildcard.pieces().first() {
                Some(piece) => add_frequencies(at, field, piece, most),
                None => Ok(()),
            },
            Self::Any(phrases) => {
                phrases.iter().try_for_each(|phrase| phrase.add_most(at, field, most))
            }
        }
    }
}

/// Adds the documents that have the rarest term of a literal.
fn add_rarest(
    at: SegmentLookup<'_>,
    field: Field,
    literal: &CoveredLiteral,
    docs: &mut DocSet,
) -> tantivy::Result<()> {
    let mut infos = Vec::new();
    for term in literal.terms() {
        let Some(info) = at.info(field, term)? else { return Ok(()) };
        infos.push(info);
    }
    at.add_rarest(field, infos.iter(), docs).map(drop)
}

/// Adds the frequencies of a term that stands once in every occurrence of a literal.
fn add_frequencies(
    at: SegmentLookup<'_>,
    field: Field,
    literal: &CoveredLiteral,
    most: &mut [u32],
) -> tantivy::Result<()> {
    let dictionary = at.segment.terms(field)?;
    let mut add = |docs: &[u32], frequencies: &[u32]| {
        for (&doc, &frequency) in docs.iter().zip(frequencies) {
            let most = &mut most[doc as usize];
            *most = most.saturating_add(frequency);
        }
    };
    if let Some(term) = literal.terms().next() {
        let Some(info) = at.info(field, term)? else { return Ok(()) };
        at.count(info.doc_freq.into())?;
        return dictionary.each_block(&info, add);
    }
    let Some((_, prefix)) = &literal.cover().prefix else { return Ok(()) };
    dictionary.each_with_prefix(prefix, |info| {
        at.count(info.doc_freq.into())?;
        dictionary.each_block(info, &mut add)
    })
}
