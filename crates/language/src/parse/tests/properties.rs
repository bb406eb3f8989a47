use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::parse;
use crate::strategy;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_canonical_query_parses_back(query in strategy::query()) {
        let canonical = query.to_string();
        prop_assert_eq!(parse(&canonical), Ok(query), "{}", canonical);
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_place_in_it(input in any::<String>()) {
        check(&input)?;
    }

    #[test]
    fn any_row_of_operators_is_read_or_refused_at_a_place_in_it(input in operators()) {
        check(&input)?;
    }
}

/// A refused query is refused at a place in it; an accepted one has a canonical spelling.
fn check(input: &str) -> Result<(), TestCaseError> {
    match parse(input) {
        Ok(query) => {
            for note in query.notes() {
                prop_assert_eq!(input.get(note.span.clone()), Some(note.found.as_str()));
            }
            prop_assert_eq!(parse(&query.to_string()), Ok(query));
        }
        Err(error) => prop_assert_eq!(input.get(error.span), Some(error.found.as_str())),
    }
    Ok(())
}

fn operators() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "微短剧",
        "a",
        "3",
        " ",
        "　",
        "(",
        "（",
        ")",
        "）",
        "\"",
        "“",
        "”",
        "「",
        "」",
        "『",
        "』",
        "\\",
        "-",
        "－",
        "*",
        "^2",
        "＾",
        "|",
        "&&",
        " OR ",
        " 或 ",
        " AND ",
        " and ",
        " 非 ",
        " NOT ",
        "标题:",
        "来源：",
        "日期:",
        "2025-12",
        "..",
        " 近/3字 ",
        " near/0 ",
        " 同句 ",
        " 同段 ",
        " 至少2 ",
        "！",
        "。",
        ":",
        "–",
        "+",
        "~10",
        " or ",
        "site:",
        "[2024 TO ",
        "]",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

#[test]
fn long_queries_are_read_in_linear_time() {
    for piece in [
        "微",
        "a ",
        "(",
        ")",
        "（微）",
        "“",
        "”",
        "\"",
        "a\"",
        "a「",
        "a(",
        "a(b)",
        "a (",
        "a)",
        "-",
        "NOT ",
        "-a ",
        "标题:",
        "日期:",
        "至少3 ",
        "a OR ",
        "a 同句 ",
        "a 近/3字 ",
        "^1",
        "a^",
        "*",
        "a*",
        "&&",
        "|",
        "\\",
        "\\\"",
        "or ",
        "或(",
        "1",
    ] {
        let input = piece.repeat(10_000_usize.div_ceil(piece.chars().count()));
        for input in
            [input.clone(), format!("{input} )"), format!("{input} \""), format!("x{input}」")]
        {
            let start = Instant::now();
            let _ = parse(&input);
            assert!(start.elapsed() < Duration::from_secs(1), "{piece}: {:?}", start.elapsed());
        }
    }
}
