//! Common words: looked for only in the documents that they could bring among the best.
//!
//! A document of which all common words together could not lift the score to that of the last of
//! the best need not be looked at: so the best are the same as if all were. The idea is MaxScore,
//! as in H. Turtle and J. Flood, "Query Evaluation: Strategies and Optimizations", 1995.

use tantivy::Score;

use super::{Bm25, Scores, Weighted};
use crate::bits::{Bits, STRETCH};
use crate::rank::{Order, Ranked, Top};
use crate::segment::Segment;
use crate::weights::K1;

/// What a score may be off by, being a sum of rounded numbers.
const ROUNDING: Score = 0.999;

impl Bm25<'_> {
    /// Returns the first `limit` articles by score; `scored` are those of each segment by `terms`.
    pub(crate) fn best(
        &self,
        terms: &[Weighted],
        scored: &mut [Scores],
        limit: usize,
    ) -> tantivy::Result<Vec<Ranked>> {
        let mut top = Top::new(self.segments, Order::Relevance, limit);
        for (ordinal, Scores { scores, shown, .. }) in (0..).zip(&*scored) {
            top.offer_scored(ordinal, scores, shown)?;
        }
        let without = top.into_ranked()?;
        let Some(most) = most_of_common(terms).filter(|_| limit > 0) else { return Ok(without) };
        let last = without.last().filter(|_| without.len() == limit);
        let least = last.map_or(Score::NEG_INFINITY, |last| (last.score - most) * ROUNDING);
        let mut top = Top::new(self.segments, Order::Relevance, limit);
        for (segment, scores) in self.segments.iter().zip(scored) {
            let within = scores.reaching(least);
            self.look_for_common(terms, segment, &within, scores)?;
            let shown = within.iter().filter(|&doc| scores.shown.contains(doc));
            top.offer(segment.ordinal(), shown.map(|doc| (doc, scores.of(doc))))?;
        }
        top.into_ranked()
    }

    /// Looks for the common words of all documents, so that it is known which have one.
    pub(crate) fn look_everywhere(
        &self,
        terms: &[Weighted],
        scored: &mut [Scores],
    ) -> tantivy::Result<()> {
        for (segment, scores) in self.segments.iter().zip(scored) {
            let mut within = scores.within.clone();
            within.remove(&scores.shown);
            self.look_for_common(terms, segment, &within, scores)?;
        }
        Ok(())
    }

    /// Looks for common words in those of `within` where that was not done before.
    fn look_for_common(
        &self,
        terms: &[Weighted],
        segment: &Segment,
        within: &Bits,
        scores: &mut Scores,
    ) -> tantivy::Result<()> {
        let mut new = within.clone();
        new.remove(&scores.looked);
        scores.looked.add(&new);
        scores.common.resize(scores.scores.len(), 0.0);
        for weighted in terms {
            let norms = &self.fields[weighted.place];
            let lengths = segment.get_fieldnorms_reader(norms.field)?;
            for (doc, frequency) in weighted.postings.common_within(segment, &new)? {
                scores.common[doc as usize] +=
                    weighted.weight * norms.saturated(frequency, lengths.fieldnorm_id(doc));
                if weighted.is_shown {
                    scores.shown.insert(doc);
                }
            }
        }
        Ok(())
    }
}

impl Scores {
    /// Returns the documents with `least` or more, where common words do not count.
    fn reaching(&self, least: Score) -> Bits {
        let mut reaching = Bits::like(&self.within);
        let stretches = self.scores.chunks(STRETCH).zip(self.within.stretches());
        for (scores, (first, documents)) in stretches {
            // Most stretches have none, which is told of all at once.
            if scores.iter().fold(false, |any, &score| any | (score >= least)) {
                documents
                    .filter(|&at| scores[at as usize] >= least)
                    .for_each(|at| reaching.insert(first + at));
            }
        }
        reaching
    }
}

/// Returns the most that common words can add to a score, if there are any among `terms`.
fn most_of_common(terms: &[Weighted]) -> Option<Score> {
    let common = terms.iter().filter(|weighted| weighted.postings.is_common());
    common.map(|weighted| weighted.weight * (K1 + 1.0)).reduce(|sum, more| sum + more)
}
