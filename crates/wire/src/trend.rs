//! Trends: periods in order, then what they are a part of.

use serde::Serialize;

use xunwen_query::corpus::{Point, Trend};

/// A period, and each query in it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Period<'a> {
    /// `2025`, `2025-12` or `2025-12-30`.
    pub period: &'a str,
    /// All articles of the period that pass the filter.
    pub articles: u64,
    /// One value a query, in the order of the queries; `null` where there is no article at all.
    pub series: Vec<Option<PeriodPoint>>,
}

/// The answer of one query in one period.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodPoint {
    /// Articles of the period in the exact tier.
    pub found: u64,
    /// The same for every 10,000 articles of the period.
    pub per_10000: f64,
}

/// What the periods are a part of.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrendSummary<'a> {
    /// The queries, in the order of the series.
    pub queries: Vec<TrendQuery<'a>>,
    /// `day`, `month` or `year`.
    pub by: &'static str,
    /// Milliseconds since the question was asked, to a tenth.
    pub elapsed_ms: f64,
    /// All articles that pass the filter, dated or not.
    pub articles: u64,
    /// The generation that answered.
    pub generation: u64,
}

/// One of the queries.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrendQuery<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// Articles in the exact tier.
    pub found: u64,
    /// Those of them without a date, which are in no period.
    pub undated: u64,
}

impl<'a> Period<'a> {
    /// Returns the wire form of the periods of `trend`.
    pub fn all(trend: &'a Trend) -> impl Iterator<Item = Self> {
        trend.periods.iter().enumerate().map(|(place, period)| {
            let points =
                trend.series.iter().map(|series| series.points.get(place).copied().flatten());
            let series = points.map(|point| point.map(PeriodPoint::from)).collect();
            Self { period: &period.name, articles: period.articles, series }
        })
    }
}

impl<'a> TrendSummary<'a> {
    /// Returns the summary of `trend`, the answer to `queries`.
    #[must_use]
    pub fn of(queries: &'a [String], trend: &Trend, elapsed_ms: f64) -> Self {
        let queries = queries.iter().zip(&trend.series).map(|(query, series)| TrendQuery {
            query,
            found: series.found,
            undated: series.undated,
        });
        Self {
            queries: queries.collect(),
            by: trend.by.name(),
            elapsed_ms,
            articles: trend.articles,
            generation: trend.generation,
        }
    }
}

impl From<Point> for PeriodPoint {
    fn from(point: Point) -> Self {
        Self { found: point.articles, per_10000: point.per_10_000 }
    }
}
