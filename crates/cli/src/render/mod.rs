//! Renderings: plain data to bytes, a file or folder for each command. What several commands share:
//! `asked`, `columns`, `job`, `json_lines`, `numbers`, `style` and `word_table`.

mod analyze;
mod asked;
mod columns;
mod compact;
mod delete;
mod eval;
mod explain;
mod generations;
mod input_notes;
mod inspect;
mod job;
mod json_lines;
mod keywords;
mod kwic;
mod notes;
mod numbers;
mod peek;
mod rebuild;
mod replay;
mod search;
mod style;
mod trend;
mod verify;
mod word_table;
mod words;
mod words_near;

pub(crate) use analyze::{tokens_json, tokens_text};
pub(crate) use asked::Asked;
pub(crate) use compact::compacted;
pub(crate) use delete::{deleted, would_delete};
pub(crate) use eval::{Evaluated, SetFigures, compared, evaluation, sets_json, sets_text};
pub(crate) use explain::{explanation_json, explanation_text};
pub(crate) use generations::{generations_json, generations_text, removed};
pub(crate) use inspect::{facts_json, facts_text};
pub(crate) use job::{event_json, event_text, failure_json, report, report_json};
pub(crate) use kwic::{line_csv, line_json, line_totals_json, lines_table, lines_text};
pub(crate) use notes::notes;
pub(crate) use peek::{peek_json, peek_text};
pub(crate) use rebuild::comparison;
pub(crate) use replay::{replay_json, replay_text};
pub(crate) use search::{Result, articles, csv, json, text, trec};
pub(crate) use trend::{Trends, chart, trend_csv, trend_json, trend_outliers, trend_text};
pub(crate) use verify::{verification_json, verification_text};
pub(crate) use word_table::words;
pub(crate) use words::{new_words, words_added, words_removed};
