//! The arguments of `xunwen watch`, and those with which `xunwen index` watches.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::IndexDir;

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "An article is new to a query if it is in the query's exact tier and was not reported to it before.\n\
    The first run of a query reports nothing: what the index holds then counts as known. A query whose id\n\
    or text changes starts anew, one that is gone from the file is forgotten.\n\n\
    What a kill at any moment leaves:\n  \
    --to FILE   each article once: the next run cuts what was not recorded\n  \
    --post URL  each delivery at least once, always under the same X-Xunwen-Delivery\n  \
    otherwise   each article at least once: it is recorded after its line was written and flushed\n\n\
    Exit status: 0 done, 2 error, or a delivery still waits; 130 or 143 ended by SIGINT or SIGTERM.\n\n\
    Examples:\n  \
    xunwen watch topics.tsv --to new.jsonl\n  \
    xunwen watch topics.tsv --format atom --to feed.xml\n  \
    xunwen index today/ --watch topics.tsv --post https://example.org/hook"
)]
pub(crate) struct WatchArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// The queries, `id<TAB>query` a line
    #[arg(value_name = "QUERIES.tsv", id = "queries")]
    pub(crate) queries: PathBuf,
    #[command(flatten)]
    pub(crate) target: WatchTarget,
    /// How articles are written
    #[arg(long, value_enum, default_value_t = WatchFormat::Jsonl)]
    pub(crate) format: WatchFormat,
    /// Most articles of a feed, the newest of all queries
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(crate) entries: u16,
    /// Also reports what the index holds when a query is asked for the first time
    #[arg(long)]
    pub(crate) from_start: bool,
    /// Goes on, and reports after each change of the index, until Ctrl-C
    #[arg(long)]
    pub(crate) follow: bool,
}

/// Where what is new goes, and what was reported is kept.
#[derive(Debug, ClapArgs)]
pub(crate) struct WatchTarget {
    /// The folder that keeps what was reported [default: QUERIES.tsv.watch]
    #[arg(long, value_name = "DIR", requires = "queries")]
    pub(crate) state: Option<PathBuf>,
    /// Appends new articles to this file; a feed replaces it
    #[arg(long, value_name = "FILE", requires = "queries")]
    pub(crate) to: Option<PathBuf>,
    /// Posts new articles to this address, as JSON, signed with a secret: that of the environment
    /// variable XUNWEN_WATCH_SECRET, or of `--secret-file`
    ///
    /// `X-Xunwen-Signature: sha256=HEX` is the HMAC-SHA256 of the text of `X-Xunwen-Timestamp`, a full
    /// stop, and the body. `X-Xunwen-Delivery` is the same whenever a delivery is sent again. What is not
    /// answered with a status of 200 to 299 is posted again by the next run.
    #[arg(long, value_name = "URL", requires = "queries")]
    pub(crate) post: Option<String>,
    /// A file that holds the secret and nothing else
    #[arg(long, value_name = "FILE", requires = "post")]
    pub(crate) secret_file: Option<PathBuf>,
}

/// The watch of a job.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Watching")]
pub(crate) struct JobWatchArgs {
    /// After the job, reports what is new for the queries of this file, as `xunwen watch` does
    #[arg(long = "watch", value_name = "QUERIES.tsv", id = "queries")]
    pub(crate) queries: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) target: WatchTarget,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WatchFormat {
    /// JSON Lines: a `new` for each article; then, on standard output, a `summary`
    Jsonl,
    /// An Atom feed of the newest articles
    Atom,
}
