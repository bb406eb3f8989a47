//! The wire form: the JSON and CSV that the command line and the HTTP interface both write.
//!
//! Each type here is the shape of one JSON object and borrows what it writes from the plain data
//! of `xunwen-query`. Marks are byte ranges of the `text` beside them, times are ISO 8601, and
//! times that name a day or month do so by China's clocks. Members may be added, none is renamed
//! or removed.

mod analysis;
mod article;
mod audit;
mod column;
mod context;
mod counts;
mod explanation;
mod hit;
mod line;
mod note;
mod question;
mod receipt;
mod replay;
mod run;
mod table;
mod trend;
mod watch;
mod word;

pub use analysis::{Analysis, AtomLine, LawLine, TermLine, token_name};
pub use article::Article;
pub use audit::{Audit, AuditedLiteral, MissedArticle, MissedCounts};
pub use column::{Column, Row, exported};
pub use context::{ContextLine, ContextSummary};
pub use counts::{Count, Facet, IndexFacts};
pub use explanation::{Contribution, Explanation, Unmet, unit_name};
pub use hit::{Expansion, Hit, Marked, Passage, Summary};
pub use line::{AnswerLine, elapsed_ms};
pub use note::Note;
pub use question::{CalendarUnit, ExpandChoice, FacetKind, LineOrder, Order, expand};
pub use receipt::{PROGRAM, Receipt};
pub use replay::{Answered, Listed, Replay};
pub use run::run;
pub use table::{Table, TableReader};
pub use trend::{Period, PeriodPoint, TrendQuery, TrendSummary};
pub use watch::{Delivery, NewArticle, WatchLine, WatchSummary};
pub use word::{Collocate, Keyword};
