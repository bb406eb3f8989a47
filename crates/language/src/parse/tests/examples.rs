//! The examples of the language's description are queries.

use super::parse;
use crate::LANGUAGE;
use crate::Query;

/// Returns the code spans of the last column of every table row.
fn examples() -> Vec<String> {
    let rows = LANGUAGE.lines().filter(|line| line.starts_with('|') && !line.starts_with("|-"));
    let columns = rows.filter_map(|row| row.trim_end_matches('|').rsplit('|').next());
    columns.flat_map(code_spans).collect()
}

fn code_spans(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(String::from).collect()
}

#[test]
fn every_example_is_a_query() {
    assert!(examples().len() > 30);
    for example in examples() {
        let query = asked(&example);
        assert!(!query.is_empty(), "{example}");
        assert_eq!(parse(&query.to_string()), Ok(query));
    }
}

#[test]
fn queries_said_to_be_the_same_are() {
    let claims: Vec<_> = LANGUAGE.lines().filter(|line| line.contains("` is `")).collect();
    assert_eq!(claims.len(), 4);
    for claim in claims {
        let column = claim.trim_end_matches('|').rsplit('|').next().unwrap();
        let queries: Vec<_> = code_spans(column).iter().map(|example| asked(example)).collect();
        assert_eq!(queries[0], queries[1], "{claim}");
        assert!(queries[2..].iter().all(|other| *other != queries[0]), "{claim}");
    }
}

#[test]
fn notes_are_those_of_the_description() {
    let notes = LANGUAGE.split("## Notes").nth(1).unwrap();
    let rows: Vec<_> = notes.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(rows.len(), 15);
    for row in rows {
        let columns: Vec<_> = row.trim_matches('|').split(" | ").map(code_spans).collect();
        for example in &columns[2] {
            let query = asked(example);
            let names: Vec<_> = query.notes().iter().map(|note| note.kind.name()).collect();
            assert_eq!(names, [columns[0][0].as_str()], "{example}");
        }
    }
}

fn asked(example: &str) -> Query {
    parse(example).unwrap_or_else(|error| panic!("{example}: {error}"))
}
