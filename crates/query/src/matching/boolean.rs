//! Evaluation: in which documents of a segment a clause holds.
//!
//! Clauses become sets of documents. In a conjunction the rarest part goes first, and the others
//! are looked at only where it holds.

use std::collections::HashMap;

use tantivy::DocId;
use tantivy::schema::Field as IndexField;
use xunwen_language::Field;
use xunwen_schema::{Fields, column, folded_key, source_lookup_keys};

use crate::index::docset::DocSet;
use crate::index::term_lookup::SegmentLookup;
use crate::matching::frequencies::TermFrequencies;
use crate::matching::plan::{CompiledClause, QueryLiteral};
use crate::matching::scope::Scope;

/// Evaluates clauses on one segment.
pub(crate) struct Evaluator<'s> {
    at: SegmentLookup<'s>,
    fields: &'s Fields,
    /// The present, seconds since the Unix epoch.
    now: i64,
    /// Whether what is read of literals on the way is kept.
    keeps: bool,
    /// What was kept, by the number of the literal: the ranking needs it again.
    read: HashMap<(usize, IndexField), Vec<TermFrequencies>>,
}

impl<'s> Evaluator<'s> {
    pub(crate) fn new(at: SegmentLookup<'s>, fields: &'s Fields, now: i64) -> Self {
        Self { at, fields, now, keeps: false, read: HashMap::new() }
    }

    /// Returns the evaluator as one that keeps what a ranking needs again, or does not.
    pub(crate) fn keeping(self, keeps: bool) -> Self {
        Self { keeps, ..self }
    }

