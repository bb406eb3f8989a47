//! The endpoints: parameters in, a library call, the wire form out.

// What all of them do, and what none does.
mod answer;
pub(crate) mod fallback;

// Searches.
pub(crate) mod article;
pub(crate) mod batch;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod kwic;
pub(crate) mod receipt;
pub(crate) mod replay;
pub(crate) mod search;
pub(crate) mod suggest;
pub(crate) mod trend;

// The index and the server.
pub(crate) mod docs;
pub(crate) mod health;
pub(crate) mod index;
pub(crate) mod metrics;
