//! Names of files: what was asked, as far as a file can be called so.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The most characters of a name, without its ending.
const MOST: usize = 60;

/// What RFC 8187 wants encoded: all but its `attr-char`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// Returns a name of a file from the words of a question, `xunwen` if nothing is left of them:
/// `微短剧 河南 2025-12.csv`.
pub(crate) fn file_name(words: &[&str], ending: &str) -> String {
    let safe = |c: char| if is_safe(c) { c } else { ' ' };
    let words: String = words.join(" ").chars().map(safe).collect();
    let mut name = String::new();
    for word in words.split_whitespace() {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    let cut = name.char_indices().nth(MOST).map_or(name.len(), |(at, _)| at);
    // Names that begin with a dot are hidden, and Windows drops dots at the end.
    let name = name[..cut].trim_matches([' ', '.', '-']);
    format!("{}.{ending}", if name.is_empty() { "xunwen" } else { name })
}

/// Returns whether a character has no meaning to any system in the name of a file, and is seen.
fn is_safe(c: char) -> bool {
    let is_reserved =
        matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%' | '\'');
    !is_reserved && !c.is_control() && !xunwen_schema::characters::is_invisible(c)
}

/// Returns the value of `Content-Disposition` for a file of this name, as RFC 6266 says: for old
/// programs in ASCII, for all others as it is.
pub(crate) fn attachment(name: &str) -> String {
    let plain = match name.rsplit_once('.') {
        Some((_, ending)) if !name.is_ascii() => format!("xunwen.{ending}"),
        _ => name.to_owned(),
    };
    format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        utf8_percent_encode(name, ENCODED)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_after_the_question() {
        let long = "长".repeat(61);
        for (words, expected) in [
            (&["微短剧 河南", "2025-12"][..], "微短剧 河南 2025-12.csv"),
            (&["“短剧 出海” -（标题:河南）"], "“短剧 出海” -（标题 河南）.csv"),
            (&["../../etc/passwd"], "etc passwd.csv"),
            (&["a\u{202e}b\r\n\"c\"", ""], "a b c.csv"),
            (&["", " . "], "xunwen.csv"),
            (&[long.as_str()], &format!("{}.csv", "长".repeat(60))),
        ] {
            assert_eq!(file_name(words, "csv"), expected);
        }
    }

    #[test]
    fn names_are_given_in_ascii_and_as_they_are() {
        assert_eq!(
            attachment("AI 2025.csv"),
            "attachment; filename=\"AI 2025.csv\"; filename*=UTF-8''AI%202025.csv"
        );
        assert_eq!(
            attachment("短剧.csv"),
            "attachment; filename=\"xunwen.csv\"; filename*=UTF-8''%E7%9F%AD%E5%89%A7.csv"
        );
    }
}
