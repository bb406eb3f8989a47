//! Lists of names between commas.

use serde::de::{Error as _, IntoDeserializer};
use serde::{Deserialize, Deserializer};

/// Reads names between commas, one at least.
pub(super) fn listed<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let text = String::deserialize(deserializer)?;
    text.split(',')
        .map(|name| {
            let read: Result<T, serde::de::value::Error> =
                T::deserialize(name.to_owned().into_deserializer());
            read.map_err(D::Error::custom)
        })
        .collect()
}
