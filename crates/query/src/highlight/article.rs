//! Whole articles with what a query finds in them.

use xunwen_language::Field;
use xunwen_schema::Article;

use crate::highlight::headline::headline;
use crate::highlight::matcher::{Highlighter, related_patterns};
use crate::highlight::passage::{MarkedText, Passage};
use crate::matching::plan::CompiledQuery;
use crate::ranking::query_terms::QueryTerm;

/// A whole article with marks.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::Expand;
///
/// let marked = engine.marked_article("c", &parse("河南")?, Expand::default())?;
/// assert_eq!(marked.map(|article| article.body.marks), Some(vec![0..6]));
/// assert!(engine.marked_article("no such id", &parse("河南")?, Expand::NONE)?.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MarkedArticle {
    /// The article.
    pub article: Article,
    /// Its whole title.
    pub title: Passage,
    /// Its whole summary.
    pub summary: Passage,
    /// Its whole body.
    pub body: Passage,
}

impl MarkedArticle {
    /// Returns a headline for an article without a title, as [`Hit::headline`](crate::Hit::headline)
    /// does.
    #[must_use]
    pub fn headline(&self) -> Option<String> {
        headline(&self.article)
    }

    /// Marks the keywords of `query` or, where none of them occurs, what makes an article related; and
    /// beside them the other wordings among `terms`.
    pub(crate) fn new(article: Article, query: &CompiledQuery, terms: &[QueryTerm]) -> Self {
        let (others, own): (Vec<QueryTerm>, Vec<QueryTerm>) =
            terms.iter().cloned().partition(|term| term.via.is_some());
        let marked = Self::of(article, &Highlighter::new(related_patterns(query, &others)));
        if [&marked.title, &marked.summary, &marked.body].iter().any(|text| !text.marks.is_empty())
            || own.is_empty()
        {
            return marked;
        }
        Self::of(marked.article, &Highlighter::new(related_patterns(query, terms)))
    }

    fn of(article: Article, highlighter: &Highlighter) -> Self {
        let whole = |text, field| MarkedText::new(text, field, highlighter).whole_apart();
        let title = whole(&article.title, Field::Title);
        let summary = whole(&article.summary, Field::Summary);
        let body = whole(&article.body, Field::Body);
        Self { article, title, summary, body }
    }
}
