//! Where a server is reached, as the request says: what absolute addresses begin with.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri, header};

/// The scheme and host under which a server was asked, such as `http://localhost:7700`; empty if a
/// request named no host that can stand in an address.
///
/// A proxy that encrypts says so in `X-Forwarded-Proto`. A client that makes it up, or a host,
/// misleads only itself: nothing is kept, and what hosts are allowed is checked before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(pub(crate) String);

impl<S: Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri, &parts.headers))
    }
}

impl Origin {
    fn of(target: &Uri, headers: &HeaderMap) -> Self {
        let named = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = target.authority().map(Authority::as_str).or(named).unwrap_or_default();
        let is_plain =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(is_plain) {
            return Self(String::new());
        }
        let forwarded = headers.get("x-forwarded-proto").map(|value| value.as_bytes());
        let scheme = if forwarded == Some(b"https") { "https" } else { "http" };
        Self(format!("{scheme}://{host}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(target: &str, host: &str, scheme: Option<&'static str>) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(scheme) = scheme {
            headers.insert("x-forwarded-proto", scheme.parse().unwrap());
        }
        Origin::of(&target.parse().unwrap(), &headers).0
    }

    #[test]
    fn addresses_begin_with_the_host_that_was_named() {
        for (host, scheme, expected) in [
            ("localhost:7700", None, "http://localhost:7700"),
            ("[::1]:7700", None, "http://[::1]:7700"),
            ("news.example.org", Some("https"), "https://news.example.org"),
            ("news.example.org", Some("gopher"), "http://news.example.org"),
            ("a&b\"<", None, ""),
            ("u@localhost", None, ""),
            ("", None, ""),
        ] {
            assert_eq!(origin("/", host, scheme), expected, "{host}");
        }
        assert_eq!(origin("http://localhost/", "other", None), "http://localhost");
    }
}
