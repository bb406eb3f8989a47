//! The built-in dictionary, compiled: words and their frequencies, looked up in place.
//!
//! jieba takes over 100 ms to load its dictionary, longer than most searches. A query has few words:
//! here they are looked up one by one, and jieba gets these alone. Its segmentation of a text depends
//! only on the frequencies of the words in it and on the sum of all frequencies, so a dictionary of just
//! these words with the same sum gives the same result.

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
    use fst::Streamer;

    use super::*;

    #[test]
    fn it_equals_the_dictionary_of_jieba() {
        let lexicon = Lexicon::built_in().unwrap();
        let jieba = Jieba::new();
        let mut count = 0;
        let mut sum = 0;
        let mut words = lexicon.words.stream();
        while let Some((word, frequency)) = words.next() {
            let word = std::str::from_utf8(word).unwrap();
            if word.is_empty() {
                continue;
            }
            assert!(jieba.has_word(word), "{word}");
            count += 1;
            sum += frequency.value() as usize;
        }
        assert_eq!(sum, lexicon.total());
        // jieba has all of these words, equally many, and with the same sum.
        let expected = format!("Jieba {{ records_len: {count}, total_freq: {sum} }}");
        assert_eq!(format!("{jieba:?}"), expected);
    }

    #[test]
    fn words_that_begin_a_text_are_found() {
        let lexicon = Lexicon::built_in().unwrap();
        let mut found = Vec::new();
        lexicon.each_at("人工智能的", |word, _| found.push(word.to_owned()));
        assert_eq!(found, ["人", "人工", "人工智能"]);
    }
}
