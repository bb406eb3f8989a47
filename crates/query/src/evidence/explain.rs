//! Explanations: where the score of a hit comes from, and why an article is not found.

use tantivy::DocAddress;
use xunwen_language::{Clause, Field, Note, Query};
use xunwen_schema::Fields;

use crate::engine::facade::Engine;
use crate::engine::local::LocalEngine;
use crate::engine::page::Tier;
use crate::evidence::mismatch::{ArticleTexts, Mismatch};
use crate::expansion::{Expansion, Expansions};
use crate::index::docset::DocSet;
use crate::index::error::Error;
use crate::index::segment::Segment;
use crate::index::term_lookup::Lookup;
use crate::matching::boolean::Evaluator;
use crate::matching::plan::{CompiledClause, CompiledQuery};
use crate::matching::scope::Scope;
use crate::ranking::query_terms::QueryTerm;
use crate::ranking::score_parts::ScorePart;
use crate::request::{Expand, Request};

/// What a query makes of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// The article's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The tier it is in; `None` if it is not found.
    pub tier: Option<Tier>,
    /// The score it has in a search by relevance: the sum of the contributions.
    pub score: f32,
    /// What the score is the sum of: literals of an exact hit, terms of a related one.
    pub parts: Vec<Contribution>,
    /// The other wordings of the query that were looked for, if it is not in the exact tier.
    pub expansions: Vec<Expansion>,
    /// The conditions that keep it out of the exact tier; of an `OR` that fails, each side.
    pub unmet: Vec<Unmet>,
    /// What there is to note on how the query was typed.
    pub notes: Vec<Note>,
}

/// What one literal or term in one field adds to a score, or how close together the query occurs there.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The literal, or the term as it is indexed. `… as the opening` is for a title that begins with
    /// a literal; `within 80 characters` and `at the beginning` are
    /// for the terms that occur there together, each once: `occurrences` of the query's `length`,
    /// with the sum of what they say for an `idf`.
    pub text: String,
    /// Of another wording than the query's: how it is shown, as in [`Explanation::expansions`].
    pub via: Option<String>,
    /// Whether it is no term of the query, but one that the best articles have in common.
    pub is_feedback: bool,
    /// The field it occurs in.
    pub field: Field,
    /// How often.
    pub occurrences: u32,
    /// The length of the field in terms, as coarsely as the index keeps it.
    pub length: u32,
    /// How much it says, being rare.
    pub idf: f32,
    /// The weight of the field, the kind of term and `^`.
    pub weight: f32,
    /// What it adds: weight × idf × occurrences, saturated by the length.
    pub contribution: f32,
}

/// A condition that an article does not meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmet {
    /// The condition, as a canonical query.
    pub clause: String,
    /// What is there instead.
    pub instead: Mismatch,
}

impl Explanation {
    /// Explains what `query`, asked at `now` and of other wordings `expand`, makes of the article
    /// named `id`; `None` if there is no such article.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(
        engine: &Engine,
        id: &str,
        query: &Query,
        now: i64,
        expand: Expand,
    ) -> Result<Option<Self>, Error> {
        if let Some(remote) = engine.elsewhere() {
            let request = Request { expand, ..Request::new(query.clone(), now) };
            let sample = remote.sample_with(&request, id)?;
            return sample.map_or(Ok(None), |sample| {
                Self::of(&Engine::sample(sample), id, query, now, expand)
            });
        }
        let engine = engine.local("an explanation")?;
        let Some(address) = engine.index().find(id)? else { return Ok(None) };
        let compiled = CompiledQuery::of(query);
        let case = ArticleCase::new(engine, address, now);
        let article = engine.index().article(address)?;
        let id = article.id.clone();
        let title = article.title.clone();
        let notes = query.notes().to_vec();
        let explanation = Self { id, title, notes, ..Self::default() };
        let Some(root) = query.root() else { return Ok(Some(explanation)) };
        if case.holds(&compiled.clause(root, Scope::Any))? {
            return Ok(Some(explanation.found(
                Tier::Exact,
                [case.literals(&compiled)?, Vec::new()],
                engine.index().fields(),
            )));
        }
        let reader = ArticleTexts::new(&engine.generation().analyzer, &compiled, &article);
        let mut unmet = Vec::new();
        case.collect(root, Scope::Any, &reader, &mut unmet)?;
        let Expansions { shown: expansions, terms: others } =
            engine.expansions(&compiled, expand)?;
        let explanation = Self { unmet, expansions, ..explanation };
        Ok(Some(match case.related(&compiled, expand, others)? {
            Some(parts) => explanation.found(Tier::Related, parts, engine.index().fields()),
            None => explanation,
        }))
    }

    fn found(self, tier: Tier, parts: [Vec<ScorePart>; 2], fields: &Fields) -> Self {
        // In the order of the search: not a bit differs.
        let sum =
            |parts: &Vec<ScorePart>| parts.iter().fold(0.0, |sum, part| sum + part.contribution);
        let score = sum(&parts[0]) + sum(&parts[1]);
        let parts =
            parts.into_iter().flatten().map(|part| Contribution::of(part, fields)).collect();
        Self { tier: Some(tier), score, parts, ..self }
    }
}

