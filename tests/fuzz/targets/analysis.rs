//! The analysis: the laws of folding, atoms, terms, literals and dates hold for any text.
#![no_main]

use std::collections::HashSet;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use unicode_segmentation::UnicodeSegmentation;
use xunwen_schema::{
    Analyzer, Atoms, Literal, Period, Published, TokenKind, UserWord, each_index_term, fold,
    index_tokens,
};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::default);

fuzz_target!(|text: &str| {
    let folded = fold(text);
    assert_eq!(fold(&folded), folded, "{text:?}");
    let atoms = Atoms::scan(text);
    check_atoms(text, &atoms);
    check_terms(text, &atoms);
    if let Some(literal) = Literal::new(text) {
        assert!(literal.find(&atoms).next().is_some_and(|found| found.start == 0), "{text:?}");
        let _ = literal.cover();
    }
    check_lines(text);
});

/// Atoms and breaks lie in order inside the text, on the bounds of graphemes; several that share one, such
/// as a family of emoji, all have its bytes.
fn check_atoms(text: &str, atoms: &Atoms) {
    let bounds = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]);
    let bounds: HashSet<usize> = bounds.collect();
    let mut before = 0..0;
    for (position, atom) in atoms.iter().enumerate() {
        let span = atom.span();
        assert!(bounds.contains(&span.start) && bounds.contains(&span.end), "{text:?} {span:?}");
        let is_after = span.start >= before.start && span.end >= before.end;
        assert!(
            is_after && (atom.is_break() || !span.is_empty()),
            "{text:?} {span:?} after {before:?}"
        );
        assert_eq!(atoms.span(position..position + 1), span);
        assert_eq!(atoms.text(position).is_empty(), atom.is_break(), "{text:?} {position}");
        before = span;
    }
    assert!(
        ANALYZER.words(atoms).iter().all(|word| word.start < word.end && word.end <= atoms.len())
    );
    assert!(!atoms.laws(text).iter().any(|law| format!("{law:?}").is_empty()));
}

/// Terms come by position; those of a query are among those of the index, except for longer words.
fn check_terms(text: &str, atoms: &Atoms) {
    let indexed = index_tokens(atoms, 0..atoms.len());
    let mut each = Vec::new();
    each_index_term(atoms, |term, position| each.push((term.to_owned(), position)));
    let pairs = indexed.iter().map(|token| (token.term.to_string(), token.positions.start as u32));
    assert_eq!(pairs.collect::<Vec<_>>(), each, "{text:?}");
    assert!(each.is_sorted_by_key(|(_, position)| position), "{text:?}");
    let known: HashSet<_> = indexed.iter().map(|own| (&own.term, &own.positions)).collect();
    for token in ANALYZER.tokens(atoms) {
        assert!(token.positions.end <= atoms.len(), "{text:?} {token:?}");
        let is_long = token.kind == TokenKind::Word && token.positions.len() > 2;
        assert!(is_long || known.contains(&(&token.term, &token.positions)), "{text:?} {token:?}");
    }
}

/// What is read from a line by itself: a moment, a period, a list of words.
fn check_lines(text: &str) {
    for line in text.lines() {
        if let Some(moment) = Published::parse(line) {
            assert_eq!(Published::parse(&moment.to_string()), Some(moment), "{line:?}");
        }
        let _ = Period::parse(line);
    }
    let _ = UserWord::parse_list(text);
}
