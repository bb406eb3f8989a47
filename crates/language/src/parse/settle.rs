//! What only shows between tokens: the AND that a space means, and operators that are text.

use super::token::{Kind, Token};

/// Returns `tokens` with an `And` between neighbouring operands, and without `SmallAnd`.
///
/// A Chinese operator with nothing around it is the keyword it looks like.
pub(super) fn settle(mut tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    if let [only] = tokens.as_mut_slice()
        && is_chinese_operator(only)
    {
        only.kind = Kind::Literal(only.text.into());
    }
    let mut settled: Vec<Token<'_>> = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(mut token) = tokens.next() {
        let follows = settled.last().is_some_and(|token| token.kind.ends_operand());
        if token.kind == Kind::SmallAnd {
            let leads = tokens.peek().is_some_and(|next| next.kind.begins_operand());
            let literal = || Kind::Literal(token.text.into());
            token.kind = if follows && leads { Kind::And } else { literal() };
        }
        if follows && token.kind.begins_operand() {
            settled.push(Token { kind: Kind::And, text: "", start: token.start });
        }
        settled.push(token);
    }
    settled
}

fn is_chinese_operator(token: &Token<'_>) -> bool {
    ["且", "或", "非", "同句", "同段"].contains(&token.text)
}
