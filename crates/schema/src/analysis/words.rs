//! Dictionary words: which neighbouring atoms a reader would take for one word.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy_jieba::jieba_rs::{Jieba, TokenizeMode};

use super::atoms::Atoms;
use super::lexicon::Lexicon;

/// A word that the dictionary lacks, as a line of jieba's user dictionaries gives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UserWord {
    /// The word, folded.
    word: String,
    /// How often it is met beside the built-in words; `None` lets jieba choose, so that
    /// the word is cut as one.
    frequency: Option<usize>,
}

/// A line of a word list that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the word list is not `word [frequency] [tag]`: {text:?}")]
pub struct WordListError {
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

impl UserWord {
    /// Returns the word itself, folded.
    #[must_use]
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Reads a word list in jieba's format: `word [frequency] [tag]` a line; blank lines and
    /// lines that begin with `#` say nothing.
    ///
    /// The result is sorted and free of repetition, so equal lists are equal whatever their order.
    ///
    /// # Errors
    ///
    /// Names the first line that has another form, or whose word is no word: less than two atoms.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, WordListError> {
        let mut words = Vec::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let bad = || WordListError { line: index + 1, text: line.to_owned() };
            words.push(Self::parse(line).ok_or_else(bad)?);
        }
        words.sort();
        words.dedup_by(|later, earlier| later.word == earlier.word);
        Ok(words)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut columns = line.split_whitespace();
        let atoms = Atoms::scan(columns.next()?);
        let is_word = atoms.len() > 1 && atoms.iter().all(|atom| !atom.is_break());
        let word = is_word.then(|| atoms.join(0..atoms.len()).to_owned())?;
        let (second, third) = (columns.next(), columns.next());
        let frequency = match second.map(str::parse) {
            Some(Ok(number)) => Some(number),
            // jieba also takes a tag right behind the word.
            Some(Err(_)) if third.is_none() => None,
            Some(Err(_)) => return None,
            None => None,
        };
        columns.next().is_none().then_some(Self { word, frequency })
    }
}

/// Writes the line that [`UserWord::parse_list`] reads.
impl std::fmt::Display for UserWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.frequency {
            Some(frequency) => write!(f, "{} {frequency}", self.word),
            None => f.write_str(&self.word),
        }
    }
}

/// How plain jieba cuts a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Each character belongs to one word.
    Whole,
    /// The shorter words of longer ones come too: what an index for searching holds.
    Search,
}

/// Whether jieba guesses words that its dictionary lacks, by a hidden Markov model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hmm {
    /// Only dictionary words and single characters.
    Off,
    /// Guessed words, too: how jieba comes.
    On,
}

/// The dictionary. A short text is cut with the few words that stand in it; jieba's own dictionary
/// is loaded only when so much has been cut that its loading, which takes over 100 ms, pays.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    user_words: Vec<UserWord>,
    /// The user words and the frequencies that jieba gives them.
    weighed: OnceLock<Vec<(String, usize)>>,
    jieba: OnceLock<Jieba>,
    /// Bytes that were cut without it.
    cut: AtomicUsize,
}

/// So many bytes are cut before jieba's own dictionary is loaded: as many as it then cuts while it
/// would have been loading, roughly.
const LOADED_AFTER: usize = 64 << 10;

impl Dictionary {
    /// What the built-in dictionary is, for the fingerprint; a test compares it with the lock file.
    pub(super) const VERSION: &str = "jieba-rs 0.11.0";

    pub(super) fn with_user_words(user_words: Vec<UserWord>) -> Self {
        Self { user_words, ..Self::default() }
    }

    pub(super) fn user_words(&self) -> &[UserWord] {
        &self.user_words
    }

    /// Puts the words of two and more atoms that stand in `atoms` into `words`, as ranges of
    /// positions, sorted and free of repetition.
    ///
    /// Search mode gives a word's shorter words too; HMM is off, so nothing is guessed.
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

