//! The arguments of `xunwen explain`.

use clap::Args as ClapArgs;

use super::{Format, IndexDir, Wordings, word};

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit status: 0 the article is found, 1 it is not, 2 error.\n\n\
    Example:\n  \
    xunwen explain VIDE7G8dUFili5Wu8xsdQTmh250815 微短剧 近/10字 出海")]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// How the explanation is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) wordings: Wordings,
    /// The article's id
    #[arg(value_name = "ID", value_parser = word)]
    pub(crate) id: String,
    /// The query
    #[arg(required = true, value_name = "QUERY", value_parser = word)]
    pub(crate) query: Vec<String>,
}
