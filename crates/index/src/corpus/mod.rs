//! Corpora: files in, articles out.
//!
//! ```text
//! argument -inputs-> Input -decode-> text -formats-> Record -> RawFields -> Article
//! ```
//!
//! Records are cut from the text sequentially and parsed in parallel. Memory is bounded by the size of
//! a batch, however long the input is.

mod decode;
mod error;
mod fields;
mod formats;
mod input;
mod json;
mod language;
mod limits;
mod lines;
mod names;
mod reader;
mod record;
mod stop;
#[cfg(test)]
mod tests;

pub use error::CorpusError;
pub use formats::{Format, UnknownFormat};
pub use input::{Input, inputs};
pub use language::detect_lang;
pub use reader::{Batch, Corpus, Reject};
