//! What can be typed to serve an index.

use std::net::SocketAddr;

use clap::Args as ClapArgs;

use super::IndexDir;

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The page is at the address itself, the API under /api, metrics at /metrics.\n\
    An index that is rebuilt or updated meanwhile is followed. It ends with Ctrl-C or SIGTERM, after\n\
    the requests that it has begun to answer.\n\n\
    Example:\n  \
    xunwen serve -i DIR --listen 127.0.0.1:7700"
)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// Where to listen; other machines reach it only on an address that is not loopback
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7700")]
    pub(crate) listen: SocketAddr,
}
