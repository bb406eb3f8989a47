//! Citations: an article as bibliographies and the programs that keep them name it.
//!
//! Sentences are made by a CSL processor (hayagriva) from the official style files beside this one;
//! BibTeX is written by its own library, RIS by hand, for it is a line a field.

mod bibtex;
mod csl;
mod reference;
mod ris;

pub(crate) use bibtex::bibtex;
pub(crate) use csl::{Style, item, sentence};
pub(crate) use reference::Reference;
pub(crate) use ris::ris;
