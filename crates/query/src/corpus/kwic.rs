//! Keywords in context: a line for every occurrence of a keyword of the query.

use std::cmp::Ordering;
use std::ops::Range;

use xunwen_language::Field;
use xunwen_schema::{Article, Published, fold};

use crate::corpus::matched_texts::{MatchedText, MatchedTexts};
use crate::engine::facade::Engine;
use crate::engine::page::Totals;
use crate::highlight::one_line::OneLine;
use crate::index::error::Error;
use crate::request::Request;

/// The characters of context that lines are ordered by, whatever part of it is shown.
const COMPARED_CHARACTERS: usize = 40;

/// The fewest and the most articles that are read at a time in the order of dates: in one go, those
/// stored side by side are unpacked once, but all their lines are kept.
const FEWEST_ARTICLES: usize = 16;
const MOST_ARTICLES: usize = 1024;

/// Which lines of a concordance are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConcordanceOptions {
    /// The most characters on each side of the keyword.
    pub width: usize,
    /// The order of the lines.
    pub order: LineOrder,
    /// The most lines; `usize::MAX` for all.
    pub limit: usize,
}

/// How lines are ordered; ties go by the article's id, then by place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineOrder {
    /// By the text to the left, read backwards from the keyword: folded, without white space.
    Left,
    /// By the text to the right, likewise.
    Right,
    /// Newest first; articles without a date last.
    #[default]
    Date,
}

/// Lines of a query's exact tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concordance {
    /// The first lines, in order.
    pub lines: Vec<ConcordanceLine>,
    /// What they are a part of.
    pub totals: LineTotals,
}

/// What the lines of a concordance are a part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineTotals {
    /// How many lines there are.
    pub lines: u64,
    /// How many of them were wanted.
    pub returned: usize,
    /// How many articles they are from.
    pub articles: Totals,
}

/// One place where a keyword occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConcordanceLine {
    /// The article's id.
    pub id: String,
    /// When it was published.
    pub published_at: Option<Published>,
    /// The outlet.
    pub source: Option<String>,
    /// The text it occurs in: title, summary or body.
    pub field: Field,
    /// The keyword's bytes in that text.
    pub span: Range<usize>,
    /// What precedes the keyword, in the text's own characters; white space is single
    /// spaces, and nothing between Han characters. So in `keyword` and `right`.
    pub left: String,
    /// The keyword as written there.
    pub keyword: String,
    /// What follows it.
    pub right: String,
}

impl Concordance {
    /// Returns a line for each place in title, summary and body of the exact tier's articles
    /// where a keyword occurs that `request` asks for. Of the request, query, filter and time count.
    ///
    /// Places may overlap; where two keywords occur at the very same place, there is one line.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(
        engine: &Engine,
        request: &Request,
        options: &ConcordanceOptions,
    ) -> Result<Self, Error> {
        let mut lines = Vec::new();
        let totals = Self::each(engine, request, options, |line| {
            lines.push(line);
            Ok::<_, Error>(())
        })?;
        Ok(Self { lines, totals })
    }

    /// Hands the lines of [`Self::of`] over one by one, in order.
    ///
    /// By date, articles are read until there are enough lines, and no more lines are kept than those
    /// of some articles. By context, all articles are read, and as many lines are kept as are wanted.
    ///
    /// # Errors
    ///
    /// If the index cannot be read; and the first error of `write`.
    pub fn each<E: From<Error>>(
        engine: &Engine,
        request: &Request,
        options: &ConcordanceOptions,
        mut write: impl FnMut(ConcordanceLine) -> Result<(), E>,
    ) -> Result<LineTotals, E> {
        let reading = MatchedTexts::new(engine, request)?;
        let articles = reading.totals();
        if reading.has_no_keyword() {
            return Ok(LineTotals { articles, ..LineTotals::default() });
        }
        let mut returned = 0;
        let mut next = 0;
        while next < reading.addresses.len() && returned < options.limit {
            let wanted = ConcordanceOptions { limit: options.limit - returned, ..*options };
            let end = next.saturating_add(group(&wanted)).min(reading.addresses.len());
            for line in FirstLines::of(wanted, &reading, reading.as_stored(next..end))? {
                write(line)?;
                returned += 1;
            }
            next = end;
        }
        Ok(LineTotals { lines: reading.places()?, returned, articles })
    }
}

