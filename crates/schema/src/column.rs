//! The names of the columns, which tantivy looks up by name.

/// The article's id.
pub const ID: &str = "id";
/// The outlet, as written.
pub const SOURCE: &str = "source";
/// Publication time, in seconds since the Unix epoch.
pub const PUBLISHED: &str = "published";
/// The tags, as written.
pub const TAG: &str = "tag";
/// The language code.
pub const LANG: &str = "lang";
/// The [`digest`](crate::digest) of the article.
pub const DIGEST: &str = "digest";
