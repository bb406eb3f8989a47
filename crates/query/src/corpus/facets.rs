//! Facets: the articles of an answer, counted by what they share.
//!
//! Counted in columns, document set by document set: no article is read, and every name once.

use std::cmp::Reverse;

use xunwen_language::Query;
use xunwen_schema::column;

use crate::corpus::calendar::{CalendarUnit, Days};
use crate::engine::answer::Answer;
use crate::engine::elsewhere::{Tally, ValueCounts};
use crate::index::Index;
use crate::index::columns::Names;
use crate::index::docset::DocSet;
use crate::index::error::Error;
use crate::index::segment::Segments;
use crate::request::Request;

/// By what articles are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FacetKind {
    /// The outlet, as written.
    Source,
    /// The year of publication, in China's time.
    Year,
    /// The month of publication, in China's time.
    Month,
    /// The day of publication, in China's time.
    Day,
    /// The tags, as written; an article counts for each of its tags.
    Tag,
    /// The language.
    Lang,
}

/// Articles, counted by what they share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// By what they are counted.
    pub kind: FacetKind,
    /// The counts, none of them 0: newest first where they are of times, else most first.
    pub counts: Vec<Count>,
    /// Articles that have no such value.
    pub without: u64,
}

/// A number of articles that share a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What they share.
    pub name: String,
    /// How many they are.
    pub articles: u64,
}

impl FacetKind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Source, Self::Year, Self::Month, Self::Day, Self::Tag, Self::Lang];

    /// Returns its name in output: `source`, `year`, `month`, `day`, `tag` or `lang`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Source => column::SOURCE,
            Self::Year => CalendarUnit::Year.name(),
            Self::Month => CalendarUnit::Month.name(),
            Self::Day => CalendarUnit::Day.name(),
            Self::Tag => column::TAG,
            Self::Lang => column::LANG,
        }
    }
}

impl Facet {
    /// Counts the whole exact tier of `answer`, not only the hits of its page, by each of `kinds`.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(answer: &Answer<'_>, kinds: &[FacetKind]) -> Result<Vec<Self>, Error> {
        if let Some((tally, request)) = answer.asked() {
            return elsewhere(tally, Some(request), kinds);
        }
        let segments = answer.index().map(Index::segments);
        segments.map_or(Ok(Vec::new()), |segments| facets(segments, answer.exact_tier(), kinds))
    }
}

/// Counts the documents `found` in each of `segments` by each of `kinds`.
/// Counts the articles of the exact tier of `request`, or all, where a remote holds them.
pub(crate) fn elsewhere(
    tally: &dyn Tally,
    request: Option<&Request>,
    kinds: &[FacetKind],
) -> Result<Vec<Facet>, Error> {
    let by_value = |kind: FacetKind| {
        let ValueCounts { counts, without } = tally.values(request, kind.name())?;
        let counts = counts.into_iter().map(|(name, articles)| Count { name, articles }).collect();
        Ok(Facet { kind, counts: most_first(counts), without })
    };
    let by_time = |kind, unit| {
        let every = Request::new(Query::default(), 0);
        let days = Days::of(&tally.days(request.unwrap_or(&every), request.is_none())?);
        Ok(dated(kind, unit, &days))
    };
    let facet = |&kind: &FacetKind| match kind {
        FacetKind::Source | FacetKind::Tag | FacetKind::Lang => by_value(kind),
        FacetKind::Year => by_time(kind, CalendarUnit::Year),
        FacetKind::Month => by_time(kind, CalendarUnit::Month),
        FacetKind::Day => by_time(kind, CalendarUnit::Day),
    };
    kinds.iter().map(facet).collect()
}

pub(crate) fn facets(
    segments: &Segments,
    found: &[DocSet],
    kinds: &[FacetKind],
) -> Result<Vec<Facet>, Error> {
    let facet = |&kind: &FacetKind| match kind {
        FacetKind::Source | FacetKind::Tag | FacetKind::Lang => by_value(segments, found, kind),
        FacetKind::Year => by_time(segments, found, kind, CalendarUnit::Year),
        FacetKind::Month => by_time(segments, found, kind, CalendarUnit::Month),
        FacetKind::Day => by_time(segments, found, kind, CalendarUnit::Day),
    };
    kinds.iter().map(facet).collect()
}

fn by_time(
    segments: &Segments,
    found: &[DocSet],
    kind: FacetKind,
    unit: CalendarUnit,
) -> Result<Facet, Error> {
    let mut days = Days::default();
    for (segment, found) in segments.iter().zip(found) {
        segments.cancel().count(found.len())?;
        days.add(segment, found)?;
    }
    Ok(dated(kind, unit, &days))
}

fn dated(kind: FacetKind, unit: CalendarUnit, days: &Days) -> Facet {
    let newest_first = days.by(unit).into_iter().rev();
    let counts = newest_first.map(|(name, articles)| Count { name, articles }).collect();
    Facet { kind, counts, without: days.undated }
}

/// Counts by a text column, which has the facet's name.
pub(crate) fn by_value(
    segments: &Segments,
    found: &[DocSet],
    kind: FacetKind,
) -> Result<Facet, Error> {
    let mut counts = Vec::new();
    let mut without = 0;
    for (segment, found) in segments.iter().zip(found) {
        match segment.names(kind.name())? {
            Some(column) => {
                segments.cancel().count(found.len())?;
                let (ordinals, valueless) = by_ordinal(&column, found);
                without += valueless;
                add_named(&mut counts, &column, &ordinals)?;
            }
            None => without += found.len(),
        }
    }
    Ok(Facet { kind, counts: most_first(counts), without })
}

/// Joins the counts of segments, each in order of names.
fn most_first(mut counts: Vec<Count>) -> Vec<Count> {
    // A stable sort makes use of the order that is there: few of many names are ever compared.
    counts.sort_by(|left, right| left.name.cmp(&right.name));
    counts.dedup_by(|next, kept| {
        let is_same = next.name == kept.name;
        kept.articles += if is_same { next.articles } else { 0 };
        is_same
    });
    counts.sort_by_key(|count| Reverse(count.articles));
    counts
}

/// Returns how many of `documents` have the value of each ordinal, and how many have none.
fn by_ordinal(column: &Names, documents: &DocSet) -> (Vec<u64>, u64) {
    let mut counts = vec![0_u64; column.count()];
    // An article that has a tag twice is one article.
    let mut last_counted = vec![u32::MAX; column.count()];
    let mut without = 0;
    for document in documents.iter() {
        let mut has_none = true;
        for ordinal in column.of(document) {
            has_none = false;
            let ordinal = ordinal as usize;
            counts[ordinal] += u64::from(last_counted[ordinal] != document);
            last_counted[ordinal] = document;
        }
        without += u64::from(has_none);
    }
    (counts, without)
}

/// Adds the counts of one segment, in order of names.
fn add_named(counts: &mut Vec<Count>, column: &Names, by_ordinal: &[u64]) -> Result<(), Error> {
    let counted = (0_u64..).zip(by_ordinal).filter(|&(_, &articles)| articles > 0);
    let (ordinals, articles): (Vec<u64>, Vec<u64>) = counted.unzip();
    let mut next = articles.into_iter();
    let add = |name: &[u8]| {
        let name = String::from_utf8_lossy(name).into_owned();
        counts.extend(next.next().map(|articles| Count { name, articles }));
    };
    Ok(column.each(&ordinals, add)?)
}
