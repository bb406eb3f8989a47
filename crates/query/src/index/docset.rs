//! Sets of documents.

use tantivy::DocId;

/// Documents per machine word, the unit of [`DocSet::stretches`].
pub(crate) const STRETCH: usize = 64;

/// A set of documents of one segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DocSet {
    words: Vec<u64>,
}

impl DocSet {
    /// Returns the empty set over documents below `end`.
    pub(crate) fn new(end: DocId) -> Self {
        Self { words: vec![0; (end as usize).div_ceil(64)] }
    }

    /// Returns the empty set over as many documents as `other`.
    pub(crate) fn empty_like(other: &Self) -> Self {
        Self { words: vec![0; other.words.len()] }
    }

    /// Returns the set of all documents below `end`.
    pub(crate) fn all(end: DocId) -> Self {
        let mut words = vec![u64::MAX; (end as usize).div_ceil(64)];
        if let Some(last) = words.last_mut().filter(|_| !end.is_multiple_of(64)) {
            *last = (1 << (end % 64)) - 1;
        }
        Self { words }
    }

    /// Returns the set of one document, over documents below `end`.
    pub(crate) fn singleton(end: DocId, doc: DocId) -> Self {
        let mut only = Self::new(end);
        only.insert(doc);
        only
    }

    pub(crate) fn insert(&mut self, doc: DocId) {
        self.words[doc as usize / 64] |= 1 << (doc % 64);
    }

    /// Inserts documents that are in order; returns whether it has room for all of them, and stops at
    /// one for which it has none.
    ///
    /// Neighbours share a machine word, and each change of a word waits for the one before it. So
    /// four quarters of the documents are inserted in turns.
    pub(crate) fn insert_all(&mut self, docs: &[DocId]) -> bool {
        let quarter = docs.len() / 4;
        for at in 0..quarter {
            for part in 0..4 {
                if !self.try_insert(docs[part * quarter + at]) {
                    return false;
                }
            }
        }
        docs[4 * quarter..].iter().all(|&doc| self.try_insert(doc))
    }

    #[inline(always)]
    fn try_insert(&mut self, doc: DocId) -> bool {
        let Some(word) = self.words.get_mut(doc as usize / 64) else { return false };
        *word |= 1 << (doc % 64);
        true
    }

    /// Returns whether it has a document that is not below `end`, the end that it was made with.
    pub(crate) fn has_beyond(&self, end: DocId) -> bool {
        let last = self.words.last().filter(|_| !end.is_multiple_of(64));
        last.is_some_and(|last| last >> (end % 64) != 0)
    }

    /// Returns how many of `docs` it has.
    pub(crate) fn count_in(&self, docs: &[DocId]) -> usize {
        docs.iter().map(|&doc| usize::from(self.contains(doc))).sum()
    }

    pub(crate) fn contains(&self, doc: DocId) -> bool {
        self.words[doc as usize / 64] >> (doc % 64) & 1 == 1
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    pub(crate) fn remove(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    pub(crate) fn keep(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Returns the first document at or after `from`.
    pub(crate) fn next(&self, from: DocId) -> Option<DocId> {
        let mut index = from as usize / 64;
        let mut word = self.words.get(index)? >> (from % 64) << (from % 64);
        while word == 0 {
            index += 1;
            word = *self.words.get(index)?;
        }
        Some(index as u32 * 64 + word.trailing_zeros())
    }

    /// Returns the documents in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        self.stretches().flat_map(|(first, documents)| documents.map(move |at| first + at))
    }

    /// Returns the first document of each stretch of [`STRETCH`], and those of the set in it,
    /// counted from the first.
    pub(crate) fn stretches(&self) -> impl Iterator<Item = (DocId, Ones)> + '_ {
        (0..).step_by(STRETCH).zip(self.words.iter().map(|&word| Ones(word)))
    }

    /// Returns whether it has fewer than `count` documents, without counting more of them.
    pub(crate) fn has_fewer_than(&self, count: u64) -> bool {
        let mut counted = 0;
        self.words.iter().all(|word| {
            counted += u64::from(word.count_ones());
            counted < count
        }) && count > 0
    }

    /// Returns whether it has all documents below `end`.
    pub(crate) fn is_all(&self, end: DocId) -> bool {
        let (whole, rest) = self.words.split_at((end / 64) as usize);
        whole.iter().fold(u64::MAX, |all, word| all & word) == u64::MAX
            && rest.iter().all(|&word| word == (1 << (end % 64)) - 1)
    }

    pub(crate) fn len(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}

/// The places of the ones in a word.
pub(crate) struct Ones(u64);

impl Iterator for Ones {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let bit = (self.0 != 0).then(|| self.0.trailing_zeros())?;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bits_behave_as_a_set_does(left in prop::collection::btree_set(0..300_u32, 0..60), right in prop::collection::btree_set(0..300_u32, 0..60), from in 0..300_u32) {
            let bits = |set: &BTreeSet<u32>| {
                let mut bits = DocSet::new(300);
                set.iter().for_each(|&doc| bits.insert(doc));
                bits
            };
            let (a, b) = (bits(&left), bits(&right));
            let mut at_once = DocSet::new(300);
            prop_assert!(at_once.insert_all(&left.iter().copied().collect::<Vec<_>>()));
            prop_assert!(!at_once.has_beyond(300));
            prop_assert_eq!(&at_once, &a);
            prop_assert_eq!(a.iter().collect::<BTreeSet<_>>(), left.clone());
            prop_assert_eq!(a.len(), left.len() as u64);
            prop_assert_eq!(a.next(from), left.range(from..).next().copied());
            let (mut sum, mut rest, mut common) = (a.clone(), a.clone(), a.clone());
            sum.add(&b);
            rest.remove(&b);
            common.keep(&b);
            prop_assert_eq!(sum, bits(&(&left | &right)));
            prop_assert_eq!(rest, bits(&(&left - &right)));
            prop_assert_eq!(common, bits(&(&left & &right)));
            prop_assert_eq!(a.has_fewer_than(from.into()), left.len() < from as usize);
            prop_assert_eq!(a.is_all(300), left.len() == 300);
            prop_assert!(DocSet::all(from).is_all(from));
            prop_assert!(from == 0 || !DocSet::new(from).is_all(from));
            prop_assert_eq!(DocSet::all(from).iter().collect::<Vec<_>>(), (0..from).collect::<Vec<_>>());
        }
    }
    #[test]
    fn documents_beyond_the_end_are_noticed() {
        let mut bits = DocSet::new(300);
        assert!(bits.insert_all(&[1, 299]) && !bits.has_beyond(300));
        assert!(!bits.insert_all(&[1, 2, 3, 320]));
        assert!(bits.insert_all(&[300]) && bits.has_beyond(300));
    }
}
