//! Keys: who may ask, and how often.
//!
//! A key is 256 random bits, so its SHA-256 tells nothing about it, and is all that the file of keys
//! holds. The file is read again while it is used: a key is withdrawn by taking its line out.

mod allowance;
mod file;
mod watched;

pub use file::{KeyError, KeyLimits, add_key};
pub(crate) use watched::Key;
pub use watched::{Keys, follow_keys};
