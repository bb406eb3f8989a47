//! HTTP: connections, what holds for every request, and the forms of errors and metrics.

pub(crate) mod access;
pub(crate) mod api;
mod body;
mod conditional;
pub(crate) mod cors;
pub(crate) mod extract;
mod guard;
pub(crate) mod hosts;
pub(crate) mod keyed;
pub(crate) mod metrics;
mod openapi;
pub(crate) mod problem;
pub(crate) mod router;
pub(crate) mod server;
