//! The weights of the ranking, all in one place.

use xunwen_schema::TokenKind;

/// BM25: how soon a term's further occurrences stop to count.
pub(crate) const K1: f32 = 1.2;
/// BM25: how much longer texts are held to need more occurrences.
pub(crate) const B: f32 = 0.75;

/// The weights of title, summary and body, in the order of `Fields::texts`.
pub(crate) const FIELD_WEIGHTS: [f32; 3] = [2.0, 1.0, 1.0];

/// Returns how much a term of this kind counts in the related tier.
///
/// Pairs cross the borders of words, so each says less than a word does, but together they rank
/// what no dictionary knows.
pub(crate) fn kind_weight(kind: TokenKind) -> f32 {
    match kind {
        TokenKind::Word | TokenKind::Run => 1.0,
        TokenKind::Pair => 0.3,
        TokenKind::Stem => 0.5,
        TokenKind::Single => 0.05,
        TokenKind::Break => 0.0,
    }
}
