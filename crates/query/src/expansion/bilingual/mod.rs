//! What a keyword is called in the other language, learned from the index itself.
//!
//! A bilingual article, such as one with a Chinese title and an English summary, says one thing
//! twice. Where a Chinese keyword occurs in several of them, the English words that occur in most
//! of these, but seldom in other English texts, are what it is called; and the other way round.
//! Nothing is learned where there are no such articles, and most words are too common to be
//! learned at all.

mod chinese;
mod choice;
mod english;
mod evidence;
mod examples;
mod keyword;
pub(crate) mod prose;

use std::sync::Arc;

use xunwen_schema::AtomKind;

use crate::expansion::wording::Wording;
use crate::index::Index;
use crate::index::error::Error;
use crate::matching::plan::{CompiledQuery, PlannedLiteral};
use crate::matching::scope::Scope;
use crate::request::ExpansionKind;
use choice::Learned;
use examples::Examples;
use keyword::SourceKeyword;
use prose::ProseCache;

/// How much the best of what is learned counts beside the keyword.
const LEARNED_WEIGHT: f32 = 1.0;
/// Nothing is learned of longer keywords, which are rather questions, nor of more of them.
const LONGEST_KEYWORD: usize = 12;
const MOST_KEYWORDS: usize = 4;

/// Adds what the keywords of `query` are called in the other language.
pub(super) fn add_wordings(
    index: &Index,
    prose: &ProseCache,
    query: &CompiledQuery,
    wordings: &mut Vec<Wording>,
) -> Result<(), Error> {
    let prose = prose.get(index)?;
    if prose.articles == 0 {
        return Ok(());
    }
    for keyword in keywords(query) {
        let examples = Examples::of(index, prose, &keyword)?;
        if examples.articles.len() < 2 {
            continue;
        }
        let learned = if keyword.is_han {
            english::learned(index, prose, &examples)?
        } else {
            chinese::learned(index, &examples)?
        };
        let best = learned.iter().map(|other| other.score).fold(f64::MIN_POSITIVE, f64::max);
        wordings.extend(learned.into_iter().map(|Learned { text, forms, score, .. }| Wording {
            text,
            of: keyword.text.clone(),
            kind: ExpansionKind::Learned,
            forms,
            weight: LEARNED_WEIGHT * (score / best).sqrt() as f32,
        }));
    }
    Ok(())
}

/// Returns the keywords of a query: each Chinese one, and all English ones in a row together.
fn keywords(query: &CompiledQuery) -> Vec<SourceKeyword> {
    let mut keywords: Vec<SourceKeyword> = Vec::new();
    for PlannedLiteral { literal, scope, .. } in &query.literals {
        let atoms = literal.covered.literal().atoms();
        let is_han = atoms.iter().any(|atom| atom.is_han());
        let has_letters = atoms.iter().any(|atom| atom.kind == AtomKind::Letters);
        let is_keyword =
            *scope == Scope::Any && !literal.covered.has_open_end() && (is_han || has_letters);
        // A single Han character is called by too much.
        if !is_keyword || (is_han && atoms.len() < 2) || atoms.len() > LONGEST_KEYWORD {
            continue;
        }
        match keywords.last_mut().filter(|last| query.is_row && !is_han && !last.is_han) {
            Some(last) => {
                last.text = format!("{} {}", last.text, literal.text);
                last.literals.push(Arc::clone(literal));
            }
            None => keywords.push(SourceKeyword {
                text: literal.text.clone(),
                literals: vec![Arc::clone(literal)],
                is_han,
            }),
        }
    }
    keywords.truncate(MOST_KEYWORDS);
    keywords
}

#[cfg(test)]
mod tests {
    use super::*;
    use xunwen_language::parse;

    fn texts(query: &str) -> Vec<String> {
        let query = parse(query).unwrap();
        keywords(&CompiledQuery::of(&query)).into_iter().map(|keyword| keyword.text).collect()
    }

    #[test]
    fn english_words_in_a_row_are_one_keyword() {
        assert_eq!(texts("micro-short drama"), ["micro-short drama"]);
        assert_eq!(texts("微短剧 河南"), ["微短剧", "河南"]);
        assert_eq!(texts("微短剧 short drama"), ["微短剧", "short drama"]);
        assert_eq!(texts("drama OR film"), ["drama", "film"]);
        assert!(texts("2025").is_empty());
        assert!(texts("无人机送货为什么比从前快了那么多呢").is_empty());
    }
}
