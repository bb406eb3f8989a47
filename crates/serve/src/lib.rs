//! The HTTP interface of xunwen, and the page on it.
//!
//! ```text
//! request -params-> query Request -Pool-> Engine of the Live index -wire-> JSON
//! ```
//!
//! [`router()`] is the whole interface over a [`Live`] index; [`follow`] keeps that on what its
//! directory holds. Nothing here writes, and no part of a request names a file.

mod api;
mod live;
mod metrics;
mod page;
mod params;
mod pool;
mod problem;
mod router;

pub use live::{Live, follow};
pub use pool::Limits;
pub use problem::Problem;
pub use router::router;
