//! The engine: opens an index, and answers questions with ranked pages of hits.

pub(crate) mod answer;
pub(crate) mod elsewhere;
pub(crate) mod facade;
pub(crate) mod follower;
pub(crate) mod local;
pub(crate) mod page;
pub(crate) mod plan;
pub(crate) mod remote;
pub(crate) mod sample;
#[cfg(test)]
mod tests;
pub(crate) mod tiers;
