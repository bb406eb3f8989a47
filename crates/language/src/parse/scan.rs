//! Looking ahead in query text: where a keyword ends, and which brackets and quotes are text.

use super::chars::{QUOTES, Quote, half_width, is_escapable, is_separator, length_of};
use crate::ast::has_text;

/// Query text, and where each kind of bracket and quote closes for the last time.
///
/// Knowing that spares every unclosed one a look at the rest of the text.
#[derive(Debug)]
pub(super) struct Lookahead<'i> {
    pub(super) text: &'i str,
    last_bracket: Option<usize>,
    last_quotes: [Option<usize>; QUOTES.len()],
}

impl<'i> Lookahead<'i> {
    pub(super) fn new(text: &'i str) -> Self {
        let last_quote = |quote: &Quote| text.rfind(|c| quote.is_closed_by(c));
        Self {
            text,
            last_bracket: text.rfind(|c| half_width(c) == ')'),
            last_quotes: QUOTES.each_ref().map(last_quote),
        }
    }

    pub(super) fn rest(&self, at: usize) -> &'i str {
        &self.text[at..]
    }

    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    /// Returns where the `^2` at `at` ends and its number, if an operand could end there.
    pub(super) fn boost(&self, at: usize) -> Option<(usize, String)> {
        let rest = self.rest(at).strip_prefix(['^', '＾'])?;
        let numeric = |c: &char| c.is_ascii_digit() || *c == '.';
        let number: String = rest.chars().map(half_width).take_while(numeric).collect();
        let length: usize = rest.chars().take(number.len()).map(char::len_utf8).sum();
        let end = self.text.len() - rest.len() + length;
        let decimal = number.matches('.').count() < 2 && !number.starts_with('.');
        let whole = decimal && number.ends_with(|c: char| c.is_ascii_digit());
        (whole && self.is_boundary(end)).then_some((end, number))
    }

    /// Returns true if the text ends at `at`, or a separator or closing bracket follows.
    pub(super) fn is_boundary(&self, at: usize) -> bool {
        self.char_at(at).is_none_or(|c| is_separator(c) || half_width(c) == ')')
    }

    pub(super) fn double_ampersand(&self, at: usize) -> Option<usize> {
        length_of("&&", self.rest(at))
    }

    /// Returns true if the hyphen at `at` is directly before something to negate.
    pub(super) fn negates(&self, at: usize) -> bool {
        let mut chars = self.rest(at).chars();
        chars.next();
        let rest = chars.as_str();
        match chars.next() {
            None | Some('-' | '－') => false,
            Some('(' | '（') => true,
            Some(first) if Quote::opened_by(first).is_some() => true,
            Some(_) => rest.split(is_separator).next().is_some_and(has_text),
        }
    }

    /// Returns where a keyword continues after the bracket at `at` inside it.
    ///
    /// `None` means that the bracket is syntax: it closes, but not in this keyword.
    pub(super) fn past_bracket(&self, at: usize, bracket: char) -> Option<usize> {
        if self.last_bracket.is_none_or(|last| last < at) {
            return Some(at + bracket.len_utf8());
        }
        let mut depth = 0_usize;
        for (offset, c) in self.word_from(at) {
            match half_width(c) {
                '(' => depth += 1,
                ')' if depth == 1 => return Some(at + offset + c.len_utf8()),
                ')' => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// Returns where a keyword continues after the quote at `at` inside it, as for brackets.
    pub(super) fn past_quote(&self, at: usize, opener: char, place: usize) -> Option<usize> {
        let quote = &QUOTES[place];
        let inside = at + opener.len_utf8();
        if quote.is_doubtful(opener) || self.last_quotes[place].is_none_or(|last| last < inside) {
            return Some(inside);
        }
        let closer = self.word_from(inside).find(|&(_, c)| quote.is_closed_by(c));
        closer.map(|(offset, c)| inside + offset + c.len_utf8())
    }

    /// Returns the text between the quotes that begin at `at`, and where they end.
    pub(super) fn quoted(&self, at: usize, opener: char, place: usize) -> Option<(String, usize)> {
        let inside = at + opener.len_utf8();
        self.last_quotes[place].filter(|&last| last >= inside)?;
        let mut text = String::new();
        let mut chars = self.rest(inside).char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            if QUOTES[place].is_closed_by(c) {
                return Some((text, inside + offset + c.len_utf8()));
            }
            let escapes = c == '\\' && chars.peek().is_some_and(|&(_, next)| is_escapable(next));
            text.push(if escapes { chars.next().map_or(c, |(_, next)| next) } else { c });
        }
        None
    }

    fn word_from(&self, at: usize) -> impl Iterator<Item = (usize, char)> {
        self.rest(at).char_indices().take_while(|&(_, c)| !is_separator(c))
    }
}
