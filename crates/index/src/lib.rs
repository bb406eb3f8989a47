//! The write side of xunwen: corpora in, generations out.
//!
//! ```text
//! corpus file -Corpus-> Article -Analyzer-> terms -Writer-> generation (segments + manifest)
//! ```
//!
//! [`Job`] is the whole way: it reads its inputs and brings an index directory up to date, or builds
//! a new generation beside the live one. [`Corpus`] reads articles in batches.

mod built;
mod checkpoint;
mod corpus;
mod deletion;
mod draft;
mod error;
mod event;
mod generations;
mod guide;
mod job;
mod lock;
mod maintain;
mod options;
mod part;
mod rejects;
mod run;
mod segment;
mod stamp;
mod vocabulary;
mod writer;

pub use built::Built;
pub use corpus::{
    Batch, Corpus, CorpusError, Format, Input, Reject, UnknownFormat, detect_lang, inputs,
};
pub use error::Error;
pub use event::{Event, Progress};
pub use generations::{Listed, clear, generations, rollback};
pub use guide::input_guide;
pub use job::{Job, Rebuild, Report};
pub use maintain::{Compacted, Deleted, Maintenance};
pub use options::Options;
pub use vocabulary::{Changed, add_words, remove_words};
