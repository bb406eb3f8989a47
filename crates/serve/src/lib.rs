//! The HTTP interface of xunwen, and its page.
//!
//! ```text
//! connection -serve-> request -params-> query Request -Pool-> Engine of the Live index -wire-> JSON
//! ```
//!
//! [`router()`] builds the whole interface over a [`Live`] index. [`follow`] keeps that index up to
//! date with its directory, and [`serve()`] answers connections within [`Limits`]. Failures, slow
//! requests, start and stop are emitted as `tracing` events, which a program that serves subscribes
//! to; with [`report_panics`] they include the places of panics. Nothing here writes to the index,
//! and no part of a request names a file.
//!
//! Read from the top: `http` turns connections into requests and errors into responses,
//! `endpoints` answer them with what `params` read, all over the `state` that they share; below are
//! the index that is served (`live`), the threads that search it (`pool` with its `queue`s and
//! `ticket`s, `workload`), and the log.

mod endpoints;
mod http;
mod params;
mod state;

mod live;
mod log;
mod panics;
mod pool;
mod queue;
mod ticket;
mod workload;

mod docs;
mod keys;
mod mcp;

mod cost;
mod cursor;
mod limits;
mod page;

pub use http::access::Access;
pub use http::cors::{NoOrigin, Origin};
pub use http::hosts::{HostName, Hosts, NoHostName};
pub use http::problem::Problem;
pub use http::router::{router, router_for};
pub use http::server::serve;
pub use keys::{KeyError, KeyLimits, Keys, add_key, follow_keys};
pub use limits::Limits;
pub use live::{Live, follow};
pub use mcp::{McpError, serve_mcp};
pub use panics::report_panics;
