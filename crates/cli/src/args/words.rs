//! What can be typed for the commands that tell of the words of articles.

use clap::{Args as ClapArgs, ValueEnum};

use super::{Bounds, IndexDir, Limit};

/// The articles that a command is about: the exact tier of a query.
#[derive(Debug, ClapArgs)]
pub(crate) struct Tier {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(crate) format: TableFormat,
    /// Keywords, all of which must stand; see `xunwen help query`
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Every place in title, summary and body is a line of its own, in the text's own characters;\n\
    white space is shown as single spaces, between Han characters not at all.\n\n\
    Examples:\n  \
    xunwen kwic 碳中和                           newest first, 100 lines\n  \
    xunwen kwic 碳中和 --sort right --width 10   what follows, alike beside alike\n  \
    xunwen kwic '标题:微短剧 出海' --since 2025   in the title only\n  \
    xunwen kwic 碳中和 -n all --format csv > lines.csv"
)]
pub(crate) struct KwicArgs {
    #[command(flatten)]
    pub(crate) tier: Tier,
    /// Most characters on each side of the keyword
    #[arg(long, value_name = "CHARACTERS", default_value_t = 20)]
    pub(crate) width: usize,
    /// The order of the lines
    #[arg(long, value_enum, default_value_t = LineSort::Date, value_name = "ORDER")]
    pub(crate) sort: LineSort,
    /// Most lines to show, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "100")]
    pub(crate) limit: Limit,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Shown are dictionary words of two and more characters and words in letters that occur near a\n\
    keyword, within its sentence, at least twice. A trial is one occurrence of a term of the index: a pair\n\
    of adjacent characters, a single one, a word in letters, its stem, a number, the end of a sentence. Of\n\
    all trials (`terms`), those are `near` whose characters all are; expected = near x everywhere / terms. A\n\
    longer word is no term: it counts as the pair with which it begins, so the dictionary changes neither\n\
    sum. CSV and JSON have both sums. G2 is Dunning's log-likelihood ratio: above 10.83 chance would do so\n\
    once in 1000 times. Words rarer than expected are left out.\n\n\
    Examples:\n  \
    xunwen words-near 碳中和\n  \
    xunwen words-near 微短剧 --window 10 -n 50\n  \
    xunwen words-near 'chat*' --source 人民日报 --format csv > words.csv"
)]
pub(crate) struct WordsNearArgs {
    #[command(flatten)]
    pub(crate) tier: Tier,
    /// How far from the keyword: Han characters, words in letters, numbers and punctuation marks
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) window: usize,
    /// Most words to show, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "30")]
    pub(crate) limit: Limit,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Compared is in how many of the query's articles and of all others a word stands, by Dunning's\n\
    log-likelihood ratio G2. Of more than 2,000 articles, 2,000 chosen evenly by date are read for their\n\
    words; the counts are of all articles even so.\n\n\
    Examples:\n  \
    xunwen keywords 碳中和\n  \
    xunwen keywords 来源:人民日报 日期:2025-12\n  \
    xunwen keywords 微短剧 -n 100 --format csv > keywords.csv"
)]
pub(crate) struct KeywordsArgs {
    #[command(flatten)]
    pub(crate) tier: Tier,
    /// Most words to show, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "30")]
    pub(crate) limit: Limit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LineSort {
    /// By the text to the left, read backwards from the keyword
    Left,
    /// By the text to the right
    Right,
    /// Newest first
    Date,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For reading
    Text,
    /// A table with a header
    Csv,
    /// JSON Lines: an object a line, then a `summary`
    Json,
}
