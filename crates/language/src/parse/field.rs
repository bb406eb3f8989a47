//! Names of fields, as they are typed: `标题:`, `title：`.

use super::chars::length_of;
use super::token::Kind;
use crate::ast::Field;

const DATE_NAMES: [&str; 2] = ["date", "日期"];

/// Returns the field that `text` begins with, and the length of its name and colon.
pub(super) fn field(text: &str) -> Option<(Kind, usize)> {
    let length = |name: &str| {
        let length = length_of(name, text)?;
        Some(length + length_of(":", &text[length..])?)
    };
    let date = DATE_NAMES.into_iter().find_map(length).map(|length| (Kind::DateField, length));
    let of = |field: Field| Some((Kind::Field(field), field.names().into_iter().find_map(length)?));
    date.or_else(|| Field::ALL.into_iter().find_map(of))
}
