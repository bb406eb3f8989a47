//! Common words: looked for only in the documents that they could bring among the best.
//!
//! A document of which all common words together could not lift the score to that of the last of
//! the best need not be looked at: so the best are the same as if all were. The idea is MaxScore,
//! as in H. Turtle and J. Flood, "Query Evaluation: Strategies and Optimizations", 1995.

use tantivy::Score;

use super::{Bm25, Scores, Weighted};
use crate::bits::Bits;
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
        for (ordinal, Scores { sums, shown, .. }) in (0..).zip(&*scored) {
            top.offer_scored(ordinal, sums, shown)?;
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
        if new.has_fewer_than(1) {
            return Ok(());
        }
        scores.looked.add(&new);
        if scores.common.is_empty() {
            scores.common = vec![0.0; segment.max_doc() as usize];
        }
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
        let stretches = self.sums.stretches().zip(self.within.stretches());
        for (stretch, (first, documents)) in stretches {
            // Most stretches have none, which is told of all at once.
            if stretch.highest >= least {
                documents
                    .filter(|&at| stretch.scores[at as usize] >= least)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use xunwen_schema::{Analyzer, Article, Fields, Published};

    use super::*;
    use crate::related::{Terms, related_terms};
    use crate::samples::segments;
    use crate::score::Norms;

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
            let (fields, norms) = (Fields::schema().1, Norms::default());
            let segments = segments(&articles, |number| number == drawn.len() / 3);
            let bm25 = Bm25::new(&segments, &fields, &norms).unwrap();
            let question = "科学家在运动会谈人工智能";
            let terms = related_terms(&Analyzer::new(), [question].into_iter(), Terms::All);
            let weighted = bm25.weigh(&terms).unwrap();
            prop_assert!(weighted.iter().any(|weighted| weighted.postings.is_common()));
            let scored = || -> Vec<Scores> {
                let score = |segment| bm25.score_terms(&weighted, segment, &Bits::alive(segment));
                segments.iter().map(|segment| score(segment).unwrap()).collect()
            };
            let (mut some, mut all) = (scored(), scored());
            let everything = bm25.best(&weighted, &mut all, drawn.len()).unwrap();
            // Asked again for more, it looks for more.
            for limit in [1, limit, limit * 2] {
                let best = bm25.best(&weighted, &mut some, limit).unwrap();
                prop_assert_eq!(&best[..], &everything[..limit]);
                let looked: u64 = some.iter().map(|scores| scores.looked.len()).sum();
                prop_assert!(limit > 1 || looked < drawn.len() as u64);
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
