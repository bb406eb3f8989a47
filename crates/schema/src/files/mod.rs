//! The files of a generation: how they are opened, and what they must hold.
//!
//! ```text
//! writer ─ WriteDirectory    ─ segment files, and meta.json with their checksums, in one rename
//! reader ─ ReadOnlyDirectory ─ segment files, mapped or read; meta.json only if its checksum is right
//! check  ─ CommittedFiles    ─ segment files against the checksums of meta.json
//! ```
//!
//! The directory of writers is in [`crate::durable`], which says what is durable when; what it records
//! about files is here.
//!
//! A segment's file is written once and never changed: an update writes new files, and a reader keeps
//! those that it has opened until it closes them, whoever removes their names meanwhile.

mod checksum;
mod commit_record;
mod committed;
mod known;
mod names;
mod read_at;
mod read_only;
mod recording;
mod sealed;

pub use checksum::Checksum;
pub use committed::{CommittedFiles, SegmentFiles};
pub use read_only::FileAccess;

pub(crate) use known::KnownChecksums;
pub(crate) use names::{META, is_meta};
pub(crate) use read_only::{ReadOnlyDirectory, read_checked};
pub(crate) use recording::Recording;
pub(crate) use sealed::{Seal, seal, seal_of};
