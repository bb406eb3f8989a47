//! The API: its endpoints over one state, and their description.

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use serde_json::Value;
use utoipa::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use super::access::Access;
use super::metrics::Metrics;
use super::openapi::{Description, want_keys};
use super::{body, conditional, guard};
use crate::endpoints::{
    article, batch, explain, export, fallback, health, index, kwic, metrics, receipt, replay,
    search, suggest, trend,
};
use crate::limits::Limits;
use crate::live::Live;
use crate::pool::Pool;
use crate::state::{AppState, SharedState};

/// Routes with their description.
type Described = OpenApiRouter<SharedState>;

/// The API, in parts that differ in who may ask.
pub(crate) struct Api {
    pub(crate) state: SharedState,
    /// What answers from the index.
    pub(crate) searches: Router<SharedState>,
    /// What tells how much the server has answered.
    pub(crate) numbers: Router<SharedState>,
    /// What nobody needs a key for.
    pub(crate) open: Router<SharedState>,
    /// All of it, as OpenAPI.
    pub(crate) description: Value,
}

impl Api {
    /// Returns the API over `live`.
    pub(crate) fn new(access: Access, live: Arc<Live>, limits: Limits) -> Self {
        let Access { hosts, keys, .. } = access;
        let parts = [searches(), numbers(), open()].map(Described::split_for_parts);
        let [searches, numbers, open] = parts;
        let mut description = Description::openapi();
        for (_, part) in [&searches, &numbers, &open] {
            description.merge(part.clone());
        }
        if keys.is_some() {
            want_keys(&mut description);
        }
        let description = serde_json::to_value(&description).unwrap_or_default();
        let state = Arc::new(AppState {
            live,
            limits,
            hosts,
            keys,
            pool: Pool::new(&limits),
            metrics: Metrics::new(),
            docs: crate::docs::page(&description).into(),
            description: serde_json::to_vec(&description).unwrap_or_default().into(),
        });
        let [(searches, _), (numbers, _), (open, _)] = [searches, numbers, open];
        Self { state, searches, numbers, open, description }
    }

    /// Returns what answers from the index, to be asked within the process: measured, logged and
    /// limited as it is over HTTP, but without keys and hosts.
    pub(crate) fn within(&self) -> Router {
        bounded(self.searches.clone(), &self.state)
            .layer(from_fn_with_state(Arc::clone(&self.state), guard::measured))
            .with_state(Arc::clone(&self.state))
    }
}

/// Lets bodies be read within their limits only.
pub(crate) fn bounded(router: Router<SharedState>, state: &SharedState) -> Router<SharedState> {
    router
        .method_not_allowed_fallback(fallback::no_method)
        .layer(from_fn_with_state(Arc::clone(state), body::bounded))
}

/// Returns what answers from the index, with its description.
fn searches() -> Described {
    Described::new()
        .routes(routes!(search::search))
        .routes(routes!(article::article))
        .routes(routes!(explain::explain))
        .routes(routes!(trend::trend))
        .routes(routes!(kwic::kwic))
        .routes(routes!(export::export))
        .routes(routes!(receipt::receipt))
        .routes(routes!(replay::replay))
        .routes(routes!(batch::batch))
        .routes(routes!(suggest::suggest))
        .routes(routes!(index::index).layer(from_fn(conditional::tagged)))
}

/// Returns what tells how much the server has answered.
fn numbers() -> Described {
    Described::new().routes(routes!(metrics::metrics))
}

/// Returns what of the API nobody needs a key for.
fn open() -> Described {
    Described::new().routes(routes!(health::health))
}
