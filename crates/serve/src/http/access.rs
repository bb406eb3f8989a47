//! Who may ask.

use std::sync::Arc;

use super::cors::Origin;
use super::hosts::Hosts;
use crate::keys::Keys;

/// Who may ask, and how; by default everybody who reaches the server.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// The names under which the server answers.
    pub hosts: Hosts,
    /// The origins whose pages may read the API, besides the server's own.
    pub origins: Vec<Origin>,
    /// The keys of those who may ask; `None` if nobody needs one.
    pub keys: Option<Arc<Keys>>,
}
