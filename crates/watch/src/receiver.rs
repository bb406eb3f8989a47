//! Posting deliveries to an address, signed.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use ureq::{Agent, http};

use crate::error::Error;

/// The time to connect within.
const CONNECT: Duration = Duration::from_secs(10);
/// The time for one answer.
const ANSWER: Duration = Duration::from_secs(30);

/// Who gets deliveries: an address, and the secret that it shares with the watch.
pub struct Receiver {
    agent: Agent,
    url: http::Uri,
    secret: Vec<u8>,
}

/// What a receiver did with a delivery.
#[derive(Debug)]
pub(crate) enum Answer {
    Accepted,
    /// It cannot take any now: the same may be sent again soon.
    Busy(String),
    /// It does not take this one, or not as it is sent.
    Refused(String),
}

impl Receiver {
    /// Returns the receiver at `url`, an address of http or https.
    ///
    /// # Errors
    ///
    /// If it is no such address.
    pub fn new(url: &str, secret: &[u8]) -> Result<Self, Error> {
        let parsed = url.parse::<http::Uri>().ok();
        let is_web = |url: &http::Uri| {
            matches!(url.scheme_str(), Some("http" | "https")) && url.host().is_some()
        };
        let wrong = || Error::Address(url.to_owned());
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A POST that is redirected would arrive as a GET.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(ANSWER))
            .user_agent(concat!("xunwen/", env!("CARGO_PKG_VERSION")));
        let url = parsed.filter(is_web).ok_or_else(wrong)?;
        Ok(Self { agent: config.build().new_agent(), url, secret: secret.to_owned() })
    }

    /// Returns where it listens. The path of such an address is often a secret of its own.
    #[must_use]
    pub fn host(&self) -> &str {
        self.url.host().unwrap_or_default()
    }

    /// Sends the delivery `id` once.
    pub(crate) fn send(&self, id: &str, body: &[u8]) -> Answer {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let timestamp = since.as_secs().to_string();
        let signature = signature(&self.secret, &timestamp, body);
        let request = http::Request::post(&self.url)
            .header("Content-Type", "application/json")
            .header("X-Xunwen-Delivery", id)
            .header("X-Xunwen-Timestamp", &timestamp)
            .header("X-Xunwen-Signature", format!("sha256={signature}"))
            .body(body);
        let answer = request.map_err(ureq::Error::from).and_then(|request| self.agent.run(request));
        match answer.map(|answer| answer.status().as_u16()) {
            Ok(200..300) => Answer::Accepted,
            Ok(status @ (408 | 425 | 429 | 500..600)) => Answer::Busy(self.says(status)),
            Ok(status) => Answer::Refused(self.says(status)),
            Err(error) => Answer::Busy(format!("{} does not answer: {error}", self.host())),
        }
    }

    fn says(&self, status: u16) -> String {
        format!("{} answers with status {status}", self.host())
    }
}

impl std::fmt::Debug for Receiver {
    // A secret is never shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receiver").field("host", &self.host()).finish_non_exhaustive()
    }
}

/// Returns the HMAC-SHA256 of the timestamp, a full stop, and the body, as hexadecimal digits.
fn signature(secret: &[u8], timestamp: &str, body: &[u8]) -> String {
    // A key of any length is one.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_openssl() {
        // printf '1766508240.{"new":[]}' | openssl dgst -sha256 -hmac 'a secret'
        let expected = "b1560b31ad06f6eb211b94d74d0e4da722867770ee1038513e539054a1a97e84";
        assert_eq!(signature(b"a secret", "1766508240", br#"{"new":[]}"#), expected);
    }

    #[test]
    fn an_address_is_one_of_the_web() {
        for wrong in ["", "example.org", "ftp://example.org/", "http://", "/hook", "http://a b/"] {
            assert!(matches!(Receiver::new(wrong, b"s"), Err(Error::Address(_))), "{wrong}");
        }
        let receiver = Receiver::new("https://example.org:8443/hook?key=1", b"s").unwrap();
        assert_eq!(format!("{receiver:?}"), r#"Receiver { host: "example.org", .. }"#);
    }
}
