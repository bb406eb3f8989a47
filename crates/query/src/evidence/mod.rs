//! Evidence: what can be claimed of an answer, and how to check it.

pub(crate) mod audit;
pub(crate) mod compare;
pub(crate) mod explain;
pub(crate) mod mismatch;
pub(crate) mod receipt;
pub(crate) mod verify;
