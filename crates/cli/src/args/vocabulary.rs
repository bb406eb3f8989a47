//! What can be typed for the words of an index.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::IndexDir;

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The index holds pairs of characters and no words: no article is read again, and a word counts in\n\
    the ranking of old articles at once. Exact search needs no words.\n\n\
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
    /// Puts words into the index that its dictionary lacks
    Add(NamedWords),
    /// Takes words out again that were put in
    Remove(NamedWords),
    /// Lists the words that were put in
    List(ListArgs),
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
