//! The router: which path is answered by what, and what holds for all of them.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::live::Live;
use crate::metrics::Metrics;
use crate::pool::{Limits, Pool};
use crate::{api, page};

/// What answers requests.
#[derive(Debug)]
pub(crate) struct Served {
    pub(crate) live: Arc<Live>,
    pub(crate) limits: Limits,
    pub(crate) pool: Pool,
    pub(crate) metrics: Metrics,
}

/// What a browser may do with the page: use its own files and talk to its own server.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Headers of every response.
const HEADERS: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Returns the whole interface over `live`: the API under `/api`, metrics, and the page.
pub fn router(live: Arc<Live>, limits: Limits) -> Router {
    let (pool, metrics) = (Pool::new(&limits), Metrics::new());
    let served = Arc::new(Served { live, limits, pool, metrics });
    let router = Router::new()
        .route("/", get(page::html))
        .route("/style.css", get(page::style))
        .route("/app.js", get(page::script))
        .route("/text.js", get(page::text))
        .route("/api/search", get(api::search))
        .route("/api/articles/{id}", get(api::article))
        .route("/api/trend", get(api::trend))
        .route("/api/kwic", get(api::kwic))
        .route("/api/receipt", get(api::receipt))
        .route("/api/suggest", get(api::suggest))
        .route("/api/index", get(api::index))
        .route("/api/health", get(api::health))
        .route("/metrics", get(api::metrics))
        .fallback(api::nothing)
        .method_not_allowed_fallback(api::no_method)
        .with_state(Arc::clone(&served))
        .layer(RequestBodyLimitLayer::new(limits.body))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(served, measured));
    HEADERS.into_iter().fold(router, |router, (name, value)| {
        let value = HeaderValue::from_static(value);
        router.layer(SetResponseHeaderLayer::overriding(name, value))
    })
}

async fn measured(State(served): State<Arc<Served>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let response = next.run(request).await;
    served.metrics.seconds.observe(start.elapsed().as_secs_f64());
    let status = response.status().as_str().to_owned();
    served.metrics.responses.get_or_create(&vec![("status", status)]).inc();
    response
}
