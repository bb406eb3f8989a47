//! What every request needs: the index, the limits, the pool.

use std::sync::Arc;

use axum::body::Bytes;
use axum::response::Response;

use crate::http::hosts::Hosts;
use crate::http::metrics::Metrics;
use crate::http::problem::Problem;
use crate::keys::Keys;
use crate::limits::Limits;
use crate::live::Live;
use crate::pool::Pool;

/// The state, as handlers share it.
pub(crate) type SharedState = Arc<AppState>;

/// What a handler returns.
pub(crate) type ApiResult = Result<Response, Problem>;

/// What answers requests.
#[derive(Debug)]
pub(crate) struct AppState {
    pub(crate) live: Arc<Live>,
    pub(crate) limits: Limits,
    pub(crate) hosts: Hosts,
    /// The keys of those who may ask, if they need one.
    pub(crate) keys: Option<Arc<Keys>>,
    pub(crate) pool: Pool,
    pub(crate) metrics: Metrics,
    /// The description of the interface, as JSON.
    pub(crate) description: Bytes,
    /// The same, as a page.
    pub(crate) docs: Bytes,
}
