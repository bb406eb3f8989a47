//! The interface, tested without a network, over sockets by clients of all kinds, and in a browser.
#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]
#![allow(clippy::print_stdout, reason = "tests say what they skip and what they have measured")]

mod support;

// Without a network.
mod around;
mod batch;
mod bodies;
mod description;
mod evidence;
mod export;
mod health;
mod http;
mod keys;
mod mcp;
mod paging;

// Over sockets.
mod connections;
mod generations;
mod hostile;

// In a browser.
mod browser;
mod painting;
