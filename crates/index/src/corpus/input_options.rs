//! How inputs are opened: what is known of them beforehand.

use std::fmt;
use std::sync::Arc;

use super::formats::Format;
use super::options::Reading;

/// How inputs are opened, and their records read. By default everything is recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputOptions {
    /// The format of all inputs.
    pub format: Option<Format>,
    /// How their records are read.
    pub reading: Arc<Reading>,
}

/// Writes what identifies jobs that read in the same way.
impl fmt::Display for InputOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(format) = self.format {
            write!(f, " of {format}")?;
        }
        write!(f, "{}", self.reading)
    }
}
