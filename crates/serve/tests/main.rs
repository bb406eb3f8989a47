//! The interface, tested without a network, over sockets by clients of all kinds, and in a browser.
#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]
#![allow(clippy::print_stdout, reason = "tests say what they skip and what they have measured")]

mod support;

// Without a network.
mod description;
mod export;
mod health;
mod http;
mod outlets;
mod paging;
mod reading;
mod words;

// Over sockets.
mod connections;
mod generations;
mod hostile;

// In a browser.
mod browser;
mod painting;
