//! Text as HTML.

use std::fmt::{self, Display, Formatter, Write};

/// Text, which is shown as it is, also within an attribute between quotes.
#[derive(Clone, Copy)]
pub(super) struct Text<'a>(pub(super) &'a str);

impl Display for Text<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                c => out.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Returns text as HTML; what stands between backticks is code.
pub(super) fn prose(text: &str) -> String {
    let is_code = |at: usize| at % 2 == 1;
    let part = |(at, part): (usize, &str)| match is_code(at) {
        true => format!("<code>{}</code>", Text(part)),
        false => Text(part).to_string(),
    };
    text.split('`').enumerate().map(part).collect()
}

/// Returns a table; its cells are HTML. Without rows there is none.
pub(super) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let head: String = head.iter().map(|name| format!("<th>{name}</th>")).collect();
    let row = |cells: &[String; N]| -> String {
        let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let rows: String = rows.iter().map(row).collect();
    format!("<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}
