//! The accumulator: the scores of all documents of a segment, and the highest of each stretch.

use tantivy::{DocId, Score};

use crate::index::docset::{DocSet, STRETCH};

/// Scores that are compared at once.
const LANES: usize = 8;

/// The scores of a segment's documents; 0 where nothing was added.
pub(crate) struct Accumulator {
    scores: Vec<Score>,
    /// A second sum, added to each score last; empty as long as it is 0 everywhere.
    deferred: Vec<Score>,
    /// The highest score of each stretch of documents.
    highest: Vec<Score>,
}

impl Accumulator {
    /// Returns the sums of nothing for `count` documents.
    pub(super) fn new(count: DocId) -> Self {
        let count = count as usize;
        let scores = vec![0.0; count];
        let highest = vec![0.0; count.div_ceil(STRETCH)];
        Self { scores, deferred: Vec::new(), highest }
    }

    /// Lets `add` add to the scores.
    pub(super) fn add<E>(
        &mut self,
        add: impl FnOnce(&mut [Score]) -> Result<(), E>,
    ) -> Result<(), E> {
        add(&mut self.scores)?;
        let mut deferred = self.deferred.chunks(STRETCH);
        for (highest, scores) in self.highest.iter_mut().zip(self.scores.chunks(STRETCH)) {
            *highest = match deferred.next() {
                Some(deferred) => max(&sums(scores, deferred)),
                None => max(scores),
            };
        }
        Ok(())
    }

    /// Adds `more`, which is not negative, to the score of `document`.
    pub(crate) fn raise(&mut self, document: DocId, more: Score) {
        self.scores[document as usize] += more;
        self.settle(document);
    }

    /// Adds `more`, which is not negative, to the deferred sum of `document`.
    pub(super) fn raise_deferred(&mut self, document: DocId, more: Score) {
        if self.deferred.is_empty() {
            self.deferred = vec![0.0; self.scores.len()];
        }
        self.deferred[document as usize] += more;
        self.settle(document);
    }

    fn settle(&mut self, document: DocId) {
        let score = self.of(document);
        let highest = &mut self.highest[document as usize / STRETCH];
        *highest = highest.max(score);
    }

    /// Returns the score of `document`, its deferred sum included.
    pub(crate) fn of(&self, document: DocId) -> Score {
        self.scores[document as usize] + self.deferred.get(document as usize).unwrap_or(&0.0)
    }

    /// Calls `take` with the documents of `within` whose score is not below what `least` says then,
    /// and their scores.
    pub(crate) fn each_from<T>(
        &self,
        within: &DocSet,
        to: &mut T,
        least: impl Fn(&T) -> Score,
        take: impl Fn(&mut T, DocId, Score),
    ) {
        for (highest, (first, documents)) in self.highest.iter().zip(within.stretches()) {
            // Most stretches have nothing good enough: one comparison skips them whole.
            if *highest < least(to) {
                continue;
            }
            for document in documents.map(|at| first + at) {
                let score = self.of(document);
                if score >= least(to) {
                    take(to, document, score);
                }
            }
        }
    }
}

/// Returns the sums of two stretches of scores.
fn sums(left: &[Score], right: &[Score]) -> [Score; STRETCH] {
    let mut sums = [0.0; STRETCH];
    for (sum, (left, right)) in sums.iter_mut().zip(left.iter().zip(right)) {
        *sum = left + right;
    }
    sums
}

/// Returns the highest of `scores`, or 0; several are compared at once.
fn max(scores: &[Score]) -> Score {
    let (lanes, rest) = scores.as_chunks::<LANES>();
    let mut highest = [0.0; LANES];
    for scores in lanes {
        for (highest, &score) in highest.iter_mut().zip(scores) {
            *highest = if score > *highest { score } else { *highest };
        }
    }
    highest.iter().chain(rest).copied().fold(0.0, Score::max)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The judge is a list of sums.
        #[test]
        fn those_from_a_score_on_are_found(
            drawn in prop::collection::vec((0_u8..20, 0_u8..20, any::<bool>()), 1..300),
            raised in prop::collection::vec(
                (any::<prop::sample::Index>(), 0_u8..99, any::<bool>()), 0..20),
            least in 0_u8..250,
        ) {
            let count = drawn.len() as u32;
            let (mut expected, mut sums) = (vec![0; drawn.len()], Accumulator::new(count));
            let add = |sums: &mut Accumulator, expected: &mut Vec<u32>, more: &[u8]| {
                for (sum, &more) in expected.iter_mut().zip(more) {
                    *sum += u32::from(more);
                }
                let add = |(sum, &more): (&mut Score, &u8)| *sum += Score::from(more);
                let added: Result<(), ()> = sums.add(|scores| {
                    scores.iter_mut().zip(more).for_each(add);
                    Ok(())
                });
                added.unwrap();
            };
            add(&mut sums, &mut expected, &drawn.iter().map(|drawn| drawn.0).collect::<Vec<_>>());
            for (at, more, is_apart) in raised {
                let at = at.index(drawn.len());
                expected[at] += u32::from(more);
                let raise = if is_apart { Accumulator::raise_deferred } else { Accumulator::raise };
                raise(&mut sums, at as u32, more.into());
            }
            add(&mut sums, &mut expected, &drawn.iter().map(|drawn| drawn.1).collect::<Vec<_>>());
            let mut within = DocSet::new(count);
            (0..).zip(&drawn).filter(|(_, drawn)| drawn.2).for_each(|(doc, _)| within.insert(doc));
            let mut found = Vec::new();
            let take = |found: &mut Vec<(DocId, u32)>, doc, score| found.push((doc, score as u32));
            sums.each_from(&within, &mut found, |_| least.into(), take);
            let is_found =
                |&(doc, score): &(DocId, u32)| within.contains(doc) && score >= u32::from(least);
            prop_assert_eq!(found, (0..).zip(expected).filter(is_found).collect::<Vec<_>>());
        }
    }
}
