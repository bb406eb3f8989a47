//! The write side of xunwen: corpora in, generations out.
//!
//! ```text
//! corpus file -Corpus-> Article -Analyzer-> terms -Writer-> generation (segments + manifest)
//! ```
//!
//! [`Job`] covers the whole way: it reads its inputs and brings an index directory up to date, or
//! builds a new generation next to the live one. [`Corpus`] alone reads articles in batches.
//!
//! Modules import only from those before them:
//!
//! ```text
//! corpus/     input files -> articles
//! error.rs, event.rs, options.rs
//! segment/    articles -> the files of one tantivy segment
//! writer/     adds and deletes articles, and commits
//! directory/  the lock, the generations, drafts, and maintenance of the live generation
//! sample.rs   a few articles, indexed in memory
//! job/        one indexing job, from its sources to its report
//! ```

mod corpus;
mod directory;
mod error;
mod event;
mod guide;
mod job;
mod options;
mod sample;
mod segment;
mod writer;

pub use corpus::{
    ArticleField, Batch, Corpus, CorpusError, Encoding, FieldMapping, Format, IdPrefix, Input,
    InputOptions, Inputs, Note, Noted, Notes, PassedOver, PassedOverFiles, Reading, Recognised,
    Reject, UnknownEncoding, UnknownFormat, UnknownMapping, detect_lang, inputs,
};
pub use directory::{
    Changed, Changes, Compacted, Deleted, ListedGeneration, Maintenance, VocabularyChange,
    add_words, clear, generations, remove_words, rollback,
};
pub use error::{Done, Error};
pub use event::{Event, Progress};
pub use guide::{input_guide, input_tables};
pub use job::{Job, Peek, PeekedFile, Rebuild, Report, StagedGeneration};
pub use options::Options;
pub use sample::in_memory;
