//! Queries over time: bars for reading, a table, JSON Lines, and a picture.

mod axis;
mod chart;
mod periods;

pub(crate) use chart::chart;
pub(crate) use periods::{Trends, trend_csv, trend_json, trend_outliers, trend_text};
