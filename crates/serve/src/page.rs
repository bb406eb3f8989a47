//! The page: plain files, part of the program.

use axum::http::header;
use axum::response::{IntoResponse, Response};

pub(crate) async fn html() -> Response {
    file("text/html; charset=utf-8", include_str!("page/index.html"))
}

pub(crate) async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("page/style.css"))
}

pub(crate) async fn script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("page/app.js"))
}

pub(crate) async fn text() -> Response {
    file("text/javascript; charset=utf-8", include_str!("page/text.js"))
}

fn file(form: &'static str, content: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, form), (header::CACHE_CONTROL, "no-cache")];
    (headers, content).into_response()
}
