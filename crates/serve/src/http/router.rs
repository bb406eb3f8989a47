//! The router: which handler answers which path, and the middleware around all of them.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::guard;
use super::hosts::Hosts;
use super::metrics::Metrics;
use super::openapi::{Description, openapi};
use crate::endpoints::{
    article, export, facet, fallback, health, index, kwic, metrics, receipt, search, suggest,
    trend, words,
};
use crate::limits::Limits;
use crate::live::Live;
use crate::page;
use crate::pool::Pool;
use crate::state::{AppState, SharedState};

/// The page may load its own files and talk to its own server, and nothing else. No text is ever
/// run as code.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// Headers of every response.
const HEADERS: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Returns the whole interface over `live`: the API under `/api`, metrics, and the page. It answers
/// under every name.
pub fn router(live: Arc<Live>, limits: Limits) -> Router {
    router_for(Hosts::default(), live, limits)
}

/// Returns the whole interface over `live`, which answers under the names of `hosts`.
pub fn router_for(hosts: Hosts, live: Arc<Live>, limits: Limits) -> Router {
    let (described, description) = described().split_for_parts();
    let description = serde_json::to_vec(&description).unwrap_or_default().into();
    let pool = Pool::new(&limits);
    let metrics = Metrics::new();
    let state: SharedState = Arc::new(AppState { live, limits, hosts, pool, metrics, description });
    let router = page::FILES
        .iter()
        .fold(described, |router, file| router.route(file.path, get(|| page::answer(file))))
        .route("/api/openapi.json", get(openapi))
        .fallback(fallback::nothing)
        .method_not_allowed_fallback(fallback::no_method)
        .with_state(Arc::clone(&state))
        .layer(from_fn_with_state(Arc::clone(&state), guard::bodiless))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&state), guard::known_host))
        .layer(from_fn_with_state(state, guard::measured));
    HEADERS.into_iter().fold(router, |router, (name, value)| {
        let value = HeaderValue::from_static(value);
        router.layer(SetResponseHeaderLayer::overriding(name, value))
    })
}

/// Returns the endpoints, with their description.
fn described() -> OpenApiRouter<SharedState> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(search::search))
        .routes(routes!(article::article))
        .routes(routes!(trend::trend))
        .routes(routes!(kwic::kwic))
        .routes(routes!(facet::facet))
        .routes(routes!(words::collocates))
        .routes(routes!(words::keywords))
        .routes(routes!(export::export))
        .routes(routes!(receipt::receipt))
        .routes(routes!(suggest::suggest))
        .routes(routes!(index::index))
        .routes(routes!(health::health))
        .routes(routes!(metrics::metrics))
}
