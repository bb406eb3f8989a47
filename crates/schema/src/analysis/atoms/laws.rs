//! Which law made or dropped each piece of a text.

use std::fmt;
use std::ops::Range;

use super::classify::{Class, classify};
use super::{Atom, AtomKind, Atoms, RANGE_SIGN};
use crate::analysis::fold::fold;

/// A law of the analysis, as `crates/language/src/language.md` numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// 1: it is invisible, or an accent.
    Invisible,
    /// 2a: a character of a script that is written without spaces.
    Character,
    /// 2b: a run of letters.
    Letters,
    /// 2c: a number.
    Number,
    /// 2d: a symbol that means something.
    Symbol,
    /// 3: white space, or a single line break.
    Space,
    /// 3: a quotation mark or an apostrophe.
    Quote,
    /// 3: a dash beside letters or one number.
    Dash,
    /// 3: a dash between two numbers.
    Range,
    /// 4: other punctuation between two atoms, or a blank line.
    Break,
    /// 4: other punctuation at the edge.
    Edge,
}

/// A piece of a text, and the law that was applied to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Its bytes in the original text.
    pub span: Range<usize>,
    /// The law.
    pub law: Law,
    /// The position of the atom or break that it is, unless it is nothing.
    pub position: Option<usize>,
}

impl Law {
    /// Returns its number.
    #[must_use]
    pub fn number(self) -> &'static str {
        match self {
            Self::Invisible => "1",
            Self::Character => "2a",
            Self::Letters => "2b",
            Self::Number => "2c",
            Self::Symbol => "2d",
            Self::Space | Self::Quote | Self::Dash | Self::Range => "3",
            Self::Break | Self::Edge => "4",
        }
    }
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invisible => "nothing: invisible, or an accent",
            Self::Character => "a character",
            Self::Letters => "letters",
            Self::Number => "a number",
            Self::Symbol => "a symbol",
            Self::Space => "nothing: white space",
            Self::Quote => "nothing: a quotation mark or an apostrophe",
            Self::Dash => "nothing: a dash beside letters or a number",
            Self::Range => "a dash between two numbers",
            Self::Break => "a break",
            Self::Edge => "nothing: punctuation at the edge",
        })
    }
}

impl Atoms {
    /// Returns the laws that made these atoms of `text` and dropped the rest of it, in its order.
    #[must_use]
    pub fn laws(&self, text: &str) -> Vec<Applied> {
        let mut applied = Vec::new();
        let mut end = 0;
        for (position, atom) in self.iter().enumerate() {
            let span = atom.span();
            let is_edge = position == 0;
            dropped(text, end..span.start.max(end), is_edge, &mut applied);
            applied.push(Applied {
                span: span.clone(),
                law: self.law(position, atom),
                position: Some(position),
            });
            end = end.max(span.end);
        }
        dropped(text, end..text.len(), true, &mut applied);
        applied
    }

    fn law(&self, position: usize, atom: Atom) -> Law {
        match atom.kind {
            AtomKind::Han | AtomKind::Character => Law::Character,
            AtomKind::Letters => Law::Letters,
            AtomKind::Digits => Law::Number,
            AtomKind::Symbol if self.text(position) == RANGE_SIGN.encode_utf8(&mut [0; 4]) => {
                Law::Range
            }
            AtomKind::Symbol => Law::Symbol,
            AtomKind::Break(_) => Law::Break,
        }
    }
}

/// Adds the characters of `text` in `span`, which are part of no atom; neighbours under one law are one
/// piece.
fn dropped(text: &str, span: Range<usize>, is_edge: bool, applied: &mut Vec<Applied>) {
    for (at, c) in text[span.clone()].char_indices() {
        let start = span.start + at;
        let end = start + c.len_utf8();
        let law = law_of(c, is_edge);
        match applied.last_mut() {
            Some(last) if last.position.is_none() && last.law == law && last.span.end == start => {
                last.span.end = end;
            }
            _ => applied.push(Applied { span: start..end, law, position: None }),
        }
    }
}

/// Returns the law by which a character is part of no atom.
fn law_of(c: char, is_edge: bool) -> Law {
    let Some(folded) = fold(c.encode_utf8(&mut [0; 4])).chars().next() else {
        return Law::Invisible;
    };
    match classify(folded) {
        Class::Space | Class::Line => Law::Space,
        Class::Quote => Law::Quote,
        Class::Dash if !is_edge => Law::Dash,
        _ if is_edge => Law::Edge,
        _ => Law::Break,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let laws = Atoms::scan(text).laws(text);
        laws.iter().map(|it| format!("{}:{:?}", &text[it.span.clone()], it.law)).collect()
    }

    #[test]
    fn each_piece_of_a_text_has_its_law() {
        for (text, expected) in [
            (
                "ＧＰＴ-4，看",
                &["ＧＰＴ:Letters", "-:Dash", "4:Number", "，:Break", "看:Character"][..],
            ),
            ("“50%”！", &["“:Quote", "50:Number", "%:Symbol", "”:Quote", "！:Edge"]),
            (
                "3~5 \u{200b}月",
                &[
                    "3:Number",
                    "~:Range",
                    "5:Number",
                    " :Space",
                    "\u{200b}:Invisible",
                    "月:Character",
                ],
            ),
            ("——中-美", &["——:Edge", "中:Character", "-:Break", "美:Character"]),
            ("\n\n", &["\n\n:Space"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
