//! Scores: BM25, added up term by term.
//!
//! One accumulator a document, terms and fields always in the same order: a document's score does
//! not depend on how the index is cut into segments, to the last bit. At news scale (10⁵ to 10⁶
//! articles of a few hundred words) reading the postings straight through is as fast as skipping
//! in them, and gives the count of what matched for nothing.
//!
//! BM25 as in S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and
//! Beyond", 2009; each field is a text of its own, and fields add up, weighted.

mod parts;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{DocId, Score, Searcher, SegmentReader, TERMINATED, Term};
use xunwen_schema::{Fields, Literal};

use crate::bits::Bits;
use crate::evaluate::Evaluator;
use crate::literals::Shape;
use crate::places::Place;
use crate::plan::PlannedLiteral;
use crate::related::RelatedTerm;
use crate::statistics::{Lengths, document_frequency};
use crate::terms::Postings;
use crate::weights::{B, K1, LITERAL_FIELDS, OPENING_WEIGHT, TERM_FIELDS};

pub(crate) use parts::ScorePart;

/// BM25 over one index: how rare terms are and how much lengths count.
pub(crate) struct Bm25<'s> {
    searcher: &'s Searcher,
    articles: u64,
    title: Field,
    fields: Vec<FieldNorms>,
}

/// How lengths count in one field: by the index's code for a length, of which there are 256.
struct FieldNorms {
    field: Field,
    literal_weight: f32,
    term_weight: f32,
    norms: [f32; 256],
}

/// A term of one field.
pub(crate) struct Weighted {
    field: Field,
    /// The number of the term among those that were looked up.
    number: usize,
    postings: Postings,
    idf: f32,
    /// Weight of term and field times rarity.
    weight: f32,
    is_shown: bool,
}

/// The scores of one segment's documents.
pub(crate) struct Scores {
    /// By document; 0 where nothing matched.
    pub(crate) scores: Vec<Score>,
    /// The documents that have a term that is shown.
    pub(crate) shown: Bits,
}

impl<'s> Bm25<'s> {
    pub(crate) fn new(
        searcher: &'s Searcher,
        fields: &Fields,
        lengths: &Lengths,
    ) -> tantivy::Result<Self> {
        let means = lengths.means(searcher, fields)?;
        let weights = LITERAL_FIELDS.into_iter().zip(TERM_FIELDS);
        let weighted = fields.texts().into_iter().zip(weights).zip(means);
        let norms = weighted.map(|((field, weights), mean)| FieldNorms::new(field, weights, mean));
        let (articles, title) = (searcher.num_docs(), fields.title);
        Ok(Self { searcher, articles, title, fields: norms.collect() })
    }

    /// Looks up how rare `terms` are; leaves out those that no article has.
    pub(crate) fn weigh(&self, terms: &[RelatedTerm]) -> tantivy::Result<Vec<Weighted>> {
        let mut weighted = Vec::with_capacity(terms.len() * self.fields.len());
        for (number, related) in terms.iter().enumerate() {
            for norms in &self.fields {
                let postings = Postings::find(self.searcher, norms.field, &related.term)?;
                let frequency = postings.document_frequency(self.searcher)?;
                if frequency > 0 {
                    let (field, is_shown) = (norms.field, related.is_shown);
                    let idf = idf(frequency, self.articles);
                    let weight = related.weight * norms.term_weight * idf;
                    weighted.push(Weighted { field, number, postings, idf, weight, is_shown });
                }
            }
        }
        Ok(weighted)
    }

    /// Returns how rare each of so many terms is, in the field where it is least so.
    pub(crate) fn rarities(&self, terms: usize, weighted: &[Weighted]) -> Vec<f32> {
        let mut rarities = vec![idf(0, self.articles); terms];
        for weighted in weighted {
            let rarity = &mut rarities[weighted.number];
            *rarity = rarity.min(weighted.idf);
        }
        rarities
    }

    /// Scores the documents of the segment numbered `ordinal` by weighted terms.
    pub(crate) fn score_terms(
        &self,
        terms: &[Weighted],
        ordinal: usize,
        segment: &SegmentReader,
    ) -> tantivy::Result<Scores> {
        let mut scores = Scores {
            scores: vec![0.0; segment.max_doc() as usize],
            shown: Bits::new(segment.max_doc()),
        };
        self.add_terms(terms, ordinal, segment, &mut scores)?;
        Ok(scores)
    }

