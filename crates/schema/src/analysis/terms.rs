//! Terms: what the index records of a text, and at which positions.

use std::borrow::Cow;
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::atoms::{AtomKind, Atoms, Break};

/// Precedes a stem, so that it is never mistaken for a literal.
pub const STEM_MARK: char = '~';
/// The term of a break after letters or digits: it proves that they end there.
pub const BREAK_TERM: &str = ",";
/// The term of a break that ends a sentence.
pub const SENTENCE_TERM: &str = ".";
/// The term of a break that ends a paragraph.
pub const PARAGRAPH_TERM: &str = "¶";

/// Precedes the digest of a run that was cut: it is a break, and so in no other term.
const CUT_MARK: char = '…';

/// The longest run of letters or digits that is a term unchanged, in bytes. A longer one is cut, and a
/// digest distinguishes it: tantivy would silently drop terms of 64 KiB.
const LONGEST_RUN: usize = 240;

/// One term of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// The term, as indexed.
    pub term: Cow<'t, str>,
    /// What it is.
    pub kind: TokenKind,
    /// The positions of its atoms.
    pub positions: Range<usize>,
}

/// The kinds of [`Token`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Two adjacent atoms, at least one of them single, that are not a dictionary word.
    Pair,
    /// A dictionary word of two or more atoms. A word of two atoms is indexed, like any pair; a longer
    /// one is not, see [`is_indexed`].
    Word,
    /// A run of letters or digits.
    Run,
    /// A single atom without a right neighbour: a character of a script without spaces, or a symbol.
    Single,
    /// The stem of an English run, if it differs; the term begins with [`STEM_MARK`].
    Stem,
    /// A break that is indexed: after letters or digits, and at the end of a sentence or paragraph.
    Break,
}

/// Returns the English stem of a folded run of letters; it may equal the run.
///
/// The algorithm is Snowball's Porter 2.
#[must_use]
pub fn stem(run: &str) -> Cow<'_, str> {
    stem_with(&frostem::Stemmer::new(frostem::Algorithm::English), run)
}

fn stem_with<'t>(stemmer: &frostem::Stemmer, run: &'t str) -> Cow<'t, str> {
    let is_stemmed =
        (3..=LONGEST_RUN).contains(&run.len()) && run.bytes().all(|b| b.is_ascii_lowercase());
    if is_stemmed { stemmer.stem(run) } else { run.into() }
}

/// Returns whether `term` is an index term. A dictionary word of three or more atoms is not, and neither
/// are two runs of letters: they occur where their terms occur in sequence.
#[must_use]
pub fn is_indexed(term: &str) -> bool {
    // A stem, or a run that was cut for its length, is a term whatever it contains.
    term.starts_with(STEM_MARK) || term.contains(CUT_MARK) || is_atom_or_pair(&Atoms::scan(term))
}

fn is_atom_or_pair(atoms: &Atoms) -> bool {
    atoms.len() == 1 || (atoms.len() == 2 && pair_term(atoms, 0).is_some())
}

/// Calls `emit` with every term of `atoms` that begins at one of `positions`, by non-decreasing
/// first position.
///
/// `words` are the dictionary words that begin there, sorted.
pub(super) fn emit_all<'t>(
    atoms: &'t Atoms,
    positions: Range<usize>,
    words: &[Range<usize>],
    mut emit: impl FnMut(Token<'t>),
) {
    let stemmer = frostem::Stemmer::new(frostem::Algorithm::English);
    let mut words = words.iter().cloned().peekable();
    for position in positions {
        let mut pair_is_word = false;
        let mut longer = Vec::new();
        while let Some(word) = words.next_if(|word| word.start == position) {
            if word.len() == 2 {
                pair_is_word = true;
            } else {
                longer.push(word);
            }
        }
        emit_atom(atoms, position, pair_is_word, &stemmer, &mut emit);
        for word in longer {
            emit(Token {
                term: atoms.join(word.clone()).into(),
                kind: TokenKind::Word,
                positions: word,
            });
        }
    }
}