    /// Returns the segment on which clauses are evaluated.
    pub(crate) fn at(&self) -> SegmentLookup<'s> {
        self.at
    }

    /// Returns the documents of `within` in which `clause` holds.
    pub(crate) fn clause(
        &mut self,
        clause: &CompiledClause,
        within: &DocSet,
    ) -> tantivy::Result<DocSet> {
        // Sets of documents are made and joined in every branch.
        self.at.count(1 + u64::from(self.at.segment.max_doc()) / 64)?;
        match clause {
            CompiledClause::Nowhere => Ok(DocSet::empty_like(within)),
            CompiledClause::Literal(literal, scope) => self.literal(literal, *scope, within),
            CompiledClause::Positions(condition, scope) => {
                let fields = self.index_fields(*scope);
                condition.documents(self.at, &fields, scope.is_lead(), within)
            }
            CompiledClause::Label(field, text) => self.label(*field, text, within),
            CompiledClause::Date(spec) => {
                let (since, until) = spec.seconds(self.now);
                self.period(since, until, within)
            }
            CompiledClause::And(clauses) => self.and(clauses, within),
            CompiledClause::Or(clauses) => {
                let mut any = DocSet::empty_like(within);
                for clause in clauses {
                    any.add(&self.clause(clause, within)?);
                }
                Ok(any)
            }
            CompiledClause::Not(denied) => {
                let mut rest = within.clone();
                rest.remove(&self.clause(denied, within)?);
                Ok(rest)
            }
        }
    }

    fn and(&mut self, clauses: &[CompiledClause], within: &DocSet) -> tantivy::Result<DocSet> {
        let mut costed = Vec::with_capacity(clauses.len());
        for clause in clauses {
            costed.push((self.cost(clause)?, clause));
        }
        costed.sort_by_key(|&(cost, _)| cost);
        let mut all = within.clone();
        for (_, clause) in costed {
            all = self.clause(clause, &all)?;
        }
        Ok(all)
    }

    /// Returns about how many documents have to be looked at for a clause.
    fn cost(&self, clause: &CompiledClause) -> tantivy::Result<u64> {
        match clause {
            CompiledClause::Nowhere => Ok(0),
            CompiledClause::Literal(literal, scope) if !literal.covered.has_open_end() => {
                self.literal_cost(literal, *scope)
            }
            CompiledClause::And(clauses) => {
                let costs = clauses.iter().map(|clause| self.cost(clause));
                Ok(costs.collect::<tantivy::Result<Vec<_>>>()?.into_iter().min().unwrap_or(0))
            }
            CompiledClause::Or(clauses) => clauses.iter().map(|clause| self.cost(clause)).sum(),
            // What looks at positions, or at every document, comes last.
            _ => Ok(u64::MAX / 1024),
        }
    }

    fn literal_cost(&self, literal: &QueryLiteral, scope: Scope) -> tantivy::Result<u64> {
        let mut cost = 0;
        for field in self.index_fields(scope) {
            let mut rarest = u64::from(self.at.segment.max_doc());
            for term in literal.covered.terms() {
                let frequency = self.at.info(field, term)?.map_or(0, |info| info.doc_freq);
                rarest = rarest.min(frequency.into());
            }
            cost += rarest;
        }
        Ok(cost)
    }

    fn literal(
        &mut self,
        literal: &QueryLiteral,
        scope: Scope,
        within: &DocSet,
    ) -> tantivy::Result<DocSet> {
        let phrase = literal.phrase();
        let mut found = DocSet::empty_like(within);
        for field in self.index_fields(scope) {
            if !self.keeps {
                phrase.add_documents(self.at, field, within, &mut found)?;
                continue;
            }
            let frequencies = phrase.frequencies(self.at, field, within)?;
            frequencies.iter().for_each(|&(doc, _)| found.insert(doc));
            self.read.entry((literal.number, field)).or_default().push(frequencies);
        }
        // Once for all fields.
        found.keep(within);
        Ok(found)
    }

    /// Returns how often a literal occurs in the documents of `within`.
    pub(crate) fn frequencies(
        &mut self,
        literal: &QueryLiteral,
        field: IndexField,
        within: &DocSet,
    ) -> tantivy::Result<TermFrequencies> {
        // What was read once, on the way to `within`, was read for all of it. Of several readings
        // one may have been for less.
        if let Some(mut known) = self.read.remove(&(literal.number, field))
            && known.len() == 1
        {
            return Ok(known.pop().unwrap_or_default());
        }
        literal.phrase().frequencies(self.at, field, within)
    }

    /// Returns the index fields of a scope.
    pub(crate) fn index_fields(&self, scope: Scope) -> Vec<IndexField> {
        scope.index_fields(self.fields)
    }

    fn label(&self, field: Field, text: &str, within: &DocSet) -> tantivy::Result<DocSet> {
        match field {
            Field::Source => self.source(text, within),
            Field::Tag => self.keys(self.fields.tag_key, &[folded_key(text)], within),
            _ => self.language(text, within),
        }
    }

    /// Returns the documents of `within` in a language; codes are stored as corpora spell them.
    fn language(&self, code: &str, within: &DocSet) -> tantivy::Result<DocSet> {
        let wanted = folded_key(code);
        let mut codes = Vec::new();
        self.at.segment.terms(self.fields.lang)?.each(|code| {
            let code = String::from_utf8_lossy(code);
            if folded_key(&code) == wanted {
                codes.push(code.into_owned());
            }
        })?;
        self.keys(self.fields.lang, &codes, within)
    }

    /// Returns the documents of `within` that an outlet published.
    fn source(&self, name: &str, within: &DocSet) -> tantivy::Result<DocSet> {
        self.keys(self.fields.source_key, &source_lookup_keys(name), within)
    }

    /// Returns the documents of `within` that one of the outlets `names` published, and those of which
    /// no outlet is known if `unnamed`.
    pub(crate) fn outlets(
        &self,
        names: &[String],
        unnamed: bool,
        within: &DocSet,
    ) -> tantivy::Result<DocSet> {
        let mut found = if unnamed { self.unnamed(within)? } else { DocSet::empty_like(within) };
        for name in names {
            found.add(&self.source(name, within)?);
        }
        Ok(found)
    }

    /// Returns the documents of `within` of which no outlet is known.
    fn unnamed(&self, within: &DocSet) -> tantivy::Result<DocSet> {
        self.at.count(self.at.segment.max_doc().into())?;
        let Some(column) = self.at.segment.names(column::SOURCE)? else {
            return Ok(within.clone());
        };
        let mut found = DocSet::empty_like(within);
        within.iter().filter(|&doc| column.first(doc).is_none()).for_each(|doc| found.insert(doc));
        Ok(found)
    }

    fn keys(&self, field: IndexField, keys: &[String], within: &DocSet) -> tantivy::Result<DocSet> {
        let dictionary = self.at.segment.terms(field)?;
        let mut found = DocSet::empty_like(within);
        for key in keys {
            let Some(info) = dictionary.info(key)? else { continue };
            dictionary.each_doc_block(&info, |docs| {
                let within = docs.iter().filter(|&&doc| within.contains(doc));
                within.for_each(|&doc| found.insert(doc));
            })?;
            self.at.count(info.doc_freq.into())?;
        }
        Ok(found)
    }

    /// Returns the documents of `within` that were published from `since` on and before `until`.
    pub(crate) fn period(
        &self,
        since: Option<i64>,
        until: Option<i64>,
        within: &DocSet,
    ) -> tantivy::Result<DocSet> {
        self.at.count(self.at.segment.max_doc().into())?;
        let columns = self.at.segment.columns()?;
        let range = since.unwrap_or(i64::MIN)..until.unwrap_or(i64::MAX);
        let mut found = DocSet::empty_like(within);
        let passes =
            |doc: &DocId| columns.published(*doc).is_some_and(|date| range.contains(&date));
        within.iter().filter(passes).for_each(|doc| found.insert(doc));
        Ok(found)
    }
}
