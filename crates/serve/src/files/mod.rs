//! Answers as files: which hits, in which format, under which name.

mod name;
mod rows;
mod sheet;
mod write;

pub(crate) use name::{attachment, file_name};
pub(crate) use rows::Rows;
pub(crate) use write::{Broken, Written, write};
