//! Signs before keywords, and alone between them.

use super::keyword::{Keyword, Remark};
use crate::ast::has_text;
use crate::note::NoteKind;

/// Dashes that look like the hyphen that excludes.
const DASHES: [char; 10] = ['‐', '‑', '‒', '–', '—', '―', '−', '﹣', '－', '-'];

/// Signs that join keywords in other systems.
const JOINING: [&str; 8] = ["&", "+", "∧", "∨", "&&&", "!", "¬", "~"];

pub(super) fn remark(keyword: &Keyword<'_>) -> Option<Remark> {
    lone(keyword).or_else(|| leading(&keyword.half))
}

/// Returns the remark on a place that has nothing to search for.
pub(super) fn dropped(text: &str) -> Remark {
    let is_dash = text.chars().count() == 1 && text.starts_with(DASHES);
    let instead = if is_dash {
        "to exclude a keyword, write the hyphen right before it: `-广告`"
    } else {
        "other keywords are searched without it"
    };
    (NoteKind::PunctuationDropped, instead.to_owned())
}

fn lone(keyword: &Keyword<'_>) -> Option<Remark> {
    let is_between = keyword.before && keyword.after;
    if !is_between || !JOINING.contains(&keyword.half.as_str()) {
        return None;
    }
    let instead = match keyword.half.as_str() {
        "∨" => "write `OR` if one of the two suffices",
        "!" | "¬" | "~" => "to exclude a keyword, write a hyphen right before it: `-广告`",
        _ => "a space between keywords asks for both",
    };
    Some((NoteKind::LoneSign, instead.to_owned()))
}

fn leading(half: &str) -> Option<Remark> {
    let mut chars = half.chars();
    let sign = chars.next()?;
    let rest = chars.as_str();
    let next = chars.next()?;
    if next.is_ascii_digit() {
        let instead = "to exclude it, write beside it what must occur: `微短剧 -3.2%`";
        let is_minus = matches!(sign, '-');
        return is_minus.then(|| (NoteKind::MinusBeforeNumber, instead.to_owned()));
    }
    if DASHES.contains(&next) || !next.is_alphanumeric() || !has_text(rest) {
        return None;
    }
    let excluded = || format!("to exclude a keyword, write a hyphen: `-{rest}`");
    match sign {
        '!' | '¬' => Some((NoteKind::ExclamationBeforeKeyword, excluded())),
        '+' => {
            let instead = format!("all keywords must occur without a sign: `{rest}`");
            Some((NoteKind::PlusBeforeKeyword, instead))
        }
        '-' => None,
        dash if DASHES.contains(&dash) => Some((NoteKind::DashBeforeKeyword, excluded())),
        _ => None,
    }
}
