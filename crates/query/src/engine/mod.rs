//! The engine: opens an index, and answers questions with ranked pages of hits.

pub(crate) mod answer;
pub(crate) mod facade;
pub(crate) mod follower;
pub(crate) mod page;
#[cfg(test)]
mod tests;
pub(crate) mod tiers;
