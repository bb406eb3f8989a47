//! The HTTP interface of xunwen, and the page on it.
//!
//! ```text
//! connection -serve-> request -params-> query Request -Pool-> Engine of the Live index -wire-> JSON
//! ```
//!
//! [`router()`] is the whole interface over a [`Live`] index; [`follow`] keeps that on what its
//! directory holds, and [`serve()`] answers connections with it, under [`Limits`]. Nothing here
//! writes, and no part of a request names a file.

mod api;
mod asked;
mod cost;
mod cursor;
mod export;
mod guard;
mod health;
mod limits;
mod live;
mod log;
mod metrics;
mod openapi;
mod page;
mod panics;
mod params;
mod pool;
mod problem;
mod router;
mod server;
mod suggest;
mod workload;

pub use limits::Limits;
pub use live::{Live, follow};
pub use panics::report_panics;
pub use problem::Problem;
pub use router::router;
pub use server::serve;
