//! Statistics over the articles that a query finds, or over all of an index.
//!
//! A [`Concordance`] shows keywords in context, [`Collocates`] the words around them, [`Keywords`]
//! the words that mark the articles found; a [`Facet`] counts these articles by outlet, time, tag
//! or language, a [`Trend`] counts them period by period. [`IndexInfo`] says what an index holds,
//! and a [`Discovery`] proposes words that its dictionary lacks.
//!
//! ```
//! use xunwen_language::parse;
//! use xunwen_query::corpus::{
//!     CalendarUnit, Concordance, ConcordanceOptions, Facet, FacetKind, LineOrder, Trend, TrendRequest,
//! };
//! use xunwen_query::{Filter, Request};
//!
//! # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
//! let request = Request::new(parse("短剧")?, 0);
//! let facets = Facet::of(&engine.answer(&request)?, &[FacetKind::Source])?;
//! assert_eq!(facets[0].counts.len(), 2);
//!
//! let options = ConcordanceOptions { width: 4, order: LineOrder::Date, limit: 1 };
//! let line = &Concordance::of(&engine, &request, &options)?.lines[0];
//! assert_eq!((line.left.as_str(), line.right.as_str()), ("微", "出海"));
//!
//! let (queries, filter) = (vec![parse("短剧")?], Filter::default());
//! let by_month = TrendRequest { queries, filter, by: CalendarUnit::Month, now: 0 };
//! let trend = Trend::of(&engine, &by_month)?;
//! assert_eq!((trend.periods.len(), trend.series[0].found), (3, 2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod calendar;
mod collocates;
mod facets;
mod info;
mod keywords;
mod kwic;
mod matched_texts;
mod neighbours;
mod new_words;
mod place_counts;
mod top_k;
mod trend;
mod word_counts;

pub use calendar::{CalendarUnit, Outliers};
pub use collocates::{Collocate, CollocateMeasure, Collocates};
pub use facets::{Count, Facet, FacetCount, FacetKind};
pub use info::IndexInfo;
pub use keywords::{Keyword, Keywords};
pub use kwic::{Concordance, ConcordanceLine, ConcordanceOptions, LineOrder, LineTotals};
pub use neighbours::{Neighbour, Neighbours, Side};
pub use new_words::word::NewWord;
pub use new_words::{DiscoverRequest, Discovery};
pub use trend::{Point, Series, Trend, TrendRequest};
