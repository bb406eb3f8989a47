//! The weights of the ranking, all in one place.
//!
//! They were chosen together on five public test sets of questions, headlines and keywords over
//! news and encyclopedia articles, by nDCG@10; `benches/README.md` has the figures.

use xunwen_schema::{Token, TokenKind};

/// BM25: how soon a term's further occurrences stop to count.
pub(crate) const K1: f32 = 0.9;
/// BM25: how much longer texts are held to need more occurrences.
pub(crate) const B: f32 = 0.6;

/// The weights of title, summary and body, in the order of `Fields::texts`.
pub(crate) const FIELD_WEIGHTS: [f32; 3] = [1.5, 1.0, 1.0];

/// The weight of an English stem.
pub(crate) const STEM: f32 = 0.5;

/// Returns how much a term counts in the related tier.
///
/// Pairs cross the borders of words, so each says less than a word does, but together they rank
/// what no dictionary knows. A longer word comes on top of its shorter words and pairs.
pub(crate) fn term_weight(token: &Token<'_>) -> f32 {
    match token.kind {
        TokenKind::Word if token.positions.len() > 2 => 0.3,
        TokenKind::Word | TokenKind::Run => 1.0,
        TokenKind::Pair => 0.45,
        TokenKind::Single => 0.3,
        TokenKind::Stem => STEM,
        TokenKind::Break => 0.0,
    }
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
