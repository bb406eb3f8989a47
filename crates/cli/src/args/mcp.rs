//! The arguments of `xunwen mcp`.

use clap::Args as ClapArgs;
use tracing_subscriber::filter::Targets;

use super::IndexDir;
use crate::log;

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The tools are search, article, trend, kwic and explain; all of them only read. Standard output\n\
    carries the protocol and nothing else. It ends when standard input does. `xunwen serve` offers the\n\
    same tools over HTTP, at /mcp.\n\n\
    Example, as assistants are told of it:\n  \
    {\"mcpServers\": {\"news\": {\"command\": \"xunwen\", \"args\": [\"mcp\", \"-i\", \"DIR\"]}}}"
)]
pub(crate) struct McpArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// What is logged to standard error, as with `xunwen serve`
    #[arg(long, value_name = "LEVEL", env = "RUST_LOG", hide_env_values = true, default_value = "warn", value_parser = log::levels)]
    pub(crate) log: Targets,
}
