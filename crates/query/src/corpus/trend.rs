//! Trends: how often queries are answered over time.

use std::collections::BTreeMap;
use std::ops::Range;

use xunwen_language::Query;
use xunwen_schema::Published;

use crate::corpus::calendar::{CalendarUnit, Days, Outliers};
use crate::corpus::facets::Count;
use crate::engine::elsewhere::Tally;
use crate::engine::facade::Engine;
use crate::index::Index;
use crate::index::error::Error;
use crate::index::term_lookup::{Lookup, SegmentLookup};
use crate::matching::filter::Selection;
use crate::matching::plan::CompiledQuery;
use crate::request::{Filter, Request};

/// A question about time.
#[derive(Clone, Debug)]
pub struct TrendRequest {
    /// What is asked, side by side.
    pub queries: Vec<Query>,
    /// Which articles are asked about.
    pub filter: Filter,
    /// How long a period is.
    pub by: CalendarUnit,
    /// The present in seconds since the Unix epoch, where "the last 30 days" end.
    pub now: i64,
}

/// How often queries are answered over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// How long a period is.
    pub by: CalendarUnit,
    /// Every period from the first to the last that has an article under the filter, in order,
    /// with the number of all its articles, which may be 0; of [`Self::fitting`], from the first to the
    /// last that has an article found.
    pub periods: Vec<Count>,
    /// The queries' answers, in their order.
    pub series: Vec<Series>,
    /// Articles that pass the filter, dated or not.
    pub articles: u64,
    /// Articles dated far from all others, before or after them: they stretch the periods.
    pub outliers: Vec<Outliers>,
    /// The generation that answered.
    pub generation: u64,
}

/// The answers of one query over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// One point a period; `None` where there is no article at all, so that nothing is known.
    pub points: Vec<Option<Point>>,
    /// Articles in the exact tier, dated or not.
    pub found: u64,
    /// Those of them without a date, which are in no period.
    pub undated: u64,
}

/// The answer of one query in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Articles of the period in the exact tier.
    pub articles: u64,
    /// The same for every 10,000 articles of the period.
    pub per_10_000: f64,
}

impl Trend {
    /// Returns whether no query found anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.series.iter().all(|series| series.found == 0)
    }

    /// Returns the stretches of periods without any article, as ranges of [`Trend::periods`].
    #[must_use]
    pub fn gaps(&self) -> Vec<Range<usize>> {
        let mut gaps: Vec<Range<usize>> = Vec::new();
        for (place, period) in self.periods.iter().enumerate() {
            match gaps.last_mut() {
                _ if period.articles > 0 => {}
                Some(gap) if gap.end == place => gap.end += 1,
                _ => gaps.push(place..place + 1),
            }
        }
        gaps
    }

    /// Counts the exact tiers of some queries period by period.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(engine: &Engine, request: &TrendRequest) -> Result<Self, Error> {
        let counts = TrendCounts::of(engine, request)?;
        Ok(counts.trend(request.by, counts.all.ends(), engine))
    }

    /// Does what [`Self::of`] does, with periods that fit what was found: days if it was published
    /// within 62 days, years if within more than 60 months, else months. The periods are those from the
    /// first article that a query finds to the last or, if none finds any, of all articles.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn fitting(engine: &Engine, request: &TrendRequest) -> Result<Self, Error> {
        let counts = TrendCounts::of(engine, request)?;
        let ends = counts.found.iter().filter_map(Days::ends);
        let ends = ends.reduce(|(first, last), own| (first.min(own.0), last.max(own.1)));
        let ends = ends.or_else(|| counts.all.ends());
        let by =
            ends.map_or(CalendarUnit::Month, |(first, last)| CalendarUnit::fitting(first, last));
        Ok(counts.trend(by, ends, engine))
    }
}

/// What is counted on the way through the segments.
struct TrendCounts {
    /// What passes the filter.
    all: Days,
    /// What each query finds of it.
    found: Vec<Days>,
}

impl TrendCounts {
    fn of(engine: &Engine, request: &TrendRequest) -> Result<Self, Error> {
        let queries: Vec<CompiledQuery> = request.queries.iter().map(CompiledQuery::of).collect();
        let mut counts = Self { all: Days::default(), found: vec![Days::default(); queries.len()] };
        if let Some(remote) = engine.elsewhere() {
            counts.ask(remote.as_ref(), request)?;
        } else {
            let index = engine.local("a trend")?.index();
            let lookup = Lookup::new(index.segments());
            for segment in index.segments().iter() {
                counts.read(index, request, &queries, lookup.at(segment))?;
            }
        }
        Ok(counts)
    }

    /// Returns the periods between two ends, with what was counted in each.
    fn trend(
        &self,
        by: CalendarUnit,
        ends: Option<(Published, Published)>,
        engine: &Engine,
    ) -> Trend {
        let all = self.all.by(by);
        let names = ends.map_or(Vec::new(), |(first, last)| by.names(first, last));
        let counted = |name: String| Count { articles: count(&all, &name), name };
        let periods: Vec<Count> = names.into_iter().map(counted).collect();
        Trend {
            by,
            series: self.found.iter().map(|days| series(days, by, &periods)).collect(),
            periods,
            articles: all.values().sum::<u64>() + self.all.undated,
            outliers: self.all.outliers(),
            generation: engine.generation().number,
        }
    }

    fn ask(&mut self, tally: &dyn Tally, request: &TrendRequest) -> Result<(), Error> {
        let TrendRequest { queries, filter, now, .. } = request;
        let asked = |query: &Query| {
            Request { filter: filter.clone(), ..Request::new(query.clone(), *now) }.folded()
        };
        let all = asked(&Query::default());
        self.all = Days::of(&tally.days(&all, all.query.is_empty())?);
        for (query, days) in queries.iter().zip(&mut self.found) {
            *days = Days::of(&tally.days(&asked(query), false)?);
        }
        Ok(())
    }

    fn read(
        &mut self,
        index: &Index,
        request: &TrendRequest,
        queries: &[CompiledQuery],
        at: SegmentLookup<'_>,
    ) -> Result<(), Error> {
        let TrendRequest { filter, now, .. } = request;
        let selection = Selection::new(index.fields(), filter, *now);
        let passing = selection.passing(&selection.evaluator(at))?;
        self.all.add(at.segment, &passing)?;
        for (query, days) in queries.iter().zip(&mut self.found) {
            let mut evaluator = selection.evaluator(at);
            let found = selection.found(query.root.as_ref(), &mut evaluator, &passing)?;
            days.add(at.segment, &found)?;
        }
        Ok(())
    }
}

fn series(days: &Days, by: CalendarUnit, periods: &[Count]) -> Series {
    let counts = days.by(by);
    let point = |period: &Count| {
        let articles = count(&counts, &period.name);
        (period.articles > 0).then(|| Point {
            articles,
            per_10_000: articles as f64 * 10_000.0 / period.articles as f64,
        })
    };
    Series {
        points: periods.iter().map(point).collect(),
        found: counts.values().sum::<u64>() + days.undated,
        undated: days.undated,
    }
}

fn count(counts: &BTreeMap<String, u64>, name: &str) -> u64 {
    counts.get(name).copied().unwrap_or_default()
}
