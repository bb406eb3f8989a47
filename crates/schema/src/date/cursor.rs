//! A place in a text that moves forward over what it is asked for.

use std::ops::RangeInclusive;

/// What is left of a text.
///
/// A step passes the white space before what it looks for; one that finds nothing stays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text }
    }

    pub(super) fn is_done(self) -> bool {
        self.rest.trim_start().is_empty()
    }

    pub(super) fn is_at_space(self) -> bool {
        self.rest.starts_with(char::is_whitespace)
    }

    /// Steps over the first of `choices` that stands here, and returns it.
    pub(super) fn one_of<'c>(&mut self, choices: &[&'c str]) -> Option<&'c str> {
        let text = self.rest.trim_start();
        let choice = *choices.iter().find(|choice| text.starts_with(**choice))?;
        self.rest = &text[choice.len()..];
        Some(choice)
    }

    /// Steps over all digits that stand here, and returns them.
    pub(super) fn digits(&mut self) -> &'t str {
        let text = self.rest.trim_start();
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        if end > 0 {
            self.rest = &text[end..];
        }
        &text[..end]
    }

    /// Steps over a number with that many digits.
    pub(super) fn number(&mut self, digits: RangeInclusive<usize>) -> Option<i8> {
        let mut ahead = *self;
        let text = ahead.digits();
        let number = digits.contains(&text.len()).then(|| text.parse().ok())??;
        *self = ahead;
        Some(number)
    }
}
