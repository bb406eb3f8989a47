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
        if new.has_fewer_than(1) {
            return Ok(());
        }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::directory::RamDirectory;
    use tantivy::tokenizer::{PreTokenizedString, RawTokenizer, Token};
    use tantivy::{Index, IndexSettings, Searcher, TantivyDocument};
    use xunwen_schema::{Analyzer, Atoms, Fields, index_tokens};

    use super::*;
    use crate::related::{Terms, related_terms};
    use crate::score::Norms;
    use crate::segment::Segments;

    /// Of words of three characters and more, whole or in pieces, and of other text.
    const PARTS: [&str; 8] =
        ["人工智能", "运动会", "科学家", "人工", "智能运动", "会科学", "天气", "记者在场"];

    /// Returns an index of `bodies`, in two segments.
    fn index(bodies: &[String], fields: &Fields) -> Searcher {
        let (directory, schema) = (RamDirectory::create(), Fields::schema().0);
        let index = Index::create(directory, schema, IndexSettings::default()).unwrap();
        // tantivy wants one; texts come cut.
        index.tokenizers().register(Fields::TOKENIZER, RawTokenizer::default());
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
        for (number, body) in bodies.iter().enumerate() {
            let atoms = Atoms::scan(body);
            let token = |token: xunwen_schema::Token<'_>| Token {
                position: token.positions.start,
                text: token.term.into_owned(),
                ..Token::default()
            };
            let tokens = index_tokens(&atoms, 0..atoms.len()).into_iter().map(token).collect();
            let mut document = TantivyDocument::new();
            document.add_pre_tokenized_text(
                fields.body,
                PreTokenizedString { text: body.clone(), tokens },
            );
            document.add_text(fields.id, number.to_string());
            document.add_i64(fields.published, number as i64 % 7);
            writer.add_document(document).unwrap();
            if number == bodies.len() / 3 {
                writer.commit().unwrap();
            }
        }
        writer.commit().unwrap();
        index.reader().unwrap().searcher()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        /// The judge looks for common words in all documents.
        #[test]
        fn the_best_are_those_of_looking_everywhere(
            drawn in prop::collection::vec(prop::collection::vec(0..PARTS.len(), 4..12), 700),
            limit in 1_usize..60,
        ) {
            let bodies: Vec<String> = drawn
                .iter()
                .map(|drawn| drawn.iter().map(|&part| PARTS[part]).collect::<Vec<_>>().join("，"))
                .collect();
            let (fields, norms) = (Fields::schema().1, Norms::default());
            let segments = Segments::new(index(&bodies, &fields), &fields);
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
            let everything = bm25.best(&weighted, &mut all, bodies.len()).unwrap();
            // Asked again for more, it looks for more.
            for limit in [1, limit, limit * 2] {
                let best = bm25.best(&weighted, &mut some, limit).unwrap();
                prop_assert_eq!(&best[..], &everything[..limit]);
                let looked: u64 = some.iter().map(|scores| scores.looked.len()).sum();
                prop_assert!(limit > 1 || looked < bodies.len() as u64);
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
