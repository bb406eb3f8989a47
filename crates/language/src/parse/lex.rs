//! Cutting query text into tokens.

use std::ops::Range;

use super::chars::{QUOTES, Quote, half_width, is_digit_first, is_separator, length_of};
use super::error::{Fault, ParseErrorKind};
use super::field::field;
use super::scan::Lookahead;
use super::token::{Kind, Token};
use super::{date, word};
use crate::ast::{has_text, single_spaced};
use crate::wildcard::Wildcard;

/// The most brackets in one another: more than anyone types, few enough for any stack.
pub(super) const MAX_DEPTH: usize = 32;

const MAX_BOOST: u16 = 1000;

/// What a query is cut into.
pub(super) struct Lexed<'i> {
    /// Its tokens; brackets among them are paired and not empty.
    pub(super) tokens: Vec<Token<'i>>,
    /// Where it has punctuation for a keyword: nothing to search for, and so no token.
    pub(super) dropped: Vec<Range<usize>>,
}

/// What a hyphen before a digit means, where a keyword may be excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signs {
    /// It excludes the number.
    Exclude,
    /// It is the number's sign.
    AreText,
}

/// Cuts `input` into tokens.
pub(super) fn lexed(input: &str, signs: Signs) -> Result<Lexed<'_>, Fault> {
    let mut lexer = Lexer {
        scan: Lookahead::new(input),
        at: 0,
        tokens: vec![],
        dropped: vec![],
        open: vec![],
        syntax: false,
        signs,
    };
    while let Some(first) = lexer.scan.char_at(lexer.at) {
        lexer.token(first)?;
    }
    match lexer.open.pop() {
        Some(open) => {
            Err(Fault::new(ParseErrorKind::UnclosedBracket, open..open + lexer.width(open)))
        }
        None => Ok(Lexed { tokens: lexer.tokens, dropped: lexer.dropped }),
    }
}

struct Lexer<'i> {
    scan: Lookahead<'i>,
    at: usize,
    tokens: Vec<Token<'i>>,
    dropped: Vec<Range<usize>>,
    /// Where the brackets begin that are not closed yet.
    open: Vec<usize>,
    /// Whether an operator or bracket was read.
    syntax: bool,
    signs: Signs,
}

