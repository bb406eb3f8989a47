//! The manual of inputs, which is part of the crate's README. Its tables are those of the code.

use std::fmt::Write as _;

use xunwen_schema::{CONTEXT_SPELLINGS, SPELLINGS};

use crate::corpus::{ArticleField, Format};

const README: &str = include_str!("../README.md");

/// The chapter that follows the one on inputs.
const NEXT_CHAPTER: &str = "\n# Jobs and generations\n";

/// Returns what can be indexed, in Markdown: formats, names of fields, dates, rejects.
#[must_use]
pub fn input_guide() -> &'static str {
    README.split_once(NEXT_CHAPTER).map_or(README, |(chapter, _)| chapter)
}

/// Returns the tables of the manual: the name by which the README marks each, and the table.
#[must_use]
pub fn input_tables() -> [(&'static str, String); 3] {
    [("formats", formats()), ("fields", fields()), ("dates", dates())]
}

fn formats() -> String {
    let mut table = "| `--input-format` | what it is | usual endings |\n|---|---|---|\n".to_owned();
    for format in Format::all() {
        let endings: Vec<String> =
            format.endings().iter().map(|ending| format!("`.{ending}`")).collect();
        let _ = writeln!(table, "| `{format}` | {} | {} |", format.about(), endings.join(", "));
    }
    table
}

fn fields() -> String {
    let mut table = "| field | also called |\n|---|---|\n".to_owned();
    for name in ArticleField::names() {
        let field = ArticleField::named(name);
        let aliases = field.into_iter().flat_map(ArticleField::aliases).skip(1);
        let aliases: Vec<String> = aliases.map(|alias| format!("`{alias}`")).collect();
        let _ = writeln!(table, "| `{name}` | {} |", aliases.join(", "));
    }
    table
}

fn dates() -> String {
    let mut table = "| written | read as |\n|---|---|\n".to_owned();
    for (written, read) in SPELLINGS.iter().chain(CONTEXT_SPELLINGS) {
        let _ = writeln!(table, "| `{}` | {read} |", written.replace('|', "\\|"));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_is_the_first_chapter_of_the_readme() {
        let guide = input_guide();
        assert!(guide.starts_with("# What can be indexed\n"), "{guide}");
        assert!(guide.contains("`search-page`") && !guide.contains("SIGKILL"), "{guide}");
    }

    /// `XUNWEN_DOCUMENTS=write` writes the tables into the README.
    #[test]
    fn the_tables_of_the_readme_are_those_of_the_code() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
        let mut readme = std::fs::read_to_string(path).unwrap();
        for (name, table) in input_tables() {
            let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
            let start = readme.find(&begin).unwrap() + begin.len();
            let length = readme[start..].find(&end).unwrap();
            let expected = format!("\n{table}\n");
            if std::env::var_os("XUNWEN_DOCUMENTS").is_some_and(|mode| mode == "write") {
                readme.replace_range(start..start + length, &expected);
                std::fs::write(path, &readme).unwrap();
            } else {
                assert_eq!(&readme[start..start + length], expected, "{name}");
            }
        }
    }
}
