//! Analysis: from text to terms, the same on both sides of the index.
//!
//! 1. [`fold()`] makes characters that readers regard as the same the same.
//! 2. [`Atoms`] are the units of the folded text; each has a position.
//! 3. Two adjacent atoms, one of them *single* (a character of a script without spaces, or a symbol),
//!    are a *pair*: pairs find literals.
//! 4. English *stems* are added for ranking.
//! 5. Dictionary *words* determine which pairs of a query weigh more. A word of two atoms is a pair; a
//!    longer word occurs where its pairs occur in sequence, so the index is independent of the dictionary.
//!
//! Laws: equal text gives equal terms; no text panics; every span lies on character boundaries of the
//! original text; terms are ordered by non-decreasing position; every query term of a text is among
//! that text's index terms, except for longer words.

mod atoms;
mod fold;
mod lexicon;
mod literal;
mod terms;
mod user_words;
mod words;

use std::ops::Range;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

pub use atoms::{Applied, Atom, AtomKind, Atoms, Break, LEAD_LENGTH, Law, RANGE_SIGN};
pub use fold::fold;
pub use literal::{Cover, Literal};
pub use terms::{
    BREAK_TERM, PARAGRAPH_TERM, SENTENCE_TERM, STEM_MARK, Token, TokenKind, is_indexed, stem,
};
pub use user_words::{UserWord, WordListError};
pub use words::{Cut, Hmm};

/// Turns text into terms. Clones are cheap: they share one dictionary.
#[derive(Clone, Debug, Default)]
pub struct Analyzer {
    dictionary: Arc<words::Dictionary>,
}

impl Analyzer {
    /// Raised whenever a text would give other terms than before.
    const VERSION: u32 = 3;

    /// Returns the analyzer with the built-in dictionary.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the analyzer whose dictionary also has `user_words`.
    #[must_use]
    pub fn with_user_words(user_words: Vec<UserWord>) -> Self {
        Self { dictionary: Arc::new(words::Dictionary::with_user_words(user_words)) }
    }

    /// Returns the words that its dictionary has in addition to the built-in ones, sorted.
    #[must_use]
    pub fn user_words(&self) -> &[UserWord] {
        self.dictionary.user_words()
    }

    /// Returns the dictionary words of two or more atoms in `atoms`, as sorted ranges of positions.
    #[must_use]
    pub fn words(&self, atoms: &Atoms) -> Vec<Range<usize>> {
        let mut words = Vec::new();
        self.dictionary.cut(atoms, &mut words);
        words
    }

    /// Returns the words into which jieba alone cuts `atoms`, including single characters, as ranges of
    /// positions in no particular order.
    ///
    /// An index of dictionary words would hold these; ours holds other terms. jieba gets the folded text
    /// without the white space between Han characters, which only helps it.
    #[must_use]
    pub fn plain_words(&self, atoms: &Atoms, cut: Cut, hmm: Hmm) -> Vec<Range<usize>> {
        self.dictionary.plain(atoms, cut, hmm)
    }

    /// Returns the terms of `atoms`, by non-decreasing first position.
    #[must_use]
    pub fn tokens<'t>(&self, atoms: &'t Atoms) -> Vec<Token<'t>> {
        let mut tokens = Vec::with_capacity(atoms.len() * 3 / 2);
        terms::emit_all(atoms, 0..atoms.len(), &self.words(atoms), |token| tokens.push(token));
        tokens
    }

    /// Returns an identifier of the terms that this analyzer makes: equal fingerprints, equal terms.
    ///
    /// It covers the version of the rules, the folding tables, the dictionary and the user words; the last
    /// two because they determine the ranking of queries.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut digest = Xxh3::new();
        fold::lines().for_each(|line| digest.update(line.as_bytes()));
        digest.update(fold::UNICODE_TABLES.as_bytes());
        digest.update(words::Dictionary::VERSION.as_bytes());
        for word in self.user_words() {
            digest.update(format!("\n{word}").as_bytes());
        }
        format!("{}-{:016x}", Self::VERSION, digest.digest())
    }
}

/// Calls `take` with every index term of `atoms` and its first position, by non-decreasing position: the
/// terms of [`index_tokens`].
pub fn each_index_term(atoms: &Atoms, mut take: impl FnMut(&str, u32)) {
    // `Atoms::scan` allows no more positions.
    terms::emit_all(atoms, 0..atoms.len(), &[], |token| {
        take(&token.term, token.positions.start as u32);
    });
}

