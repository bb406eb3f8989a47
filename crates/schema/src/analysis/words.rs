//! Dictionary words: which adjacent atoms form a word.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy_jieba::jieba_rs::{Jieba, TokenizeMode};

use super::atoms::Atoms;
use super::lexicon::Lexicon;
use super::user_words::UserWord;

/// How plain jieba cuts a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Each character belongs to exactly one word.
    Whole,
    /// Includes shorter words within longer ones, as an index for search does.
    Search,
}

/// Whether jieba guesses words that its dictionary lacks, with a hidden Markov model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hmm {
    /// Only dictionary words and single characters.
    Off,
    /// Guessed words as well, which is jieba's default.
    On,
}

/// The dictionary. A short text is cut with just the words that occur in it; jieba's own dictionary,
/// which takes over 100 ms to load, is loaded only after enough text was cut for that to pay off.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    user_words: Vec<UserWord>,
    /// The user words, with the frequencies that jieba gives them.
    weighted: OnceLock<Vec<(String, usize)>>,
    jieba: OnceLock<Jieba>,
    /// Bytes that were cut without jieba's own dictionary.
    cut: AtomicUsize,
}

/// Bytes that are cut before jieba's own dictionary is loaded: roughly as many as jieba cuts in the time
/// that loading takes.
const LOADED_AFTER: usize = 64 << 10;

impl Dictionary {
    /// The identity of the built-in dictionary, for the fingerprint; a test compares it with `Cargo.lock`.
    pub(super) const VERSION: &str = "jieba-rs 0.11.0";

    pub(super) fn with_user_words(user_words: Vec<UserWord>) -> Self {
        Self { user_words, ..Self::default() }
    }

    pub(super) fn user_words(&self) -> &[UserWord] {
        &self.user_words
    }

    /// Replaces `words` by the words of two or more atoms in `atoms`, as ranges of positions, sorted and
    /// free of duplicates.
    ///
    /// Search mode includes the shorter words within a word; HMM is off, so nothing is guessed.
    pub(super) fn cut(&self, atoms: &Atoms, words: &mut Vec<Range<usize>>) {
        words.clear();
        let stretches: Vec<_> = atoms.stretches().filter(|stretch| stretch.len() > 1).collect();
        let bytes = stretches.iter().map(|stretch| atoms.join(stretch.clone()).len()).sum();
        let few = self.few_words(bytes, || {
            stretches.iter().map(|stretch| atoms.join(stretch.clone())).collect()
        });
        let jieba = few.as_ref().unwrap_or_else(|| self.jieba());
        for stretch in stretches {
            cut_stretch(jieba, atoms, stretch, words);
        }
        words.sort_unstable_by_key(|word| (word.start, word.end));
        words.dedup();
    }

    /// Returns a jieba for `texts`, which have `bytes` bytes, alone; `None` if the complete one is loaded
    /// or worth loading.
    fn few_words<'t>(&self, bytes: usize, texts: impl FnOnce() -> Vec<&'t str>) -> Option<Jieba> {
        let before = self.cut.fetch_add(bytes, Ordering::Relaxed);
        if self.jieba.get().is_some() || before.saturating_add(bytes) > LOADED_AFTER {
            return None;
        }
        let lexicon = Lexicon::built_in()?;
        let texts = texts();
        let user_words = self.weighted.get_or_init(|| weighted(&lexicon, &self.user_words));
        let own = user_words.iter().map(|(word, _)| word.as_str());
        let mut jieba = lexicon.jieba_for(texts.into_iter().chain(own));
        for (word, frequency) in user_words {
            jieba.add_word(word, Some(*frequency), None);
        }
        Some(jieba)
    }

    /// Returns the words into which plain jieba cuts `atoms`, of any length, as ranges of positions.
    pub(super) fn plain(&self, atoms: &Atoms, cut: Cut, hmm: Hmm) -> Vec<Range<usize>> {
        let mode = match cut {
            Cut::Whole => TokenizeMode::Default,
            Cut::Search => TokenizeMode::Search,
        };
        let mut words = Vec::new();
        for stretch in atoms.stretches() {
            let base = atoms.get(stretch.start).map_or(0, |first| first.folded().start);
            for token in self.jieba().tokenize(atoms.join(stretch.clone()), mode, hmm == Hmm::On) {
                let bytes = base + token.byte_start..base + token.byte_end;
                words.extend(positions_of(atoms, &stretch, bytes));
            }
        }
        words
    }

    fn jieba(&self) -> &Jieba {
        self.jieba.get_or_init(|| {
            let mut jieba = Lexicon::built_in().map_or_else(Jieba::new, |lexicon| lexicon.jieba());
            add_words(&mut jieba, &self.user_words);
            jieba
        })
    }
}

/// Adds `user_words` to a dictionary; returns them with their frequencies there.
fn add_words(jieba: &mut Jieba, user_words: &[UserWord]) -> Vec<(String, usize)> {
    let add = |UserWord { word, frequency }: &UserWord| {
        (word.clone(), jieba.add_word(word, *frequency, None))
    };
    user_words.iter().map(add).collect()
}

