//! Expected and actual output, and what may differ between them.
//!
//! What differs from run to run: times and sizes *with their units*, moments of the run itself,
//! the version of the program, and cursors. All else must be equal, numbers and dates included.

use std::sync::LazyLock;
use std::time::SystemTime;

use jiff::{Timestamp, tz::Offset};
use regex::Regex;

/// The line of a document that stands for lines left out.
const LEFT_OUT: &str = "…";

const CHINA: Offset = Offset::constant(8);

/// What may differ; blanks before a number belong to it, since columns are aligned by them.
static VARYING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?x)
        (?<time> \x20* \d+(\.\d+)? \x20 (ms|s) \b | "(elapsed_ms|seconds)":\d+(\.\d+)?)
        | (?<size> \x20* \d+(\.\d+)? \x20 [kM]?B \b)
        | (?<moment> \d{4}-\d\d-\d\d T \d\d:\d\d:\d\d (Z | [+-]\d\d:\d\d))
        | (?<version> xunwen \x20 \d+\.\d+\.\d+)
        | (?<cursor> \b [0-9a-f]{48,} \b)
        "#,
    )
    .unwrap()
});

/// The days on which a document was run, as China counts them: two around midnight.
pub(super) struct Days(Vec<String>);

impl Days {
    pub(super) fn between(first: SystemTime, last: SystemTime) -> Self {
        let days = [first, last].map(|time| {
            let time = Timestamp::try_from(time).unwrap();
            CHINA.to_datetime(time).date().to_string()
        });
        Self(days.to_vec())
    }

    fn hold(&self, moment: &str) -> bool {
        self.0.iter().any(|day| moment.starts_with(day))
    }
}

/// Where output differs from what a document shows, and how.
pub(super) struct Difference {
    /// Which line of the output is the first that differs, from 1.
    pub(super) line: usize,
    pub(super) text: String,
}

/// Compares the lines that a document shows with those that came.
pub(super) fn difference(expected: &[String], actual: &[&str], days: &Days) -> Option<Difference> {
    let same = |(expected, actual): (&String, &&str)| is_same_line(expected, actual, days);
    let hides_all = !expected.is_empty() && expected.iter().all(|line| line == LEFT_OUT);
    if !hides_all && matches(expected, actual, days) {
        return None;
    }
    let common = expected.iter().zip(actual).take_while(|pair| same(*pair)).count();
    let expected = &expected[common..];
    let actual = &actual[common..];
    let end = expected.iter().rev().zip(actual.iter().rev()).take_while(|pair| same(*pair)).count();
    let shown = expected[..expected.len() - end].iter().map(|line| format!("    - {line}\n"));
    let came = actual[..actual.len() - end].iter().map(|line| format!("    + {line}\n"));
    Some(Difference { line: common + 1, text: shown.chain(came).collect() })
}

/// Returns whether lines match, where `…` matches one line or more.
fn matches(expected: &[String], actual: &[&str], days: &Days) -> bool {
    match (expected, actual) {
        ([], []) => true,
        ([first, rest @ ..], [_, ..]) if first == LEFT_OUT => {
            (1..=actual.len()).any(|length| matches(rest, &actual[length..], days))
        }
        ([first, rest @ ..], [line, others @ ..]) => {
            is_same_line(first, line, days) && matches(rest, others, days)
        }
        _ => false,
    }
}

fn is_same_line(expected: &str, actual: &str, days: &Days) -> bool {
    let expected = pieces(expected);
    let actual = pieces(actual);
    expected.len() == actual.len()
        && expected.iter().zip(&actual).all(|(expected, actual)| {
            expected.text == actual.text
                || (expected.kind == actual.kind
                    && match actual.kind {
                        None => false,
                        Some("moment") => days.hold(actual.text),
                        Some(_) => true,
                    })
        })
}

/// A part of a line, and the name of its kind if it varies.
struct Piece<'a> {
    kind: Option<&'static str>,
    text: &'a str,
}

fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut end = 0;
    for captures in VARYING.captures_iter(line) {
        let whole = captures.get(0).unwrap();
        let kind = ["time", "size", "moment", "version", "cursor"]
            .into_iter()
            .find(|name| captures.name(name).is_some());
        pieces.push(Piece { kind: None, text: &line[end..whole.start()] });
        pieces.push(Piece { kind, text: whole.as_str() });
        end = whole.end();
    }
    pieces.push(Piece { kind: None, text: &line[end..] });
    pieces
}
