//! The parts a score is the sum of.

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;

use crate::index::docset::DocSet;
use crate::index::segment::Segment;
use crate::matching::boolean::Evaluator;
use crate::matching::plan::PlannedLiteral;
use crate::ranking::bm25::{Bm25, Rated, TITLE_INDEX, idf};
use crate::ranking::field_norms::FieldNorms;
use crate::ranking::query_terms::QueryTerm;
use crate::ranking::term_postings::{TermPostings, occurrences};
use crate::ranking::weights::OPENING_WEIGHT;

/// What one literal or term in one field, or how close together the query occurs there, adds to a score.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ScorePart {
    pub(crate) text: String,
    pub(crate) field: Field,
    pub(crate) occurrences: u32,
    pub(crate) length: u32,
    pub(crate) idf: f32,
    pub(crate) weight: f32,
    pub(crate) contribution: f32,
    pub(crate) is_shown: bool,
    pub(crate) via: Option<String>,
    pub(crate) is_feedback: bool,
}

impl Bm25<'_> {
    /// Returns what the literals that occur in a document add to its score.
    pub(crate) fn literal_parts(
        &self,
        literals: &[PlannedLiteral],
        evaluator: &mut Evaluator<'_>,
        segment: &Segment,
        doc: DocId,
    ) -> tantivy::Result<Vec<ScorePart>> {
        let within = DocSet::singleton(segment.max_doc(), doc);
        let mut parts = Vec::new();
        for Rated { planned, idf } in &self.rate(literals)? {
            let literal = &planned.literal;
            let fields = evaluator.index_fields(planned.scope);
            for (norms, &idf) in self.fields.iter().zip(idf) {
                if !fields.contains(&norms.field) {
                    continue;
                }
                let frequencies = evaluator.frequencies(literal, norms.field, &within)?;
                let Some(&(_, occurrences)) = frequencies.first() else { continue };
                let star = if literal.covered.has_open_end() { "*" } else { "" };
                let mut part = ScorePart {
                    text: format!("{}{star}", literal.text),
                    idf,
                    weight: planned.weight * norms.literal_weight,
                    ..ScorePart::new(norms.field, occurrences)
                };
                part.settle(norms, segment, doc)?;
                parts.push(part);
            }
            if !fields.contains(&self.title) {
                continue;
            }
            let mut titled = vec![(doc, ())];
            self.keep_openings(literal, evaluator.at(), &mut titled)?;
            if !titled.is_empty() {
                let weight = planned.weight * OPENING_WEIGHT;
                let idf = idf[TITLE_INDEX];
                parts.push(ScorePart {
                    text: format!("{} as the opening", literal.text),
                    idf,
                    weight,
                    contribution: weight * idf,
                    ..ScorePart::new(self.title, 1)
                });
            }
        }
        Ok(parts)
    }

    /// Returns what the terms that occur in a document add to its score; separately, what
    /// common words add: the ranking sums them separately, too, and rarest first.
    pub(crate) fn term_parts(
        &self,
        terms: &[QueryTerm],
        segment: &Segment,
        doc: DocId,
    ) -> tantivy::Result<[Vec<ScorePart>; 2]> {
        let mut parts = Vec::new();
        let mut common = Vec::new();
        for related in terms {
            for norms in self.fields {
                let found = occurrences(self.lookup.at(segment), norms.field, &related.term, doc)?;
                let Some(occurrences) = found else { continue };
                let postings = TermPostings::find(&self.lookup, norms.field, &related.term)?;
                let frequency = postings.document_frequency(&self.lookup)?;
                let mut part = ScorePart {
                    text: related.term.clone(),
                    idf: idf(frequency, self.articles),
                    weight: related.weight * norms.term_weight,
                    is_shown: related.is_shown,
                    via: related.via.clone(),
                    ..ScorePart::new(norms.field, occurrences)
                };
                part.settle(norms, segment, doc)?;
                if postings.is_common() {
                    common.push((frequency, part));
                } else {
                    parts.push(part);
                }
            }
        }
        common.sort_by_key(|&(frequency, _)| frequency);
        Ok([parts, common.into_iter().map(|(_, part)| part).collect()])
    }
}

impl ScorePart {
    pub(crate) fn new(field: Field, occurrences: u32) -> Self {
        let idf = 0.0;
        let weight = 0.0;
        let contribution = 0.0;
        let text = String::new();
        Self {
            text,
            field,
            occurrences,
            length: 0,
            idf,
            weight,
            contribution,
            is_shown: true,
            via: None,
            is_feedback: false,
        }
    }

    /// Fills in the length of the text, and what follows from all.
    fn settle(&mut self, norms: &FieldNorms, segment: &Segment, doc: DocId) -> tantivy::Result<()> {
        let code = segment.lengths(norms.field)?.fieldnorm_id(doc);
        self.length = FieldNormReader::id_to_fieldnorm(code);
        self.contribution = self.weight * self.idf * norms.saturated(self.occurrences, code);
        Ok(())
    }
}
