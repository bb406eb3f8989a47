//! The tools over a pair of streams, such as standard input and output.

use std::sync::Arc;

use rmcp::serve_server;
use rmcp::service::ServerInitializeError;
use tokio::io::{AsyncRead, AsyncWrite};

use super::server::Assistant;
use crate::http::access::Access;
use crate::http::api::Api;
use crate::limits::Limits;
use crate::live::Live;

/// Why the tools were not offered until the end of the input.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum McpError {
    /// The client did not begin as the protocol says.
    #[error("the client does not speak the Model Context Protocol")]
    Beginning(#[source] Box<ServerInitializeError>),
    /// The server ended because of itself.
    #[error("the tools ended early")]
    End(#[from] tokio::task::JoinError),
}

/// Offers the tools over `live` to the client that writes to `input` and reads from `output`, until
/// `input` ends. Nothing else is written to `output`.
///
/// # Errors
///
/// If what comes from the client is not the protocol.
pub async fn serve_mcp(
    live: Arc<Live>,
    limits: Limits,
    input: impl AsyncRead + Send + Unpin + 'static,
    output: impl AsyncWrite + Send + Unpin + 'static,
) -> Result<(), McpError> {
    let api = Api::new(Access::default(), live, limits);
    let assistant = Assistant::new(api.within(), &api.description);
    match serve_server(assistant, (input, output)).await {
        // It went before it said anything.
        Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
        Err(error) => Err(McpError::Beginning(Box::new(error))),
        Ok(serving) => Ok(drop(serving.waiting().await?)),
    }
}
