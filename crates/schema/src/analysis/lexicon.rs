//! The built-in dictionary, compiled: words, folded, and their frequencies, looked up in place.
//!
//! jieba takes over 100 ms to load its dictionary, longer than most searches. A query has few words:
//! here they are looked up one by one, and jieba gets these alone. Its segmentation of a text depends
//! only on the frequencies of the words in it and on the sum of all frequencies, so a dictionary of just
//! these words with the same sum gives the same result.

use fst::Streamer;
use tantivy_jieba::jieba_rs::Jieba;

/// A finite state transducer from words to frequencies, compiled by `examples/compile_dictionary.rs`.
/// The empty word maps to the sum of all frequencies.
static COMPILED: &[u8] = include_bytes!("dictionary.fst");

/// Represents all words that do not occur in a text.
const OTHER_WORDS: &str = "\u{1}";

/// Words and their frequencies.
pub(super) struct Lexicon {
    words: fst::raw::Fst<&'static [u8]>,
}

impl Lexicon {
    /// Returns the built-in dictionary, without loading anything; `None` if the program is damaged.
    pub(super) fn built_in() -> Option<Self> {
        fst::raw::Fst::new(COMPILED).ok().map(|words| Self { words })
    }

    /// Returns the sum of the frequencies of all words.
    pub(super) fn total(&self) -> usize {
        self.words.get("").map_or(0, |total| total.value() as usize)
    }

    /// Returns a jieba that cuts each of `texts` as it would with the complete dictionary.
    pub(super) fn jieba_for<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Jieba {
        let mut jieba = Jieba::empty();
        let mut rest = self.total();
        for text in texts {
            for (start, _) in text.char_indices() {
                self.each_at(&text[start..], |word, frequency| {
                    if !jieba.has_word(word) {
                        jieba.add_word(word, Some(frequency), None);
                        rest -= frequency.min(rest);
                    }
                });
            }
        }
        jieba.add_word(OTHER_WORDS, Some(rest), None);
        jieba
    }

    /// Returns a jieba with the complete dictionary.
    pub(super) fn jieba(&self) -> Jieba {
        let mut lines = String::new();
        let mut words = self.words.stream();
        while let Some((word, frequency)) = words.next() {
            // The empty word is the sum.
            if let Ok(word) = std::str::from_utf8(word)
                && !word.is_empty()
            {
                lines.push_str(word);
                lines.push(' ');
                lines.push_str(&frequency.value().to_string());
                lines.push('\n');
            }
        }
        // Its own words are well formed.
        Jieba::with_dict(&mut lines.as_bytes()).unwrap_or_else(|_| Jieba::empty())
    }

    /// Calls `take` with every word that is a prefix of `text`, and its frequency.
    fn each_at<'t>(&self, text: &'t str, mut take: impl FnMut(&'t str, usize)) {
        let mut node = self.words.root();
        let mut frequency = fst::raw::Output::zero();
        for (index, &byte) in text.as_bytes().iter().enumerate() {
            let Some(next) = node.find_input(byte) else { return };
            let transition = node.transition(next);
            frequency = frequency.cat(transition.out);
            node = self.words.node(transition.addr);
            if node.is_final() {
                take(&text[..=index], frequency.cat(node.final_output()).value() as usize);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold::fold;

    #[test]
    fn it_is_the_dictionary_of_jieba_folded() {
        let lexicon = Lexicon::built_in().unwrap();
        let mut words = lexicon.words.stream();
        let mut sum = 0;
        while let Some((word, frequency)) = words.next() {
            let word = std::str::from_utf8(word).unwrap();
            assert_eq!(fold(word), word);
            sum += if word.is_empty() { 0 } else { frequency.value() as usize };
        }
        assert_eq!(sum, lexicon.total());
        // jieba prints the number of its words and the sum of their frequencies.
        let of_jieba = format!("{:?}", Jieba::new());
        assert!(of_jieba.contains(&format!("total_freq: {sum} ")), "{of_jieba}");
    }

    #[test]
    fn words_are_there_under_their_folded_form_alone() {
        let jieba = Lexicon::built_in().unwrap().jieba();
        for (own, folded) in
            [("著名", "着名"), ("俱乐部", "具乐部"), ("T恤", "t恤"), ("人工智能", "人工智能")]
        {
            assert!(Jieba::new().has_word(own) && jieba.has_word(folded), "{own}");
            assert!(own == folded || !jieba.has_word(own), "{own}");
        }
    }

    #[test]
    fn words_that_begin_a_text_are_found() {
        let lexicon = Lexicon::built_in().unwrap();
        let mut found = Vec::new();
        lexicon.each_at("人工智能的", |word, _| found.push(word.to_owned()));
        assert_eq!(found, ["人", "人工", "人工智能"]);
    }
}
