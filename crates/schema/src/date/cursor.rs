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
        self.rest.trim_start().is_empty()
    }

    pub(super) fn is_at_space(self) -> bool {
        self.rest.starts_with(char::is_whitespace)
    }

    /// Consumes the first of `choices` that follows, and returns it.
    pub(super) fn one_of<'c>(&mut self, choices: &[&'c str]) -> Option<&'c str> {
        let text = self.rest.trim_start();
        let choice = *choices.iter().find(|choice| text.starts_with(**choice))?;
        self.rest = &text[choice.len()..];
        Some(choice)
    }

    /// Consumes all digits that follow, and returns them.
    pub(super) fn digits(&mut self) -> &'t str {
        let text = self.rest.trim_start();
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        if end > 0 {
            self.rest = &text[end..];
        }
        &text[..end]
    }

    /// Consumes a number with this many digits.
    pub(super) fn number(&mut self, digits: RangeInclusive<usize>) -> Option<i8> {
        let mut ahead = *self;
        let text = ahead.digits();
        let number = digits.contains(&text.len()).then(|| text.parse().ok())??;
        *self = ahead;
        Some(number)
    }
}
