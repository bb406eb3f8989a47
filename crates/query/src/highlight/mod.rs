//! Highlighting: which piece of a text shows why it was found, and what to mark in it.

pub(crate) mod article;
pub(crate) mod headline;
pub(crate) mod matcher;
pub(crate) mod one_line;
pub(crate) mod passage;
mod sentences;
mod windows;