impl Contribution {
    fn of(part: ScorePart, fields: &Fields) -> Self {
        let field = match part.field {
            field if field == fields.title => Field::Title,
            field if field == fields.summary => Field::Summary,
            _ => Field::Body,
        };
        let ScorePart { text, via, is_feedback, occurrences, length, idf, weight, .. } = part;
        let contribution = part.contribution;
        Self { text, via, is_feedback, field, occurrences, length, idf, weight, contribution }
    }
}

/// One article, and what decides whether a condition holds in it.
struct ArticleCase<'e> {
    engine: &'e LocalEngine,
    lookup: Lookup<'e>,
    segment: &'e Segment,
    address: DocAddress,
    within: DocSet,
    now: i64,
}

impl<'e> ArticleCase<'e> {
    fn new(engine: &'e LocalEngine, address: DocAddress, now: i64) -> Self {
        let segments = engine.index().segments();
        let lookup = Lookup::new(segments);
        let segment = segments.segment(address.segment_ord);
        let within = DocSet::singleton(segment.max_doc(), address.doc_id);
        Self { engine, lookup, segment, address, within, now }
    }

    fn evaluator(&self) -> Evaluator<'_> {
        Evaluator::new(self.lookup.at(self.segment), self.engine.index().fields(), self.now)
    }

    fn holds(&self, clause: &CompiledClause) -> Result<bool, Error> {
        let found = self.evaluator().clause(clause, &self.within)?;
        Ok(found.contains(self.address.doc_id))
    }

    fn literals(&self, query: &CompiledQuery) -> Result<Vec<ScorePart>, Error> {
        let bm25 = self.engine.bm25()?;
        let doc = self.address.doc_id;
        Ok(bm25.literal_parts(&query.literals, &mut self.evaluator(), self.segment, doc)?)
    }

    /// Returns the parts of its score if it is related, and separately what common words add.
    fn related(
        &self,
        query: &CompiledQuery,
        expand: Expand,
        others: Vec<QueryTerm>,
    ) -> Result<Option<[Vec<ScorePart>; 2]>, Error> {
        for restriction in &query.restrictions {
            if !self.holds(restriction)? {
                return Ok(None);
            }
        }
        let (terms, related) = self.engine.related(query, self.now, expand, others)?;
        let bm25 = self.engine.bm25()?;
        let [mut parts, common] = bm25.term_parts(&terms, self.segment, self.address.doc_id)?;
        if !parts.iter().chain(&common).any(|part| part.is_shown) {
            return Ok(None);
        }
        let own = related.features.iter().find(|features| features.address == self.address);
        parts.extend(own.into_iter().flat_map(|features| features.parts(&related.units)));
        // The terms of feedback are pairs and runs.
        let [feedback, _] =
            bm25.term_parts(&related.feedback, self.segment, self.address.doc_id)?;
        parts.extend(feedback.into_iter().map(|part| ScorePart { is_feedback: true, ..part }));
        Ok(Some([parts, common]))
    }

    /// Adds the innermost conditions of `clause` that do not hold to `unmet`.
    fn collect(
        &self,
        clause: &Clause,
        scope: Scope,
        reader: &ArticleTexts<'_>,
        unmet: &mut Vec<Unmet>,
    ) -> Result<(), Error> {
        if self.holds(&reader.query().clause(clause, scope))? {
            return Ok(());
        }
        match clause {
            Clause::And(clauses) | Clause::Or(clauses) => {
                clauses.iter().try_for_each(|clause| self.collect(clause, scope, reader, unmet))
            }
            Clause::Field { field, clause } => {
                self.collect(clause, Scope::Only(*field), reader, unmet)
            }
            Clause::Boost { clause, .. } => self.collect(clause, scope, reader, unmet),
            _ => {
                unmet.push(Unmet {
                    clause: scope.confine(clause).to_string(),
                    instead: reader.instead(clause, scope),
                });
                Ok(())
            }
        }
    }
}
