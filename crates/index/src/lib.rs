//! The write side of xunwen: corpora in, generations out.
//!
//! ```text
//! corpus file -Corpus-> Article -Analyzer-> terms -Writer-> generation (segments + manifest)
//! ```
//!
//! [`Job`] is the whole way: it reads its inputs and brings an index directory up to date.
//! [`Corpus`] reads articles in batches; [`Writer`] adds them to an index one by one.

mod corpus;
mod error;
mod job;
mod lock;
mod rejects;
mod writer;

pub use corpus::{
    Batch, Corpus, CorpusError, Format, Input, Reject, UnknownFormat, detect_lang, inputs,
};
pub use error::Error;
pub use job::{Job, Progress, Report};
pub use writer::{Options, Outcome, Writer};
