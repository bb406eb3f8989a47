//! What can be typed to cite, check and export answers.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use xunwen_wire::Column;

use super::{Format, IndexDir, Wordings};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Exit status: 0 the same articles are found, 1 some came or went, 2 error.\n\
    `日期:最近30天` means the 30 days before the receipt, not before today.\n\n\
    Example:\n  \
    xunwen search 微短剧 --receipt a.json && xunwen replay a.json"
)]
pub(crate) struct ReplayArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// The receipt that `xunwen search --receipt FILE` wrote
    #[arg(value_name = "FILE")]
    pub(crate) receipt: PathBuf,
    /// How the comparison is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

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
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// The query
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
}

/// Reads the name of a field of an exported hit.
pub(super) fn column() -> impl TypedValueParser<Value = Column> {
    PossibleValuesParser::new(Column::ALL.map(Column::name))
        .try_map(|name| Column::named(&name).ok_or("no such field"))
}