/// Returns `user_words` with the frequencies that the complete dictionary gives them.
fn weighted(lexicon: &Lexicon, user_words: &[UserWord]) -> Vec<(String, usize)> {
    let mut jieba = lexicon.jieba_for(user_words.iter().map(UserWord::word));
    add_words(&mut jieba, user_words)
}

fn cut_stretch(jieba: &Jieba, atoms: &Atoms, stretch: Range<usize>, words: &mut Vec<Range<usize>>) {
    let base = atoms.get(stretch.start).map_or(0, |first| first.folded().start);
    for token in jieba.cut_for_search(atoms.join(stretch.clone()), false) {
        if token.end - token.start < 2 || token.word.is_ascii() {
            continue;
        }
        let bytes = base + token.byte_start..base + token.byte_end;
        if let Some(positions) = positions_of(atoms, &stretch, bytes)
            && positions.len() > 1
        {
            words.push(positions);
        }
    }
}

/// Returns the positions whose folded text is exactly `bytes`; `None` if `bytes` cuts through an atom.
fn positions_of(
    atoms: &Atoms,
    stretch: &Range<usize>,
    bytes: Range<usize>,
) -> Option<Range<usize>> {
    let folded = |position: usize| atoms.get(position).map(|atom| atom.folded());
    let starts = |position: usize| folded(position).map_or(0, |range| range.start);
    let start = partition(stretch.clone(), |position| starts(position) < bytes.start);
    let mut end = start;
    while end < stretch.end && starts(end) < bytes.end {
        end += 1;
    }
    let first = folded(start)?;
    let last = folded(end.checked_sub(1)?)?;
    (first.start == bytes.start && last.end == bytes.end).then_some(start..end)
}

/// Returns the first of `positions` for which `before` is false; it must be true for all preceding ones.
fn partition(positions: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let mut low = positions.start;
    let mut high = positions.end;
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the text of a file of the project, which lies outside the package of this crate.
    fn project(path: &str) -> String {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
        std::fs::read_to_string(root.to_owned() + path).unwrap()
    }

    fn words(dictionary: &Dictionary, text: &str) -> Vec<String> {
        let atoms = Atoms::scan(text);
        let mut found = Vec::new();
        dictionary.cut(&atoms, &mut found);
        found.into_iter().map(|word| atoms.join(word).to_owned()).collect()
    }

    #[test]
    fn words_and_their_shorter_words_are_found_in_folded_text() {
        let dictionary = Dictionary::default();
        assert_eq!(
            words(&dictionary, "中國人民銀行"),
            ["中国", "中国人民银行", "国人", "人民", "银行"]
        );
        assert_eq!(words(&dictionary, "北京\n大学"), ["北京", "北京大学", "大学"]);
        assert!(words(&dictionary, "北，京").is_empty());
        assert!(words(&dictionary, "GPT 4 is here").is_empty());
    }

    #[test]
    fn user_words_with_letters_are_cut_as_one_too() {
        let list = UserWord::parse_list("微短剧\n# comment\n\nＺ世代 5 n\n新質生產力 n\n").unwrap();
        let dictionary = Dictionary::with_user_words(list);
        assert_eq!(words(&dictionary, "看微短剧的Z世代"), ["微短剧", "短剧", "z世代", "世代"]);
        assert!(words(&dictionary, "新质生产力").contains(&"新质生产力".to_owned()));
    }

    /// Cuts `texts` with a partial and with the complete dictionary, and expects the same words.
    fn cuts_alike<'t>(list: &str, texts: impl Iterator<Item = &'t str>) {
        let with_list = || Dictionary::with_user_words(UserWord::parse_list(list).unwrap());
        let all = with_list();
        all.jieba();
        for text in texts {
            let few = with_list();
            assert_eq!(words(&few, text), words(&all, text), "{text}");
            assert!(few.jieba.get().is_none() || text.len() > LOADED_AFTER);
        }
    }

    #[test]
    fn a_partial_dictionary_cuts_the_sample_as_the_complete_one() {
        let sample = project("index-data/sample/articles.jsonl");
        let list = "微短剧\n人民 3\n新质生产力\n生产力 1 n\n剧组排期\n中国 999999999\n";
        for list in ["", list] {
            cuts_alike(list, sample.lines());
        }
    }

    #[test]
    fn the_complete_dictionary_is_loaded_after_much_text() {
        let dictionary = Dictionary::default();
        let text = "人工智能".repeat(LOADED_AFTER / 12);
        let before = words(&dictionary, &text);
        assert!(dictionary.jieba.get().is_none());
        assert_eq!(words(&dictionary, &text), before);
        assert!(dictionary.jieba.get().is_some());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn a_partial_dictionary_cuts_any_text_as_the_complete_one(
            texts in prop::collection::vec("[中国人民银行大学生活动物园地方法院长江北京市民族自治区a-cＧ0-9，]{0,40}", 50),
            list in "([中国人民银行大学生活]{2,4}( [0-9]{1,6})?\n){0,4}",
        ) {
            cuts_alike(&list, texts.iter().map(String::as_str));
        }
    }

    #[test]
    fn the_named_dictionary_is_the_one_in_the_lock_file() {
        let lock = project("Cargo.lock");
        let (name, version) = Dictionary::VERSION.split_once(' ').unwrap();
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")));
    }
}