/// Emits the terms that begin at `position`, except for longer words.
fn emit_atom<'t>(
    atoms: &'t Atoms,
    position: usize,
    pair_is_word: bool,
    stemmer: &frostem::Stemmer,
    emit: &mut impl FnMut(Token<'t>),
) {
    let kind_of_pair = if pair_is_word { TokenKind::Word } else { TokenKind::Pair };
    // Most terms consist of two Han characters.
    if let Some(pair) = atoms.single_pair(position) {
        emit(Token { term: pair.into(), kind: kind_of_pair, positions: position..position + 2 });
        return;
    }
    let Some(atom) = atoms.get(position) else { return };
    let alone = position..position + 1;
    match atom.kind {
        AtomKind::Han | AtomKind::Character | AtomKind::Symbol => {
            if !has_right_neighbour(atoms, position) {
                let term = atoms.text(position).into();
                emit(Token { term, kind: TokenKind::Single, positions: alone });
            }
        }
        AtomKind::Letters | AtomKind::Digits => {
            emit(Token {
                term: run_term(atoms, position),
                kind: TokenKind::Run,
                positions: alone.clone(),
            });
            if let Some(term) = stem_term(atoms, position, stemmer) {
                emit(Token { term: term.into(), kind: TokenKind::Stem, positions: alone });
            }
        }
        AtomKind::Break(kind) => emit_break(atoms, position, kind, emit),
    }
    if let Some(term) = pair_term(atoms, position) {
        emit(Token { term, kind: kind_of_pair, positions: position..position + 2 });
    }
}

fn emit_break<'t>(
    atoms: &'t Atoms,
    position: usize,
    kind: Break,
    emit: &mut impl FnMut(Token<'t>),
) {
    let left = position.checked_sub(1).and_then(|left| atoms.get(left));
    let is_after_single = left.is_some_and(|left| left.is_single());
    let terms = [
        (!is_after_single).then_some(BREAK_TERM),
        (kind >= Break::Sentence).then_some(SENTENCE_TERM),
        (kind == Break::Paragraph).then_some(PARAGRAPH_TERM),
    ];
    for term in terms.into_iter().flatten() {
        emit(Token {
            term: term.into(),
            kind: TokenKind::Break,
            positions: position..position + 1,
        });
    }
}

/// Returns whether `position` is followed by an atom.
pub(super) fn has_right_neighbour(atoms: &Atoms, position: usize) -> bool {
    atoms.get(position + 1).is_some_and(|right| !right.is_break())
}

/// Returns the term of the pair that begins at `position`, if there is one.
pub(super) fn pair_term(atoms: &Atoms, position: usize) -> Option<Cow<'_, str>> {
    let left = atoms.get(position)?;
    let right = atoms.get(position + 1)?;
    if left.is_break() || right.is_break() || !(left.is_single() || right.is_single()) {
        return None;
    }
    let text = atoms.join(position..position + 2);
    if text.len() <= LONGEST_RUN {
        return Some(text.into());
    }
    let [left, right] = [position, position + 1].map(|position| run_term(atoms, position));
    Some(format!("{left}{right}").into())
}

/// Returns the term of the run or single Han character at `position`.
pub(super) fn run_term(atoms: &Atoms, position: usize) -> Cow<'_, str> {
    let text = atoms.text(position);
    if text.len() <= LONGEST_RUN {
        return text.into();
    }
    let head = &text[..text.floor_char_boundary(LONGEST_RUN)];
    format!("{head}{CUT_MARK}{:016x}", xxh3_64(text.as_bytes())).into()
}

fn stem_term(atoms: &Atoms, position: usize, stemmer: &frostem::Stemmer) -> Option<String> {
    let run = atoms.text(position);
    let stem = stem_with(stemmer, run);
    (stem != run).then(|| format!("{STEM_MARK}{stem}"))
}
