//! Files that are passed over, told once for each ending of their names.

use std::collections::BTreeMap;

/// Files that a folder, a pattern or an archive contributed and that were not read, by the endings of
/// their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassedOver(BTreeMap<String, PassedOverFiles>);

/// Files with one ending that were not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOverFiles {
    /// How many.
    pub count: u64,
    /// The first.
    pub name: String,
    /// Why it was not read.
    pub reason: String,
}

/// The most endings that are told apart.
const MOST: usize = 100;

impl PassedOver {
    pub(crate) fn add(&mut self, name: &str, reason: &str) {
        let last = name.rsplit('/').next().unwrap_or(name);
        let ending = last.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        let ending = if self.0.len() < MOST || self.0.contains_key(&ending) {
            ending
        } else {
            String::new()
        };
        let first =
            || PassedOverFiles { count: 0, name: name.to_owned(), reason: reason.to_owned() };
        self.0.entry(ending).or_insert_with(first).count += 1;
    }

    /// Returns the endings, without their dots, and the files with each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &PassedOverFiles)> {
        self.0.iter().map(|(ending, files)| (ending.as_str(), files))
    }

    /// Returns how many files there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.values().map(|files| files.count).sum()
    }
}