/// Returns how many articles are read before the first lines of them are known.
fn group(wanted: &ConcordanceOptions) -> usize {
    match wanted.order {
        // Nearly every article that is found has a line.
        LineOrder::Date => wanted.limit.clamp(FEWEST_ARTICLES, MOST_ARTICLES),
        LineOrder::Left | LineOrder::Right => usize::MAX,
    }
}

/// The first of the lines that are offered.
struct FirstLines {
    context: ConcordanceOptions,
    kept: Vec<(LineKey, ConcordanceLine)>,
    /// Lines that sort after this are dropped.
    last: Option<LineKey>,
}

/// What lines are sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct LineKey {
    /// The context, folded; empty where it does not count.
    context: String,
    /// The article's place by date; 0 where it does not count.
    rank: usize,
    id: String,
    field: usize,
    start: usize,
    end: usize,
}

impl FirstLines {
    /// Reads the articles at `ranks`, text by text, and returns their first lines in order.
    fn of(
        context: ConcordanceOptions,
        reading: &MatchedTexts<'_>,
        ranks: Vec<usize>,
    ) -> Result<impl Iterator<Item = ConcordanceLine>, Error> {
        let mut lines = Self { context, kept: Vec::new(), last: None };
        for rank in ranks {
            let article = reading.article(rank)?;
            for (field, text) in reading.texts(&article).enumerate() {
                lines.offer_all(&article, rank, field, &text);
            }
        }
        lines.settle();
        Ok(lines.kept.into_iter().map(|(_, line)| line))
    }

    /// Offers the lines of one text.
    fn offer_all(&mut self, article: &Article, rank: usize, field: usize, text: &MatchedText<'_>) {
        let is_late = self.context.order == LineOrder::Date
            && self.last.as_ref().is_some_and(|last| last.rank < rank);
        if text.places.is_empty() || is_late {
            return;
        }
        let shown = OneLine::new(text.text);
        for place in &text.places {
            let span = text.atoms.span(place.clone());
            let key = self.key(article, rank, field, &shown, &span);
            if self.last.as_ref().is_none_or(|last| key.cmp(last) == Ordering::Less) {
                let line = self.line(article, text.field, &shown, span);
                self.kept.push((key, line));
            }
        }
        if self.kept.len() / 2 > self.context.limit {
            self.settle();
        }
    }

    fn key(
        &self,
        article: &Article,
        rank: usize,
        field: usize,
        shown: &OneLine,
        span: &Range<usize>,
    ) -> LineKey {
        let folded = |context: &mut dyn Iterator<Item = char>| -> String {
            let context: String = context.filter(|&c| c != ' ').take(COMPARED_CHARACTERS).collect();
            fold(&context)
        };
        let (context, rank) = match self.context.order {
            LineOrder::Left => (folded(&mut shown.before(span.start)), 0),
            LineOrder::Right => (folded(&mut shown.after(span.end)), 0),
            LineOrder::Date => (String::new(), rank),
        };
        LineKey { context, rank, id: article.id.clone(), field, start: span.start, end: span.end }
    }

    fn line(
        &self,
        article: &Article,
        field: Field,
        shown: &OneLine,
        span: Range<usize>,
    ) -> ConcordanceLine {
        let width = self.context.width;
        let left: Vec<char> = shown.before(span.start).take(width).collect();
        ConcordanceLine {
            id: article.id.clone(),
            published_at: article.published_at,
            source: article.source.clone(),
            field,
            left: left.into_iter().rev().collect(),
            keyword: shown.piece(&span),
            right: shown.after(span.end).take(width).collect(),
            span,
        }
    }

    /// Sorts the lines and drops those beyond the limit.
    fn settle(&mut self) {
        self.kept.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        if self.kept.len() >= self.context.limit {
            self.kept.truncate(self.context.limit);
            self.last = self.kept.last().map(|(key, _)| key.clone());
        }
    }
}
