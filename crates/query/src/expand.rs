//! Expansion: other wordings of what a query asks for.
//!
//! An article that holds one of them is related, and says by which. The exact tier, and every
//! count of it, stays what it is: an expansion is no literal of the query.
//!
//! [`tables`] knows words that differ by region and names that are written differently, [`number`]
//! knows that 10万 is 100000, and [`learned`] reads in bilingual articles of the index itself how
//! a keyword is called in the other language.

mod learned;
mod number;
mod tables;

use xunwen_schema::Literal;

pub(crate) use learned::{Prose, ProseCache};

use crate::engine::Engine;
use crate::error::Error;
use crate::plan::Plan;
use crate::related::RelatedTerm;
use crate::request::{Expand, ExpansionKind};
use crate::score::idf;

/// Another wording that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// The wording, as it is shown.
    pub text: String,
    /// The part of the query that it says in another way.
    pub of: String,
    /// How it is known.
    pub kind: ExpansionKind,
    /// How many articles of the index hold it literally.
    pub articles: u64,
}

/// Another wording, before the index is asked whether any article has it.
#[derive(Clone, Debug, PartialEq)]
struct Wording {
    text: String,
    of: String,
    kind: ExpansionKind,
    /// The literals by which it is found: the text itself, or its inflected forms.
    forms: Vec<String>,
    /// How much it counts, where a word of the query counts 1.
    weight: f32,
}

impl Wording {
    /// Returns the wording that is looked for as it is shown.
    fn new(text: String, of: &str, kind: ExpansionKind, weight: f32) -> Self {
        Self { forms: vec![text.clone()], text, of: of.to_owned(), kind, weight }
    }
}

/// The other wordings of a query that some article has.
#[derive(Debug, Default)]
pub(crate) struct Expansions {
    pub(crate) shown: Vec<Expansion>,
    pub(crate) terms: Vec<RelatedTerm>,
}

impl Expansions {
    /// Finds the other wordings of `plan`.
    pub(crate) fn of(engine: &Engine, plan: &Plan<'_>, expand: Expand) -> Result<Self, Error> {
        let mut expansions = Self::default();
        if expand == Expand::NONE {
            return Ok(expansions);
        }
        let own: Vec<Literal> = plan.texts().filter_map(Literal::new).collect();
        for wording in wordings(engine, plan, expand)? {
            let says_the_same = |form: &String| {
                Literal::new(form).is_none_or(|form| own.iter().any(|own| is_same(own, &form)))
            };
            let is_known = expansions.shown.iter().any(|known| known.text == wording.text);
            if !is_known && !wording.forms.iter().all(says_the_same) {
                expansions.add(engine, wording)?;
            }
        }
        Ok(expansions)
    }

    /// Adds a wording if some article has it.
    fn add(&mut self, engine: &Engine, wording: Wording) -> Result<(), Error> {
        let Wording { text, of, kind, forms, weight } = wording;
        let articles = engine.articles_with_any(&forms)?;
        if articles == 0 {
            return Ok(());
        }
        // A wording that is rare here, be it foreign to this index, says no more than what it
        // stands for.
        let all = engine.searcher().num_docs();
        let own = engine.articles_with_any(std::slice::from_ref(&of))?;
        let share = (idf(own.max(1), all) / idf(articles, all)).min(1.0);
        let term = |form: String| RelatedTerm {
            term: form,
            weight: weight * share,
            is_shown: true,
            via: Some(text.clone()),
        };
        self.terms.extend(forms.into_iter().map(term));
        self.shown.push(Expansion { text, of, kind, articles });
        Ok(())
    }
}

fn wordings(engine: &Engine, plan: &Plan<'_>, expand: Expand) -> Result<Vec<Wording>, Error> {
    let mut wordings = Vec::new();
    for text in plan.texts() {
        for kind in [ExpansionKind::Regional, ExpansionKind::Names] {
            if expand.has(kind) {
                tables::add_wordings(&engine.generation().analyzer, text, kind, &mut wordings);
            }
        }
        if expand.has(ExpansionKind::Numbers) {
            number::add_wordings(text, &mut wordings);
        }
    }
    if expand.has(ExpansionKind::Learned) {
        learned::add_wordings(engine, plan, &mut wordings)?;
    }
    Ok(wordings)
}

fn is_same(left: &Literal, right: &Literal) -> bool {
    left.atoms().len() == right.atoms().len() && left.stands_at(right.atoms(), 0, false)
}
