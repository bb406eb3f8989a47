//! Text that is nearly JSON: what Python prints of a dictionary, and what crawlers write.

use std::iter::Peekable;
use std::str::Chars;

/// Returns a text as JSON; `None` if there is nothing to repair.
///
/// Outside of strings, Python's words become those of JSON (`None`, `True`, `NaN`), and what a database
/// wraps around a string is left out (`ObjectId("…")`). Strings may have single quotes, control
/// characters, halves of characters beyond the first plane, and backslashes that escape nothing.
pub(super) fn repaired(text: &str) -> Option<String> {
    let mut repair =
        Repair { plain: String::with_capacity(text.len()), rest: text.chars().peekable() };
    while let Some(c) = repair.rest.next() {
        match c {
            '"' | '\'' => repair.string(c),
            '(' | ')' => {}
            'a'..='z' | 'A'..='Z' => repair.word(c),
            _ => repair.plain.push(c),
        }
    }
    (repair.plain != text).then_some(repair.plain)
}

struct Repair<'t> {
    plain: String,
    rest: Peekable<Chars<'t>>,
}

impl Repair<'_> {
    /// Passes a word outside of strings.
    fn word(&mut self, first: char) {
        let mut word = String::from(first);
        while let Some(c) = self.rest.next_if(char::is_ascii_alphabetic) {
            word.push(c);
        }
        match word.as_str() {
            "None" | "NaN" | "nan" | "Infinity" | "inf" | "undefined" | "NULL" => {
                // The sign of `-Infinity`.
                if self.plain.ends_with('-') {
                    self.plain.pop();
                }
                self.plain.push_str("null");
            }
            "True" => self.plain.push_str("true"),
            "False" => self.plain.push_str("false"),
            "u" | "ObjectId" | "ISODate" | "NumberLong" | "NumberInt" | "NumberDecimal" => {}
            _ => self.plain.push_str(&word),
        }
    }

    /// Passes a string that `quote` has opened.
    fn string(&mut self, quote: char) {
        self.plain.push('"');
        while let Some(c) = self.rest.next() {
            match c {
                _ if c == quote => {
                    self.plain.push('"');
                    return;
                }
                '"' => self.plain.push_str("\\\""),
                '\\' => self.escape(),
                c if c.is_ascii_control() => self.unit(u32::from(c)),
                _ => self.plain.push(c),
            }
        }
    }

    /// Passes what follows a backslash in a string.
    fn escape(&mut self) {
        match self.rest.next() {
            Some('\'') => self.plain.push('\''),
            Some(c @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')) => {
                self.plain.extend(['\\', c]);
            }
            Some('u') => match self.digits(4) {
                Ok(0xd800..=0xdbff) if !self.is_low_half_next() => self.plain.push('\u{fffd}'),
                Ok(unit @ 0xd800..=0xdbff) => {
                    self.unit(unit);
                    // The other half has been seen.
                    self.rest.next();
                    self.rest.next();
                    if let Ok(low) = self.digits(4) {
                        self.unit(low);
                    }
                }
                Ok(0xdc00..=0xdfff) => self.plain.push('\u{fffd}'),
                Ok(unit) => self.unit(unit),
                Err(found) => self.literal('u', &found),
            },
            Some('x') => match self.digits(2) {
                Ok(unit) => self.unit(unit),
                Err(found) => self.literal('x', &found),
            },
            Some('\n') => self.plain.push_str("\\n"),
            Some(c) if c.is_ascii_control() => self.unit(u32::from(c)),
            Some(c) => self.literal(c, ""),
            None => self.plain.push_str("\\\\"),
        }
    }

    fn unit(&mut self, unit: u32) {
        self.plain.push_str(&format!("\\u{unit:04x}"));
    }

    /// Adds a backslash that escapes nothing, and what follows it.
    fn literal(&mut self, c: char, found: &str) {
        self.plain.push_str("\\\\");
        self.plain.push(c);
        self.plain.push_str(found);
    }

    /// Reads hexadecimal digits; an error is what there is instead.
    fn digits(&mut self, count: usize) -> Result<u32, String> {
        let mut digits = String::new();
        while digits.len() < count {
            match self.rest.next_if(char::is_ascii_hexdigit) {
                Some(c) => digits.push(c),
                None => return Err(digits),
            }
        }
        u32::from_str_radix(&digits, 16).map_err(|_| digits)
    }

    /// Returns whether `\udc00` to `\udfff` follows.
    fn is_low_half_next(&self) -> bool {
        let mut next = self.rest.clone();
        let begins = next.next() == Some('\\') && next.next() == Some('u');
        let digits: String = next.take(4).collect();
        begins && matches!(u32::from_str_radix(&digits, 16), Ok(0xdc00..=0xdfff))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_json_becomes_json() {
        let table = [
            (r#"{"a": NaN, "b": -Infinity}"#, r#"{"a": null, "b": null}"#),
            (
                r#"{'a': 'it"s', 'b': True, "c": "it's"}"#,
                r#"{"a": "it\"s", "b": true, "c": "it's"}"#,
            ),
            (r#"{u'a': u'说\'好\'', 'b': None}"#, r#"{"a": "说'好'", "b": null}"#),
            (r#"{"_id": ObjectId("64a"), "n": NumberLong(5)}"#, r#"{"_id": "64a", "n": 5}"#),
            (r#"{"a": "\ud83d 好 \ud83d\ude00"}"#, "{\"a\": \"\u{fffd} 好 \\ud83d\\ude00\"}"),
            (r#"{"a": "C:\q\x41\u12"}"#, r#"{"a": "C:\\q\u0041\\u12"}"#),
            ("{\"a\": \"一\t二\"}", r#"{"a": "一\u0009二"}"#),
        ];
        for (text, expected) in table {
            assert_eq!(repaired(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn json_stays_as_it_is() {
        for text in [r#"{"a": "NaN (None) \"'x'\" \u4e2d", "b": [true, null, -1.5e3]}"#, "", "5"] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}
