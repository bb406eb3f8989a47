//! Sums: the scores of all documents of a segment, and how high they get where.

use tantivy::{DocId, Score};

use crate::bits::STRETCH;

/// So many scores are compared at once.
const LANES: usize = 8;

/// The scores of a segment's documents; 0 where nothing was added.
pub(crate) struct Sums {
    scores: Vec<Score>,
    /// The highest score of each stretch of documents.
    highest: Vec<Score>,
}

/// The scores of [`STRETCH`] documents next to each other, and the highest of them.
pub(crate) struct Stretch<'s> {
    pub(crate) scores: &'s [Score],
    pub(crate) highest: Score,
}

impl Sums {
    /// Returns the sums of nothing for `count` documents.
    pub(super) fn new(count: DocId) -> Self {
        let count = count as usize;
        Self { scores: vec![0.0; count], highest: vec![0.0; count.div_ceil(STRETCH)] }
    }

    /// Lets `add` add to the scores.
    pub(super) fn add<E>(
        &mut self,
        add: impl FnOnce(&mut [Score]) -> Result<(), E>,
    ) -> Result<(), E> {
        add(&mut self.scores)?;
        for (highest, scores) in self.highest.iter_mut().zip(self.scores.chunks(STRETCH)) {
            *highest = max(scores);
        }
        Ok(())
    }

    /// Adds `more`, which is not negative, to the score of `document`.
    pub(crate) fn raise(&mut self, document: DocId, more: Score) {
        let at = document as usize;
        self.scores[at] += more;
        let highest = &mut self.highest[at / STRETCH];
        *highest = highest.max(self.scores[at]);
    }

    /// Returns the score of `document`.
    pub(super) fn of(&self, document: DocId) -> Score {
        self.scores[document as usize]
    }

    /// Returns the scores stretch by stretch.
    pub(crate) fn stretches(&self) -> impl Iterator<Item = Stretch<'_>> {
        let stretch = |(scores, &highest)| Stretch { scores, highest };
        self.scores.chunks(STRETCH).zip(&self.highest).map(stretch)
    }
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
        #[test]
        fn each_stretch_knows_its_highest(
            first in prop::collection::vec(0_u8..200, 1..300),
            raised in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..200), 0..20),
        ) {
            let mut expected: Vec<Score> = first.iter().map(|&score| score.into()).collect();
            let mut sums = Sums::new(expected.len() as u32);
            sums.add(|scores| {
                scores.copy_from_slice(&expected);
                Ok::<_, ()>(())
            }).unwrap();
            for (at, more) in raised {
                let at = at.index(expected.len());
                expected[at] += Score::from(more);
                sums.raise(at as u32, more.into());
            }
            let mut all = Vec::new();
            for stretch in sums.stretches() {
                let mut sorted = stretch.scores.to_vec();
                sorted.sort_by(Score::total_cmp);
                prop_assert_eq!(sorted.last(), Some(&stretch.highest));
                all.extend_from_slice(stretch.scores);
            }
            prop_assert_eq!(all, expected);
        }
    }
}
