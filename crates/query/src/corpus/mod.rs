//! Statistics over the articles that a query finds, or over all of an index.

mod calendar;
mod collocates;
mod facets;
mod info;
mod keywords;
mod kwic;
mod matched_texts;
mod new_words;
mod top_k;
mod trend;
mod word_counts;

pub use calendar::{CalendarUnit, Outliers};
pub use collocates::{Collocate, Collocates};
pub use facets::{Count, Facet, FacetKind};
pub use info::IndexInfo;
pub use keywords::{Keyword, Keywords};
pub use kwic::{Concordance, ConcordanceLine, ConcordanceOptions, LineOrder};
pub use new_words::word::NewWord;
pub use new_words::{DiscoverRequest, Discovery};
pub use trend::{Point, Series, Trend, TrendRequest};
