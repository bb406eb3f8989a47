//! Filters: which articles a question is about.

use serde::Deserialize;
use utoipa::IntoParams;
use xunwen_query::Filter;
use xunwen_schema::Period;

use super::size::at_most;
use crate::http::problem::Problem;
use crate::limits::Limits;

/// Which articles a question is about; shared by all questions.
///
/// Every field is text: serde hands flattened fields over as text and nothing else.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FilterParams {
    /// Only articles published on this day, month or year, or later.
    #[param(max_length = 100, nullable = false, example = "2025-11")]
    pub(super) since: Option<String>,
    /// Only articles published on this day, month or year, or before.
    #[param(max_length = 100, nullable = false, example = "2026-02-28")]
    pub(super) until: Option<String>,
    /// Only articles of this outlet: Hanzi, pinyin, or initials.
    #[param(max_length = 100, nullable = false)]
    pub(super) source: Option<String>,
}

impl FilterParams {
    /// Returns the filters as they were typed; what is empty filters nothing.
    pub(super) fn bounds(&self) -> [&str; 3] {
        [&self.since, &self.until, &self.source].map(|bound| bound.as_deref().unwrap_or_default())
    }

    pub(crate) fn filter(&self) -> Result<Filter, Problem> {
        if let Some(source) = &self.source {
            at_most("source", source.chars().count(), Limits::NAME)?;
        }
        let source = self.source.as_deref().filter(|name| !name.trim().is_empty());
        Ok(Filter {
            since: period("since", self.since.as_deref())?.map(|period| period.start),
            until: period("until", self.until.as_deref())?.map(|period| period.end),
            source: source.map(str::to_owned),
            ..Filter::default()
        })
    }
}

fn period(name: &str, text: Option<&str>) -> Result<Option<Period>, Problem> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    at_most(name, text.chars().count(), Limits::NAME)?;
    let unknown = || Problem::bad("date", "a date is written 2025-12-30, 2025-12 or 2025");
    Period::parse(text).map(Some).ok_or_else(unknown)
}
