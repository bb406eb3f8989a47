//! The arguments of `xunwen serve`.

use std::net::SocketAddr;

use clap::Args as ClapArgs;
use tracing_subscriber::filter::Targets;
use xunwen_serve::HostName;

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
