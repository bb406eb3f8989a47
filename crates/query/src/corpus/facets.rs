//! Facets: the articles of an answer, counted by what they share.
//!
//! Counted in columns, document set by document set: no article is read, and every name once.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use xunwen_language::Query;
use xunwen_schema::{column, fold, source_keys, source_lookup_keys};

use crate::corpus::calendar::{CalendarUnit, Days};
use crate::engine::answer::Answer;
use crate::engine::elsewhere::{Tally, ValueCounts};
use crate::index::Index;
use crate::index::columns::Names;
use crate::index::docset::DocSet;
use crate::index::error::Error;
use crate::index::segment::Segments;
use crate::index::spellings::Spellings;
use crate::request::Request;

/// By what articles are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FacetKind {
    /// The outlet, under the name in Hanzi if it has several.
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
    pub counts: Vec<FacetCount>,
    /// Articles that have no such value.
    pub without: u64,
}

/// A number of articles that share a value.
///
/// An outlet has one count under all its names: as many articles as a [`Filter`](crate::Filter) by
/// `name` finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// What they share.
    pub name: String,
    /// How many they are.
    pub articles: u64,
    /// Of an outlet: its other names among them, such as the pinyin of a name in Hanzi.
    pub also: Vec<String>,
}

/// A number of articles that share a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What they share.
    pub name: String,
    /// How many they are.
    pub articles: u64,
}

/// Articles, counted by values as they are written.
pub(crate) struct Values {
    kind: FacetKind,
    pub(crate) counts: Vec<Count>,
    without: u64,
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
            let facets = elsewhere(tally, Some(request), kinds)?.into_iter();
            let named = |values: Values| {
                let spellings = match values.kind {
                    FacetKind::Source => {
                        Spellings::of(values.counts.iter().map(|it| it.name.as_str()))
                    }
                    _ => Spellings::default(),
                };
                Self::new(values, &spellings)
            };
            return Ok(facets.map(named).collect());
        }
        let Some(segments) = answer.index().map(Index::segments) else { return Ok(Vec::new()) };
        let none = Spellings::default();
        let mut facets = Vec::with_capacity(kinds.len());
        for values in self::facets(segments, answer.exact_tier(), kinds)? {
            let is_source = values.kind == FacetKind::Source;
            let spellings = if is_source { segments.outlets()? } else { &none };
            facets.push(Self::new(values, spellings));
        }
        Ok(facets)
    }

    fn new(values: Values, spellings: &Spellings) -> Self {
        let Values { kind, counts, without } = values;
        Self { kind, counts: joined(counts, spellings), without }
    }

    /// Returns the facet of the values that contain `text`; of outlets, those as well whose pinyin or
    /// initials begin with it.
    #[must_use]
    pub fn like(self, text: &str) -> Self {
        let text = Sought::of(text, self.kind);
        let is_like = |count: &FacetCount| {
            std::iter::once(&count.name).chain(&count.also).any(|name| text.is_in(name))
        };
        Self { counts: self.counts.into_iter().filter(is_like).collect(), ..self }
    }
}

/// A piece of a name that is sought.
struct Sought {
    folded: String,
    /// How the keys of outlets begin that are sought by their sound.
    keys: Vec<String>,
}

impl Sought {
    fn of(text: &str, kind: FacetKind) -> Self {
        let folded = fold(text.trim());
        let mut keys = source_lookup_keys(text);
        // The name as it is written has been looked for in the name.
        keys.retain(|key| kind == FacetKind::Source && !key.starts_with('=') && !folded.is_empty());
        Self { folded, keys }
    }

    fn is_in(&self, name: &str) -> bool {
        let sounds_so = || {
            let own = source_keys(name);
            own.iter().any(|own| self.keys.iter().any(|key| own.starts_with(key)))
        };
        fold(name).contains(&self.folded) || !self.keys.is_empty() && sounds_so()
    }
}

/// Joins the counts of names that the filter takes for one: of each the name in Hanzi is kept, or
/// that of most articles. Each has as many articles as the filter by its name finds.
fn joined(counts: Vec<Count>, spellings: &Spellings) -> Vec<FacetCount> {
    if spellings.is_empty() {
        let alone = |Count { name, articles }| FacetCount { name, articles, also: Vec::new() };
        return counts.into_iter().map(alone).collect();
    }
    let by_name: HashMap<&str, u64> =
        counts.iter().map(|count| (count.name.as_str(), count.articles)).collect();
    let mut ranked: Vec<&Count> = counts.iter().collect();
    ranked.sort_by_key(|count| count.name.is_ascii());
    let mut kept: Vec<FacetCount> = Vec::with_capacity(counts.len());
    let mut shown: HashSet<&str> = HashSet::new();
    for Count { name, articles } in ranked {
        let others = spellings.others(name);
        let is_twin = |other: &String| spellings.others(other).contains(name);
        if others.iter().any(|other| shown.contains(other.as_str()) && is_twin(other)) {
            continue;
        }
        shown.insert(name);
        let also: Vec<String> =
            others.iter().filter(|other| by_name.contains_key(other.as_str())).cloned().collect();
        let more: u64 = also.iter().filter_map(|other| by_name.get(other.as_str())).sum();
        kept.push(FacetCount { name: name.clone(), articles: articles + more, also });
    }
    kept.sort_by(|left, right| {
        right.articles.cmp(&left.articles).then_with(|| left.name.cmp(&right.name))
    });
    kept
}

