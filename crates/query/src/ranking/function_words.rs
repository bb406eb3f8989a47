//! Words that say nothing by themselves: they join, ask or point.
//!
//! They count in the ranking as any other, and make an article related, but marking them in it would
//! hide what it is about.

use xunwen_schema::{Atoms, Token, TokenKind};

use crate::ranking::weights::{QUESTION_WORDS, is_grammar};

/// Chinese words of this kind that do not consist of characters of mere grammar.
const CHINESE: [&str; 44] = [
    "这样",
    "那样",
    "怎么样",
    "这里",
    "那里",
    "这种",
    "那种",
    "这次",
    "这么样",
    "如此",
    "非常",
    "十分",
    "已经",
    "曾经",
    "正在",
    "一些",
    "很多",
    "许多",
    "没有",
    "不是",
    "但是",
    "而且",
    "并且",
    "如果",
    "虽然",
    "尽管",
    "不过",
    "然而",
    "因此",
    "于是",
    "为了",
    "以来",
    "其他",
    "其它",
    "每个",
    "之后",
    "之前",
    "以后",
    "以前",
    "当时",
    "同时",
    "还有",
    "只有",
    "不仅",
];

/// English ones, in small letters.
const ENGLISH: [&str; 58] = [
    "a", "an", "the", "and", "or", "but", "not", "of", "in", "on", "at", "to", "for", "from", "by",
    "with", "as", "is", "are", "was", "were", "be", "been", "do", "does", "did", "has", "have",
    "had", "it", "its", "this", "that", "these", "those", "there", "what", "which", "who", "whom",
    "whose", "why", "how", "when", "where", "can", "will", "would", "should", "if", "than", "then",
    "so", "about", "into", "he", "she", "they",
];

/// Returns whether `word`, folded, says nothing by itself.
pub(crate) fn says_nothing(word: &str) -> bool {
    word.chars().all(is_grammar)
        || [&QUESTION_WORDS[..], &CHINESE, &ENGLISH].iter().any(|words| words.contains(&word))
}

/// Returns whether a term of a text is worth marking: it says something, and is no pair that a word of
/// grammar is cut through.
pub(crate) fn is_telling(token: &Token<'_>, text: &Atoms) -> bool {
    match token.kind {
        TokenKind::Pair => !token.term.chars().any(is_grammar),
        TokenKind::Stem => !says_nothing(text.text(token.positions.start)),
        _ => !says_nothing(&token.term),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_join_ask_or_point_say_nothing() {
        for word in ["的", "这么", "为什么", "什么", "怎么样", "非常", "how", "the"] {
            assert!(says_nothing(word), "{word}");
        }
        for word in ["无人机", "送货", "中国", "目的", "快", "drone", "有限", "a股"] {
            assert!(!says_nothing(word), "{word}");
        }
    }
}
