//! Distances as other systems write them: `w/5`, `NEAR5`, `within/5`, `/s`.

use super::keyword::{Keyword, Remark};
use crate::note::NoteKind;

/// What begins a distance elsewhere, and whether it says the order; longer names come first.
const NAMES: [(&str, bool); 9] = [
    ("within", false),
    ("onear", true),
    ("before", true),
    ("near", false),
    ("pre", true),
    ("adj", false),
    ("w", false),
    ("近", false),
    ("先", true),
];

/// Names that are words, too: without a number they are operators in capitals only.
const WITHOUT_NUMBER: [&str; 4] = ["NEAR", "ADJ", "WITHIN", "ONEAR"];

pub(super) fn remark(keyword: &Keyword<'_>) -> Option<Remark> {
    if !keyword.before || !keyword.after {
        return None;
    }
    let own = meant(&keyword.half)?;
    Some((NoteKind::OtherDistance, format!("a distance is written `{own}`")))
}

/// Returns how we write the distance that `half` means elsewhere.
fn meant(half: &str) -> Option<String> {
    if WITHOUT_NUMBER.contains(&half) {
        return Some("near/10".to_owned());
    }
    let lower = half.to_lowercase();
    if let Some(reach) = lower.strip_prefix('/') {
        return written(reach, false);
    }
    let (name, is_ordered) = NAMES.into_iter().find(|(name, _)| lower.starts_with(name))?;
    let rest = &lower[name.len()..];
    let reach = rest.strip_prefix(['/', ':', '~', '=']);
    // `w5` and `pre5` are words, and `近10年` a time.
    let reach = match (name, reach) {
        (_, Some(reach)) => reach,
        ("w" | "pre", None) => return None,
        ("近" | "先", None) => rest.strip_suffix('字')?,
        _ => rest,
    };
    written(reach, is_ordered)
}

fn written(reach: &str, is_ordered: bool) -> Option<String> {
    let number = reach.trim_end_matches(|c: char| !c.is_ascii_digit());
    let name = if is_ordered { "before" } else { "near" };
    match reach {
        "s" | "sent" | "sentence" => Some("near/sentence".to_owned()),
        "p" | "par" | "para" | "paragraph" => Some("near/paragraph".to_owned()),
        _ if !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit()) => {
            Some(format!("{name}/{number}"))
        }
        _ => None,
    }
}
