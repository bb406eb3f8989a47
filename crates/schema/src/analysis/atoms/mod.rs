//! Atoms: the units of folded text.
//!
//! An atom is one Han character, one run of letters or one run of digits. White space, hyphens and
//! apostrophes only separate atoms. Any other punctuation, single or repeated, is a break, which takes
//! one position just as an atom does: the index of an atom in the sequence *is* its position.

mod classify;
mod scanner;

use std::ops::Range;

/// The positions of a lead whose text has no paragraph break.
pub const LEAD_LENGTH: usize = 100;

/// A text as atoms and breaks, in order.
///
/// Breaks occur only between atoms: never first, never last, never next to each other.
#[derive(Clone, Debug, Default)]
pub struct Atoms {
    folded: String,
    items: Vec<Atom>,
}

/// One atom or break of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Atom {
    /// What it is.
    pub kind: AtomKind,
    /// Its first byte in the original text.
    start: u32,
    /// One past its last byte in the original text.
    end: u32,
    /// Its first byte in the folded text, where a break has length 0.
    folded_start: u32,
    /// One past its last byte in the folded text.
    folded_end: u32,
}

/// The kinds of [`Atom`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AtomKind {
    /// One Han character, including 〇 and 々.
    Han,
    /// A run of letters of any other script.
    Letters,
    /// A run of digits, including a decimal point between two of them.
    Digits,
    /// Punctuation, symbols or a blank line between two atoms.
    Break(Break),
}

/// How strongly a break separates its neighbours, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Break {
    /// A comma, a bracket, a symbol: the sentence continues.
    Minor,
    /// The end of a sentence.
    Sentence,
    /// A blank line, or a line that ends where a sentence ends.
    Paragraph,
}

