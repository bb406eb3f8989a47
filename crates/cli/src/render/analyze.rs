//! Texts as terms.

use std::io::Write;

use xunwen_schema::characters::is_invisible;
use xunwen_schema::{Applied, AtomKind, Atoms, Break, Token, fold};
use xunwen_wire::{Analysis, token_name};

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
            token_name(token.kind),
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

/// Writes one JSON object: text, folded text, atoms and terms with positions and spans.
pub(crate) fn tokens_json(
    text: &str,
    atoms: &Atoms,
    tokens: &[Token<'_>],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let analysis = Analysis::of(text, atoms, tokens);
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
