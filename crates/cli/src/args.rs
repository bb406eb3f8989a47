//! What can be typed: declarations, nothing else.

mod care;
mod eval;
mod evidence;
mod job;
mod vocabulary;
mod words;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub(crate) use care::{
    CompactArgs, DeleteArgs, GenerationsArgs, RebuildArgs, RollbackArgs, VerifyArgs,
};
pub(crate) use eval::{EvalArgs, EvalCommand, EvalRunsArgs, EvalSetsArgs};
pub(crate) use evidence::{Column, ExplainArgs, ReplayArgs};
pub(crate) use job::{IndexArgs, JobArgs, ProgressFormat};
pub(crate) use vocabulary::{DiscoverArgs, NamedWords, WordsArgs, WordsCommand};
pub(crate) use words::{KeywordsArgs, KwicArgs, LineSort, TableFormat, Tier, WordsNearArgs};

/// Full-text search over Chinese news: complete, then related.
///
/// A keyword finds every article in which it literally stands; below those come related articles,
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
    /// `-广告` is a keyword to be left out, not an option: a hyphen before anything that no option
    /// begins with is made full-width, which queries take for the same.
    ///
    /// # Errors
    ///
    /// If they make no sense, or ask for help, which clap tells as an error too.
    pub(crate) fn of_process() -> Result<Self, clap::Error> {
        let is_query = std::env::args_os()
            .nth(1)
            .is_some_and(|command| QUERIES.iter().any(|own| command == *own));
        let arguments = std::env::args_os().map(|argument| match argument.to_str() {
            Some(text) if is_query && is_negation(text) => text.replacen('-', "－", 1).into(),
            _ => argument,
        });
        Self::try_parse_from(arguments)
    }
}

/// The commands whose arguments are queries.
const QUERIES: [&str; 7] = ["search", "demo", "explain", "trend", "kwic", "words-near", "keywords"];

fn is_negation(argument: &str) -> bool {
    let behind = argument.strip_prefix('-').and_then(|rest| rest.chars().next());
    behind.is_some_and(|c| !c.is_ascii_alphanumeric() && c != '-')
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Builds the bundled sample into a temporary index and searches it
    Demo(DemoArgs),
    /// Adds or updates articles; creates the index if there is none
    Index(IndexArgs),
    /// Builds a new generation beside the live one, checks it, and makes it live
    Rebuild(RebuildArgs),
    /// Lists the generations of an index
    Generations(GenerationsArgs),
    /// Makes the generation live that was live before
    Rollback(RollbackArgs),
    /// Deletes articles by id, by query, or by date
    Delete(DeleteArgs),
    /// Merges all segments into one: a smaller index that is searched faster
    Compact(CompactArgs),
    /// Puts words into an index that its dictionary lacks, or takes them out
    Words(WordsArgs),
    /// Checks an index: its files, its counts, and that it finds what it holds
    Verify(VerifyArgs),
    /// Answers one query
    Search(SearchArgs),
    /// Says where an article's score comes from, or which condition keeps it out
    Explain(ExplainArgs),
    /// Asks again what a receipt says was asked, and tells whether the answer is the same
    Replay(ReplayArgs),
    /// Counts the articles of one or several queries over time, side by side
    Trend(TrendArgs),
    /// Answers a file of queries, `id<TAB>query` a line, in parallel
    Batch(BatchArgs),
    /// Shows a query's keywords in context, a line for each place where one stands
    Kwic(KwicArgs),
    /// Shows the words that stand near a query's keywords more often than chance would have it
    WordsNear(WordsNearArgs),
    /// Shows the words that mark a query's articles against all others
    Keywords(KeywordsArgs),
    /// Shows how a text is folded and which terms it gives
    Analyze(AnalyzeArgs),
    /// Shows what an index holds
    Inspect(InspectArgs),
    /// Measures rankings on judged queries
    Eval(EvalArgs),
    /// Writes a completion script for a shell to standard output
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Shows help for a command, or the query language with `xunwen help query`
    Help {
        /// A command, or `query`
        topic: Option<String>,
    },
}

/// Where the index is.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct IndexDir {
    /// The index directory
    #[arg(
        short = 'i',
        long = "index",
        value_name = "DIR",
        env = "XUNWEN_INDEX",
        default_value = "index-data/built"
    )]
    pub(crate) dir: PathBuf,
}

/// Which articles are wanted, and how many.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Selection {
    /// Leaves out the related tier
    #[arg(long)]
    pub(crate) exact: bool,
    /// The order of the exact tier
    #[arg(long, value_enum, default_value_t = Sort::Relevance, value_name = "ORDER")]
    pub(crate) sort: Sort,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
}

/// Which articles are asked about.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Bounds {
    /// Only articles published on this day (month, year) or later
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    /// Only articles published on this day (month, year) or before
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// Only articles of this outlet: Hanzi, pinyin with or without spaces, or initials
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
}

