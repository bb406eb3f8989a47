//! The server of the protocol, for any transport.

use std::sync::Arc;

use axum::Router;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, ErrorData, Implementation, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData as McpError, ServerHandler};
use serde_json::Value;

use super::answer::answer;
use super::schema::{parameters, tools};
use super::tool::{LANGUAGE, TOOLS, ToolKind};

/// The tools, over an API.
#[derive(Clone, Debug)]
pub(crate) struct Assistant {
    api: Router,
    tools: Arc<[Tool]>,
    /// The parameters of each tool whose values are separated by commas.
    lists: Arc<[Vec<String>]>,
}

impl Assistant {
    /// Returns the tools over `api`, whose description this is.
    pub(crate) fn new(api: Router, description: &Value) -> Self {
        let lists = TOOLS.iter().map(|kind| lists(description, kind)).collect();
        Self { api, tools: tools(description), lists }
    }
}

/// Returns the parameters of a tool whose values are separated by commas.
fn lists(description: &Value, kind: &ToolKind) -> Vec<String> {
    let lists = parameters(description, kind).filter(|it| it["explode"] == false);
    lists.filter_map(|it| it["name"].as_str()).map(str::to_owned).collect()
}

impl ServerHandler for Assistant {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        let program = Implementation::new("xunwen", env!("CARGO_PKG_VERSION"));
        ServerConfig::new(capabilities).with_server_info(program).with_instructions(format!(
            "Full-text search over Chinese news. Counts are of the exact tier: every article that \
            satisfies the query, and no other. Cite counts with their receipt: query, digest, generation. \
            {LANGUAGE}"
        ))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, McpError> {
        Ok(ListToolsResult::with_all_items(self.tools.to_vec()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.tools.iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, McpError> {
        let place = TOOLS.iter().position(|kind| kind.name == request.name);
        let unknown = || ErrorData::invalid_params(format!("no tool {:?}", request.name), None);
        let place = place.ok_or_else(unknown)?;
        let arguments = request.arguments.unwrap_or_default();
        let call = answer(&self.api, &TOOLS[place], &self.lists[place], &arguments);
        // A call that is cancelled drops its requests, which ends the searches.
        let result = context.ct.run_until_cancelled(call).await;
        let result = result.ok_or_else(|| ErrorData::internal_error("cancelled", None))?;
        Ok(CallToolResponse::from(result))
    }
}

/// Returns the service of one path over HTTP: a request, an answer, and no session between them.
///
/// The hosts that requests name are checked before; pages of other origins are refused here.
pub(crate) fn over_http(
    assistant: Assistant,
    body: usize,
) -> StreamableHttpService<Assistant, NeverSessionManager> {
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(body)
        .disable_allowed_hosts()
        .enforce_origin_validation();
    StreamableHttpService::new(move || Ok(assistant.clone()), Arc::default(), config)
}
