//! Keywords as a table of words.

use xunwen_query::corpus::{Keyword, Keywords};

use super::numbers::counted;
use super::word_table::{Number, Words};

impl Words for Keywords {
    const COLUMNS: &'static [&'static str] = &["hits", "expected", "elsewhere", "g2"];

    fn rows(&self) -> Vec<(&str, Vec<Number>)> {
        let row = |word: &Keyword| {
            vec![
                Number::Count(word.hits),
                Number::Measure(word.expected),
                Number::Count(word.elsewhere),
                Number::Measure(word.g2),
            ]
        };
        self.words.iter().map(|word| (word.word.as_str(), row(word))).collect()
    }

    fn about(&self) -> String {
        let articles = counted(self.totals.articles, "article", "articles");
        let sampled =
            self.sampled.map(|read| format!(", the words of {read} of them")).unwrap_or_default();
        let rest = self.totals.articles - self.totals.exact;
        let against = if self.against == rest {
            String::new()
        } else {
            let compared = counted(self.against, "article", "articles");
            format!(", against {compared}")
        };
        format!("in {} of {articles}{sampled}{against}", self.totals.exact)
    }

    fn counts(&self) -> Vec<(&'static str, u64)> {
        let sampled = self.sampled.map(|read| ("sampled", read));
        let counts = [
            ("exact", self.totals.exact),
            ("against", self.against),
            ("articles", self.totals.articles),
            ("generation", self.totals.generation),
        ];
        sampled.into_iter().chain(counts).collect()
    }
}
