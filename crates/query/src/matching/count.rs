//! Counting alone: how many articles the exact tier of a query has.
//!
//! Of a keyword that is one term of the index, the posting lists of three fields tell: the articles
//! of each that the shorter ones lack. What the longest has need not be put into a set.

use tantivy::schema::Field;

use crate::index::Index;
use crate::index::docset::DocSet;
use crate::index::segment::{Segment, Segments};
use crate::matching::plan::{CompiledClause, CompiledQuery};
use crate::matching::scope::Scope;

/// Returns how many articles answer `query`, or `None` where that takes a search.
pub(crate) fn count(index: &Index, query: &CompiledQuery) -> tantivy::Result<Option<u64>> {
    let Some(term) = as_term(query) else { return Ok(None) };
    count_term(index.segments(), index.fields().texts(), term)
}

/// Returns the one term of the index that a query is, if it is one.
fn as_term(query: &CompiledQuery) -> Option<&str> {
    match &query.root {
        Some(CompiledClause::Literal(literal, Scope::Any)) => literal.covered.as_term(),
        _ => None,
    }
}

/// Returns how many articles have `term` in one of `fields`, or `None` where deleted ones would have
/// to be told apart.
fn count_term(segments: &Segments, fields: [Field; 3], term: &str) -> tantivy::Result<Option<u64>> {
    if segments.iter().any(Segment::has_deleted) {
        return Ok(None);
    }
    let mut sum = 0;
    for segment in segments.iter() {
        segments.cancel().count(segment.max_doc().into())?;
        sum += count_in(segment, fields, term)?;
    }
    Ok(Some(sum))
}

fn count_in(segment: &Segment, fields: [Field; 3], term: &str) -> tantivy::Result<u64> {
    let mut lists = Vec::with_capacity(fields.len());
    for field in fields {
        let dictionary = segment.terms(field)?;
        lists.extend(dictionary.info(term)?.map(|info| (info, dictionary)));
    }
    lists.sort_by_key(|(info, _)| info.doc_freq);
    let Some((last, rest)) = lists.split_last().filter(|(_, rest)| !rest.is_empty()) else {
        return Ok(lists.iter().map(|(info, _)| u64::from(info.doc_freq)).sum());
    };
    let mut seen = DocSet::new(segment.max_doc());
    let mut count = 0;
    for (info, dictionary) in rest {
        dictionary.each_doc_block(info, |docs| {
            count += docs.len() - seen.count_in(docs);
            seen.insert_all(docs);
        })?;
    }
    // Nobody asks whether the documents of the longest list were seen.
    let (info, dictionary) = last;
    dictionary.each_doc_block(info, |docs| count += docs.len() - seen.count_in(docs))?;
    Ok(count as u64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use xunwen_schema::{Article, Fields};

    use super::*;
    use crate::index::samples::segments;

    /// Returns an article of each title, summary and body.
    fn articles(texts: &[[&str; 3]]) -> Vec<Article> {
        let article = |(id, &texts): (usize, &[&str; 3])| {
            let [title, summary, body] = texts.map(str::to_owned);
            Article { id: id.to_string(), title, summary, body, ..Article::default() }
        };
        texts.iter().enumerate().map(article).collect()
    }

    fn counted(articles: &[Article], end: usize, term: &str) -> Option<u64> {
        let segments = segments(articles, |number| number == end);
        count_term(&segments, Fields::schema().1.texts(), term).unwrap()
    }

    #[test]
    fn what_several_fields_have_counts_once() {
        let mut texts = vec![["", "", "短剧出海"]; 100];
        texts.extend([["短剧", "看短剧", ""], ["短剧", "", "短剧"], ["剧", "短", "海短"]]);
        assert_eq!(counted(&articles(&texts), 50, "短剧"), Some(102));
        assert_eq!(counted(&articles(&texts), 50, "剧出"), Some(100));
        assert_eq!(counted(&articles(&texts), 50, "海出"), Some(0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// The judge reads all texts.
        #[test]
        fn a_count_is_that_of_a_scan(
            drawn in prop::collection::vec([0..9_u8, 0..9_u8, 0..9_u8], 1..600),
            end in 0..600_usize,
        ) {
            let text = |drawn: u8| match drawn {
                0 => "出海短剧，短剧",
                1..4 => "短剧出海",
                4 => "短，剧",
                _ => "",
            };
            let texts: Vec<[&str; 3]> = drawn.iter().map(|drawn| drawn.map(text)).collect();
            for term in ["短剧", "剧出", "海短", "海出"] {
                let has = |texts: &&[&str; 3]| texts.iter().any(|text| text.contains(term));
                let expected = texts.iter().filter(has).count() as u64;
                prop_assert_eq!(counted(&articles(&texts), end, term), Some(expected), "{}", term);
            }
        }
    }
}
