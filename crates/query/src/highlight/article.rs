//! Whole articles with what a query finds in them.

use xunwen_language::Field;
use xunwen_schema::Article;

use crate::highlight::matcher::{Highlighter, Pattern};
use crate::highlight::passage::{MarkedText, Passage};

/// A whole article with marks.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
///
/// let marked = engine.marked_article("c", &parse("河南")?)?;
/// assert_eq!(marked.map(|article| article.body.marks), Some(vec![0..6]));
/// assert!(engine.marked_article("no such id", &parse("河南")?)?.is_none());
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
    /// Marks `exact` patterns or, where none of them occurs, `related` ones.
    pub(crate) fn new(article: Article, exact: Vec<Pattern>, related: Vec<Pattern>) -> Self {
        let marked = Self::of(article, &Highlighter::new(exact));
        if [&marked.title, &marked.summary, &marked.body].iter().any(|text| !text.marks.is_empty())
        {
            return marked;
        }
        Self::of(marked.article, &Highlighter::new(related))
    }

    fn of(article: Article, highlighter: &Highlighter) -> Self {
        let whole = |text, field| MarkedText::new(text, field, highlighter).whole();
        let title = whole(&article.title, Field::Title);
        let summary = whole(&article.summary, Field::Summary);
        let body = whole(&article.body, Field::Body);
        Self { article, title, summary, body }
    }
}
