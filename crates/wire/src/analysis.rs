//! How a text becomes terms.

use std::ops::Range;

use serde::Serialize;
use xunwen_schema::{Applied, AtomKind, Atoms, Break, Token, TokenKind, fold};

/// A text with its atoms and terms. Spans are bytes of the original text.
#[derive(Clone, Debug, Serialize)]
pub struct Analysis<'a> {
    /// The text.
    pub text: &'a str,
    /// The text as the index compares it.
    pub folded: String,
    /// What positions count.
    pub atoms: Vec<AtomLine<'a>>,
    /// What the index holds.
    pub terms: Vec<TermLine<'a>>,
    /// Which law made, or dropped, each piece of the text.
    pub laws: Vec<LawLine>,
}

/// An atom: a character, a run of letters or figures, or a break.
#[derive(Clone, Debug, Serialize)]
pub struct AtomLine<'a> {
    /// Its position, from 0.
    pub position: usize,
    /// `han`, `character`, `letters`, `digits`, `symbol`, `break`, `sentence` or `paragraph`.
    pub kind: &'static str,
    /// The atom, folded.
    pub text: &'a str,
    /// Its bytes.
    pub span: [usize; 2],
}

/// A term of the index.
#[derive(Clone, Debug, Serialize)]
pub struct TermLine<'a> {
    /// The term.
    pub term: &'a str,
    /// `pair`, `word`, `run`, `single`, `stem` or `break`.
    pub kind: &'static str,
    /// Its first position.
    pub position: usize,
    /// Its bytes.
    pub span: [usize; 2],
}

/// A law at work.
#[derive(Clone, Debug, Serialize)]
pub struct LawLine {
    /// The number of the law.
    pub law: &'static str,
    /// What it says.
    pub rule: String,
    /// The bytes it was about.
    pub span: [usize; 2],
    /// The atom or break that was made, if one was.
    pub position: Option<usize>,
}

impl<'a> Analysis<'a> {
    /// Returns the wire form of what was made of `text`.
    #[must_use]
    pub fn of(text: &'a str, atoms: &'a Atoms, tokens: &'a [Token<'_>]) -> Self {
        let pair = |span: Range<usize>| [span.start, span.end];
        let atom_lines = atoms.iter().enumerate().map(|(position, atom)| AtomLine {
            position,
            kind: atom_name(atom.kind),
            text: atoms.text(position),
            span: pair(atom.span()),
        });
        let term_lines = tokens.iter().map(|token| TermLine {
            term: &token.term,
            kind: token_name(token.kind),
            position: token.positions.start,
            span: pair(atoms.span(token.positions.clone())),
        });
        let law_lines = atoms.laws(text).into_iter().map(|Applied { span, law, position }| {
            LawLine { law: law.number(), rule: law.to_string(), span: pair(span), position }
        });
        Self {
            text,
            folded: fold(text),
            atoms: atom_lines.collect(),
            terms: term_lines.collect(),
            laws: law_lines.collect(),
        }
    }
}

fn atom_name(kind: AtomKind) -> &'static str {
    match kind {
        AtomKind::Han => "han",
        AtomKind::Character => "character",
        AtomKind::Letters => "letters",
        AtomKind::Digits => "digits",
        AtomKind::Symbol => "symbol",
        AtomKind::Break(Break::Minor) => "break",
        AtomKind::Break(Break::Sentence) => "sentence",
        AtomKind::Break(Break::Paragraph) => "paragraph",
    }
}

/// Returns the name of a kind of term in output.
#[must_use]
pub fn token_name(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Pair => "pair",
        TokenKind::Word => "word",
        TokenKind::Run => "run",
        TokenKind::Single => "single",
        TokenKind::Stem => "stem",
        TokenKind::Break => "break",
    }
}
