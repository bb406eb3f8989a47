//! Patterns of other systems: wildcards, similar words, ranges, regular expressions.

use std::ops::Range;

use super::super::token::{Kind, Token};
use super::keyword::{Keyword, Remark};
use crate::note::NoteKind;

pub(super) fn remark(keyword: &Keyword<'_>) -> Option<Remark> {
    let half = keyword.half.as_str();
    slop(keyword)
        .or_else(|| tilde(half))
        .or_else(|| regex(half))
        .or_else(|| braces(half))
        .or_else(|| truncation(keyword))
        .or_else(|| leading_wildcard(half))
        .or_else(|| inner_wildcard(half))
}

/// Returns the remark on `[a TO b]`, whose `TO` is the token at `at`, and where it is.
pub(super) fn range(tokens: &[Token<'_>], at: usize) -> Option<(Range<usize>, Remark)> {
    let token = tokens.get(at).filter(|token| matches!(token.kind, Kind::Literal(_)))?;
    let from = &tokens[at.checked_sub(1)?];
    let to = tokens.get(at + 1)?;
    let opens = from.text.contains(['[', '{']) && to.text.ends_with([']', '}']);
    let instead = "a range is one of dates: `date:2024..2025`".to_owned();
    let is_range = opens && token.text == "TO";
    is_range.then(|| (from.start..to.span().end, (NoteKind::Range, instead)))
}

/// Remarks on `~10` right after a phrase.
fn slop(keyword: &Keyword<'_>) -> Option<Remark> {
    let number = keyword.half.strip_prefix('~')?;
    let follows = !keyword.glued_before.is_empty() && keyword.before;
    (follows && is_number(number)).then(|| (NoteKind::Tilde, distance(number)))
}

/// Remarks on `word~`, `word~2` and `词语~10`.
fn tilde(half: &str) -> Option<Remark> {
    let (stem, number) = half.rsplit_once('~')?;
    let is_word = stem.len() > 2 && stem.bytes().all(|c| c.is_ascii_alphabetic());
    if is_word && (number.is_empty() || is_number(number)) {
        let instead = format!("for other endings write `{stem}*`");
        return Some((NoteKind::Tilde, instead));
    }
    let has_digits = stem.contains(|c: char| c.is_ascii_digit());
    let is_text = stem.ends_with(char::is_alphanumeric) && !has_digits;
    (is_text && is_number(number)).then(|| (NoteKind::Tilde, distance(number)))
}

fn distance(number: &str) -> String {
    let number = number.split('.').next().filter(|number| *number != "0").unwrap_or("10");
    format!("a distance stands between two keywords: `微短剧 near/{number} 出海`")
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|c| c.is_ascii_digit() || c == b'.')
}

fn regex(half: &str) -> Option<Remark> {
    let inside = half.strip_prefix('/')?.strip_suffix('/')?;
    let instead = "between Chinese characters `?` is one and `*` up to ten: `微?剧`".to_owned();
    (!inside.is_empty() && !inside.contains('/')).then_some((NoteKind::Regex, instead))
}

fn braces(half: &str) -> Option<Remark> {
    let instead = "round brackets group: `(河南 OR 郑州)`".to_owned();
    half.starts_with('{').then_some((NoteKind::Braces, instead))
}

/// Remarks on `econom$` and `econom?`. A question mark that ends a query ends a question.
fn truncation(keyword: &Keyword<'_>) -> Option<Remark> {
    let stem = keyword.half.strip_suffix(['$', '?'])?;
    let is_word = stem.len() > 2 && stem.bytes().all(|c| c.is_ascii_lowercase());
    let ends_question = keyword.half.ends_with('?') && keyword.before && !keyword.after;
    let instead = || format!("for any ending write `{stem}*`");
    (is_word && !ends_question).then(|| (NoteKind::Truncation, instead()))
}

/// Remarks on `*剧` and `*phone`; not on `*ST`, as which some companies are listed.
fn leading_wildcard(half: &str) -> Option<Remark> {
    let rest = half.trim_start_matches(['*', '?']);
    let first = rest.chars().next().filter(|_| rest.len() < half.len())?;
    let instead = match first {
        'a'..='z' => "the beginning of a word cannot be left open; its end can: `chat*`".to_owned(),
        _ if first.is_alphabetic() && !first.is_ascii() => {
            format!("Chinese is found inside longer words anyway: `{rest}`")
        }
        _ => return None,
    };
    Some((NoteKind::LeadingWildcard, instead))
}

/// Remarks on `wom?n` and `colo*r`; not on what may be an address.
fn inner_wildcard(half: &str) -> Option<Remark> {
    if half.contains(['/', '.', '=']) {
        return None;
    }
    let mut before = None;
    let mut chars = half.chars().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, '*' | '?') && stands_between(c, before, chars.peek().copied()) {
            let instead =
                "wildcards stand between Chinese characters, `微?剧`, or end a word, `chat*`";
            return Some((NoteKind::WildcardInWord, instead.to_owned()));
        }
        before = Some(c);
    }
    None
}

fn stands_between(wildcard: char, before: Option<char>, after: Option<char>) -> bool {
    let Some((before, after)) = before.zip(after) else { return false };
    let small = |c: char| c.is_ascii_lowercase();
    let han = |c: char| c.is_alphabetic() && !c.is_ascii();
    match wildcard {
        '?' => small(before) && small(after),
        _ => (small(before) && small(after)) || (han(before) != han(after)),
    }
}
