//! Word counts: words met in texts, and how often the index has them.
//!
//! What is counted is an occurrence of a term of the index, a *trial* (see [`crate::corpus::Collocates`]): a
//! pair of adjacent characters, a single one that has no right neighbour, a run of letters or
//! digits, a stem, a break that the index keeps. A dictionary word of three or more atoms is no
//! term of the index, and so no trial of its own: it occurs where the pair occurs with which it
//! begins. So the numbers of trials do not depend on the dictionary.

use std::collections::HashMap;
use std::ops::Range;

use xunwen_schema::{Analyzer, AtomKind, Atoms, Token, TokenKind};

/// Terms met in texts, counted as the index counts them.
#[derive(Debug, Default)]
pub(crate) struct WordCounts {
    /// All trials met, be they words or not.
    pub(crate) trials: u64,
    counts: HashMap<String, WordCount>,
    /// Runs of letters that are too long to be terms as they are, by the terms cut from them.
    long_runs: HashMap<String, String>,
}

#[derive(Clone, Copy, Debug, Default)]
struct WordCount {
    /// Times it was met, as a word or as two characters that happen to be adjacent.
    met: u64,
    /// Times it was met as a word that is no part of a longer one.
    as_word: u64,
    articles: u64,
    last_article: usize,
}

impl WordCounts {
    /// Adds the terms of `atoms` whose positions are `wanted`; `article` identifies the article
    /// and is not 0.
    pub(crate) fn add(
        &mut self,
        analyzer: &Analyzer,
        atoms: &Atoms,
        article: usize,
        wanted: impl Fn(&Range<usize>) -> bool,
    ) {
        let tokens = analyzer.tokens(atoms);
        let whole = whole_words(&tokens);
        for token in tokens.iter().filter(|token| wanted(&token.positions)) {
            self.trials += u64::from(is_trial(token));
            let is_word = match token.kind {
                TokenKind::Word => whole.binary_search_by_key(&key(&token.positions), key).is_ok(),
                TokenKind::Run if is_letters(atoms, token) => {
                    self.keep_long(atoms.text(token.positions.start), &token.term);
                    true
                }
                TokenKind::Pair => false,
                _ => continue,
            };
            self.meet(&token.term, is_word, article);
        }
    }

    fn keep_long(&mut self, run: &str, term: &str) {
        if run != term && !self.long_runs.contains_key(term) {
            self.long_runs.insert(term.to_owned(), run.to_owned());
        }
    }

    /// Returns the text that `term` was cut from, or the term itself.
    pub(crate) fn whole(&self, term: &str) -> String {
        self.long_runs.get(term).map_or(term, String::as_str).to_owned()
    }

    fn meet(&mut self, term: &str, is_word: bool, article: usize) {
        if !self.counts.contains_key(term) {
            self.counts.insert(term.to_owned(), WordCount::default());
        }
        let Some(count) = self.counts.get_mut(term) else { return };
        count.met += 1;
        count.as_word += u64::from(is_word);
        count.articles += u64::from(count.last_article != article);
        count.last_article = article;
    }

    /// Returns the words met with `least` times and articles at least, most times first: terms
    /// that are a word, and not a part of a longer one, in at least half of their places.
    pub(crate) fn words(&self, least: u64) -> Vec<(String, u64)> {
        let is_word = |count: &WordCount| {
            count.as_word * 2 >= count.met
                && count.as_word > 0
                && count.articles.min(count.met) >= least
        };
        let words = self.counts.iter().filter(|(_, count)| is_word(count));
        let mut words: Vec<(String, u64)> =
            words.map(|(term, count)| (term.clone(), count.met)).collect();
        words.sort_unstable_by(|left, right| {
            right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0))
        });
        words
    }
}

/// Returns whether `token` is an occurrence of a term of the index.
fn is_trial(token: &Token<'_>) -> bool {
    token.kind != TokenKind::Word || token.positions.len() == 2
}

fn is_letters(atoms: &Atoms, token: &Token<'_>) -> bool {
    let kind = atoms.get(token.positions.start).map(|atom| atom.kind);
    kind == Some(AtomKind::Letters) && token.term.chars().nth(1).is_some()
}

/// Returns the dictionary words that are not part of a longer one, sorted.
fn whole_words(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Word);
    let mut words: Vec<Range<usize>> = words.map(|token| token.positions.clone()).collect();
    words.sort_unstable_by_key(key);
    let mut end = 0;
    words.retain(|word| {
        let is_whole = word.end > end;
        end = end.max(word.end);
        is_whole
    });
    words
}

/// Longer words come before those that begin with them.
fn key(word: &Range<usize>) -> (usize, std::cmp::Reverse<usize>) {
    (word.start, std::cmp::Reverse(word.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_stands_as_a_word_in_half_of_its_places() {
        let analyzer = Analyzer::new();
        let mut counts = WordCounts::default();
        for (article, text) in
            [(1, "中国人民银行，中国人民银行"), (2, "GPT 中国人民银行；人民币 4")]
        {
            counts.add(&analyzer, &Atoms::scan(text), article, |_| true);
        }
        assert_eq!(counts.counts["中国人民银行"].articles, 2);
        // 国人 and 人民 occur only inside longer words; 人民币 is a word, but in one article.
        assert_eq!(counts.words(2), [("中国人民银行".to_owned(), 3)]);
    }

    #[test]
    fn only_wanted_places_count() {
        let (analyzer, mut counts) = (Analyzer::new(), WordCounts::default());
        counts
            .add(&analyzer, &Atoms::scan("北京大学 GPT 上海"), 1, |places| places.start >= 4);
        // gpt, ~gpt does not differ; gpt上; 上海; 海
        assert_eq!(counts.trials, 4);
        assert_eq!(counts.words(1), [("gpt".to_owned(), 1), ("上海".to_owned(), 1)]);
    }
}
