//! The command line as a whole.

use std::ffi::OsString;

use clap::{CommandFactory, Parser, Subcommand};

use super::{
    AnalyzeArgs, BatchArgs, CompactArgs, DeleteArgs, DemoArgs, EvalArgs, ExplainArgs,
    GenerationsArgs, IndexArgs, InspectArgs, KeywordsArgs, KwicArgs, PeekArgs, RebuildArgs,
    ReplayArgs, RollbackArgs, SearchArgs, ServeArgs, TrendArgs, VerifyArgs, WatchArgs, WordsArgs,
    WordsNearArgs, guarded,
};

/// Full-text search over Chinese news: complete, then related.
///
/// A keyword finds every article in which it literally occurs; below those come related articles,
/// ranked and marked as such.
#[derive(Debug, Parser)]
#[command(name = "xunwen", version, max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Args {
    /// Reads the arguments of this process.
    ///
    /// `-广告` excludes a keyword, `-3.2%` is a number, and neither is an option.
    ///
    /// # Errors
    ///
    /// If they make no sense, or ask for help, which clap reports as an error too.
    pub(crate) fn of_process() -> Result<Self, clap::Error> {
        let arguments: Vec<OsString> = std::env::args_os().collect();
        Self::try_parse_from(guarded(arguments, &Self::command()))
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Builds the bundled sample into a temporary index and searches it
    Demo(DemoArgs),
    /// Adds or updates articles; creates the index if there is none
    Index(IndexArgs),
    /// Show how files would be read: format, fields, dates, the first articles, and what would be lost
    Peek(PeekArgs),
    /// Builds a new generation beside the live one, checks it, and makes it live
    Rebuild(RebuildArgs),
    /// Lists the generations of an index
    Generations(GenerationsArgs),
    /// Makes the previous generation live again
    Rollback(RollbackArgs),
    /// Deletes articles by id, by query, or by date
    Delete(DeleteArgs),
    /// Merges all segments into one: a smaller index that is searched faster
    Compact(CompactArgs),
    /// Adds words to an index that its dictionary lacks, or removes them
    Words(WordsArgs),
    /// Checks an index: its files, its counts, and that its articles are found
    Verify(VerifyArgs),
    /// Answers one query
    Search(SearchArgs),
    /// Explains where an article's score comes from, or which condition keeps it out
    Explain(ExplainArgs),
    /// Repeats the query of a receipt and reports whether the answer is the same
    Replay(ReplayArgs),
    /// Counts the articles of one or several queries over time, side by side
    Trend(TrendArgs),
    /// Answers a file of queries, `id<TAB>query` a line, in parallel
    Batch(BatchArgs),
    /// Reports which articles are new for each query of a file, each exactly once
    Watch(WatchArgs),
    /// Shows a query's keywords in context, one line for each occurrence
    Kwic(KwicArgs),
    /// Shows the words that occur near a query's keywords more often than by chance
    WordsNear(WordsNearArgs),
    /// Shows the words that distinguish a query's articles from all others
    Keywords(KeywordsArgs),
    /// Shows how a text is folded and which terms it gives
    Analyze(AnalyzeArgs),
    /// Shows what an index holds
    Inspect(InspectArgs),
    /// Measures rankings on judged queries
    Eval(EvalArgs),
    /// Serves an index over HTTP: an API, and a page to search on
    Serve(ServeArgs),
    /// Writes a completion script for a shell to standard output
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Shows help for a command, for queries (`xunwen help query`, `xunwen help occurrence`) or for inputs (`xunwen help input`)
    Help {
        /// A command, `query` or `input`
        topic: Option<String>,
    },
}
