//! The built-in dictionary, compiled: words, and how often each is met, looked up where they lie.
//!
//! jieba takes over 100 ms to load its dictionary, more than most searches take in all. A query has
//! few words: here they are looked up one by one, and jieba is given these alone. It cuts by the
//! frequencies of the words that stand in a text and by the sum of all frequencies, so it cuts a
//! text the same with a dictionary of no other words and of the same sum.

use tantivy_jieba::jieba_rs::Jieba;

/// A finite state transducer from words to frequencies, made by `examples/compile_dictionary.rs`.
/// The empty word has the sum of all.
static COMPILED: &[u8] = include_bytes!("dictionary.fst");

/// Stands for all words that are in no text.
const OTHER_WORDS: &str = "\u{1}";

/// Words and their frequencies.
pub(super) struct Lexicon {
    words: fst::raw::Fst<&'static [u8]>,
}

impl Lexicon {
    /// Returns the built-in dictionary; nothing is read yet. `None` if the program is damaged.
    pub(super) fn built_in() -> Option<Self> {
        fst::raw::Fst::new(COMPILED).ok().map(|words| Self { words })
    }

    /// Returns the sum of the frequencies of all words.
    pub(super) fn total(&self) -> usize {
        self.words.get("").map_or(0, |total| total.value() as usize)
    }

    /// Returns a jieba that cuts each of `texts` as one with the whole dictionary does.
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

    /// Calls `take` with every word that `text` begins with.
    fn each_at<'t>(&self, text: &'t str, mut take: impl FnMut(&'t str, usize)) {
        let mut node = self.words.root();
        let mut frequency = fst::raw::Output::zero();
        for (place, &byte) in text.as_bytes().iter().enumerate() {
            let Some(next) = node.find_input(byte) else { return };
            let transition = node.transition(next);
            frequency = frequency.cat(transition.out);
            node = self.words.node(transition.addr);
            if node.is_final() {
                take(&text[..=place], frequency.cat(node.final_output()).value() as usize);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use fst::Streamer;

    use super::*;

    #[test]
    fn it_is_the_dictionary_that_jieba_carries() {
        let (lexicon, jieba) = (Lexicon::built_in().unwrap(), Jieba::new());
        let (mut count, mut sum) = (0, 0);
        let mut words = lexicon.words.stream();
        while let Some((word, frequency)) = words.next() {
            let word = std::str::from_utf8(word).unwrap();
            if word.is_empty() {
                continue;
            }
            assert!(jieba.has_word(word), "{word}");
            (count, sum) = (count + 1, sum + frequency.value() as usize);
        }
        assert_eq!(sum, lexicon.total());
        // All of ours are among its words, and there are as many, with the same sum.
        let said = format!("Jieba {{ records_len: {count}, total_freq: {sum} }}");
        assert_eq!(format!("{jieba:?}"), said);
    }

    #[test]
    fn words_are_found_where_a_text_begins_with_them() {
        let lexicon = Lexicon::built_in().unwrap();
        let mut found = Vec::new();
        lexicon.each_at("人工智能的", |word, _| found.push(word.to_owned()));
        assert_eq!(found, ["人", "人工", "人工智能"]);
    }
}
