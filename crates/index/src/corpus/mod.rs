//! Corpora: files in, articles out.
//!
//! ```text
//! argument -inputs-> Input -unpack-> Content -recognise-> Format -records-> Record -> RawFields -> Article
//! ```
//!
//! Records are cut from the text sequentially and parsed in parallel. Memory is bounded by the size of
//! a batch, however long the input is.

mod archive_records;
mod content;
mod encoding;
mod envelope;
mod error;
mod fields;
mod formats;
mod html_bounds;
mod input;
mod input_options;
mod json;
mod json_repair;
mod language;
mod limits;
mod lines;
mod maker;
mod markup;
mod mixed;
mod names;
mod notes;
mod office;
mod options;
mod parsed;
mod passed_over;
mod reader;
mod recognise;
mod record;
mod stop;
#[cfg(test)]
mod tests;
mod unpack;
mod value;
mod value_text;

pub use encoding::{Encoding, UnknownEncoding};
pub use error::CorpusError;
pub use formats::{Format, UnknownFormat};
pub use input::{Input, Inputs, inputs};
pub use input_options::InputOptions;
pub use language::detect_lang;
pub use names::ArticleField;
pub use notes::{Note, Noted, Notes};
pub use options::{FieldMapping, IdPrefix, Reading, UnknownMapping};
pub use passed_over::{PassedOver, PassedOverFiles};
pub use reader::{Batch, Corpus, Reject};
pub use recognise::Recognised;
