//! Running text in marked-up files: signs that are no tags, and lines that are no paragraphs.

use xunwen_schema::characters::is_han;

/// Escapes `<` where no tag can begin: `1 < 2`.
pub(super) fn with_escaped_signs(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, part) in text.split('<').enumerate() {
        if at > 0 {
            let is_tag =
                |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?' | b'_');
            let may_begin = part.as_bytes().first().is_some_and(is_tag);
            escaped.push_str(if may_begin { "<" } else { "&lt;" });
        }
        escaped.push_str(part);
    }
    escaped
}

/// Joins the lines of a paragraph: with a space, unless both sides are Chinese.
pub(super) fn joined(lines: &str) -> String {
    let mut joined = String::with_capacity(lines.len());
    for line in lines.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()) {
        let is_wide = |c: Option<char>| {
            c.is_some_and(|c| {
                is_han(c)
                    || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '“' | '”')
            })
        };
        if joined.is_empty() {
            joined.push_str(line);
            continue;
        }
        let line = line.trim_start_matches([' ', '\t']);
        if !(is_wide(joined.chars().next_back()) && is_wide(line.chars().next())) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_as_their_script_asks() {
        assert_eq!(joined("第一行\n第二行，\n  “引”\n"), "第一行第二行，“引”");
        assert_eq!(joined("one\ntwo\n\n三"), "one two 三");
    }

    #[test]
    fn only_signs_that_begin_no_tag_are_escaped() {
        assert_eq!(with_escaped_signs("<p>1 < 2</p><!-- --><3"), "<p>1 &lt; 2</p><!-- -->&lt;3");
    }
}
