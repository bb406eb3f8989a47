//! The arguments of `xunwen analyze`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::Format;

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
