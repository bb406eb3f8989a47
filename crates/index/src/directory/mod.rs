//! The index directory: who may write, which generations there are, and changes to the live one.

mod changes;
pub(crate) mod draft;
pub(crate) mod generations;
pub(crate) mod lock;
mod maintain;
pub(crate) mod resume;
mod vocabulary;

pub use changes::{Changed, Changes};
pub use generations::{ListedGeneration, clear, generations, rollback};
pub use maintain::{Compacted, Deleted, Maintenance};
pub use vocabulary::{VocabularyChange, add_words, remove_words};
