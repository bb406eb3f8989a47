//! Common words, searched for only in the documents that they could bring among the best.
//!
//! A document is skipped if all common words together could not lift its score to that of the last
//! of the best: so the best are the same as if none were skipped. Words are taken in turn, the
//! rarest first; after each, fewer are left that could lift a score, and the last of the best is
//! known better. The idea is MaxScore, as in H. Turtle and J. Flood, "Query Evaluation: Strategies
//! and Optimizations", 1995.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::Score;

use crate::index::docset::DocSet;
use crate::index::segment::Segment;
use crate::ranking::bm25::{Bm25, Scores, Weighted};
use crate::ranking::top_docs::{Ranked, TopDocs};
use crate::ranking::weights::K1;
use crate::request::Order;

/// The relative error that a sum of rounded scores may have.
const ROUNDING: Score = 0.999;

/// Below this number of candidates it takes longer to choose among them than to read them all.
const FEW_CANDIDATES: u64 = 256;

/// A common word of one field, with its place among them all.
type CommonWord<'w> = (usize, &'w Weighted);

impl Bm25<'_> {
    /// Returns the first `limit` articles by score; `scored` are those of each segment by `terms`.
    pub(crate) fn best(
        &self,
        terms: &[Weighted],
        scored: &mut [Scores],
        limit: usize,
    ) -> tantivy::Result<Vec<Ranked>> {
        let common = self.common(terms)?;
        let mut candidates = Vec::new();
        for (place, &word) in common.iter().enumerate().filter(|_| limit > 0) {
            if place == 0 || candidates.iter().map(DocSet::len).sum::<u64>() > FEW_CANDIDATES {
                let most: Score = common[place..].iter().map(|(_, word)| most(word)).sum();
                let least = (last_of_best(scored, limit) - most) * ROUNDING;
                candidates = scored.iter().map(|scores| scores.reaching(least)).collect();
            }
            for ((segment, scores), within) in
                self.lookup.segments.iter().zip(&mut *scored).zip(&candidates)
            {
                self.look_for(word, segment, within.clone(), scores)?;
            }
        }
        let mut top = TopDocs::new(self.lookup.segments, Order::Relevance, limit);
        for (ordinal, Scores { sums, shown, .. }) in (0..).zip(&*scored) {
            top.offer_scored(ordinal, sums, shown)?;
        }
        top.into_ranked()
    }

    /// Looks for the common words of all documents, so that it is known which have one.
    pub(crate) fn look_everywhere(
        &self,
        terms: &[Weighted],
        scored: &mut [Scores],
    ) -> tantivy::Result<()> {
        for word in self.common(terms)? {
            for (segment, scores) in self.lookup.segments.iter().zip(&mut *scored) {
                let mut within = scores.within.clone();
                within.remove(&scores.shown);
                self.look_for(word, segment, within, scores)?;
            }
        }
        Ok(())
    }

    /// Returns the common words among `terms`, the rarest first.
    fn common<'w>(&self, terms: &'w [Weighted]) -> tantivy::Result<Vec<CommonWord<'w>>> {
        let mut common = Vec::new();
        for weighted in terms.iter().filter(|weighted| weighted.postings.is_common()) {
            common.push((weighted.postings.document_frequency(&self.lookup)?, weighted));
        }
        common.sort_by_key(|&(frequency, _)| frequency);
        Ok(common.into_iter().map(|(_, weighted)| weighted).enumerate().collect())
    }

    /// Looks for a common word in those of `within` where that was not done before.
    fn look_for(
        &self,
        (word_index, weighted): CommonWord<'_>,
        segment: &Segment,
        mut within: DocSet,
        scores: &mut Scores,
    ) -> tantivy::Result<()> {
        let Scores { sums, looked, shown, .. } = scores;
        while looked.len() <= word_index {
            looked.push(DocSet::empty_like(&within));
        }
        within.remove(&looked[word_index]);
        if within.has_fewer_than(1) {
            return Ok(());
        }
        looked[word_index].add(&within);
        let norms = &self.fields[weighted.field_index];
        let lengths = segment.lengths(norms.field)?;
        for (doc, frequency) in weighted.postings.common_within(self.lookup.at(segment), &within)? {
            let saturated = norms.saturated(frequency, lengths.fieldnorm_id(doc));
            sums.raise_deferred(doc, weighted.weight * saturated);
            if weighted.is_shown {
                shown.insert(doc);
            }
        }
        Ok(())
    }
}

