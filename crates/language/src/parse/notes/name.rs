//! Names of fields that are not ours, and operators in small letters.

use super::keyword::{Keyword, Remark};
use crate::ast::{Field, has_text};
use crate::note::NoteKind;

/// Names that other systems give to fields, and what we call them.
const FIELDS: [(&[&str], &str); 8] = [
    (
        &["intitle", "allintitle", "headline", "hlead", "题目", "题名", "標題", "标題", "標题"],
        "title",
    ),
    (&["intext", "allintext", "fulltext", "全文", "内容"], "body"),
    (&["abstract", "摘耍"], "summary"),
    (&["導語"], "lead"),
    (
        &[
            "site",
            "publisher",
            "publication",
            "outlet",
            "domain",
            "host",
            "媒体",
            "网站",
            "站点",
            "出处",
            "來源",
            "来訊",
        ],
        "source",
    ),
    (&["keyword", "keywords", "category", "section", "关键词", "关键字", "主题词", "標籤"], "tag"),
    (&["language", "語言"], "lang"),
    (&["daterange", "pubdate", "since", "until", "year"], "date"),
];

/// Names of fields that we do not have under any name.
const MISSING: [&str; 11] = [
    "inurl", "allinurl", "filetype", "author", "byline", "creator", "url", "cache", "related",
    "inanchor", "作者",
];

/// The least letters of a name in which a slip is recognised.
const LONG_NAME: usize = 5;

pub(super) fn remark(keyword: &Keyword<'_>) -> Option<Remark> {
    small_operator(keyword).or_else(|| field(keyword))
}

fn small_operator(keyword: &Keyword<'_>) -> Option<Remark> {
    if !keyword.before || !keyword.after {
        return None;
    }
    let instead = match keyword.half.to_ascii_lowercase().as_str() {
        "or" => "an operator is in capitals: `OR`",
        "not" => "an operator is in capitals: `NOT`",
        _ => return None,
    };
    Some((NoteKind::SmallOperator, instead.to_owned()))
}

fn field(keyword: &Keyword<'_>) -> Option<Remark> {
    let (name, rest) = keyword.half.split_once(':')?;
    let confines_own = has_text(rest) && !rest.starts_with("//");
    let confines_next = rest.is_empty() && keyword.glued_after;
    if !(confines_own || confines_next) {
        return None;
    }
    let name = name.to_lowercase();
    let named = FIELDS.iter().find(|(names, _)| names.contains(&name.as_str()));
    let instead = match named.map(|(_, own)| *own).or_else(|| meant(&name)) {
        Some("date") if !rest.starts_with(|c: char| c.is_ascii_digit()) => return None,
        Some(own) => format!("the field is called `{own}:`"),
        None if MISSING.contains(&name.as_str()) => {
            "there is no such field; `xunwen help query` lists those there are".to_owned()
        }
        None => return None,
    };
    Some((NoteKind::UnknownField, instead))
}

/// Returns the name of ours that `name` has one slip in.
fn meant(name: &str) -> Option<&'static str> {
    let own = Field::ALL.into_iter().map(Field::name);
    own.filter(|own| own.len() >= LONG_NAME).find(|own| is_slip(name, own))
}

/// Returns true if one letter is wrong, missing or too many, or two have changed places.
fn is_slip(name: &str, own: &str) -> bool {
    let name = name.as_bytes();
    let own = own.as_bytes();
    let same = name.iter().zip(own).take_while(|(left, right)| left == right).count();
    let (name, own) = (&name[same..], &own[same..]);
    let ends = || name.iter().rev().zip(own.iter().rev());
    let same = ends().take_while(|(left, right)| left == right).count();
    match (&name[..name.len() - same], &own[..own.len() - same]) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([first, second], [one, other]) => first == other && second == one,
        _ => false,
    }
}
