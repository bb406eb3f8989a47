//! The router: which path is answered by what, and what holds for all of them.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::limits::Limits;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::openapi::{Description, openapi};
use crate::pool::Pool;
use crate::problem::Problem;
use crate::{api, export, guard, page};

/// What answers requests.
pub(crate) type Served = Arc<Serving>;

/// What an endpoint returns.
pub(crate) type Answered = Result<Response, Problem>;

#[derive(Debug)]
pub(crate) struct Serving {
    pub(crate) live: Arc<Live>,
    pub(crate) limits: Limits,
    pub(crate) pool: Pool,
    pub(crate) metrics: Metrics,
    /// The description of the interface, as JSON.
    pub(crate) description: Bytes,
}

/// What a browser may do with the page: use its own files and talk to its own server. Nothing
/// that runs comes from a text.
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

/// Returns the whole interface over `live`: the API under `/api`, metrics, and the page.
pub fn router(live: Arc<Live>, limits: Limits) -> Router {
    let (described, description) = described().split_for_parts();
    let description = serde_json::to_vec(&description).unwrap_or_default().into();
    let (pool, metrics) = (Pool::new(&limits), Metrics::new());
    let served: Served = Arc::new(Serving { live, limits, pool, metrics, description });
    let router = page::FILES
        .iter()
        .fold(described, |router, file| router.route(file.path, get(|| page::answer(file))))
        .route("/api/openapi.json", get(openapi))
        .fallback(api::nothing)
        .method_not_allowed_fallback(api::no_method)
        .with_state(Arc::clone(&served))
        .layer(from_fn_with_state(Arc::clone(&served), guard::bodiless))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(served, guard::measured));
    HEADERS.into_iter().fold(router, |router, (name, value)| {
        let value = HeaderValue::from_static(value);
        router.layer(SetResponseHeaderLayer::overriding(name, value))
    })
}

/// Returns the endpoints, with their description.
fn described() -> OpenApiRouter<Served> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(api::search))
        .routes(routes!(api::article))
        .routes(routes!(api::trend))
        .routes(routes!(api::kwic))
        .routes(routes!(export::export))
        .routes(routes!(api::receipt))
        .routes(routes!(api::suggest))
        .routes(routes!(api::index))
        .routes(routes!(api::health))
        .routes(routes!(api::metrics))
}