    /// Returns a jieba for `texts` of so many bytes alone, unless the whole one is at hand or worth
    /// its loading.
    fn few_words<'t>(&self, bytes: usize, texts: impl FnOnce() -> Vec<&'t str>) -> Option<Jieba> {
        let before = self.cut.fetch_add(bytes, Ordering::Relaxed);
        if self.jieba.get().is_some() || before.saturating_add(bytes) > LOADED_AFTER {
            return None;
        }
        let (lexicon, texts) = (Lexicon::built_in()?, texts());
        let user_words = self.weighed.get_or_init(|| weigh(&lexicon, &self.user_words));
        let own = user_words.iter().map(|(word, _)| word.as_str());
        let mut jieba = lexicon.jieba_for(texts.into_iter().chain(own));
        for (word, frequency) in user_words {
            jieba.add_word(word, Some(*frequency), None);
        }
        Some(jieba)
    }

    /// Returns what plain jieba cuts `atoms` into, of any length, as ranges of positions.
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
            let mut jieba = Jieba::new();
            add_words(&mut jieba, &self.user_words);
            jieba
        })
    }
}

/// Adds `user_words` to a dictionary; returns the frequencies they have there.
fn add_words(jieba: &mut Jieba, user_words: &[UserWord]) -> Vec<(String, usize)> {
    let add = |UserWord { word, frequency }: &UserWord| {
        (word.clone(), jieba.add_word(word, *frequency, None))
    };
    user_words.iter().map(add).collect()
}

/// Returns the frequencies that the whole dictionary gives `user_words`.
fn weigh(lexicon: &Lexicon, user_words: &[UserWord]) -> Vec<(String, usize)> {
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

/// Returns the positions whose folded text is exactly `bytes`, or `None` where `bytes` cuts an atom.
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

/// Returns the first of `positions` for which `before` is false; it must be true up to there.
fn partition(positions: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (positions.start, positions.end);
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
    fn user_words_are_cut_as_one_also_with_letters() {
        let list = UserWord::parse_list("微短剧\n# comment\n\nＺ世代 5 n\n新質生產力 n\n").unwrap();
        let dictionary = Dictionary::with_user_words(list);
        assert_eq!(words(&dictionary, "看微短剧的Z世代"), ["微短剧", "短剧", "z世代", "世代"]);
        assert!(words(&dictionary, "新质生产力").contains(&"新质生产力".to_owned()));
    }

    /// Cuts `texts` with few words and with all, and expects the same.
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
    fn few_words_cut_the_sample_as_all_do() {
        let sample = include_str!("../../../../index-data/sample/articles.jsonl");
        let list = "微短剧\n人民 3\n新质生产力\n生产力 1 n\n剧组排期\n中国 999999999\n";
        for list in ["", list] {
            cuts_alike(list, sample.lines());
        }
    }

    #[test]
    fn the_whole_dictionary_is_loaded_when_much_is_cut() {
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
        fn few_words_cut_any_text_as_all_do(
            texts in prop::collection::vec("[中国人民银行大学生活动物园地方法院长江北京市民族自治区a-cＧ0-9，]{0,40}", 50),
            list in "([中国人民银行大学生活]{2,4}( [0-9]{1,6})?\n){0,4}",
        ) {
            cuts_alike(&list, texts.iter().map(String::as_str));
        }
    }

    #[test]
    fn a_word_list_of_another_form_is_refused_with_its_line() {
        for (text, line) in [("好人\n，，\n", 2), ("好", 1), ("好人 x y z", 1), ("好人 1 n n", 1)]
        {
            assert_eq!(UserWord::parse_list(text).unwrap_err().line, line, "{text:?}");
        }
    }

    #[test]
    fn the_named_dictionary_is_the_one_in_the_lock_file() {
        let lock = include_str!("../../../../Cargo.lock");
        let (name, version) = Dictionary::VERSION.split_once(' ').unwrap();
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")));
    }
}
