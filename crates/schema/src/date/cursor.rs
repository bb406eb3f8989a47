//! A cursor over the text of a date.

use std::ops::RangeInclusive;

/// The rest of a text.
///
/// Each method skips white space before what it looks for; if it finds nothing, the cursor stays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text }
    }

    /// Returns whether only white space is left.
    pub(super) fn is_done(self) -> bool {
        self.rest().is_empty()
    }

    /// Returns what is left, without the white space before it.
    pub(super) fn rest(self) -> &'t str {
        self.rest.trim_start()
    }

    /// Returns whether a digit follows.
    pub(super) fn is_before_digit(self) -> bool {
        self.rest().starts_with(|c: char| c.is_ascii_digit())
    }

    /// Returns whether a Latin letter, a sign or other ASCII follows.
    pub(super) fn is_before_ascii(self) -> bool {
        self.rest().starts_with(|c: char| c.is_ascii())
    }

    pub(super) fn is_at_space(self) -> bool {
        self.rest.starts_with(char::is_whitespace)
    }

    /// Returns whether no Latin letter follows at once.
    pub(super) fn is_at_word_end(self) -> bool {
        !self.rest.starts_with(|c: char| c.is_ascii_alphabetic())
    }

    /// Consumes what `read` reads; if it reads nothing, the cursor stays.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let value = read(&mut ahead)?;
        *self = ahead;
        Some(value)
    }

    /// Consumes the first of `choices` that follows, and returns it.
    pub(super) fn one_of<'c>(&mut self, choices: &[&'c str]) -> Option<&'c str> {
        let text = self.rest();
        let choice = *choices.iter().find(|choice| text.starts_with(**choice))?;
        self.rest = text.strip_prefix(choice)?;
        Some(choice)
    }

    /// Consumes the first key of `table` that follows, and returns its value.
    pub(super) fn value_of<T: Copy>(&mut self, table: &[(&str, T)]) -> Option<T> {
        let text = self.rest();
        let (rest, value) =
            table.iter().find_map(|(key, value)| Some((text.strip_prefix(key)?, *value)))?;
        self.rest = rest;
        Some(value)
    }

    /// Consumes one of `signs` if a digit follows it at once.
    pub(super) fn before_digit(&mut self, signs: &[&str]) -> bool {
        self.attempt(|ahead| {
            ahead.one_of(signs)?;
            ahead.rest.starts_with(|c: char| c.is_ascii_digit()).then_some(())
        })
        .is_some()
    }

    /// Consumes all digits that follow, and returns them.
    pub(super) fn digits(&mut self) -> &'t str {
        self.run(|c| c.is_ascii_digit())
    }

    /// Consumes all Latin letters that follow, and returns them.
    pub(super) fn word(&mut self) -> &'t str {
        self.run(|c| c.is_ascii_alphabetic())
    }

    /// Consumes everything up to white space or a bar, and returns it.
    pub(super) fn chunk(&mut self) -> &'t str {
        self.run(|c| !c.is_whitespace() && c != '|')
    }

    /// Consumes the next word of Latin letters if it is in `table`, and returns its value.
    pub(super) fn word_in<T: Copy>(&mut self, table: &[(&str, T)]) -> Option<T> {
        self.attempt(|ahead| {
            let word = ahead.word();
            table.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
        })
    }

    /// Consumes a number with this many digits.
    pub(super) fn number(&mut self, digits: RangeInclusive<usize>) -> Option<i8> {
        self.attempt(|ahead| {
            let text = ahead.digits();
            digits.contains(&text.len()).then(|| text.parse().ok())?
        })
    }

    /// Consumes a year of four digits.
    pub(super) fn year(&mut self) -> Option<i16> {
        self.attempt(|ahead| {
            let text = ahead.digits();
            (text.len() == 4).then(|| text.parse().ok())?
        })
    }

    fn run(&mut self, belongs: impl Fn(char) -> bool) -> &'t str {
        let text = self.rest();
        let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
        let (run, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        if !run.is_empty() {
            self.rest = rest;
        }
        run
    }
}
