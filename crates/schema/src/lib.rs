//! The contract between writer and reader of a xunwen index.
//!
//! The two sides share nothing but files. Everything they must agree on is here: what an [`Article`] is,
//! how text becomes terms ([`Analyzer`]), the [`Fields`] of an index, the layout of an [`IndexDir`] and
//! of a [`Generation`], and what a commit records ([`CommitPayload`]).

mod analysis;
mod article;
pub mod characters;
pub mod column;
mod commit;
mod date;
pub mod durable;
mod fields;
mod files;
pub mod generation;
mod index_dir;
mod manifest;
mod open_error;
mod packed;
mod source;

pub use analysis::{
    Analyzer, Applied, Atom, AtomKind, Atoms, BREAK_TERM, Break, Cover, Cut, Hmm, LEAD_LENGTH, Law,
    Literal, PARAGRAPH_TERM, RANGE_SIGN, SENTENCE_TERM, STEM_MARK, Token, TokenKind, UserWord,
    WordListError, each_index_term, fold, index_tokens, is_indexed, stem,
};
pub use article::{Article, TextField};
pub use commit::{CommitPayload, InputStamp, JobCounts, JobProgress, StampDigest};
pub use date::{
    CHINA_OFFSET, CONTEXT_SPELLINGS, DAY_SECONDS, DateBasis, DateContext, EXAMPLE_CONTEXT, Period,
    Published, REFUSED_SPELLINGS, ReadDate, SPELLINGS,
};
pub use fields::{Fields, digest, folded_key};
pub use files::{Checksum, CommittedFiles, FileAccess, SegmentFiles};
pub use generation::{Generation, Writable};
pub use index_dir::IndexDir;
pub use manifest::Manifest;
pub use open_error::OpenError;
pub use source::{source_keys, source_lookup_keys};
