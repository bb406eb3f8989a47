//! The tags that the lines of lists of references begin with, and the fields that they are: of a
//! field, the first that is there is taken.

/// The fields that the tags of RIS are.
pub(super) const RIS_FIELDS: [(&str, &str); 22] = [
    ("TI", "title"),
    ("T1", "title"),
    ("CT", "title"),
    ("T2", "source"),
    ("JO", "source"),
    ("JF", "source"),
    ("JA", "source"),
    ("BT", "source"),
    ("PB", "source"),
    ("DP", "source"),
    ("DA", "date"),
    ("Y1", "date"),
    ("PY", "date"),
    ("AB", "body"),
    ("N2", "body"),
    ("N1", "body"),
    ("UR", "url"),
    ("L2", "url"),
    ("KW", "tags"),
    ("ID", "id"),
    ("AN", "id"),
    ("LA", "lang"),
];

/// The fields that the tags of EndNote are.
pub(super) const END_NOTE_FIELDS: [(&str, &str); 16] = [
    ("%T", "title"),
    ("%J", "source"),
    ("%B", "source"),
    ("%S", "source"),
    ("%I", "source"),
    ("%W", "source"),
    ("%8", "date"),
    ("%7", "date"),
    ("%D", "date"),
    ("%X", "body"),
    ("%Z", "body"),
    ("%U", "url"),
    ("%K", "tags"),
    ("%M", "id"),
    ("%F", "id"),
    ("%G", "lang"),
];

/// The fields that the tags of NoteExpress are.
pub(super) const NOTE_EXPRESS_FIELDS: [(&str, &str); 14] = [
    ("Title", "title"),
    ("Secondary Title", "source"),
    ("Journal", "source"),
    ("Newspaper", "source"),
    ("Publisher", "source"),
    ("Date", "date"),
    ("Issue Date", "date"),
    ("Year", "date"),
    ("Abstract", "body"),
    ("Notes", "body"),
    ("URL", "url"),
    ("Keywords", "tags"),
    ("Accession Number", "id"),
    ("Language", "lang"),
];

/// `TY  - NEWS`
pub(super) fn ris_tag(line: &str) -> Option<(&str, &str)> {
    const TAG: usize = 2;
    let tag = line.get(..TAG)?;
    let is_tag = tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let rest = line[TAG..].trim_start_matches(' ');
    let value = rest.strip_prefix('-').filter(|_| is_tag && line[TAG..].starts_with(' '))?;
    (value.is_empty() || value.starts_with(' ')).then(|| (tag, value.trim()))
}

/// `%T 标题`
pub(super) fn end_note_tag(line: &str) -> Option<(&str, &str)> {
    const TAG: usize = 2;
    let tag = line.get(..TAG).filter(|tag| tag.starts_with('%'))?;
    let is_tag = tag.as_bytes().get(1).is_some_and(u8::is_ascii_graphic);
    let rest = &line[TAG..];
    (is_tag && (rest.is_empty() || rest.starts_with(' '))).then(|| (tag, rest.trim()))
}

/// `{Title}: 标题`
pub(super) fn note_express_tag(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = line.strip_prefix('{')?.split_once('}')?;
    let value = value.strip_prefix(':')?;
    (!tag.is_empty() && !tag.contains(['"', '{'])).then(|| (tag, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_not_seen_in_prose() {
        assert_eq!(ris_tag("TI  - 题"), Some(("TI", "题")));
        assert_eq!(ris_tag("ER  -"), Some(("ER", "")));
        for line in ["AI-driven", "题目", "TI: x", "5G - 通信"] {
            assert_eq!(ris_tag(line).filter(|(tag, _)| *tag == "TY"), None, "{line}");
        }
        assert_eq!(end_note_tag("%T 题"), Some(("%T", "题")));
        assert_eq!(end_note_tag("%增长"), None);
        assert_eq!(note_express_tag("{\"Title\": 1}"), None);
    }
}
