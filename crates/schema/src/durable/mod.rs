//! Durability: what is on disk when. Everything that creates, changes, renames or removes a file in an
//! index directory does it through this module.
//!
//! "Synced" means that the system has confirmed `fsync`. A file system that knows no `fsync` of folders
//! ([`sync_folder`]) keeps its own promises about names, and no error comes of it.
//!
//! | what | is durable once |
//! |---|---|
//! | a folder | it is made, and the folder that holds it is synced ([`create_folder`]) |
//! | a small file: `CURRENT`, `manifest.json`, `meta.json` | it is written under another name and synced, renamed, and its folder is synced ([`replace()`]) |
//! | a file of a segment | it is synced ([`WriteDirectory`]), and its folder is: always before a `meta.json` names it |
//! | `rejects.tsv` | it is synced, before the commit that counts its records |
//! | a removal | the folder is synced; nothing relies on it |
//!
//! # A commit
//!
//! The files of the new segments are synced, then their folder, then `meta.json` is replaced. From its
//! rename on, readers see the new articles. Files that only the old `meta.json` names are removed after
//! its folder is synced; if that fails they stay, because a power cut may bring the old one back.
//!
//! # A switch
//!
//! 1. The generation is written and committed. Its folder and `generations/` were synced when made.
//! 2. `CURRENT.new` is written and synced, its folder too.
//! 3. `manifest.json` is put in place: the generation is complete.
//! 4. `CURRENT.new` is renamed to `CURRENT`: the generation is live. *From here on nothing is taken back.*
//! 5. The folder of `CURRENT` is synced. If that fails, the generation stays live and whole, and the
//!    caller is told that it is not confirmed ([`Durability::Unconfirmed`]).
//! 6. Only a confirmed switch is followed by the removal of older generations: each is renamed, its folder
//!    is synced, and then its files go. So what still has its name is whole.
//!
//! A failure before the rename of step 4 makes the generation a draft again, by removing its manifest. A
//! job that is killed between 3 and 4 leaves `CURRENT.new`; if no generation was live, the next writer
//! finishes the switch.
//!
//! # The next job
//!
//! A job begins by syncing the folders of the index directory, so it confirms what the one before could
//! not, and fails before it has changed anything if the disk still refuses.

mod directory;
pub mod faults;
mod file;
mod folder;
mod lock;
mod replace;

pub use directory::WriteDirectory;
pub use file::File;
pub use folder::{create_folder, remove_file, remove_folder, rename, sync_folder};
pub use lock::{Lock, LockRefusal};
pub use replace::{Durability, Replacement, replace};
