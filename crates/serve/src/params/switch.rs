//! Switches: parameters that are on or off.

use serde::Deserialize;
use serde::de::{Deserializer, Error, Unexpected};

/// Reads a switch as the form decoder does, but from text: serde knows nothing else of a flattened
/// field.
pub(super) fn switch<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.as_str() {
        "true" | "on" => Ok(true),
        "false" => Ok(false),
        _ => Err(D::Error::invalid_value(Unexpected::Str(&text), &r#""true", "on" or "false""#)),
    }
}