    /// Adds what further terms count to the scores of one segment.
    pub(crate) fn add_terms(
        &self,
        terms: &[Weighted],
        ordinal: usize,
        segment: &SegmentReader,
        scores: &mut Scores,
    ) -> tantivy::Result<()> {
        for weighted in terms {
            if let Some(norms) = self.fields.iter().find(|norms| norms.field == weighted.field) {
                let lengths = segment.get_fieldnorms_reader(norms.field)?;
                weighted.postings.each(ordinal, segment, |doc, frequency| {
                    scores.scores[doc as usize] +=
                        weighted.weight * norms.saturated(frequency, lengths.fieldnorm_id(doc));
                    if weighted.is_shown {
                        scores.shown.insert(doc);
                    }
                })?;
            }
        }
        Ok(())
    }

    /// Scores the documents of `within` by the literals that stand in them.
    pub(crate) fn score_literals(
        &self,
        literals: &[PlannedLiteral<'_>],
        evaluator: &mut Evaluator<'_>,
        segment: &SegmentReader,
        within: &Bits,
    ) -> tantivy::Result<Vec<Score>> {
        let mut scores = vec![0.0; segment.max_doc() as usize];
        for literal in literals {
            let fields = evaluator.index_fields(literal.scope);
            for norms in self.fields.iter().filter(|norms| fields.contains(&norms.field)) {
                let weight = literal.weight
                    * norms.literal_weight
                    * self.literal_idf(literal, norms.field)?;
                let lengths = segment.get_fieldnorms_reader(norms.field)?;
                for (doc, frequency) in
                    evaluator.frequencies(literal.text, literal.open_end, norms.field, within)?
                {
                    scores[doc as usize] +=
                        weight * norms.saturated(frequency, lengths.fieldnorm_id(doc));
                }
            }
            if let Some(weight) = self.opening_weight(literal, &fields)? {
                for doc in self.openings(literal, segment, within)? {
                    scores[doc as usize] += weight;
                }
            }
        }
        Ok(scores)
    }

    /// Returns what it adds that a title opens with `literal`, if titles are among `fields`.
    fn opening_weight(
        &self,
        literal: &PlannedLiteral<'_>,
        fields: &[Field],
    ) -> tantivy::Result<Option<f32>> {
        if !fields.contains(&self.title) {
            return Ok(None);
        }
        Ok(Some(literal.weight * OPENING_WEIGHT * self.literal_idf(literal, self.title)?))
    }

    /// Returns the documents of `within` whose titles open with `literal`.
    fn openings(
        &self,
        literal: &PlannedLiteral<'_>,
        segment: &SegmentReader,
        within: &Bits,
    ) -> tantivy::Result<Vec<DocId>> {
        let Some(parsed) = Literal::new(literal.text) else { return Ok(Vec::new()) };
        let mut places = Place::new(parsed, literal.open_end).open(segment, self.title)?;
        let (mut found, mut spans) = (Vec::new(), Vec::new());
        let mut doc = places.seek(0);
        while doc < TERMINATED {
            spans.clear();
            places.spans(&mut spans);
            if within.contains(doc) && spans.first().is_some_and(|&(start, _)| start == 0) {
                found.push(doc);
            }
            doc = places.seek(doc + 1);
        }
        Ok(found)
    }

    /// Returns how rare a literal is: as rare as the rarest of its terms, at least.
    fn literal_idf(&self, literal: &PlannedLiteral<'_>, field: Field) -> tantivy::Result<f32> {
        let Some(parsed) = Literal::new(literal.text) else { return Ok(0.0) };
        let mut rarest = self.articles;
        for (_, term) in Shape::of(&parsed, literal.open_end).terms {
            let term = Term::from_field_text(field, &term);
            rarest = rarest.min(document_frequency(self.searcher, &term)?);
        }
        Ok(idf(rarest, self.articles))
    }
}

impl FieldNorms {
    fn new(field: Field, weights: (f32, f32), mean: f32) -> Self {
        let norm = |code: u8| {
            let length = FieldNormReader::id_to_fieldnorm(code) as f32;
            K1 * (1.0 - B + B * length / mean.max(1.0))
        };
        let mut norms = [0.0; 256];
        for (slot, code) in norms.iter_mut().zip(0..=u8::MAX) {
            *slot = norm(code);
        }
        let (literal_weight, term_weight) = weights;
        Self { field, literal_weight, term_weight, norms }
    }

    /// Returns how much `frequency` occurrences count in a text of this length.
    fn saturated(&self, frequency: u32, length: u8) -> f32 {
        let frequency = frequency as f32;
        frequency * (K1 + 1.0) / (frequency + self.norms[usize::from(length)])
    }
}

/// Returns how much a term says that is in `frequency` of `articles` articles.
pub(crate) fn idf(frequency: u64, articles: u64) -> f32 {
    let (frequency, articles) = (frequency as f64, articles as f64);
    (1.0 + (articles - frequency + 0.5) / (frequency + 0.5)).ln() as f32
}
