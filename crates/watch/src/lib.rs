//! Standing queries: what is new in an index for each of them, reported exactly once.
//!
//! A [`Watch`] has [`StandingQuery`]s and a folder for its state. A [`Watch::round`] asks an engine for
//! the exact tier of every query, and reports the articles that were not reported to it before: as
//! lines, as an Atom feed, or as deliveries, which [`Watch::deliver`] posts to a [`Receiver`] with a
//! signature. The first round of a query reports nothing: what the index holds then counts as known.
//!
//! ```
//! use xunwen_language::parse;
//! use xunwen_query::{Cancel, Engine};
//! use xunwen_watch::{Options, StandingQuery, Watch};
//!
//! let folder = tempfile::tempdir()?;
//! let index = folder.path().join("index");
//! let add = |line: &str| -> Result<Engine, Box<dyn std::error::Error>> {
//!     let news = folder.path().join("news.jsonl");
//!     std::fs::write(&news, line)?;
//!     let inputs = xunwen_index::inputs(&[news.display().to_string()])?;
//!     xunwen_index::Job { inputs, ..Default::default() }.run(&index, &mut |_| {})?;
//!     Ok(Engine::open(&index)?)
//! };
//! let query = StandingQuery { id: "q1".into(), text: "短剧".into(), query: parse("短剧")? };
//! let mut watch = Watch::open(&folder.path().join("state"), vec![query], Options::default(), 0)?;
//!
//! let (mut lines, cancel) = (Vec::new(), Cancel::default());
//! let engine = add(r#"{"id": "a", "title": "短剧出海"}"#)?;
//! assert_eq!(watch.round(&engine, 0, &cancel, &mut lines)?.new, 0);
//! let engine = add(r#"{"id": "b", "title": "微短剧走红"}"#)?;
//! assert_eq!(watch.round(&engine, 0, &cancel, &mut lines)?.new, 1);
//! assert_eq!(watch.round(&engine, 0, &cancel, &mut lines)?.new, 0);
//! assert!(String::from_utf8(lines)?.contains(r#""id":"b""#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is on disk
//!
//! ```text
//! STATE/watch.lock        held by the one watch there may be
//! STATE/state.json        what is committed; replaced by rename
//! STATE/known/KEY         16 bytes for each article that was reported to a query: a hash of its id
//! STATE/pending/NUMBER    a delivery that the receiver has not accepted yet
//! ```
//!
//! `state.json` says how much of every other file counts. Whatever is written beyond that, by a round
//! that was killed, is cut off or overwritten by the next: a group of queries is reported when
//! `state.json` has been replaced, wholly, or not at all.

mod entry;
mod error;
mod feed;
mod files;
mod found;
mod known;
mod log;
mod options;
mod pending;
mod receiver;
mod reporter;
mod standing_query;
mod state;
mod watch;

pub use error::Error;
pub use options::{Format, Options, Target};
pub use receiver::Receiver;
pub use standing_query::StandingQuery;
pub use watch::{Delivered, Round, Watch};
