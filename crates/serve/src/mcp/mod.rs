//! The index for assistants: tools of the Model Context Protocol.
//!
//! A tool asks the API within the process, so what holds for the API holds for it: parameters, limits,
//! costs, problems, the log. Its arguments are the parameters of the API, and their schema is made from
//! the description of the API.

mod answer;
mod ask;
mod schema;
mod server;
mod stdio;
mod tool;

pub(crate) use server::{Assistant, over_http};
pub use stdio::{McpError, serve_mcp};
