//! Sizes of parameters.

use crate::http::problem::Problem;

/// Refuses a parameter that is larger, or longer, than `limit`.
pub(crate) fn at_most(name: &str, size: usize, limit: usize) -> Result<(), Problem> {
    if size <= limit {
        return Ok(());
    }
    Err(Problem::bad("too-large", format!("`{name}` is at most {limit}, not {size}")).of(name))
}
