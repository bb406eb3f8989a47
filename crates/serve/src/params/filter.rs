//! Filters: which articles a question is about.

use serde::Deserialize;
use utoipa::IntoParams;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use xunwen_query::Filter;
use xunwen_schema::Period;

use super::repeated::repeated;
use super::size::at_most;
use super::switch::switch;
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
    /// Only articles of these outlets, each in Hanzi, pinyin, or initials; may be repeated.
    #[serde(default, deserialize_with = "repeated")]
    #[param(style = Form, explode, required = false, schema_with = outlets)]
    pub(super) source: Vec<String>,
    /// Only articles of which no outlet is known; beside `source`, these too.
    #[serde(default, deserialize_with = "switch")]
    #[param(required = false)]
    pub(super) unnamed: bool,
}

impl FilterParams {
    /// Returns the filters as they were typed; what is empty filters nothing.
    pub(super) fn bounds(&self) -> Vec<&str> {
        let Self { since, until, source, unnamed } = self;
        let [since, until] = [since, until].map(|bound| bound.as_deref().unwrap_or_default());
        let unnamed = if *unnamed { "unnamed" } else { "" };
        [since, until, unnamed].into_iter().chain(source.iter().map(String::as_str)).collect()
    }

    pub(crate) fn filter(&self) -> Result<Filter, Problem> {
        at_most("source", self.source.len(), Limits::OUTLETS)?;
        for source in &self.source {
            at_most("source", source.chars().count(), Limits::NAME)?;
        }
        let sources = self.source.iter().filter(|name| !name.trim().is_empty());
        Ok(Filter {
            since: period("since", self.since.as_deref())?.map(|period| period.start),
            until: period("until", self.until.as_deref())?.map(|period| period.end),
            sources: sources.cloned().collect(),
            unnamed: self.unnamed,
            ..Filter::default()
        })
    }

    /// Returns the outlets as they were asked for, for the name of a file.
    pub(super) fn outlets(&self) -> String {
        self.source.join(" ")
    }

    /// Returns the time as it was asked for, for the name of a file: `2025-12`, `2025-11..2026-02`.
    pub(super) fn period(&self) -> String {
        match [&self.since, &self.until].map(|bound| bound.as_deref().unwrap_or_default().trim()) {
            [since, until] if since == until => since.to_owned(),
            [since, until] => format!("{since}..{until}"),
        }
    }
}

/// Describes the names of outlets.
fn outlets() -> RefOr<Schema> {
    let name = ObjectBuilder::new().schema_type(Type::String).max_length(Some(Limits::NAME));
    ArrayBuilder::new().items(name).max_items(Some(Limits::OUTLETS)).into()
}

fn period(name: &str, text: Option<&str>) -> Result<Option<Period>, Problem> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    at_most(name, text.chars().count(), Limits::NAME)?;
    let unknown = || Problem::bad("date", "a date is written 2025-12-30, 2025-12 or 2025").of(name);
    Period::parse(text).map(Some).ok_or_else(unknown)
}
