//! Expansion: other wordings of what a query asks for.
//!
//! An article that holds one of them is related, and says by which. The exact tier, and every
//! count of it, stays what it is: an expansion is no literal of the query.
//!
//! `tables` knows words that differ by region and names that are written differently, `numerals`
//! knows that 10万 is 100000, and `bilingual` reads in bilingual articles of the index itself how
//! a keyword is called in the other language.

pub(crate) mod bilingual;
mod numerals;
mod tables;
mod wording;

use xunwen_schema::Literal;

use crate::index::Index;
use crate::index::error::Error;
use crate::matching::plan::CompiledQuery;
use crate::ranking::bm25::idf;
use crate::ranking::query_terms::QueryTerm;
use crate::ranking::term_counts::articles_with_any;
use crate::request::{Expand, ExpansionKind};
use bilingual::prose::ProseCache;
use wording::Wording;

/// Another wording that was looked for.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::Request;
///
/// // No article of this index calls 软件 by the name that it has in Taiwan.
/// let answer = engine.answer(&Request::new(parse("软件")?, 0))?;
/// assert!(answer.expansions().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// The wording, as it is shown.
    pub text: String,
    /// The part of the query that it says in another way.
    pub of: String,
    /// How it is known.
    pub kind: ExpansionKind,
    /// In how many articles of the index it occurs literally.
    pub articles: u64,
}

/// The other wordings of a query that some article has.
#[derive(Debug, Default)]
pub(crate) struct Expansions {
    pub(crate) shown: Vec<Expansion>,
    pub(crate) terms: Vec<QueryTerm>,
}

impl Expansions {
    /// Finds the other wordings of `query`.
    pub(crate) fn of(
        index: &Index,
        prose: &ProseCache,
        query: &CompiledQuery,
        expand: Expand,
    ) -> Result<Self, Error> {
        let mut expansions = Self::default();
        if expand == Expand::NONE {
            return Ok(expansions);
        }
        for wording in wordings(index, prose, query, expand)? {
            let says_the_same = |form: &String| {
                Literal::new(form).is_none_or(|form| query.parsed().any(|own| is_same(own, &form)))
            };
            let is_known = expansions.shown.iter().any(|known| known.text == wording.text);
            if !is_known && !wording.forms.iter().all(says_the_same) {
                expansions.add(index, wording)?;
            }
        }
        Ok(expansions)
    }

    /// Adds a wording if some article has it.
    fn add(&mut self, index: &Index, wording: Wording) -> Result<(), Error> {
        let Wording { text, of, kind, forms, weight } = wording;
        let articles = articles_with_any(index, &forms)?;
        if articles == 0 {
            return Ok(());
        }
        // A wording that is rare here, perhaps because it is foreign to this index, counts no more
        // than the keyword that it replaces.
        let all = index.articles();
        let own = articles_with_any(index, std::slice::from_ref(&of))?;
        let share = (idf(own.max(1), all) / idf(articles, all)).min(1.0);
        let term = |form: String| QueryTerm {
            term: form,
            weight: weight * share,
            is_shown: true,
            is_telling: true,
            via: Some(text.clone()),
        };
        self.terms.extend(forms.into_iter().map(term));
        self.shown.push(Expansion { text, of, kind, articles });
        Ok(())
    }
}

fn wordings(
    index: &Index,
    prose: &ProseCache,
    query: &CompiledQuery,
    expand: Expand,
) -> Result<Vec<Wording>, Error> {
    let mut wordings = Vec::new();
    for planned in &query.literals {
        let text = planned.literal.text.as_str();
        for kind in [ExpansionKind::Regional, ExpansionKind::Names] {
            if expand.has(kind) {
                tables::add_wordings(&index.generation().analyzer, text, kind, &mut wordings);
            }
        }
        if expand.has(ExpansionKind::Numbers) {
            numerals::add_wordings(text, &mut wordings);
        }
    }
    // A sample says nothing of how a keyword is called elsewhere.
    if expand.has(ExpansionKind::Learned) && index.segments().collection().is_none() {
        bilingual::add_wordings(index, prose, query, &mut wordings)?;
    }
    Ok(wordings)
}

fn is_same(left: &Literal, right: &Literal) -> bool {
    left.atoms().len() == right.atoms().len() && left.occurs_at(right.atoms(), 0, false)
}
