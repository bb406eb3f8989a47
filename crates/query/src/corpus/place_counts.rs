//! In how many places the keywords of a query occur: counted in the index, without reading a text.

use tantivy::schema::Field as IndexField;
use xunwen_language::Field;

use crate::index::Index;
use crate::index::docset::DocSet;
use crate::index::term_lookup::{Lookup, SegmentLookup};
use crate::matching::literal_terms::CoveredLiteral;
use crate::matching::phrase::Phrase;
use crate::matching::plan::CompiledQuery;
use crate::matching::proximity::Condition;
use crate::matching::scope::Scope;

/// Returns in how many places of title, summary and body of the articles `found`, segment by segment,
/// a keyword of `query` occurs; a place that two keywords share counts once.
pub(crate) fn count_places(
    index: &Index,
    query: &CompiledQuery,
    found: &[DocSet],
) -> tantivy::Result<u64> {
    let fields = index.fields();
    let sought = [
        (fields.title, Sought::of(query, Field::Title)),
        (fields.summary, Sought::of(query, Field::Summary)),
        (fields.body, Sought::of(query, Field::Body)),
    ];
    let lookup = Lookup::new(index.segments());
    let mut sum = 0;
    for (segment, found) in index.segments().iter().zip(found) {
        for (field, sought) in &sought {
            sum += sought.count(lookup.at(segment), *field, found)?;
        }
    }
    Ok(sum)
}

/// The keywords that are looked for in one field.
#[derive(Default)]
struct Sought {
    /// Those that may stand anywhere in it.
    anywhere: Vec<Phrase>,
    /// Those that count in its lead only.
    in_lead: Vec<Phrase>,
}

impl Sought {
    fn of(query: &CompiledQuery, field: Field) -> Self {
        let mut sought = Self::default();
        let literals = query.whole_literals();
        let literals = literals.map(|planned| (planned.literal.phrase(), planned.scope));
        let wildcards = query.wildcards.iter();
        let wildcards = wildcards.map(|it| (Phrase::Wildcard(it.covered.clone()), it.scope));
        for (phrase, scope) in literals.chain(wildcards) {
            match scope {
                Scope::Only(own) if !own.covers(field) => {}
                Scope::Only(Field::Lead) => sought.in_lead.push(phrase),
                Scope::Only(_) | Scope::Any => sought.anywhere.push(phrase),
            }
        }
        sought
    }

    fn count(
        &self,
        at: SegmentLookup<'_>,
        field: IndexField,
        within: &DocSet,
    ) -> tantivy::Result<u64> {
        let anywhere = count_anywhere(&self.anywhere, at, field, within)?;
        if self.in_lead.is_empty() {
            return Ok(anywhere);
        }
        let all = [&self.anywhere[..], &self.in_lead].concat();
        let in_lead = count_shared(&all, true, at, field, within)?;
        let counted_already = count_shared(&self.anywhere, true, at, field, within)?;
        Ok(anywhere + in_lead - counted_already)
    }
}

fn count_anywhere(
    phrases: &[Phrase],
    at: SegmentLookup<'_>,
    field: IndexField,
    within: &DocSet,
) -> tantivy::Result<u64> {
    let Some(literals) = different_literals(phrases) else {
        return count_shared(phrases, false, at, field, within);
    };
    // No two of them stand in one place: each is counted by itself.
    let mut sum = 0;
    for literal in literals {
        let frequencies = literal.frequencies(at, field, within)?;
        sum += frequencies.iter().map(|&(_, count)| u64::from(count)).sum::<u64>();
    }
    Ok(sum)
}

/// Returns the phrases, equal ones once, if all are literals without an open end.
fn different_literals(phrases: &[Phrase]) -> Option<Vec<&Phrase>> {
    let mut different: Vec<(&CoveredLiteral, &Phrase)> = Vec::with_capacity(phrases.len());
    for phrase in phrases {
        let Phrase::Literal(literal) = phrase else { return None };
        if literal.has_open_end() {
            return None;
        }
        if !different.iter().any(|(other, _)| other.is_written_as(literal)) {
            different.push((literal, phrase));
        }
    }
    Some(different.into_iter().map(|(_, phrase)| phrase).collect())
}

/// Counts the places of all phrases together.
fn count_shared(
    phrases: &[Phrase],
    lead: bool,
    at: SegmentLookup<'_>,
    field: IndexField,
    within: &DocSet,
) -> tantivy::Result<u64> {
    if phrases.is_empty() {
        return Ok(0);
    }
    let condition = Condition::Occurs(Phrase::Any(phrases.to_vec()));
    let counted = condition.count_in(at, field, lead, within)?;
    Ok(counted.iter().map(|&(_, count)| u64::from(count)).sum())
}
