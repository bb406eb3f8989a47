//! The page: plain files that are part of the program.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A file of the page.
pub(crate) struct File {
    pub(crate) path: &'static str,
    form: &'static str,
    content: &'static str,
}

/// All files of the page.
pub(crate) static FILES: [File; 14] = [
    File { path: "/", form: "text/html; charset=utf-8", content: include_str!("page/index.html") },
    File {
        path: "/style.css",
        form: "text/css; charset=utf-8",
        content: include_str!("page/style.css"),
    },
    script("/app.js", include_str!("page/app.js")),
    script("/api.js", include_str!("page/api.js")),
    script("/dom.js", include_str!("page/dom.js")),
    script("/filters.js", include_str!("page/filters.js")),
    script("/guide.js", include_str!("page/guide.js")),
    script("/hits.js", include_str!("page/hits.js")),
    script("/problem.js", include_str!("page/problem.js")),
    script("/reader.js", include_str!("page/reader.js")),
    script("/state.js", include_str!("page/state.js")),
    script("/suggest.js", include_str!("page/suggest.js")),
    script("/text.js", include_str!("page/text.js")),
    script("/timeline.js", include_str!("page/timeline.js")),
];

const fn script(path: &'static str, content: &'static str) -> File {
    File { path, form: "text/javascript; charset=utf-8", content }
}

/// Returns a file of the page.
pub(crate) async fn answer(file: &'static File) -> Response {
    let headers = [(header::CONTENT_TYPE, file.form), (header::CACHE_CONTROL, "no-cache")];
    (headers, file.content).into_response()
}
