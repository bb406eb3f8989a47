//! Collocates as a table of words.

use xunwen_query::corpus::{Collocate, Collocates};

use super::numbers::counted;
use super::word_table::{Number, Words};

impl Words for Collocates {
    const COLUMNS: &'static [&'static str] =
        &["observed", "expected", "everywhere", "g2", "log_dice"];

    fn rows(&self) -> Vec<(&str, Vec<Number>)> {
        let row = |word: &Collocate| {
            vec![
                Number::Count(word.observed),
                Number::Measure(word.expected),
                Number::Count(word.everywhere),
                Number::Measure(word.g2),
                Number::Measure(word.log_dice),
            ]
        };
        self.words.iter().map(|word| (word.word.as_str(), row(word))).collect()
    }

    fn sums(&self) -> Vec<(&'static str, u64)> {
        vec![("near", self.near), ("terms", self.terms)]
    }

    fn about(&self) -> String {
        let places = counted(self.places, "place", "places");
        let articles = counted(self.totals.articles, "article", "articles");
        format!("near {places} in {} of {articles}", self.totals.exact)
    }

    fn counts(&self) -> Vec<(&'static str, u64)> {
        vec![
            ("places", self.places),
            ("near", self.near),
            ("terms", self.terms),
            ("exact", self.totals.exact),
            ("articles", self.totals.articles),
            ("generation", self.totals.generation),
        ]
    }
}
