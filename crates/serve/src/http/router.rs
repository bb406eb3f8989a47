//! The router: which handler answers which path, and the middleware around all of them.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post_service};
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use super::access::Access;
use super::api::{Api, bounded};
use super::cors::Origin;
use super::openapi::openapi;
use super::{conditional, cors, guard, keyed};
use crate::endpoints::{docs, fallback};
use crate::limits::Limits;
use crate::live::Live;
use crate::mcp::{Assistant, over_http};
use crate::page;
use crate::state::SharedState;

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
/// everybody, under every name.
pub fn router(live: Arc<Live>, limits: Limits) -> Router {
    router_for(Access::default(), live, limits)
}

/// Returns the whole interface over `live`, for those who have access.
pub fn router_for(access: Access, live: Arc<Live>, limits: Limits) -> Router {
    let origins = access.origins.clone();
    let api = Api::new(access, live, limits);
    let assistant = over_http(Assistant::new(api.within(), &api.description), limits.body);
    let Api { state, searches, numbers, open, .. } = api;
    let bounded = |router| bounded(router, &state);
    // Whoever has no key is told so before a body of theirs is read.
    let keyed =
        |router| bounded(router).layer(from_fn_with_state(Arc::clone(&state), keyed::keyed));
    let api = keyed(searches).merge(bounded(open.merge(descriptions())));
    let router = shared(api, &origins)
        .merge(keyed(numbers))
        .merge(keyed(Router::new().route("/mcp", post_service(assistant))))
        .merge(bounded(page_files().fallback(fallback::nothing)))
        // Bodies have limits of their own.
        .layer(DefaultBodyLimit::disable())
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&state), guard::known_host))
        .layer(from_fn_with_state(Arc::clone(&state), guard::measured))
        .with_state(state);
    HEADERS.into_iter().fold(router, |router, (name, value)| {
        let value = HeaderValue::from_static(value);
        router.layer(SetResponseHeaderLayer::overriding(name, value))
    })
}

/// Lets pages of these origins read what `api` answers.
fn shared(api: Router<SharedState>, origins: &[Origin]) -> Router<SharedState> {
    if origins.is_empty() { api } else { api.layer(cors::layer(origins)) }
}

/// Returns the descriptions of the API.
fn descriptions() -> Router<SharedState> {
    Router::new()
        .route("/api/openapi.json", get(openapi))
        .route("/api/docs", get(docs::docs))
        .route("/api/docs.css", get(docs::style))
        .layer(from_fn(conditional::tagged))
}

/// Returns the files of the page.
fn page_files() -> Router<SharedState> {
    let files = page::FILES.iter();
    files
        .fold(Router::new(), |router, file| router.route(file.path, get(|| page::answer(file))))
        .layer(from_fn(conditional::tagged))
}
