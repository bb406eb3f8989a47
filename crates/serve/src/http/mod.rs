//! HTTP: connections, what holds for every request, and the forms of errors and metrics.

pub(crate) mod extract;
mod guard;
pub(crate) mod hosts;
pub(crate) mod metrics;
mod openapi;
pub(crate) mod problem;
pub(crate) mod router;
pub(crate) mod server;
