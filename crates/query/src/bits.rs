//! Sets of documents.

use tantivy::query::Query;
use tantivy::{DocId, Searcher};

use crate::rank::matching;

/// A set of documents of one segment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// Returns the empty set over documents below `end`.
    pub(crate) fn new(end: DocId) -> Self {
        Self { words: vec![0; (end as usize).div_ceil(64)] }
    }

    pub(crate) fn insert(&mut self, doc: DocId) {
        self.words[doc as usize / 64] |= 1 << (doc % 64);
    }

    pub(crate) fn contains(&self, doc: DocId) -> bool {
        self.words[doc as usize / 64] >> (doc % 64) & 1 == 1
    }

    /// Returns the documents in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        (0..).zip(&self.words).flat_map(|(index, &word)| {
            let bit = move |bit: &u32| word >> bit & 1 == 1;
            (0..64).filter(bit).map(move |bit| index * 64 + bit)
        })
    }

    pub(crate) fn len(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}

/// Which articles may be in the related tier.
#[derive(Debug)]
pub(crate) struct Allowed {
    exact: Vec<Bits>,
    within: Option<Vec<Bits>>,
}

impl Allowed {
    /// Allows all articles but those in `exact`, and of these the ones that keep to `restriction`.
    pub(crate) fn new(
        searcher: &Searcher,
        exact: Vec<Bits>,
        restriction: Option<&dyn Query>,
    ) -> tantivy::Result<Self> {
        let within = restriction.map(|query| matching(query, searcher)).transpose()?;
        Ok(Self { exact, within })
    }

    pub(crate) fn allows(&self, segment: usize, doc: DocId) -> bool {
        let is_within = |within: &Vec<Bits>| within[segment].contains(doc);
        !self.exact[segment].contains(doc) && self.within.as_ref().is_none_or(is_within)
    }

    /// Counts the documents of `found`, by segment, that are allowed.
    pub(crate) fn count(&self, found: &[Bits]) -> u64 {
        let of_segment = |(segment, found): (usize, &Bits)| {
            found.iter().filter(|&doc| self.allows(segment, doc)).count() as u64
        };
        found.iter().enumerate().map(of_segment).sum()
    }
}
