//! Scores: BM25, added up term by term.
//!
//! One accumulator a document, terms and fields always in the same order: a document's score does
//! not depend on how the index is cut into segments, to the last bit. At news scale (10⁵ to 10⁶
//! articles of a few hundred words) reading the postings straight through is as fast as skipping
//! in them, and gives the count of what matched for nothing.
//!
//! BM25 as in S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and
//! Beyond", 2009; each field is a text of its own, and fields add up, weighted.

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{DocId, Score};
use xunwen_schema::Fields;

use crate::index::docset::DocSet;
use crate::index::segment::{Segment, Segments};
use crate::index::term_lookup::{Lookup, SegmentLookup};
use crate::matching::boolean::Evaluator;
use crate::matching::plan::{PlannedLiteral, QueryLiteral};
use crate::ranking::accumulator::Accumulator;
use crate::ranking::field_norms::{FieldNormCache, FieldNorms};
use crate::ranking::query_terms::QueryTerm;
use crate::ranking::term_postings::{TermPostings, TermPostingsReader};
use crate::ranking::weights::OPENING_WEIGHT;

/// The place of the title among the fields of text.
pub(super) const TITLE_INDEX: usize = 0;

/// BM25 over one index: how rare terms are and how much lengths count.
pub(crate) struct Bm25<'s> {
    pub(super) lookup: Lookup<'s>,
    pub(super) articles: u64,
    pub(super) title: Field,
    pub(super) fields: &'s [FieldNorms; 3],
}

/// A literal, and how rare it is in each field.
pub(crate) struct Rated<'l> {
    pub(super) planned: &'l PlannedLiteral,
    pub(super) idf: [f32; 3],
}

/// A term of one field.
pub(crate) struct Weighted {
    /// The number of the field among those of text.
    pub(super) field_index: usize,
    /// The number of the term among those that were looked up.
    pub(super) number: usize,
    pub(super) postings: TermPostings,
    pub(super) idf: f32,
    /// Weight of term and field times rarity.
    pub(super) weight: f32,
    pub(super) is_shown: bool,
}

impl<'l> Rated<'l> {
    /// Returns the literal and how rare it is in title, summary and body.
    pub(crate) fn parts(&self) -> (&'l PlannedLiteral, [f32; 3]) {
        (self.planned, self.idf)
    }
}

impl Weighted {
    /// Returns the number of the term, that of its field, and how rare it is there.
    pub(crate) fn parts(&self) -> (usize, usize, f32) {
        (self.number, self.field_index, self.idf)
    }

    /// Returns the number of the term among those that were looked up.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// Returns where `field` of the segment numbered `ordinal` has it, if it is a term of the index.
    pub(crate) fn info(&self, field: Field, ordinal: u32) -> Option<&TermInfo> {
        match &self.postings {
            TermPostings::Indexed(found) if found.field == field => {
                found.infos[ordinal as usize].as_ref()
            }
            _ => None,
        }
    }
}

/// The scores of one segment's documents.
pub(crate) struct Scores {
    /// The documents that may be scored.
    pub(super) within: DocSet,
    /// By document; the contributions of common words are in its deferred sum.
    pub(crate) sums: Accumulator,
    /// Where common words were looked for, by word, the rarest first.
    pub(super) looked: Vec<DocSet>,
    /// The documents known to have a term that is shown.
    pub(crate) shown: DocSet,
}

impl Scores {
    /// Returns scores of none for the documents `within`, which are below `end`.
    fn new(within: &DocSet, end: DocId) -> Self {
        let shown = DocSet::empty_like(within);
        Self { within: within.clone(), sums: Accumulator::new(end), looked: Vec::new(), shown }
    }
}

impl<'s> Bm25<'s> {
    pub(crate) fn new(
        segments: &'s Segments,
        fields: &Fields,
        norms: &'s FieldNormCache,
    ) -> tantivy::Result<Self> {
        Ok(Self {
            lookup: Lookup::new(segments),
            articles: segments.num_docs(),
            title: fields.title,
            fields: norms.fields(segments, fields)?,
        })
    }

