//! Atoms: what folded text is a sequence of.
//!
//! One Han character, one run of letters or one run of digits is an atom. White space, hyphens and
//! apostrophes only part them; any other punctuation, alone or in a row, is a break, and takes one
//! position like an atom does. So an atom's place in the sequence *is* its position.

use std::ops::{Range, RangeInclusive};

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use super::fold::{Simplified, fold};

/// A text as atoms and breaks, in order.
///
/// A break stands only between atoms, never first or last and never beside another.
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
    /// Where it stands in the original text, first byte.
    start: u32,
    /// Where it ends in the original text, one past the last byte.
    end: u32,
    /// Where it stands in the folded text, first byte; a break stands there with length 0.
    folded_start: u32,
    /// Where it ends in the folded text.
    folded_end: u32,
}

/// The kinds of [`Atom`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AtomKind {
    /// One Han character, 〇 and 々 too.
    Han,
    /// A run of letters of any other script.
    Letters,
    /// A run of digits; a decimal point between two digits stays inside.
    Digits,
    /// Punctuation, symbols or a blank line between two atoms.
    Break(Break),
}

/// How strongly a break parts what stands on its sides, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Break {
    /// A comma, a bracket, a symbol: the sentence goes on.
    Minor,
    /// The end of a sentence.
    Sentence,
    /// A blank line, or a line that ends where a sentence ends.
    Paragraph,
}

impl Atoms {
    /// Returns the atoms of `text`.
    ///
    /// # Panics
    ///
    /// If `text` is longer than 4 GiB.
    #[must_use]
    pub fn scan(text: &str) -> Self {
        assert!(u32::try_from(text.len()).is_ok(), "a text of over 4 GiB");
        let (mut scanner, simplified) = (Scanner::new(text), Simplified::table());
        while let Some((at, c)) = scanner.next() {
            // Nearly all of a Chinese text.
            if COMMON_HAN.contains(&c) {
                scanner.push(AtomKind::Han, at..at + 3, simplified.get(c));
            } else {
                scanner.take(at, c);
            }
        }
        scanner.atoms
    }

    /// Returns the number of positions: atoms and breaks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns whether there is no atom, as in a text of punctuation only.
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

    /// Returns the folded text of adjacent atoms, written together.
    #[must_use]
    pub fn join(&self, positions: Range<usize>) -> &str {
        match (self.items.get(positions.start), self.items.get(positions.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => {
                &self.folded[first.folded_start as usize..last.folded_end as usize]
            }
            _ => "",
        }
    }

    /// Returns the folded text of the Han character at `position` and that right behind it, if both
    /// are there.
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
    /// Returns the bytes of the original text it stands in.
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

    /// Returns the bytes of the folded text it stands in.
    pub(super) fn folded(&self) -> Range<usize> {
        self.folded_start as usize..self.folded_end as usize
    }
}

/// What one folded character means for the sequence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Letter,
    Digit,
    /// White space, zero-width and control characters.
    Space,
    /// A line break, which is white space unless another follows.
    Line,
    /// Hyphens and apostrophes.
    Joiner,
    /// Everything else.
    Other,
}

/// Han characters that stay Han characters when they are folded; three bytes each.
const COMMON_HAN: RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

fn classify(folded: char) -> Class {
    match folded {
        'a'..='z' => Class::Letter,
        '0'..='9' => Class::Digit,
        c if COMMON_HAN.contains(&c) => Class::Han,
        '，' | '。' | '、' | '“' | '”' | '《' | '》' => Class::Other,
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Line,
        ' ' => Class::Space,
        '-' | '\'' | '\u{2019}' | '\u{2010}' | '\u{2011}' => Class::Joiner,
        '!'..='/' | ':'..='@' | '['..='`' | '{'..='~' => Class::Other,
        _ => classify_slowly(folded),
    }
}

fn classify_slowly(folded: char) -> Class {
    if folded.is_whitespace() || folded.is_control() || is_zero_width(folded) {
        Class::Space
    } else if folded.script() == Script::Han && !is_ideographic_symbol(folded) {
        Class::Han
    } else if folded.is_numeric() {
        Class::Digit
    } else if folded.is_alphabetic() || is_combining_mark(folded) {
        Class::Letter
    } else {
        Class::Other
    }
}

/// Returns whether `c` is of the Han script without being a character of words:
/// the radicals and strokes that have no compatibility form.
fn is_ideographic_symbol(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{31c0}'..='\u{31ef}')
}

fn is_zero_width(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn ends_sentence(folded: char) -> bool {
    matches!(folded, '。' | '!' | '?' | '…' | '\u{203c}' | '\u{2047}'..='\u{2049}')
}

/// The state of one pass over a text.
struct Scanner<'t> {
    text: &'t str,
    rest: std::str::CharIndices<'t>,
    atoms: Atoms,
    /// The class of the run that the next character may go on with.
    run: Option<Class>,
    /// `None` right behind an atom.
    gap: Option<Gap>,
}

