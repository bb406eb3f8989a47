//! The arguments of `xunwen words`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::{Bounds, IndexDir, Limit, TableFormat};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The index holds pairs of characters, not words: no article is read again, and an added word counts\n\
    in the ranking of old articles at once. Exact search needs no words.\n\n\
    Examples:\n  \
    xunwen words add 微短剧 新质生产力\n  \
    xunwen words list"
)]
pub(crate) struct WordsArgs {
    #[command(subcommand)]
    pub(crate) command: WordsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum WordsCommand {
    /// Adds words to the index that its dictionary lacks
    Add(NamedWords),
    /// Removes words that were added
    Remove(NamedWords),
    /// Lists the words that were added
    List(ListArgs),
    /// Proposes words that the articles use and the dictionary lacks
    Discover(DiscoverArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct NamedWords {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// The words
    #[arg(value_name = "WORD", required_unless_present = "file")]
    pub(crate) words: Vec<String>,
    /// A file of them, in jieba's format: `word [frequency] [tag]` a line
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "A row of characters is proposed if it holds together (cohesion: pointwise mutual information at its\n\
    weakest joint), has many different neighbours (variety: their entropy), and is not just a part of a\n\
    longer one. Rise compares its share of the newest year's articles with that of the earlier ones.\n\n\
    Example:\n  \
    xunwen words discover --since 2025 -n 100 --format csv > new.csv"
)]
pub(crate) struct DiscoverArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
    /// Fewest articles in which a word must occur
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) least: u64,
    /// Most words to show, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "50")]
    pub(crate) limit: Limit,
    /// How the words are written
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(crate) format: TableFormat,
}