/// Returns the index terms of `atoms` that begin at one of `positions`, by non-decreasing first position:
/// those of [`Analyzer::tokens`] except for longer words. No dictionary is needed.
#[must_use]
pub fn index_tokens(atoms: &Atoms, positions: Range<usize>) -> Vec<Token<'_>> {
    let positions = positions.start..positions.end.min(atoms.len());
    let mut tokens = Vec::with_capacity(positions.len() * 3 / 2);
    terms::emit_all(atoms, positions, &[], |token| tokens.push(token));
    tokens
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);

    fn shown(text: &str) -> Vec<String> {
        let atoms = Atoms::scan(text);
        ANALYZER
            .tokens(&atoms)
            .iter()
            .map(|token| format!("{}@{}", token.term, token.positions.start))
            .collect()
    }

    #[test]
    fn texts_give_terms_by_the_laws() {
        for (text, expected) in [
            ("短剧", &["短剧@0", "剧@1"][..]),
            ("微短剧。", &["微短@0", "短剧@1", "剧@2"]),
            ("人工智能", &["人工@0", "人工智能@0", "工智@1", "智能@2", "能@3"]),
            ("Ａ股涨", &["a@0", "a股@0", "股涨@1", "涨@2"]),
            ("6.96亿", &["6.96@0", "6.96亿@0", "亿@1"]),
            ("GPT-4，AI", &["gpt@0", "4@1", ",@2", "ai@3"]),
            ("drones fly", &["drones@0", "~drone@0", "fly@1", "~fli@1"]),
            ("好。\n坏", &["好@0", ".@1", "¶@1", "坏@2"]),
            ("好，坏", &["好@0", "坏@2"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_run_of_any_length_is_one_term_of_bounded_length() {
        let long = "a".repeat(70_000);
        let other = format!("{long}b");
        let first = shown(&long);
        let second = shown(&other);
        assert_ne!(first, second);
        assert!(first[0].len() < 300);
        assert_eq!(shown(&format!("{long}股"))[1].chars().last(), Some('0'));
    }

    #[test]
    fn the_fingerprint_follows_the_user_words_and_not_their_order() {
        let words = |list: &str| UserWord::parse_list(list).unwrap();
        let with = |list: &str| Analyzer::with_user_words(words(list)).fingerprint();
        assert_eq!(with("微短剧\n村超"), with("村超\n微短剧"));
        assert_ne!(with("微短剧"), Analyzer::new().fingerprint());
        assert_ne!(with("微短剧"), with("微短剧 9"));
    }

    proptest! {
        #[test]
        fn terms_keep_the_laws(text in "\\PC*|[a-cＡ0-9.微短剧中国人民 ，。\\n\u{3000}-]*") {
            let atoms = Atoms::scan(&text);
            let tokens = ANALYZER.tokens(&atoms);
            prop_assert!(tokens.windows(2).all(|pair| pair[0].positions.start <= pair[1].positions.start));
            for token in &tokens {
                prop_assert!(text.get(atoms.span(token.positions.clone())).is_some());
                prop_assert!(!token.term.is_empty());
            }
            let again = Atoms::scan(&text);
            prop_assert_eq!(&tokens, &ANALYZER.tokens(&again));
        }

        #[test]
        fn a_literal_is_covered_by_terms_of_the_text_it_is(text in "[a-c0-9.微短剧中国 ，。\\n-]{1,12}") {
            let Some(literal) = Literal::new(&text) else { return Ok(()) };
            let atoms = Atoms::scan(&text);
            let tokens = ANALYZER.tokens(&atoms);
            let occurs = |offset: usize, term: &str| tokens.iter().any(|t| t.positions.start == offset && t.term == term);
            let (phrase, prefix) = match literal.cover() {
                Cover::Term(term) => (vec![(0, term)], None),
                Cover::Phrase(terms) => (terms, None),
                Cover::Prefix(prefix) => (Vec::new(), Some((0, prefix))),
                Cover::PhrasePrefix(terms, prefix) => (terms, Some(prefix)),
            };
            for (offset, term) in &phrase {
                // `Cover::Term` may give a term that does not begin at the literal's first atom.
                prop_assert!(occurs(*offset, term), "{term}@{offset}");
            }
            if let Some((offset, prefix)) = prefix {
                prop_assert!(tokens.iter().any(|t| t.positions.start == offset && t.term.starts_with(&prefix)));
            }
        }
    }
}
