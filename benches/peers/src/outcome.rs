//! How a step of a measurement ends.

use std::error::Error;

/// A result, or the error that ends the run and is printed.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;
