//! Pages of other origins that may read the API.

use std::str::FromStr;
use std::time::Duration;

use axum::http::{HeaderValue, Method, Uri, header};
use tower_http::cors::CorsLayer;

/// How long a browser may remember what it was told.
const REMEMBERED: Duration = Duration::from_secs(60 * 60);

/// An origin, such as `https://news.example.org`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(HeaderValue);

/// A text that is not an origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an origin, such as https://news.example.org")]
pub struct NoOrigin;

impl FromStr for Origin {
    type Err = NoOrigin;

    fn from_str(text: &str) -> Result<Self, NoOrigin> {
        let uri: Uri = text.parse().map_err(|_| NoOrigin)?;
        let (scheme, authority) = (uri.scheme_str(), uri.authority().map(ToString::to_string));
        let (Some(scheme @ ("http" | "https")), Some(authority)) = (scheme, authority) else {
            return Err(NoOrigin);
        };
        // Browsers send it in small letters; a path, a query, or a user would make it longer.
        let origin = format!("{scheme}://{authority}").to_ascii_lowercase();
        if authority.contains('@') || !origin.eq_ignore_ascii_case(text) {
            return Err(NoOrigin);
        }
        HeaderValue::try_from(origin).map(Self).map_err(|_| NoOrigin)
    }
}

/// Returns what lets pages of these origins read answers.
///
/// `cross-origin-resource-policy` stays `same-origin`: it is about answers that a page embeds without
/// being allowed to read them, which none needs to.
pub(crate) fn layer(origins: &[Origin]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(origins.iter().map(|origin| origin.0.clone()).collect::<Vec<_>>())
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::ETAG, header::RETRY_AFTER, header::WWW_AUTHENTICATE])
        .max_age(REMEMBERED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        for (text, origin) in [
            ("https://news.example.org", "https://news.example.org"),
            ("HTTPS://News.example.org:8443", "https://news.example.org:8443"),
            ("http://[::1]:80", "http://[::1]:80"),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().0, origin);
        }
        for wrong in [
            "",
            "*",
            "null",
            "news.example.org",
            "https://a/",
            "https://a/b",
            "https://u@a",
            "ftp://a",
            "https://a?b",
        ] {
            assert_eq!(wrong.parse::<Origin>(), Err(NoOrigin), "{wrong:?}");
        }
    }
}
