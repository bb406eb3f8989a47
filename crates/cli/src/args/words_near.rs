//! The arguments of `xunwen words-near`.

use clap::{Args as ClapArgs, ValueEnum};

use super::{Limit, Tier};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Shown are dictionary words of two and more characters and words in letters that occur near a\n\
    keyword, within its sentence, at least twice. A trial is one occurrence of a term of the index: a pair\n\
    of adjacent characters, a single one, a word in letters, its stem, a number, the end of a sentence. Of\n\
    all trials (`terms`), those are `near` whose characters all are; expected = near x everywhere / terms. A\n\
    longer word is no term: it counts as the pair with which it begins, so the dictionary changes neither\n\
    sum. CSV and JSON have both sums. G2 is Dunning's log-likelihood ratio: above 10.83 chance would do so\n\
    once in 1000 times. Words rarer than expected are left out. log_dice = 14 + log2(2 x observed / (places +\n\
    everywhere)), which does not grow with the index.\n\n\
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
    /// What the words are ordered by
    #[arg(long, value_enum, default_value_t = Measure::G2, value_name = "MEASURE")]
    pub(crate) measure: Measure,
    /// Most words to show, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "30")]
    pub(crate) limit: Limit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Measure {
    /// What is least likely to be chance: Dunning's log-likelihood ratio
    G2,
    /// What goes together most exclusively, frequent or not: logDice, 14 at most
    LogDice,
}
