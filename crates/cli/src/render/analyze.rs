//! Texts as terms.

use std::io::Write;

use serde::Serialize;
use xunwen_schema::characters::is_invisible;
use xunwen_schema::{Applied, AtomKind, Atoms, Break, Token, TokenKind, fold};

use crate::failure::Failure;

/// Writes the folded text, the atoms, a table of terms, and the laws that made them.
pub(crate) fn tokens_text(
    text: &str,
    atoms: &Atoms,
    tokens: &[Token<'_>],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    writeln!(out, "folded  {}", fold(text))?;
    writeln!(out, "atoms   {}", atoms_shown(atoms))?;
    writeln!(out, "\nposition  kind    span      term")?;
    for token in tokens {
        let span = atoms.span(token.positions.clone());
        let span = format!("{}..{}", span.start, span.end);
        writeln!(
            out,
            "{:>8}  {:<6}  {span:<8}  {}",
            token.positions.start,
            kind_name(token.kind),
            token.term
        )?;
    }
    laws_text(text, atoms, out)
}

/// Writes which law made, or dropped, each piece of a text.
fn laws_text(text: &str, atoms: &Atoms, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "\nposition  law     span      text")?;
    for Applied { span, law, position } in atoms.laws(text) {
        let position = position.map(|position| position.to_string()).unwrap_or_default();
        let number = law.number();
        let piece = visible(&text[span.clone()]);
        let span = format!("{}..{}", span.start, span.end);
        writeln!(out, "{position:>8}  {number:<6}  {span:<8}  {piece}  {law}")?;
    }
    Ok(())
}

/// Returns `piece` with escapes for what does not show, or must not reach a terminal.
fn visible(piece: &str) -> String {
    let show = |c: char| match c {
        ' ' | '\u{3000}' => "␣".to_owned(),
        c if c.is_control() || is_invisible(c) => c.escape_default().to_string(),
        c => c.to_string(),
    };
    piece.chars().map(show).collect()
}

#[derive(Serialize)]
struct Analysis<'a> {
    text: &'a str,
    folded: String,
    atoms: Vec<AtomLine<'a>>,
    terms: Vec<TermLine<'a>>,
    laws: Vec<LawLine>,
}

#[derive(Serialize)]
struct AtomLine<'a> {
    position: usize,
    kind: &'static str,
    text: &'a str,
    /// Bytes of the original text.
    span: [usize; 2],
}

#[derive(Serialize)]
struct TermLine<'a> {
    term: &'a str,
    kind: &'static str,
    position: usize,
    /// Bytes of the original text.
    span: [usize; 2],
}

#[derive(Serialize)]
struct LawLine {
    law: &'static str,
    rule: String,
    /// Bytes of the original text.
    span: [usize; 2],
    /// The atom or break that was made, if one was.
    position: Option<usize>,
}

/// Writes one JSON object: text, folded text, atoms and terms with positions and spans.
pub(crate) fn tokens_json(
    text: &str,
    atoms: &Atoms,
    tokens: &[Token<'_>],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let pair = |span: std::ops::Range<usize>| [span.start, span.end];
    let atom_lines = atoms.iter().enumerate().map(|(position, atom)| AtomLine {
        position,
        kind: atom_name(atom.kind),
        text: atoms.text(position),
        span: pair(atom.span()),
    });
    let term_lines = tokens.iter().map(|token| TermLine {
        term: &token.term,
        kind: kind_name(token.kind),
        position: token.positions.start,
        span: pair(atoms.span(token.positions.clone())),
    });
    let law_lines = atoms.laws(text).into_iter().map(|Applied { span, law, position }| LawLine {
        law: law.number(),
        rule: law.to_string(),
        span: pair(span),
        position,
    });
    let analysis = Analysis {
        text,
        folded: fold(text),
        atoms: atom_lines.collect(),
        terms: term_lines.collect(),
        laws: law_lines.collect(),
    };
    let json = serde_json::to_string_pretty(&analysis).map_err(std::io::Error::from)?;
    Ok(writeln!(out, "{json}")?)
}

/// Returns the atoms with `|` between them and breaks as `,` `.` `¶`.
fn atoms_shown(atoms: &Atoms) -> String {
    let show = |(position, kind): (usize, AtomKind)| match kind {
        AtomKind::Break(Break::Minor) => ",",
        AtomKind::Break(Break::Sentence) => ".",
        AtomKind::Break(Break::Paragraph) => "¶",
        _ => atoms.text(position),
    };
    let shown: Vec<&str> = atoms.iter().map(|atom| atom.kind).enumerate().map(show).collect();
    shown.join(" | ")
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

fn kind_name(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Pair => "pair",
        TokenKind::Word => "word",
        TokenKind::Run => "run",
        TokenKind::Single => "single",
        TokenKind::Stem => "stem",
        TokenKind::Break => "break",
    }
}
