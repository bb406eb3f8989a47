//! Examples: bilingual articles that hold a keyword.

use tantivy::DocAddress;
use xunwen_language::Field;
use xunwen_schema::{Article, Atoms};

use super::keyword::SourceKeyword;
use super::prose::Prose;
use crate::index::Index;
use crate::index::docset::DocSet;
use crate::index::error::Error;
use crate::index::term_lookup::{Lookup, SegmentLookup};
use crate::matching::boolean::Evaluator;
use crate::matching::scope::Scope;

/// The most articles that are learned from, and that are read to find them.
const MOST_EXAMPLES: usize = 16;
const MOST_READ_EXAMPLES: usize = 40;
/// The fewest Han characters of a text that is Chinese too.
const FEWEST_HAN: usize = 4;

/// Returns in how many of `articles` examples a wording must occur: in half of them, and in all of
/// very few.
pub(super) fn fewest_of(articles: u64) -> u64 {
    if articles <= 3 { articles.max(2) } else { articles.div_ceil(2) }
}

/// What is learned from.
pub(super) struct Examples {
    /// Bilingual articles that hold the keyword.
    pub(super) articles: Vec<Article>,
    /// The other articles with English, segment by segment.
    pub(super) others: Vec<DocSet>,
}

/// An article that may be an example: first those with the keyword in the title, then by article
/// digest, a pseudo-random order that does not depend on segmentation.
type ExampleCandidate = (bool, u64, DocAddress);

impl Examples {
    pub(super) fn of(index: &Index, prose: &Prose, keyword: &SourceKeyword) -> Result<Self, Error> {
        let mut candidates = Vec::new();
        let mut others = Vec::new();
        let lookup = Lookup::new(index.segments());
        for (segment, english) in index.segments().iter().zip(&prose.segments) {
            let mut rest = english.clone();
            if rest.len() > 0 {
                let at = lookup.at(segment);
                let found = candidates_of(index, at, keyword, english, &mut candidates)?;
                rest.remove(&found);
            }
            others.push(rest);
        }
        candidates.sort_unstable();
        let mut articles = Vec::new();
        for (_, _, address) in candidates.into_iter().take(MOST_READ_EXAMPLES) {
            let article = index.article(address)?;
            if is_chinese_too(&article) {
                articles.push(article);
            }
            if articles.len() == MOST_EXAMPLES {
                break;
            }
        }
        Ok(Self { articles, others })
    }
}

/// Adds the articles of one segment that hold the keyword; returns which they are.
fn candidates_of(
    index: &Index,
    at: SegmentLookup<'_>,
    keyword: &SourceKeyword,
    english: &DocSet,
    candidates: &mut Vec<ExampleCandidate>,
) -> Result<DocSet, Error> {
    let mut evaluator = Evaluator::new(at, index.fields(), 0);
    let found = evaluator.clause(&keyword.condition(Scope::Any), english)?;
    let titled = evaluator.clause(&keyword.condition(Scope::Only(Field::Title)), &found)?;
    let ordinal = at.segment.ordinal();
    let columns = at.segment.columns()?;
    candidates.extend(
        found
            .iter()
            .map(|doc| (!titled.contains(doc), columns.digest(doc), DocAddress::new(ordinal, doc))),
    );
    Ok(found)
}

fn is_chinese_too(article: &Article) -> bool {
    let han = |text: &str| Atoms::scan(text).iter().filter(|atom| atom.is_han()).count();
    article.texts().into_iter().map(|(_, text)| han(text)).sum::<usize>() >= FEWEST_HAN
}
