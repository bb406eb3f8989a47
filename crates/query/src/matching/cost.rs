//! The cost of a query, reckoned from the statistics of the index before anything is searched for.
//!
//! The unit is a posting or a position to be read, some nanoseconds; what costs more counts as many.
//! Whatever narrows a search down on its way is left out: the cost is an estimate from above. Nothing
//! but dictionaries is read for it.

use std::collections::HashMap;

use tantivy::postings::TermInfo;
use tantivy::schema::Field as IndexField;

use crate::index::Index;
use crate::index::cancel::Cancel;
use crate::index::term_lookup::Lookup;
use crate::matching::literal_terms::CoveredLiteral;
use crate::matching::phrase::Phrase;
use crate::matching::plan::{CompiledClause, CompiledQuery};
use crate::matching::scope::Scope;

/// Returns what finding and ranking the exact tier of `query` costs; reckoning ends once that is
/// `enough`.
pub(crate) fn cost(index: &Index, query: &CompiledQuery, enough: u64) -> tantivy::Result<u64> {
    let lookup = Lookup::new(index.segments());
    let mut sum = Reckoning { index, lookup: &lookup, known: HashMap::new(), sum: 0, enough };
    if let Some(root) = &query.root {
        sum.clause(root)?;
    }
    for planned in &query.literals {
        sum.literal(&planned.literal.covered, planned.scope, false)?;
    }
    Ok(sum.sum)
}

/// A sum that grows clause by clause.
struct Reckoning<'i> {
    index: &'i Index,
    lookup: &'i Lookup<'i>,
    /// Of all terms with one beginning in a field: their documents, and their positions.
    known: HashMap<(IndexField, String), [u64; 2]>,
    sum: u64,
    enough: u64,
}

impl Reckoning<'_> {
    fn clause(&mut self, clause: &CompiledClause) -> tantivy::Result<()> {
        match clause {
            CompiledClause::Nowhere => Ok(()),
            CompiledClause::Literal(literal, scope) => {
                self.literal(&literal.covered, *scope, false)
            }
            CompiledClause::Positions(condition, scope) => {
                let mut phrases = condition.phrases().into_iter();
                phrases.try_for_each(|phrase| self.phrase(phrase, *scope))
            }
            CompiledClause::Label(..) | CompiledClause::Date(_) => {
                self.sum += self.index.articles();
                Ok(())
            }
            CompiledClause::And(clauses) | CompiledClause::Or(clauses) => {
                clauses.iter().try_for_each(|clause| self.clause(clause))
            }
            CompiledClause::Not(denied) => self.clause(denied),
        }
    }

    fn phrase(&mut self, phrase: &Phrase, scope: Scope) -> tantivy::Result<()> {
        match phrase {
            Phrase::Literal(literal) => self.literal(literal, scope, true),
            // The articles that have its pieces are read, at most those that have the rarest.
            Phrase::Wildcard(wildcard) => {
                for field in scope.index_fields(self.index.fields()) {
                    let mut rarest = self.index.articles();
                    for piece in wildcard.pieces() {
                        rarest = rarest.min(self.documents(piece, field)?);
                    }
                    self.sum += rarest * Cancel::ARTICLE;
                }
                Ok(())
            }
            Phrase::Any(phrases) => {
                phrases.iter().try_for_each(|phrase| self.phrase(phrase, scope))
            }
        }
    }

    /// Adds the postings of a literal, and its positions where those are asked for.
    fn literal(
        &mut self,
        literal: &CoveredLiteral,
        scope: Scope,
        are_placed: bool,
    ) -> tantivy::Result<()> {
        for field in scope.index_fields(self.index.fields()) {
            if self.sum >= self.enough {
                break;
            }
            let prefix =
                literal.cover().prefix.as_ref().filter(|_| literal.terms().next().is_none());
            self.sum += match prefix {
                Some((_, prefix)) => {
                    let [documents, positions] = self.beginning(field, prefix)?;
                    if are_placed { documents + positions } else { documents }
                }
                // Each document that has the rarest term is looked up in the lists of the others.
                None => self.documents(literal, field)? * (1 + literal.terms().count() as u64),
            };
        }
        Ok(())
    }

    /// Returns in how many documents a literal occurs at most.
    fn documents(&mut self, literal: &CoveredLiteral, field: IndexField) -> tantivy::Result<u64> {
        let mut rarest = None;
        for term in literal.terms() {
            let found = self.lookup.find(field, term)?;
            let frequency = found.infos.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
            rarest = Some(rarest.map_or(frequency, |rarest: u64| rarest.min(frequency)));
        }
        match (rarest, &literal.cover().prefix) {
            (Some(rarest), _) => Ok(rarest),
            (None, Some((_, prefix))) => {
                let [documents, _] = self.beginning(field, prefix)?;
                Ok(documents.min(self.index.articles()))
            }
            (None, None) => Ok(0),
        }
    }

    /// Returns the documents and positions of all terms that begin with `prefix`.
    fn beginning(&mut self, field: IndexField, prefix: &str) -> tantivy::Result<[u64; 2]> {
        if let Some(&known) = self.known.get(&(field, prefix.to_owned())) {
            return Ok(known);
        }
        let mut sums = [0, 0];
        for segment in self.index.segments().iter() {
            segment.terms(field)?.each_with_prefix(prefix, |info| {
                sums[0] += u64::from(info.doc_freq);
                sums[1] += positions(info);
                Ok(self.lookup.count(1)?)
            })?;
        }
        self.known.insert((field, prefix.to_owned()), sums);
        Ok(sums)
    }
}

/// Returns about how many positions a term has: it is packed into about a byte each.
fn positions(info: &TermInfo) -> u64 {
    info.positions_range.len() as u64
}