/// Counts the articles of the exact tier of `request`, or all, where a remote holds them.
pub(crate) fn elsewhere(
    tally: &dyn Tally,
    request: Option<&Request>,
    kinds: &[FacetKind],
) -> Result<Vec<Values>, Error> {
    let by_value = |kind: FacetKind| {
        let ValueCounts { counts, without } = tally.values(request, kind.name())?;
        let counts = counts.into_iter().map(|(name, articles)| Count { name, articles }).collect();
        Ok(Values { kind, counts: most_first(counts), without })
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

/// Counts the documents `found` in each of `segments` by each of `kinds`.
pub(crate) fn facets(
    segments: &Segments,
    found: &[DocSet],
    kinds: &[FacetKind],
) -> Result<Vec<Values>, Error> {
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
) -> Result<Values, Error> {
    let mut days = Days::default();
    for (segment, found) in segments.iter().zip(found) {
        segments.cancel().count(found.len())?;
        days.add(segment, found)?;
    }
    Ok(dated(kind, unit, &days))
}

fn dated(kind: FacetKind, unit: CalendarUnit, days: &Days) -> Values {
    let newest_first = days.by(unit).into_iter().rev();
    let counts = newest_first.map(|(name, articles)| Count { name, articles }).collect();
    Values { kind, counts, without: days.undated }
}

/// Counts by a text column, which has the facet's name.
pub(crate) fn by_value(
    segments: &Segments,
    found: &[DocSet],
    kind: FacetKind,
) -> Result<Values, Error> {
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
    Ok(Values { kind, counts: most_first(counts), without })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(counts: &[(&str, u64)]) -> Vec<Count> {
        let count = |&(name, articles): &(&str, u64)| Count { name: name.to_owned(), articles };
        counts.iter().map(count).collect()
    }

    #[test]
    fn counts_of_names_that_stand_for_themselves_keep_their_order() {
        let names = ["2026", "汉", "2025", "AI"];
        let counts = counted(&names.map(|name| (name, 1)));
        let shown = joined(counts, &Spellings::default()).into_iter();
        assert_eq!(shown.map(|count| count.name).collect::<Vec<_>>(), names);
    }

    #[test]
    fn an_outlet_is_one_row_under_its_name_in_hanzi() {
        let counts =
            counted(&[("Sou Hu Cai Jing", 9), ("新华社", 8), ("搜狐财经", 3), ("SHCJ", 1)]);
        let spellings = Spellings::of(counts.iter().map(|count| count.name.as_str()));
        let shown: Vec<(String, u64, String)> = joined(counts, &spellings)
            .into_iter()
            .map(|count| (count.name, count.articles, count.also.join("|")))
            .collect();
        let row = |name: &str, articles, also: &str| (name.to_owned(), articles, also.to_owned());
        assert_eq!(
            shown,
            [
                // Initials find all that has them.
                row("SHCJ", 13, "Sou Hu Cai Jing|搜狐财经"),
                row("搜狐财经", 12, "Sou Hu Cai Jing"),
                row("新华社", 8, ""),
            ]
        );
    }

    #[test]
    fn a_value_is_sought_by_a_piece_of_it_and_an_outlet_by_its_sound() {
        let like = |kind, text: &str| -> Vec<String> {
            let counts =
                counted(&[("人民日报", 3), ("人民網", 2), ("新民晚报", 1), ("Reuters", 1)]);
            let facet = Facet::new(Values { kind, counts, without: 0 }, &Spellings::default());
            facet.like(text).counts.into_iter().map(|count| count.name).collect()
        };
        assert_eq!(like(FacetKind::Source, "人民"), ["人民日报", "人民網"]);
        assert_eq!(like(FacetKind::Source, "人民网"), ["人民網"]);
        assert_eq!(like(FacetKind::Source, "Ren Min"), ["人民日报", "人民網"]);
        assert_eq!(like(FacetKind::Source, "rmrb"), ["人民日报"]);
        assert_eq!(like(FacetKind::Source, "REUT"), ["Reuters"]);
        assert_eq!(like(FacetKind::Source, " ").len(), 4);
        assert_eq!(like(FacetKind::Tag, "renmin"), [""; 0]);
        assert_eq!(like(FacetKind::Tag, "民"), ["人民日报", "人民網", "新民晚报"]);
    }
}
