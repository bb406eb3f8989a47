//! The inverter: from terms by document to documents by term, in memory.
//!
//! A hash table of posting lists misses the cache several times per occurrence of a term. Here an
//! occurrence only gets the code of its term; a few million occurrences are then sorted by code, and the
//! postings of each term are packed in one pass. Heinz and Zobel (2003), "Efficient single-pass index
//! construction for text databases", compare such methods.
//!
//! The positions of all documents that wait to be sorted are numbered: see [`Places`].

use super::blocks::{self, Block, Link, Run};
use super::places::{Places, pack};
use super::radix::sort_by_high;
use super::terms::{SortedTerms, TermTable};

/// The share of the memory for unsorted occurrences, as a divisor.
const UNSORTED_SHARE: usize = 6;
/// Bytes that an occurrence takes while it is sorted.
const OCCURRENCE_BYTES: usize = 16;
/// The most occurrences that are sorted at once, so that the postings of a term stay within a short
/// range of memory.
const MOST_UNSORTED: usize = 3 << 20;

/// Collects the postings of one field.
pub(super) struct Inverter {
    has_positions: bool,
    /// The most occurrences that wait to be sorted.
    most: usize,
    terms: TermTable,
    states: Vec<TermState>,
    /// Occurrences that wait to be sorted: the code of the term in the high half, its place in the low
    /// half.
    unsorted: Vec<u64>,
    scratch: Vec<u64>,
    /// The documents of these occurrences, and the place of position 0 in each.
    documents: Vec<(u32, u32)>,
    next_place: u32,
    runs: Vec<Run>,
    run_bytes: usize,
    /// Documents with any occurrences, and how many.
    lengths: Vec<(u32, u32)>,
    tokens: u64,
}

/// Takes the terms of one document.
pub(super) struct Waiting<'i> {
    terms: &'i mut TermTable,
    unsorted: &'i mut Vec<u64>,
    /// The place of position 0 of the document.
    start: u32,
}

impl Waiting<'_> {
    /// Adds an occurrence of `term` at `position`. Positions must not decrease.
    #[inline]
    pub(super) fn add(&mut self, term: &[u8], position: u32) {
        let code = self.terms.code(term);
        self.unsorted.push(u64::from(code) << 32 | u64::from(self.start + position));
    }
}

/// The postings of a term so far.
#[derive(Clone, Copy, Default)]
struct TermState {
    last_block: Option<Link>,
    document_frequency: u32,
}

/// The postings of one field, term by term.
pub(super) struct Inverted {
    pub(super) terms: SortedTerms,
    /// Documents with any occurrences, and how many, by document.
    pub(super) lengths: Vec<(u32, u32)>,
    /// Occurrences of all terms.
    pub(super) tokens: u64,
    has_positions: bool,
    states: Vec<TermState>,
    runs: Vec<Run>,
}

impl Inverter {
    /// Returns an inverter that uses about `memory` bytes, with or without positions.
    pub(super) fn new(has_positions: bool, memory: usize) -> Self {
        Self {
            has_positions,
            most: Self::most(memory),
            terms: TermTable::default(),
            states: Vec::new(),
            unsorted: Vec::new(),
            scratch: Vec::new(),
            documents: Vec::new(),
            next_place: 0,
            runs: Vec::new(),
            run_bytes: 0,
            lengths: Vec::new(),
            tokens: 0,
        }
    }

    /// Returns the most occurrences that wait to be sorted, given about `memory` bytes for everything.
    pub(super) fn most(memory: usize) -> usize {
        (memory / UNSORTED_SHARE / OCCURRENCE_BYTES).clamp(1 << 10, MOST_UNSORTED)
    }

    /// Adds `document`, which must be higher than all before it. `positions` must be higher than any
    /// position that `fill` adds.
    pub(super) fn add(
        &mut self,
        document: u32,
        positions: u32,
        fill: impl FnOnce(&mut Waiting<'_>),
    ) {
        if self.unsorted.len() >= self.most || self.next_place.checked_add(positions).is_none() {
            self.sort();
        }
        let start = self.next_place;
        let before = self.unsorted.len();
        fill(&mut Waiting { terms: &mut self.terms, unsorted: &mut self.unsorted, start });
        let length = (self.unsorted.len() - before) as u32;
        if length > 0 {
            self.documents.push((document, start));
            self.next_place += positions;
            self.lengths.push((document, length));
            self.tokens += u64::from(length);
        }
    }

    /// Returns the memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.run_bytes
            + self.terms.memory()
            + self.states.capacity() * size_of::<TermState>()
            + (self.unsorted.capacity() + self.scratch.capacity()) * size_of::<u64>()
            + (self.documents.capacity() + self.lengths.capacity()) * size_of::<(u32, u32)>()
    }

    /// Returns the postings of all documents.
    pub(super) fn finish(mut self) -> Inverted {
        self.sort();
        Inverted {
            terms: self.terms.into_sorted(),
            lengths: self.lengths,
            tokens: self.tokens,
            has_positions: self.has_positions,
            states: self.states,
            runs: self.runs,
        }
    }