impl Scores {
    /// Returns the documents with `least` or more.
    fn reaching(&self, least: Score) -> DocSet {
        if least <= 0.0 {
            return self.within.clone();
        }
        let mut reaching = DocSet::empty_like(&self.within);
        let insert = |reaching: &mut DocSet, doc, _| reaching.insert(doc);
        self.sums.each_from(&self.within, &mut reaching, |_| least, insert);
        reaching
    }
}

/// Returns the score of the last of the best `limit`, or less than any if there are fewer.
fn last_of_best(scored: &[Scores], limit: usize) -> Score {
    // Scores are not negative, and then their bits are in the same order.
    let mut best: BinaryHeap<Reverse<u32>> = BinaryHeap::new();
    let last = |best: &BinaryHeap<Reverse<u32>>| match best.peek() {
        Some(Reverse(last)) if best.len() >= limit => Score::from_bits(*last),
        _ => Score::NEG_INFINITY,
    };
    for Scores { sums, shown, .. } in scored {
        sums.each_from(shown, &mut best, last, |best, _, score| {
            best.push(Reverse(score.to_bits()));
            if best.len() > limit {
                best.pop();
            }
        });
    }
    last(&best)
}

/// Returns the most that a common word can add to a score.
fn most(weighted: &Weighted) -> Score {
    weighted.weight * (K1 + 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use xunwen_schema::{Analyzer, Article, Fields, Literal, Published};

    use super::*;
    use crate::index::samples::segments;
    use crate::ranking::field_norms::FieldNormCache;
    use crate::ranking::query_terms::query_terms;

    /// Of words of three characters and more, whole or in pieces, and of other text.
    const PARTS: [&str; 8] =
        ["人工智能", "运动会", "科学家", "人工", "智能运动", "会科学", "天气", "记者在场"];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        /// The judge looks for common words in all documents.
        #[test]
        fn the_best_are_those_of_looking_everywhere(
            drawn in prop::collection::vec(prop::collection::vec(0..PARTS.len(), 4..12), 700),
            limit in 1_usize..60,
        ) {
            let article = |(number, drawn): (usize, &Vec<usize>)| Article {
                id: number.to_string(),
                body: drawn.iter().map(|&part| PARTS[part]).collect::<Vec<_>>().join("，"),
                published_at: Published::parse(&format!("2024-05-0{}", 1 + number % 7)),
                ..Article::default()
            };
            let articles: Vec<Article> = drawn.iter().enumerate().map(article).collect();
            let (fields, norms) = (Fields::schema().1, FieldNormCache::default());
            let segments = segments(&articles, |number| number == drawn.len() / 3);
            let bm25 = Bm25::new(&segments, &fields, &norms).unwrap();
            let question = "科学家在运动会谈人工智能";
            let terms = query_terms(&Analyzer::new(), Literal::new(question).iter());
            let weighted = bm25.weigh(&terms).unwrap();
            prop_assert!(weighted.iter().any(|weighted| weighted.postings.is_common()));
            let scored = || -> Vec<Scores> {
                let score = |segment| bm25.score_terms(&weighted, segment, &segment.live_docs());
                segments.iter().map(|segment| score(segment).unwrap()).collect()
            };
            let (mut some, mut all) = (scored(), scored());
            let everything = bm25.best(&weighted, &mut all, drawn.len()).unwrap();
            // Asked again for more, it looks for more.
            for limit in [1, limit, limit * 2] {
                let best = bm25.best(&weighted, &mut some, limit).unwrap();
                prop_assert_eq!(&best[..], &everything[..limit]);
                let looked = some.iter().flat_map(|scores| &scores.looked).map(DocSet::len);
                let most = drawn.len() * some[0].looked.len();
                prop_assert!(limit > 1 || looked.sum::<u64>() < most as u64);
            }
            bm25.look_everywhere(&weighted, &mut some).unwrap();
            let shown = |scored: &[Scores]| -> u64 {
                scored.iter().map(|scores| scores.shown.len()).sum()
            };
            prop_assert_eq!(shown(&some), shown(&all));
            prop_assert_eq!(shown(&all), everything.len() as u64);
        }
    }
}
