//! What a watch is to do with new articles: data only.

use std::path::PathBuf;

/// What a watch is to do with new articles.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether the first round of a query reports what the index already holds.
    pub from_start: bool,
    /// How articles are written.
    pub format: Format,
    /// Where they are written.
    pub target: Target,
    /// Whether they are kept for a [`Receiver`](crate::Receiver), too.
    pub post: bool,
}

/// How new articles are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON Lines, each a `WatchLine` of `xunwen-wire`.
    #[default]
    Lines,
    /// An Atom feed of so many articles, the newest of all queries.
    Atom(usize),
}

/// Where new articles are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// To the stream that is given to a round.
    #[default]
    Stream,
    /// To a file: lines are appended, a feed replaces it.
    File(PathBuf),
    /// Nowhere: they are only posted.
    Nowhere,
}