impl Lexer<'_> {
    fn token(&mut self, first: char) -> Result<(), Fault> {
        let width = first.len_utf8();
        match half_width(first) {
            c if c.is_whitespace() => self.at += width,
            '(' => self.open_bracket(width)?,
            ')' if !self.is_text_bracket(self.at) => self.close_bracket(width)?,
            '|' => self.bar(),
            '-' if self.excludes(width) => self.push(Kind::Not, self.at + width),
            _ => return self.longer_token(first),
        }
        Ok(())
    }

    /// Returns true if the hyphen here, `width` bytes wide, excludes what follows.
    ///
    /// Where nothing can be excluded, as after a field, it is the sign of a number.
    fn excludes(&self, width: usize) -> bool {
        let needs_text = |kind: &Kind| {
            matches!(kind, Kind::Field(_) | Kind::Near { .. } | Kind::Same(_) | Kind::AtLeast(_))
        };
        let due = self.tokens.last().is_some_and(|token| needs_text(&token.kind));
        let is_sign = (due || self.signs == Signs::AreText)
            && is_digit_first(self.scan.rest(self.at + width));
        !is_sign && self.scan.negates(self.at)
    }

    fn longer_token(&mut self, first: char) -> Result<(), Fault> {
        if let Some(length) = self.scan.double_ampersand(self.at) {
            self.push(Kind::And, self.at + length);
        } else if let Some((kind, length)) = field(self.scan.rest(self.at)) {
            self.push(kind, self.at + length);
        } else if let Some(place) = Quote::opened_by(first) {
            return self.quote(first, place);
        } else {
            return self.word();
        }
        Ok(())
    }

    fn open_bracket(&mut self, width: usize) -> Result<(), Fault> {
        if self.open.len() == MAX_DEPTH {
            let kind = ParseErrorKind::TooDeep { limit: MAX_DEPTH };
            return Err(Fault::new(kind, self.at..self.at + width));
        }
        self.open.push(self.at);
        self.push(Kind::Open, self.at + width);
        Ok(())
    }

    fn close_bracket(&mut self, width: usize) -> Result<(), Fault> {
        let end = self.at + width;
        let Some(open) = self.open.pop() else {
            return Err(Fault::new(ParseErrorKind::UnopenedBracket, self.at..end));
        };
        let inside = &self.scan.text[open + self.width(open)..self.at];
        if inside.trim().is_empty() {
            return Err(Fault::new(ParseErrorKind::EmptyBrackets, open..end));
        }
        let punctuation = self.tokens.pop_if(|token| token.kind == Kind::Open).is_some();
        if punctuation {
            self.at = end;
        } else {
            self.push(Kind::Close, end);
        }
        self.boost(!punctuation)
    }

    fn bar(&mut self) {
        let length = length_of("||", self.scan.rest(self.at));
        self.push(Kind::Or, self.at + length.unwrap_or_else(|| self.width(self.at)));
    }

    fn quote(&mut self, opener: char, place: usize) -> Result<(), Fault> {
        let Some((text, end)) = self.scan.quoted(self.at, opener, place) else {
            let quote = &QUOTES[place];
            if quote.is_doubtful(opener) {
                return self.word();
            }
            let kind = ParseErrorKind::UnclosedQuote { close: quote.closer(opener) };
            return Err(Fault::new(kind, self.at..self.at + opener.len_utf8()));
        };
        let star = self.scan.char_at(end).filter(|&c| half_width(c) == '*');
        self.text(&text, star.is_some(), end + star.map_or(0, char::len_utf8))
    }

    fn word(&mut self) -> Result<(), Fault> {
        let end = self.word_end();
        let text = &self.scan.text[self.at..end];
        if let Some(kind) = word::operator(text) {
            let kind = kind.map_err(|kind| Fault::new(kind, self.at..end))?;
            self.push(kind, end);
            return Ok(());
        }
        let stem = text.trim_end_matches(['*', '＊']);
        if stem.is_empty() {
            return Err(Fault::new(ParseErrorKind::BareStar, self.at..end));
        }
        if let Some(wildcard) = self.wildcard(stem, stem.len() < text.len()) {
            self.push(Kind::Wildcard(wildcard), end);
            return self.boost(true);
        }
        self.text(stem, stem.len() < text.len(), end)
    }

    /// Returns the wildcard that a keyword is. One that would need quotes is text, and so is one whose
    /// last word goes on and does not end in a character.
    fn wildcard(&self, stem: &str, starred: bool) -> Option<Wildcard> {
        let is_date = self.tokens.last().is_some_and(|token| token.kind == Kind::DateField);
        let wildcard = Wildcard::new(stem).filter(|_| !is_date)?;
        let goes_on = starred && !wildcard.ends_in_character();
        let is_plain = word::is_plain_word(&wildcard.to_string().replace(['*', '?'], "人"));
        (is_plain && !goes_on).then_some(wildcard)
    }

    /// Returns where the keyword that begins here ends.
    fn word_end(&self) -> usize {
        let mut at = self.at;
        while let Some(next) = self.scan.char_at(at).and_then(|c| self.word_goes_on(at, c)) {
            at = next;
        }
        at
    }

    /// Returns where the keyword continues after `c` at `at`, if `c` belongs to it.
    fn word_goes_on(&self, at: usize, c: char) -> Option<usize> {
        let next = Some(at + c.len_utf8());
        let before = &self.scan.text[self.at..at];
        match half_width(c) {
            half if is_separator(half) => None,
            ')' => next.filter(|_| self.is_text_bracket(at)),
            _ if before.is_empty() => next,
            '&' => next.filter(|_| self.scan.double_ampersand(at).is_none()),
            '^' => next.filter(|_| self.scan.boost(at).is_none()),
            '(' if word::operator(before).is_some() => None,
            '(' => self.scan.past_bracket(at, c),
            _ => match Quote::opened_by(c) {
                Some(_) if word::operator(before).is_some() => None,
                Some(place) => self.scan.past_quote(at, c, place),
                None => next,
            },
        }
    }

    /// Returns true if the closing bracket at `at` closes nothing and touches text instead.
    ///
    /// At the end of a keyword in a query with operators it is a slip, not text.
    fn is_text_bracket(&self, at: usize) -> bool {
        let before = at > self.at;
        let after = !self.scan.is_boundary(at + self.width(at));
        let touches = if self.syntax { before && after } else { before || after };
        self.open.is_empty() && touches
    }

    /// Adds `text` that ends at `end`, as a date where one is due, and the boost after it.
    fn text(&mut self, text: &str, starred: bool, end: usize) -> Result<(), Fault> {
        if let Some(due) = self.tokens.pop_if(|token| token.kind == Kind::DateField) {
            let spec = if starred { Err(ParseErrorKind::Date) } else { date::date(text) };
            let spec = spec.map_err(|kind| Fault::new(kind, self.at..end))?;
            self.at = due.start;
            self.push(Kind::Date(spec), end);
            return self.boost(true);
        }
        let kept = has_text(text);
        if kept {
            let text = single_spaced(text);
            self.push(if starred { Kind::Prefix(text) } else { Kind::Literal(text) }, end);
        } else {
            self.dropped.push(self.at..end);
        }
        self.at = end;
        self.boost(kept)
    }

    /// Reads a boost, if there is one here, and keeps it only after an operand that was kept.
    fn boost(&mut self, kept: bool) -> Result<(), Fault> {
        let Some((end, number)) = self.scan.boost(self.at) else { return Ok(()) };
        let most = f32::from(MAX_BOOST);
        let factor =
            number.parse().ok().filter(|factor| (f32::MIN_POSITIVE..=most).contains(factor));
        let kind = ParseErrorKind::Boost { most: MAX_BOOST };
        let factor = factor.ok_or_else(|| Fault::new(kind, self.at..end))?;
        if kept {
            self.push(Kind::Boost(factor), end);
        }
        self.at = end;
        Ok(())
    }

    fn push(&mut self, kind: Kind, end: usize) {
        self.syntax |= kind.is_syntax();
        self.tokens.push(Token { kind, text: &self.scan.text[self.at..end], start: self.at });
        self.at = end;
    }

    /// Returns the length of the character at `at`.
    fn width(&self, at: usize) -> usize {
        self.scan.char_at(at).map_or(0, char::len_utf8)
    }
}
