//! Columns of a terminal, where Han characters take two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Returns spaces that fill `text` up to `columns` in a terminal, where Han characters take two.
pub(in crate::render) fn padding(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(text.width()))
}

/// Returns `text` in one line of exactly this many columns of a terminal, where Han characters take
/// two: filled with spaces, or cut with dots.
pub(in crate::render) fn in_columns(text: &str, columns: usize) -> String {
    let text = text.replace(char::is_control, " ");
    let mut line = text.clone();
    if text.width() > columns {
        let mut used = 0;
        let fits = |c: &char| {
            used += c.width().unwrap_or(0);
            used < columns
        };
        line = text.chars().take_while(fits).chain(['…']).collect();
    }
    let rest = columns.saturating_sub(line.width());
    line + &" ".repeat(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_wide_as_asked() {
        for (text, line) in [
            ("微短剧", "微短剧  "),
            ("微短剧，好", "微短剧… "),
            ("微a短剧，好", "微a短剧…"),
            ("a\tb", "a b     "),
            ("12345678", "12345678"),
            ("123456789", "1234567…"),
        ] {
            assert_eq!((in_columns(text, 8).as_str(), in_columns(text, 8).width()), (line, 8));
        }
    }
}
