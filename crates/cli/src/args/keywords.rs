//! The arguments of `xunwen keywords`.

use clap::Args as ClapArgs;

use super::{Limit, Tier};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The number of the query's articles with a word is compared with that of all others, by Dunning's\n\
    log-likelihood ratio G2. Of more than 2,000 articles, 2,000 chosen evenly by date are read for their\n\
    words; the counts are still of all articles.\n\n\
    Examples:\n  \
    xunwen keywords 碳中和\n  \
    xunwen keywords 来源:人民日报 日期:2025-12\n  \
    xunwen keywords 微短剧 --against 短视频\n  \
    xunwen keywords 微短剧 -n 100 --format csv > keywords.csv"
)]
pub(crate) struct KeywordsArgs {
    #[command(flatten)]
    pub(crate) tier: Tier,
    /// Compares with the articles that this query finds, instead of all others
    #[arg(long, value_name = "QUERY")]
    pub(crate) against: Option<String>,
    /// Most words to show, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "30")]
    pub(crate) limit: Limit,
}
