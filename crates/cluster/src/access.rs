//! Access: who asks a cluster, and whom this program trusts.

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::ClusterError;

/// What a cluster must be told, and whom to trust: from the environment, or from files that it names.
#[derive(Clone, Default)]
pub struct Access {
    /// The `Authorization` header.
    pub(crate) authorization: Option<String>,
    /// A file of certificates, in PEM, that are trusted instead of the public ones.
    pub(crate) authorities: Option<PathBuf>,
    /// The time for one answer.
    pub(crate) timeout: Option<Duration>,
}

impl Access {
    /// Reads the environment: `XUNWEN_CLUSTER_USER` and `XUNWEN_CLUSTER_PASSWORD`, or
    /// `XUNWEN_CLUSTER_API_KEY`; with `_FILE` behind the name of a secret, the file that holds it. And
    /// `XUNWEN_CLUSTER_CA_FILE`, certificates to be trusted, and `XUNWEN_CLUSTER_TIMEOUT`, the seconds to wait
    /// for one answer.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn of_environment() -> Result<Self, ClusterError> {
        let authorities = env::var_os("XUNWEN_CLUSTER_CA_FILE").map(PathBuf::from);
        let key = secret("XUNWEN_CLUSTER_API_KEY")?.map(|key| format!("ApiKey {key}"));
        let authorization = match (key, env::var("XUNWEN_CLUSTER_USER").ok()) {
            (Some(key), _) => Some(key),
            (None, Some(user)) => {
                let password = secret("XUNWEN_CLUSTER_PASSWORD")?.unwrap_or_default();
                Some(format!("Basic {}", STANDARD.encode(format!("{user}:{password}"))))
            }
            (None, None) => None,
        };
        let seconds = env::var("XUNWEN_CLUSTER_TIMEOUT").ok();
        let timeout = seconds.map(|seconds| match seconds.parse() {
            Ok(seconds @ 1..=86_400) => Ok(Duration::from_secs(seconds)),
            _ => Err(ClusterError::new(
                format!("XUNWEN_CLUSTER_TIMEOUT is no number of seconds: {seconds}"),
                "write a whole number, such as 60",
            )),
        });
        Ok(Self { authorization, authorities, timeout: timeout.transpose()? })
    }
}

impl std::fmt::Debug for Access {
    // A secret is never shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").field("authorities", &self.authorities).finish_non_exhaustive()
    }
}

fn secret(name: &str) -> Result<Option<String>, ClusterError> {
    if let Ok(secret) = env::var(name) {
        return Ok(Some(secret));
    }
    let variable = format!("{name}_FILE");
    let Some(path) = env::var_os(&variable) else { return Ok(None) };
    match fs::read_to_string(&path) {
        Ok(secret) => Ok(Some(secret.trim_end().to_owned())),
        Err(error) => Err(ClusterError::new(
            format!("{}: {error}", PathBuf::from(path).display()),
            format!("let {variable} name a file that holds the secret and nothing else"),
        )),
    }
}