#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct SearchOptions {
    /// Most hits to show, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "10")]
    pub(crate) limit: Limit,
    /// Hits to pass over: `-n 10 --offset 10` is the second page
    #[arg(long, value_name = "N", default_value = "0")]
    pub(crate) offset: usize,
    /// Most characters of a passage
    #[arg(long, value_name = "CHARACTERS", default_value_t = 120)]
    pub(crate) width: usize,
    /// How hits are written
    #[arg(long, value_enum, default_value_t = SearchFormat::Text)]
    pub(crate) format: SearchFormat,
    /// What is written of each article, in this order, with `--format csv` or `jsonl-articles`
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FIELD,…")]
    pub(crate) fields: Vec<Column>,
    /// Also says which exact hits an index of dictionary words would have missed
    ///
    /// Such an index holds jieba's words and asks for the words of a keyword's own cut: anywhere in
    /// one field (which misses least), in a row, or in a row with guessed words (HMM), as jieba
    /// comes. Of more than 5,000 hits, always the same sample of 5,000 is looked at.
    #[arg(long)]
    pub(crate) audit: bool,
    /// Counts the whole exact tier by what its articles share; may be repeated
    #[arg(
        long = "facet",
        value_enum,
        value_name = "KIND",
        value_delimiter = ',',
        hide_possible_values = true
    )]
    pub(crate) facets: Vec<FacetBy>,
    #[command(flatten)]
    pub(crate) selection: Selection,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  \
    xunwen search 微短剧 河南 --since 2025\n  \
    xunwen search 微短剧 -n 0 --facet source --facet month    counts alone, without hits\n  \
    xunwen search 碳中和 --exact --audit              what a dictionary would have missed\n  \
    xunwen search 微短剧 -n all --exact --format csv --fields id,title,published_at\n  \
    xunwen search 微短剧 日期:最近30天 --receipt a.json  keep the answer; see `xunwen replay`")]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    #[command(flatten)]
    pub(crate) options: SearchOptions,
    /// Writes a receipt of the exact tier, as JSON, for `xunwen replay`
    #[arg(long, value_name = "FILE")]
    pub(crate) receipt: Option<PathBuf>,
    /// Keywords, all of which must stand; see `xunwen help query`
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DemoArgs {
    #[command(flatten)]
    pub(crate) options: SearchOptions,
    /// Keywords, all of which must stand; see `xunwen help query`
    #[arg(value_name = "QUERY", default_value = "微短剧")]
    pub(crate) query: Vec<String>,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Counted are the articles of the exact tier, and the same for every 10,000 articles of the\n\
    period that the index holds under --since, --until and --source. A period of which it holds no\n\
    article is a gap, not a zero: `-`, an empty cell of CSV, `null` in JSON, a break of the line.\n\n\
    Examples:\n  \
    xunwen trend 微短剧\n  \
    xunwen trend 微短剧 短视频 --by year --chart trend.svg\n  \
    xunwen trend '人工智能 OR AI' '碳中和 -广告' --since 2020 --format csv > trend.csv"
)]
pub(crate) struct TrendArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// How long a period is
    #[arg(long, value_enum, default_value_t = By::Month, value_name = "UNIT")]
    pub(crate) by: By,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
    /// How the counts are written
    #[arg(long, value_enum, default_value_t = TrendFormat::Text)]
    pub(crate) format: TrendFormat,
    /// Draws a chart, too; the file's name ends in `.svg`
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) chart: Option<PathBuf>,
    /// Queries, each one argument; see `xunwen help query`
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) queries: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BatchArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// The queries, `id<TAB>query` a line; `-` is standard input
    #[arg(value_name = "QUERIES.tsv")]
    pub(crate) queries: PathBuf,
    /// Most hits of a query, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "1000")]
    pub(crate) limit: Limit,
    /// How hits are written
    #[arg(long, value_enum, default_value_t = BatchFormat::Trec)]
    pub(crate) format: BatchFormat,
    #[command(flatten)]
    pub(crate) selection: Selection,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct AnalyzeArgs {
    /// The text; several arguments are joined by spaces
    #[arg(required = true, value_name = "TEXT")]
    pub(crate) text: Vec<String>,
    /// Words that the dictionary lacks, in jieba's format
    #[arg(long, value_name = "FILE")]
    pub(crate) words: Option<PathBuf>,
    /// How the terms are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// How the facts are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// A number of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit(pub(crate) usize);

impl std::str::FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "all" => Ok(Self(usize::MAX)),
            number => number.parse().map(Self).map_err(|_| "not a number and not `all`".to_owned()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// Best first; ties newer first
    Relevance,
    /// Newest first
    Newest,
    /// Oldest first
    Oldest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FacetBy {
    Source,
    Year,
    Month,
    Day,
    Tag,
    Lang,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    Day,
    Month,
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TrendFormat {
    /// For reading, with bars
    Text,
    /// A table with a header: a period a line, two columns a query
    Csv,
    /// JSON Lines: a `period` a line, then a `summary`
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SearchFormat {
    /// For reading
    Text,
    /// JSON Lines: a `hit` a line, a `facet` a line, then a `summary`
    Json,
    /// The whole articles, as JSON Lines that `xunwen index` reads
    JsonlArticles,
    /// A table with a header
    Csv,
    /// A TREC run
    Trec,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BatchFormat {
    /// A TREC run
    Trec,
    /// JSON Lines: for each query its `hit`s, then a `summary`
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    Text,
    /// One JSON object
    Json,
}