impl Atoms {
    /// Returns the number of positions: atoms and breaks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns whether there are no atoms, as in a text of punctuation only.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the atom or break at `position`.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<Atom> {
        self.items.get(position).copied()
    }

    /// Returns the atoms and breaks in order; the index of an item is its position.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Atom> + '_ {
        self.items.iter().copied()
    }

    /// Returns the folded text of the atom at `position`, empty for a break.
    #[must_use]
    pub fn text(&self, position: usize) -> &str {
        self.join(position..position + 1)
    }

    /// Returns the folded text of adjacent atoms, without separators.
    #[must_use]
    pub fn join(&self, positions: Range<usize>) -> &str {
        match (self.items.get(positions.start), self.items.get(positions.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => {
                &self.folded[first.folded_start as usize..last.folded_end as usize]
            }
            _ => "",
        }
    }

    /// Returns the folded text of the Han character at `position` and the one right after it, if both
    /// positions hold one.
    #[inline]
    pub(super) fn han_pair(&self, position: usize) -> Option<&str> {
        let [left, right] = self.items.get(position..)?.first_chunk()?;
        let are_han = left.is_han() && right.is_han();
        are_han.then(|| &self.folded[left.folded_start as usize..right.folded_end as usize])
    }

    /// Returns the bytes of the original text from the first to the last of `positions`.
    #[must_use]
    pub fn span(&self, positions: Range<usize>) -> Range<usize> {
        match (self.items.get(positions.start), self.items.get(positions.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => first.start as usize..last.end as usize,
            _ => 0..0,
        }
    }

    /// Returns the position at which the lead ends: the first paragraph, or [`LEAD_LENGTH`] positions of a
    /// text without paragraphs.
    #[must_use]
    pub fn lead_end(&self) -> usize {
        let is_paragraph_end = |atom: &Atom| atom.kind == AtomKind::Break(Break::Paragraph);
        self.items.iter().position(is_paragraph_end).unwrap_or(LEAD_LENGTH)
    }

    /// Keeps the first `count` positions.
    pub(super) fn truncate(&mut self, count: usize) {
        self.items.truncate(count);
    }

    /// Returns the stretches between breaks, as ranges of positions.
    pub(super) fn stretches(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        self.items.split(|item| item.is_break()).map(move |stretch| {
            let range = start..start + stretch.len();
            start = range.end + 1;
            range
        })
    }
}

impl Atom {
    /// Returns its bytes in the original text.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns whether it is one Han character.
    #[must_use]
    pub fn is_han(&self) -> bool {
        self.kind == AtomKind::Han
    }

    /// Returns whether it is a break rather than an atom.
    #[must_use]
    pub fn is_break(&self) -> bool {
        matches!(self.kind, AtomKind::Break(_))
    }

    /// Returns whether it is a break that ends a sentence, or a paragraph and so a sentence.
    #[must_use]
    pub fn ends_sentence(&self) -> bool {
        matches!(self.kind, AtomKind::Break(strength) if strength >= Break::Sentence)
    }

    /// Returns its bytes in the folded text.
    pub(super) fn folded(&self) -> Range<usize> {
        self.folded_start as usize..self.folded_end as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::fold::fold;

    /// Writes atoms separated by `|`, and breaks as `,` `.` `¶`.
    fn shown(text: &str) -> String {
        let atoms = Atoms::scan(text);
        let show = |(position, atom): (usize, Atom)| match atom.kind {
            AtomKind::Break(Break::Minor) => ",".to_owned(),
            AtomKind::Break(Break::Sentence) => ".".to_owned(),
            AtomKind::Break(Break::Paragraph) => "¶".to_owned(),
            _ => atoms.text(position).to_owned(),
        };
        atoms.iter().enumerate().map(show).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn texts_fall_into_atoms_by_the_laws() {
        for (text, expected) in [
            ("短剧", "短|剧"),
            ("GPT4", "gpt|4"),
            ("GPT-4", "gpt|4"),
            ("GPT 4", "gpt|4"),
            ("Ａ股涨6.96亿", "a|股|涨|6.96|亿"),
            ("６．９６", "6.96"),
            ("版本1.2.3。", "版|本|1.2.3"),
            ("第3.", "第|3"),
            ("3. 增长", "3|.|增|长"),
            ("二〇二五年", "二|〇|二|五|年"),
            ("新华社新闻信息\n    中心", "新|华|社|新|闻|信|息|中|心"),
            ("通　知", "通|知"),
            ("微\u{200b}短\u{feff}剧", "微|短|剧"),
            ("China's", "china|s"),
            ("China\u{2019}s", "china|s"),
            ("长，江", "长|,|江"),
            ("长，、——江", "长|,|江"),
            ("“长江”", "长|江"),
            ("完。开", "完|.|开"),
            ("完。”\n开", "完|¶|开"),
            ("完\n\n开", "完|¶|开"),
            ("完\r\n开", "完|开"),
            ("完\r\n \r\n开", "完|¶|开"),
            ("U.S. policy", "u|,|s|.|policy"),
            ("50%的", "50|,|的"),
            ("！？。", ""),
            ("", ""),
            ("カタカナ語", "カタカナ|语"),
            ("cafe\u{301}", "cafe\u{301}"),
            ("👍好", "好"),
            ("好👍好", "好|,|好"),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn spans_lie_in_the_original_text() {
        let text = "在Ａ股，６．９亿元";
        let atoms = Atoms::scan(text);
        let spans: Vec<&str> = atoms.iter().map(|atom| &text[atom.span()]).collect();
        assert_eq!(spans, ["在", "Ａ", "股", "，", "６．９", "亿", "元"]);
        assert_eq!(atoms.join(1..3), "a股");
        assert_eq!(&text[atoms.span(4..6)], "６．９亿");
    }

    proptest! {
        #[test]
        fn any_text_gives_ordered_spans_on_boundaries(text in "\\PC*|[a-c0-9.长江 ，。\\n\u{3000}-]*") {
            let atoms = Atoms::scan(&text);
            let mut last = 0;
            for (position, atom) in atoms.iter().enumerate() {
                let span = atom.span();
                prop_assert!(last <= span.start && span.end <= text.len());
                prop_assert!(text.get(span.clone()).is_some());
                last = span.end;
                if !atom.is_break() {
                    let folded: String = text[span].chars().map(fold).collect();
                    prop_assert_eq!(atoms.text(position), folded);
                }
            }
            let breaks: Vec<bool> = atoms.iter().map(|atom| atom.is_break()).collect();
            prop_assert!(!breaks.windows(2).any(|pair| pair[0] && pair[1]));
            prop_assert!(!breaks.first().copied().unwrap_or_default());
            prop_assert!(!breaks.last().copied().unwrap_or_default());
        }
    }
}
