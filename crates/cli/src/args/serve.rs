//! The arguments of `xunwen serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use tracing_subscriber::filter::Targets;
use xunwen_serve::{HostName, KeyLimits, Origin};

use super::IndexDir;
use crate::log;

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The page is at the address itself, the API under /api, metrics at /metrics.\n\
    When the index is rebuilt or updated, the server follows. Ctrl-C or SIGTERM ends it after the\n\
    requests that it is answering.\n\n\
    Example:\n  \
    xunwen serve -i DIR --listen 127.0.0.1:7700"
)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// Where to listen; other machines reach it only on an address that is not loopback
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7700")]
    pub(crate) listen: SocketAddr,
    /// Another name under which the server answers, such as that of a proxy in front of it; may be
    /// repeated
    ///
    /// On a loopback address, requests are refused that name a host other than localhost, an
    /// address of loopback, or one of these: a web page could else reach the server under a name of its
    /// own. On other addresses, hosts are checked only if one is named here.
    #[arg(long, value_name = "NAME")]
    pub(crate) allowed_host: Vec<HostName>,
    /// An origin whose pages may read the API, such as `https://news.example.org`; may be repeated
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) cors: Vec<Origin>,
    /// Answer only who brings a key of this file; the page and the health of the server need none
    ///
    /// The file has a line for each key, with its hash and its limits, and is read again when it changes.
    /// Clients send `Authorization: Bearer KEY`.
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) new_key: NewKeyArgs,
    /// Read the files of the index into memory as they are needed, instead of mapping them: a file that
    /// is cut short from outside then fails the searches that need it, and does not end the server
    #[arg(long)]
    pub(crate) read_files: bool,
    /// What is logged to standard error: off, error (failures), warn (slow requests too), info (start,
    /// stop and new generations too), debug (every request) or trace; or `TARGET=LEVEL` pairs
    /// between commas
    #[arg(long, value_name = "LEVEL", env = "RUST_LOG", hide_env_values = true, default_value = "warn", value_parser = log::levels)]
    pub(crate) log: Targets,
    /// Log requests that take at least this long as slow, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 1000)]
    pub(crate) slow: u64,
}

/// A key to be made.
#[derive(Debug, ClapArgs)]
pub(crate) struct NewKeyArgs {
    /// Add a key of this name to the file of keys, print it, and end: nothing else ever tells it again
    #[arg(long = "new-key", value_name = "NAME", requires = "keys")]
    pub(crate) name: Option<String>,
    /// How many requests the new key may make in a minute
    #[arg(long, value_name = "N", default_value_t = 60, requires = "name")]
    per_minute: u32,
    /// How many exports the new key may make in 24 hours
    #[arg(long, value_name = "N", default_value_t = 10, requires = "name")]
    exports_per_day: u32,
}

impl NewKeyArgs {
    pub(crate) fn limits(&self) -> KeyLimits {
        KeyLimits { per_minute: self.per_minute, exports_per_day: self.exports_per_day }
    }
}