    /// Returns the lookups of this question.
    pub(crate) fn lookup(&self) -> &Lookup<'s> {
        &self.lookup
    }

    /// Looks up how rare `terms` are; leaves out those that no article has.
    pub(crate) fn weigh(&self, terms: &[QueryTerm]) -> tantivy::Result<Vec<Weighted>> {
        let mut weighted = Vec::with_capacity(terms.len() * self.fields.len());
        for (number, related) in terms.iter().enumerate() {
            for (field_index, norms) in self.fields.iter().enumerate() {
                let postings = TermPostings::find(&self.lookup, norms.field, &related.term)?;
                let frequency = postings.document_frequency(&self.lookup)?;
                if frequency > 0 {
                    let is_shown = related.is_shown;
                    let idf = idf(frequency, self.articles);
                    let weight = related.weight * norms.term_weight * idf;
                    weighted.push(Weighted {
                        field_index,
                        number,
                        postings,
                        idf,
                        weight,
                        is_shown,
                    });
                }
            }
        }
        Ok(weighted)
    }

    /// Returns how rare each of so many terms is, in the field where it is least so.
    pub(crate) fn rarities(&self, terms: usize, weighted: &[Weighted]) -> Vec<f32> {
        let mut rarities = vec![self.rarest(); terms];
        for weighted in weighted {
            let rarity = &mut rarities[weighted.number];
            *rarity = rarity.min(weighted.idf);
        }
        rarities
    }

    /// Returns how rare a term is that no article has.
    pub(crate) fn rarest(&self) -> f32 {
        idf(0, self.articles)
    }

    /// Returns how rare `term` is, in the field where it is least so; `None` as soon as that is not
    /// enough.
    pub(crate) fn rarity(
        &self,
        term: &str,
        is_enough: impl Fn(f32) -> bool,
    ) -> tantivy::Result<Option<f32>> {
        let mut rarity = self.rarest();
        // Most terms are least rare in the body, the last of the fields.
        for norms in self.fields.iter().rev() {
            let postings = TermPostings::find(&self.lookup, norms.field, term)?;
            rarity = rarity.min(idf(postings.document_frequency(&self.lookup)?, self.articles));
            if !is_enough(rarity) {
                return Ok(None);
            }
        }
        Ok(Some(rarity))
    }

    /// Scores the documents `within` of `segment` by weighted terms, common words left out.
    pub(crate) fn score_terms(
        &self,
        terms: &[Weighted],
        segment: &Segment,
        within: &DocSet,
    ) -> tantivy::Result<Scores> {
        let mut scores = Scores::new(within, segment.max_doc());
        self.add_terms(terms, segment, &mut scores)?;
        scores.shown.keep(within);
        Ok(scores)
    }

    /// Adds what further terms count to the scores of one segment.
    pub(crate) fn add_terms(
        &self,
        terms: &[Weighted],
        segment: &Segment,
        scores: &mut Scores,
    ) -> tantivy::Result<()> {
        let mut reader = TermPostingsReader::new(self.lookup.at(segment));
        let Scores { sums, shown, .. } = scores;
        sums.add(|scores| {
            let mut own = terms.iter().filter(|weighted| !weighted.postings.is_common());
            own.try_for_each(|weighted| self.add_term(weighted, &mut reader, scores, shown))
        })
    }

    fn add_term(
        &self,
        weighted: &Weighted,
        reader: &mut TermPostingsReader<'_>,
        scores: &mut [Score],
        shown: &mut DocSet,
    ) -> tantivy::Result<()> {
        let norms = &self.fields[weighted.field_index];
        let lengths = reader.segment().lengths(norms.field)?;
        reader.each_block(&weighted.postings, |docs, frequencies| {
            for (&doc, &frequency) in docs.iter().zip(frequencies) {
                scores[doc as usize] +=
                    weighted.weight * norms.saturated(frequency, lengths.fieldnorm_id(doc));
            }
            if weighted.is_shown {
                shown.insert_all(docs);
            }
        })
    }

    /// Looks up how rare `literals` are.
    pub(crate) fn rate<'l>(
        &self,
        literals: &'l [PlannedLiteral],
    ) -> tantivy::Result<Vec<Rated<'l>>> {
        let rate = |planned: &'l PlannedLiteral| {
            let mut rated = Rated { planned, idf: [0.0; 3] };
            // As rare as the rarest of its terms, at least.
            for (idf, norms) in rated.idf.iter_mut().zip(self.fields) {
                let terms = planned.literal.covered.terms();
                let rarest = self.lookup.rarest_frequency(norms.field, terms)?;
                *idf = self::idf(rarest, self.articles);
            }
            Ok(rated)
        };
        literals.iter().map(rate).collect()
    }

    /// Scores `docs`, which are those of `within`, by the literals that occur in them.
    pub(crate) fn score_literals(
        &self,
        literals: &[Rated<'_>],
        evaluator: &mut Evaluator<'_>,
        within: &DocSet,
        docs: &[DocId],
    ) -> tantivy::Result<Vec<Score>> {
        let mut scores = vec![0.0; docs.len()];
        for literal in literals {
            self.add_literal(literal, evaluator, within, docs, &mut scores)?;
        }
        Ok(scores)
    }

    fn add_literal(
        &self,
        Rated { planned, idf }: &Rated<'_>,
        evaluator: &mut Evaluator<'_>,
        within: &DocSet,
        docs: &[DocId],
        scores: &mut [Score],
    ) -> tantivy::Result<()> {
        let at = evaluator.at();
        let fields = evaluator.index_fields(planned.scope);
        let mut titled = Vec::new();
        let own = self.fields.iter().zip(idf).filter(|(norms, _)| fields.contains(&norms.field));
        for (norms, idf) in own {
            let frequencies = evaluator.frequencies(&planned.literal, norms.field, within)?;
            if frequencies.is_empty() {
                continue;
            }
            let weight = planned.weight * norms.literal_weight * idf;
            let lengths = at.segment.lengths(norms.field)?;
            at.count(docs.len() as u64)?;
            each_of(docs, &frequencies, |at, frequency| {
                scores[at] += weight * norms.saturated(frequency, lengths.fieldnorm_id(docs[at]));
                if norms.field == self.title {
                    titled.push((docs[at], at));
                }
            });
        }
        if !titled.is_empty() {
            self.keep_openings(&planned.literal, at, &mut titled)?;
            let weight = planned.weight * OPENING_WEIGHT * idf[TITLE_INDEX];
            titled.into_iter().for_each(|(_, at)| scores[at] += weight);
        }
        Ok(())
    }

    /// Keeps the documents of `titled`, which are in order, whose titles open with `literal`.
    pub(super) fn keep_openings<T>(
        &self,
        literal: &QueryLiteral,
        at: SegmentLookup<'_>,
        titled: &mut Vec<(DocId, T)>,
    ) -> tantivy::Result<()> {
        let mut wanted = DocSet::new(at.segment.max_doc());
        titled.iter().for_each(|&(doc, _)| wanted.insert(doc));
        let mut cursor = literal.phrase().open(at, self.title, &wanted)?;
        let mut spans = Vec::new();
        let mut kept = Vec::new();
        for entry in titled.drain(..) {
            spans.clear();
            if cursor.seek(entry.0)? == entry.0 {
                cursor.spans(&mut spans);
            }
            if spans.first().is_some_and(|&(start, _)| start == 0) {
                kept.push(entry);
            }
        }
        *titled = kept;
        Ok(())
    }
}

/// Calls `take` with the place in `docs` and the frequency of those that both lists have.
fn each_of(docs: &[DocId], frequencies: &[(DocId, u32)], mut take: impl FnMut(usize, u32)) {
    let mut at = 0;
    for &(doc, frequency) in frequencies {
        while docs.get(at).is_some_and(|&other| other < doc) {
            at += 1;
        }
        if docs.get(at) == Some(&doc) {
            take(at, frequency);
        }
    }
}

/// Returns how much a term says that is in `frequency` of `articles` articles.
pub(crate) fn idf(frequency: u64, articles: u64) -> f32 {
    let frequency = frequency as f64;
    let articles = articles as f64;
    (1.0 + (articles - frequency + 0.5) / (frequency + 0.5)).ln() as f32
}
