//! Notes on a query: a line each.

use std::io::{self, Write};

use xunwen_language::Query;

use crate::terminal::acts;

/// Writes the notes on `query`; `place` says where it is from, as `queries.tsv:3: `.
pub(crate) fn notes(query: &Query, place: &str, err: &mut dyn Write) -> io::Result<()> {
    for note in query.notes() {
        let text = note.to_string().replace(|c: char| c.is_control() || acts(c), " ");
        writeln!(err, "note: {place}{text}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_a_line_without_control_characters() {
        for (text, shown) in [
            ("短剧 site:\u{1b}[2J\u{202e}x", "`site: [2J x` is searched as text; "),
            ("！\n？", "`！ ？` finds nothing, being punctuation; "),
            ("[2024\nTO\t2025]", "`[2024 TO 2025]` is searched as text; "),
        ] {
            let query = xunwen_language::parse(text).unwrap();
            let mut written = Vec::new();
            notes(&query, "q.tsv:3: ", &mut written).unwrap();
            let line = String::from_utf8(written).unwrap();
            assert!(line.starts_with(&format!("note: q.tsv:3: {shown}")), "{line}");
            assert_eq!(line.matches('\n').count(), 1);
        }
    }
}
