//! Texts as they are shown in one line.

use std::ops::Range;

use xunwen_schema::characters::{is_east_asian, is_layout_control};

/// A text in one line: white space made single spaces, between East Asian characters none.
///
/// All other characters are the text's own; those without width that direct or part text, and
/// could disturb the line, are left out.
pub(crate) struct OneLine {
    /// Characters with the byte of the text at which each begins; a space has that of its gap.
    characters: Vec<(usize, char)>,
}

impl OneLine {
    /// Returns the characters of `text` that are shown.
    pub(crate) fn new(text: &str) -> Self {
        let mut characters: Vec<(usize, char)> = Vec::with_capacity(text.len() / 3);
        let mut gap = None;
        for (at, c) in text.char_indices().filter(|&(_, c)| !is_layout_control(c)) {
            if c.is_whitespace() || c.is_control() {
                gap.get_or_insert(at);
                continue;
            }
            if let (Some(at), Some(&(_, last))) = (gap.take(), characters.last())
                && !(is_east_asian(last) && is_east_asian(c))
            {
                characters.push((at, ' '));
            }
            characters.push((at, c));
        }
        Self { characters }
    }

    /// Returns what is shown of the bytes in `span`.
    pub(crate) fn piece(&self, span: &Range<usize>) -> String {
        let start = self.index(span.start);
        let end = self.index(span.end);
        self.characters[start..end].iter().map(|&(_, c)| c).collect()
    }

    /// Returns the characters before byte `at`, nearest first.
    pub(crate) fn before(&self, at: usize) -> impl Iterator<Item = char> + '_ {
        self.characters[..self.index(at)].iter().rev().map(|&(_, c)| c)
    }

    /// Returns the characters from byte `at` on.
    pub(crate) fn after(&self, at: usize) -> impl Iterator<Item = char> + '_ {
        self.characters[self.index(at)..].iter().map(|&(_, c)| c)
    }

    fn index(&self, at: usize) -> usize {
        self.characters.partition_point(|&(start, _)| start < at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_single_spaces_and_nothing_between_han() {
        for (text, expected) in [
            ("碳\n 中\u{3000}和", "碳中和"),
            ("  the\r\n\tGPT  4 ", "the GPT 4"),
            ("和 GPT\n4 型", "和 GPT 4 型"),
            ("好。\n\n“坏”", "好。“坏”"),
            ("a\u{202e}b\u{200b} \u{feff}c\u{1b}[31m", "ab c [31m"),
        ] {
            assert_eq!(OneLine::new(text).piece(&(0..text.len())), expected, "{text:?}");
        }
    }

    #[test]
    fn a_gap_stands_on_the_side_where_it_was() {
        let text = "use GPT now";
        let shown = OneLine::new(text);
        assert_eq!(shown.before(4).collect::<String>(), " esu");
        assert_eq!(shown.piece(&(4..7)), "GPT");
        assert_eq!(shown.after(7).collect::<String>(), " now");
    }
}