/// What stands between the last atom and the next.
#[derive(Default)]
struct Gap {
    /// Bytes from the first to the last character of punctuation.
    span: Option<Range<u32>>,
    ends_sentence: bool,
    lines: u32,
    /// Line breaks with nothing but white space between them.
    lines_in_row: u32,
    blank_line: bool,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        let mut atoms = Atoms::default();
        atoms.folded.reserve(text.len());
        atoms.items.reserve(text.len() / 3);
        Self { text, rest: text.char_indices(), atoms, run: None, gap: None }
    }

    fn next(&mut self) -> Option<(u32, char)> {
        // The length was checked when the scan began.
        self.rest.next().map(|(at, c)| (at as u32, c))
    }

    fn take(&mut self, at: u32, c: char) {
        let folded = fold(c);
        let end = at + c.len_utf8() as u32;
        match classify(folded) {
            Class::Han => self.push(AtomKind::Han, at..end, folded),
            Class::Letter => self.extend(Class::Letter, at..end, folded),
            Class::Digit => self.extend(Class::Digit, at..end, folded),
            Class::Space => self.run = None,
            Class::Line => self.line(at, c),
            Class::Joiner => self.part(),
            Class::Other if self.is_decimal_point(folded) => self.grow(end, folded),
            Class::Other => self.punctuation(at..end, folded),
        }
    }

    fn extend(&mut self, class: Class, span: Range<u32>, folded: char) {
        if self.run == Some(class) {
            self.grow(span.end, folded);
            return;
        }
        let kind = if class == Class::Digit { AtomKind::Digits } else { AtomKind::Letters };
        self.push(kind, span, folded);
        self.run = Some(class);
    }

    /// Adds `folded` to the run that is being read.
    fn grow(&mut self, end: u32, folded: char) {
        self.atoms.folded.push(folded);
        if let Some(last) = self.atoms.items.last_mut() {
            last.end = end;
            last.folded_end = self.atoms.folded.len() as u32;
        }
    }

    // A call for each character of all texts is a fifth of what a scan takes.
    #[inline(always)]
    fn push(&mut self, kind: AtomKind, span: Range<u32>, folded: char) {
        if let Some(gap) = self.gap.take() {
            self.close(gap);
        }
        self.run = None;
        let folded_start = self.atoms.folded.len() as u32;
        self.atoms.folded.push(folded);
        self.atoms.items.push(Atom {
            kind,
            start: span.start,
            end: span.end,
            folded_start,
            folded_end: self.atoms.folded.len() as u32,
        });
    }

    /// Writes the break that `gap` is before the atom about to be pushed, if it is one.
    fn close(&mut self, gap: Gap) {
        let Some(kind) = gap.kind() else { return };
        let Some(last) = self.atoms.items.last() else { return };
        let span = gap.span.unwrap_or(last.end..last.end);
        let folded = last.folded_end;
        self.atoms.items.push(Atom {
            kind: AtomKind::Break(kind),
            start: span.start,
            end: span.end,
            folded_start: folded,
            folded_end: folded,
        });
    }

    fn line(&mut self, at: u32, c: char) {
        self.run = None;
        // A carriage return and its line feed are one line break.
        if c == '\r' && self.text[at as usize + 1..].starts_with('\n') {
            return;
        }
        let gap = self.gap.get_or_insert_default();
        gap.lines += 1;
        gap.lines_in_row += 1;
        gap.blank_line |= gap.lines_in_row > 1;
    }

    fn part(&mut self) {
        self.run = None;
        if let Some(gap) = &mut self.gap {
            gap.lines_in_row = 0;
        }
    }

    fn punctuation(&mut self, span: Range<u32>, folded: char) {
        self.part();
        let ends_sentence = ends_sentence(folded) || self.is_full_stop(folded);
        let gap = self.gap.get_or_insert_default();
        let start = gap.span.as_ref().map_or(span.start, |whole| whole.start);
        gap.span = Some(start..span.end);
        gap.ends_sentence |= ends_sentence;
    }

    fn is_decimal_point(&self, folded: char) -> bool {
        folded == '.'
            && self.run == Some(Class::Digit)
            && self.peek().is_some_and(|next| classify(next) == Class::Digit)
    }

    fn is_full_stop(&self, folded: char) -> bool {
        folded == '.' && self.peek().is_none_or(|next| !next.is_alphanumeric())
    }

    /// Returns the next character, folded.
    fn peek(&self) -> Option<char> {
        self.rest.clone().next().map(|(_, c)| fold(c))
    }
}

impl Gap {
    fn kind(&self) -> Option<Break> {
        if self.blank_line || (self.ends_sentence && self.lines > 0) {
            Some(Break::Paragraph)
        } else if self.ends_sentence {
            Some(Break::Sentence)
        } else {
            self.span.as_ref().map(|_| Break::Minor)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes atoms apart by `|` and breaks as `,` `.` `¶`.
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
    fn common_han_characters_fold_to_han_characters() {
        for c in COMMON_HAN {
            assert!(classify(fold(c)) == Class::Han && c.len_utf8() == 3, "{c}");
            assert_eq!(Simplified::table().get(c), fold(c), "{c}");
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
