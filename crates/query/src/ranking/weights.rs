//! The weights of the ranking, all in one place.
//!
//! They were chosen together on five public test sets of questions, headlines and keywords over
//! news and encyclopedia articles, by nDCG@10; `benches/README.md` has the figures.

use xunwen_schema::{Token, TokenKind};

/// BM25: how soon a term's further occurrences stop to count.
pub(crate) const K1: f32 = 0.9;
/// BM25: how much longer texts are held to need more occurrences.
pub(crate) const B: f32 = 0.6;

/// The weights of title, summary and body in the exact tier, in the order of `Fields::texts`: an
/// article whose title has the keyword is about it.
pub(crate) const LITERAL_FIELDS: [f32; 3] = [2.5, 1.0, 1.0];
/// How much counts, in the exact tier, a title that opens with a keyword: it names its subject.
pub(crate) const OPENING_WEIGHT: f32 = 2.0;
/// The weights of the fields in the related tier. A question's words spread over the body, where its answer is.
pub(crate) const TERM_FIELDS: [f32; 3] = [1.0, 1.0, 1.0];

/// The number of articles of the related tier, the best by BM25, that are ranked again by where
/// the query occurs in them. 100 instead of 50 add .0003 on one of the sets and nothing on the others.
pub(crate) const RERANKED: usize = 50;
/// How far apart, in positions, the first and the last place of one stretch may begin.
pub(crate) const WINDOW_LENGTH: u32 = 80;
/// The weight of what occurs in the best stretch, each term once, relative to BM25.
pub(crate) const WINDOW_WEIGHT: f32 = 0.9;
/// How long the beginning of a text is, in positions.
pub(crate) const LEAD_LENGTH: u32 = 100;
/// The weight of what occurs at the beginning.
pub(crate) const LEAD_WEIGHT: f32 = 0.3;

/// Feedback is read from so many of the best articles,
pub(crate) const FEEDBACK_ARTICLES: usize = 12;
/// from their titles and so many positions to each side of their best stretches.
pub(crate) const FEEDBACK_AROUND: usize = 80;
/// An article counts by its score beside the best one's, to this power,
pub(crate) const SCORE_POWER: i32 = 2;
/// times its share of the query in one stretch, to this power.
pub(crate) const COVER_POWER: i32 = 6;
/// One that counts less than this beside another before it is not read: that takes longest.
pub(crate) const FEEDBACK_SHARE: f64 = 0.05;
/// The number of their terms that are looked for,
pub(crate) const FEEDBACK_TERMS: usize = 20;
/// of those that at most this share of all articles have.
pub(crate) const FEEDBACK_COMMON: f64 = 0.3;
/// All of them together weigh so much, where the query's own terms weigh 1,
pub(crate) const FEEDBACK_WEIGHT: f32 = 2.5;
/// or as much as those of a query of this weight, weights times rarity.
pub(crate) const FEEDBACK_QUERY: f32 = 30.0;
/// Feedback counts nothing if so many articles, the best,
pub(crate) const CONFIDENCE_ARTICLES: usize = 10;
/// have no more than the first share of the query in one stretch, on the average; it counts in full
/// from the second on.
pub(crate) const CONFIDENCE_RANGE: [f32; 2] = [0.6, 0.8];

/// The weight of an English stem.
pub(crate) const STEM: f32 = 0.5;

/// A pair of two characters that no dictionary word covers: likely part of a name or a new word,
/// and then it says as much as a word does.
const UNKNOWN_PAIR: f32 = 1.0;
/// A pair of which an uncovered character is one of [`GRAMMAR`].
const GRAMMAR_PAIR: f32 = 0.25;
/// Any other pair: it crosses a word boundary or is inside a longer word.
const OTHER_PAIR: f32 = 0.3;

/// Returns how much a term counts in the related tier.
///
/// `is_known` says of its first and its last atom whether a dictionary word covers it. A longer
/// word comes on top of its shorter words and pairs.
pub(crate) fn term_weight(token: &Token<'_>, is_known: [bool; 2]) -> f32 {
    match token.kind {
        TokenKind::Word if token.positions.len() > 2 => 0.3,
        TokenKind::Word | TokenKind::Run => 1.0,
        TokenKind::Pair => pair_weight(&token.term, is_known),
        TokenKind::Single => 0.3,
        TokenKind::Stem => STEM,
        TokenKind::Break => 0.0,
    }
}

fn pair_weight(pair: &str, is_known: [bool; 2]) -> f32 {
    let ends = [pair.chars().next(), pair.chars().next_back()];
    let is_grammar_end = |end: Option<char>| end.is_some_and(is_grammar);
    if ends.into_iter().zip(is_known).any(|(end, known)| !known && is_grammar_end(end)) {
        GRAMMAR_PAIR
    } else if is_known == [false, false] {
        UNKNOWN_PAIR
    } else {
        OTHER_PAIR
    }
}

/// Characters of mere grammar.
const GRAMMAR: &str =
    "的是了在和与有为被由就对从到等其于之以及或也中上下个这那哪谁几何多少么吗呢而";

/// Returns whether `c` is a character of mere grammar.
pub(crate) fn is_grammar(c: char) -> bool {
    GRAMMAR.contains(c)
}

/// Words that ask, and words of mere grammar: what a question is not about.
pub(crate) const QUESTION_WORDS: [&str; 62] = [
    "什么",
    "哪些",
    "哪个",
    "哪里",
    "哪儿",
    "多少",
    "如何",
    "怎么",
    "怎样",
    "为什么",
    "为何",
    "何时",
    "何地",
    "何处",
    "是否",
    "有没有",
    "几个",
    "哪一",
    "哪年",
    "哪种",
    "哪位",
    "哪国",
    "何种",
    "什么样",
    "什么时候",
    "时候",
    "以及",
    "或者",
    "还是",
    "因为",
    "所以",
    "由于",
    "根据",
    "关于",
    "对于",
    "其中",
    "之间",
    "之一",
    "可以",
    "能够",
    "进行",
    "以下",
    "这个",
    "那个",
    "这些",
    "那些",
    "他们",
    "我们",
    "它们",
    "自己",
    "谁",
    "一个",
    "一种",
    "一家",
    "请问",
    "属于",
    "称为",
    "被称为",
    "主要",
    "分别",
    "具体",
    "包括",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_weighs_by_what_the_dictionary_knows_of_its_ends() {
        for (pair, is_known, expected) in [
            ("拜登", [false, false], UNKNOWN_PAIR),
            ("登访", [false, true], OTHER_PAIR),
            ("工智", [true, true], OTHER_PAIR),
            ("的国", [false, true], GRAMMAR_PAIR),
            ("国的", [true, false], GRAMMAR_PAIR),
            // Inside a word, a grammatical character is just a part of it.
            ("有限", [true, true], OTHER_PAIR),
        ] {
            assert!((pair_weight(pair, is_known) - expected).abs() < f32::EPSILON, "{pair}");
        }
    }
}