    /// Sorts the waiting occurrences and packs them into a run. The documents of a run must not
    /// interleave with those of another inverter's run.
    pub(super) fn sort(&mut self) {
        let Some(&(first, _)) = self.documents.first() else { return };
        sort_by_high(&mut self.unsorted, &mut self.scratch, self.terms.end_of_codes());
        let places = Places::new(&self.documents, self.next_place);
        let this_run = self.runs.len() as u32;
        let mut bytes = Vec::new();
        let mut packed = Vec::new();
        for group in self.unsorted.chunk_by(|a, b| a >> 32 == b >> 32) {
            let number = self.terms.number((group[0] >> 32) as u32) as usize;
            self.states.resize(self.terms.len(), TermState::default());
            let state = &mut self.states[number];
            packed.clear();
            state.document_frequency +=
                pack(group, &places, first, self.has_positions, &mut packed);
            let link = Link { run: this_run, offset: bytes.len() as u32 };
            blocks::write_block(&mut bytes, state.last_block.replace(link), &packed);
        }
        bytes.shrink_to_fit();
        self.run_bytes += bytes.capacity();
        self.runs.push(Run { first, bytes });
        self.unsorted.clear();
        self.documents.clear();
        self.next_place = 0;
    }
}

impl Inverted {
    /// Returns whether it has positions.
    pub(super) fn has_positions(&self) -> bool {
        self.has_positions
    }

    /// Returns how many documents contain the term with this number.
    pub(super) fn document_frequency(&self, number: u32) -> u32 {
        self.states.get(number as usize).map_or(0, |state| state.document_frequency)
    }

    /// Returns the blocks of the term with this number, newest first.
    pub(super) fn blocks(&self, number: u32) -> impl Iterator<Item = Block<'_>> {
        let last = self.states.get(number as usize).and_then(|state| state.last_block);
        blocks::blocks(&self.runs, last)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::blocks::Postings;
    use super::*;

    /// Documents, terms and positions, as input and as expected.
    type Texts = Vec<Vec<(u8, u32)>>;
    type Lists = BTreeMap<Vec<u8>, Vec<(u32, Vec<u32>)>>;

    fn texts() -> impl Strategy<Value = Texts> {
        let terms = proptest::collection::vec((0_u8..9, 0_u32..3), 0..60);
        proptest::collection::vec(terms, 0..80).prop_map(|texts| {
            let rising = |text: Vec<(u8, u32)>| {
                let mut position = 0;
                let step = |(term, more)| {
                    position += more;
                    (term, position)
                };
                text.into_iter().map(step).collect()
            };
            texts.into_iter().map(rising).collect()
        })
    }

    fn lists(texts: &Texts) -> Lists {
        let mut lists = Lists::new();
        for (document, text) in texts.iter().enumerate() {
            let document = document as u32 * 3;
            for &(term, position) in text {
                let list = lists.entry(vec![term; usize::from(term)]).or_default();
                match list.last_mut() {
                    Some((last, positions)) if *last == document => positions.push(position),
                    _ => list.push((document, vec![position])),
                }
            }
        }
        lists
    }

    fn inverted(texts: &Texts, has_positions: bool) -> Inverted {
        let mut inverter = Inverter::new(has_positions, 0);
        for (document, text) in texts.iter().enumerate() {
            let positions = text.last().map_or(0, |&(_, position)| position + 1);
            inverter.add(document as u32 * 3, positions, |waiting| {
                for &(term, position) in text {
                    waiting.add(&vec![term; usize::from(term)], position);
                }
            });
        }
        inverter.finish()
    }

    fn unpacked(postings: &Postings) -> Vec<(u32, Vec<u32>)> {
        let mut distances = postings.distances.iter();
        let mut positions = |&count: &u32| {
            let sum = |sum: &mut u32, &distance: &u32| {
                *sum += distance;
                Some(*sum)
            };
            distances.by_ref().take(count as usize).scan(0, sum).collect()
        };
        let frequencies = postings.frequencies.iter().map(&mut positions);
        postings.documents.iter().copied().zip(frequencies).collect()
    }

    proptest! {
        #[test]
        fn postings_are_those_of_a_map_from_terms_to_lists(texts in texts()) {
            let expected = lists(&texts);
            let with = inverted(&texts, true);
            let without = inverted(&texts, false);
            prop_assert_eq!(with.tokens, texts.iter().map(|text| text.len() as u64).sum::<u64>());
            for inverted in [with, without] {
                prop_assert_eq!(inverted.terms.iter().count(), expected.len());
                for ((term, number), (bytes, list)) in inverted.terms.iter().zip(&expected) {
                    let mut written = Vec::new();
                    term.write(&mut written);
                    prop_assert_eq!(&written, bytes);
                    let mut blocks: Vec<_> = inverted.blocks(number).collect();
                    blocks.reverse();
                    let mut postings = Postings::default();
                    for block in &blocks {
                        postings.unpack(block, inverted.has_positions);
                    }
                    prop_assert_eq!(inverted.document_frequency(number) as usize, list.len());
                    if inverted.has_positions {
                        prop_assert_eq!(&unpacked(&postings), list);
                    } else {
                        let documents: Vec<u32> = list.iter().map(|(document, _)| *document).collect();
                        prop_assert_eq!(&postings.documents, &documents);
                    }
                }
            }
        }
    }
}
