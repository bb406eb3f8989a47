//! Lists: names separated by commas.

use serde::de::{Error as _, IntoDeserializer};
use serde::{Deserialize, Deserializer};
use xunwen_wire::ExpandChoice;

/// Reads names separated by commas, at least one.
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

/// Returns the default of a list of wordings.
pub(super) fn all_wordings() -> Vec<ExpandChoice> {
    vec![ExpandChoice::All]
}
