//! The names under which a server answers.
//!
//! A browser lets a page read what its own server sends, by name. Whoever owns the name `evil.example`
//! can have it resolve to 127.0.0.1 once their page is open (DNS rebinding), and the page reads what
//! listens there, with the browser's user none the wiser. The request still names `evil.example` as
//! its host, so a server that only this machine should reach refuses it.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri, Version, header};

use super::problem::Problem;

/// The most characters of a host that a refusal repeats.
const SHOWN: usize = 100;

/// The hosts that requests may name.
#[derive(Clone, Debug, Default)]
pub struct Hosts(Option<Allowed>);

#[derive(Clone, Debug)]
struct Allowed {
    names: Arc<[HostName]>,
    /// Whether any address is allowed, and not only those of loopback.
    any_address: bool,
}

/// The name of a host, without a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostName(String);

/// A text that is not the name of a host.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a host, such as news.example.org")]
pub struct NoHostName;

impl FromStr for HostName {
    type Err = NoHostName;

    fn from_str(text: &str) -> Result<Self, NoHostName> {
        let authority: Authority = text.parse().map_err(|_| NoHostName)?;
        // A port or a user would make it longer.
        let is_host = authority.host() == text && !text.is_empty();
        is_host.then(|| Self(canonical(text))).ok_or(NoHostName)
    }
}

impl Hosts {
    /// Returns the hosts for a server that listens on `address`, where `allowed` were named.
    ///
    /// On loopback: its names (`localhost`, 127.0.0.0/8, `[::1]`), and those allowed. On any other
    /// address the server cannot know by which names it is reached: every host if none is allowed; else
    /// those, the names of loopback, and addresses, which no foreign name server can give out.
    #[must_use]
    pub fn of(address: SocketAddr, allowed: &[HostName]) -> Self {
        let is_loopback = address.ip().to_canonical().is_loopback();
        if !is_loopback && allowed.is_empty() {
            return Self::default();
        }
        Self(Some(Allowed { names: allowed.into(), any_address: !is_loopback }))
    }

    /// Checks the hosts that a request names: in its target, and in its `Host`.
    pub(crate) fn check(
        &self,
        version: Version,
        target: &Uri,
        headers: &HeaderMap,
    ) -> Result<(), Problem> {
        let Some(allowed) = &self.0 else { return Ok(()) };
        let mut named: Vec<&str> = target.authority().map(Authority::as_str).into_iter().collect();
        for host in headers.get_all(header::HOST) {
            named.push(host.to_str().map_err(|_| misdirected("?"))?);
        }
        if headers.get_all(header::HOST).iter().count() > 1 {
            return Err(Problem::bad("host", "a request names one host"));
        }
        // HTTP/1.0 knows no hosts. Browsers, which alone can be misled, always name one.
        if named.is_empty() && version > Version::HTTP_10 {
            return Err(Problem::bad("host", "a request names its host"));
        }
        match named.into_iter().find(|host| !allowed.allows(host)) {
            Some(host) => Err(misdirected(host)),
            None => Ok(()),
        }
    }
}

impl Allowed {
    fn allows(&self, named: &str) -> bool {
        let Ok(authority) = named.parse::<Authority>() else { return false };
        if named.contains('@') {
            return false;
        }
        let host = canonical(authority.host());
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        let is_address =
            address.is_ok_and(|it| self.any_address || it.to_canonical().is_loopback());
        host == "localhost" || is_address || self.names.iter().any(|name| name.0 == host)
    }
}

/// Returns a host as it is compared: in small letters, without the dot that may end it.
fn canonical(host: &str) -> String {
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

fn misdirected(host: &str) -> Problem {
    let host: String = host.chars().take(SHOWN).collect();
    let detail = format!(
        "this server does not answer as {host:?}; ask for it as localhost, or start it with `--allowed-host`"
    );
    Problem::new(StatusCode::MISDIRECTED_REQUEST, "host", detail)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    /// Returns the status with which a request is refused, or 200.
    fn status(hosts: &Hosts, version: Version, target: &str, named: &[&str]) -> u16 {
        let mut headers = HeaderMap::new();
        for host in named {
            headers.append(header::HOST, HeaderValue::from_bytes(host.as_bytes()).unwrap());
        }
        let checked = hosts.check(version, &target.parse().unwrap(), &headers);
        checked.map_or_else(|problem| problem.status, |()| 200)
    }

    fn of_host(hosts: &Hosts, host: &str) -> u16 {
        status(hosts, Version::HTTP_11, "/", &[host])
    }

    fn hosts(address: &str, allowed: &[&str]) -> Hosts {
        let allowed: Vec<HostName> = allowed.iter().map(|name| name.parse().unwrap()).collect();
        Hosts::of(address.parse().unwrap(), &allowed)
    }

    #[test]
    fn loopback_answers_to_its_own_names_only() {
        for address in ["127.0.0.1:7700", "[::1]:7700", "[::ffff:127.0.0.1]:7700"] {
            let hosts = hosts(address, &[]);
            for host in [
                "localhost",
                "LOCALHOST:7700",
                "localhost.",
                "127.0.0.1",
                "127.9.9.9:1",
                "[::1]:7700",
                "[::1]",
            ] {
                assert_eq!(of_host(&hosts, host), 200, "{host}");
            }
            for host in [
                "evil.example",
                "evil.example:7700",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "localhost@evil.example",
                "evil.example@localhost",
                "192.168.0.7:7700",
                "0.0.0.0",
                "127.1",
                "",
                "微短剧",
            ] {
                assert_eq!(of_host(&hosts, host), 421, "{host}");
            }
        }
    }

    #[test]
    fn other_names_are_allowed_by_name() {
        let hosts = hosts("127.0.0.1:0", &["News.example.org", "10.1.2.3"]);
        for host in ["news.example.org", "NEWS.EXAMPLE.ORG.:443", "10.1.2.3:80", "localhost"] {
            assert_eq!(of_host(&hosts, host), 200, "{host}");
        }
        assert_eq!(of_host(&hosts, "www.news.example.org"), 421);
        for wrong in ["", "a:80", "http://a", "a/b", "u@a", "a b"] {
            assert_eq!(wrong.parse::<HostName>(), Err(NoHostName), "{wrong:?}");
        }
    }

    #[test]
    fn elsewhere_hosts_are_checked_once_one_is_named() {
        assert_eq!(of_host(&hosts("0.0.0.0:80", &[]), "evil.example"), 200);
        let hosts = hosts("0.0.0.0:80", &["news.example.org"]);
        for host in ["news.example.org", "192.168.0.7", "[fe80::1]:80", "localhost"] {
            assert_eq!(of_host(&hosts, host), 200, "{host}");
        }
        assert_eq!(of_host(&hosts, "evil.example"), 421);
    }

    #[test]
    fn the_target_names_a_host_too_and_only_old_clients_name_none() {
        let hosts = hosts("127.0.0.1:0", &[]);
        let at = |version, target, named| status(&hosts, version, target, named);
        assert_eq!(at(Version::HTTP_11, "http://localhost/", &["localhost"]), 200);
        assert_eq!(at(Version::HTTP_11, "http://evil.example/", &["localhost"]), 421);
        assert_eq!(at(Version::HTTP_11, "http://localhost/", &["evil.example"]), 421);
        assert_eq!(at(Version::HTTP_11, "/", &[]), 400);
        assert_eq!(at(Version::HTTP_11, "/", &["localhost", "localhost"]), 400);
        assert_eq!(at(Version::HTTP_10, "/", &[]), 200);
        assert_eq!(at(Version::HTTP_10, "/", &["evil.example"]), 421);
    }
}
