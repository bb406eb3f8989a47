//! Numbers and dates as values: 10万, 十万, 100000 and 100,000 are one, and so are 2025年 and
//! 二〇二五年.

mod date;
mod read;
mod spell;
mod spelled;

use xunwen_schema::fold;

use crate::expansion::wording::Wording;
use crate::request::ExpansionKind;
use read::is_numeral;
use spelled::Spelled;

/// How much another spelling counts beside the one that the query has.
const SPELLING_WEIGHT: f32 = 0.7;

/// From this value on a number says enough by itself; a smaller one is looked for together with
/// the character after it.
const SAYS_ENOUGH: u128 = 10_000;

/// Adds other spellings of the numbers and dates in `text`.
pub(super) fn add_wordings(text: &str, wordings: &mut Vec<Wording>) {
    let characters: Vec<char> = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    let mut start = 0;
    while start < characters.len() {
        let Some(found) = spelled_at(&characters, start) else {
            start += 1;
            continue;
        };
        let own: String = characters[found.range.clone()].iter().collect();
        let others = found.others.into_iter().filter(|other| *other != own);
        wordings.extend(
            others.map(|other| Wording::new(other, &own, ExpansionKind::Numbers, SPELLING_WEIGHT)),
        );
        start = found.range.end;
    }
}

fn spelled_at(text: &[char], start: usize) -> Option<Spelled> {
    let is_inside = start.checked_sub(1).is_some_and(|before| is_numeral(text[before]));
    if is_inside {
        return None;
    }
    date::at(text, start).or_else(|| percent_at(text, start)).or_else(|| number_at(text, start))
}

/// Reads 30% and 百分之三十.
fn percent_at(text: &[char], start: usize) -> Option<Spelled> {
    const IN_WORDS: [char; 3] = ['百', '分', '之'];
    if text[start..].starts_with(&IN_WORDS) {
        // 30% is no literal that could be proved: the sign is a break, as any other is.
        return None;
    }
    let (number, end) = read::number(text, start)?;
    if text.get(end) != Some(&'%') {
        return None;
    }
    let others = spell::in_han(number).into_iter().map(|words| format!("百分之{words}"));
    Some(Spelled { range: start..end + 1, others: others.collect() })
}

fn number_at(text: &[char], start: usize) -> Option<Spelled> {
    let (number, mut end) = read::number(text, start)?;
    let is_large = number.at_least(SAYS_ENOUGH);
    let unit = text.get(end).copied().filter(|&c| !is_large && is_unit(c));
    // 三, 十二 and 300 alone would be found everywhere.
    if !is_large && (unit.is_none() || !number.at_least(10)) {
        return None;
    }
    end += usize::from(unit.is_some());
    let spellings = spell::all(number).into_iter();
    let others = spellings.map(|words| words.chars().chain(unit).collect());
    Some(Spelled { range: start..end, others: others.collect() })
}

/// Returns whether a number is read together with this character after it.
fn is_unit(c: char) -> bool {
    c.is_alphabetic() && !c.is_ascii() && !is_numeral(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        add_wordings(text, &mut found);
        found.into_iter().map(|wording| wording.text).collect()
    }

    #[track_caller]
    fn assert_others(texts: &[&str], expected: &[&str]) {
        for text in texts {
            let expected: Vec<&str> =
                expected.iter().copied().filter(|other| other != text).collect();
            assert_eq!(others(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_is_found_in_every_spelling() {
        assert_others(
            &["10万", "十万", "100000", "100,000"],
            &["100000", "100,000", "10万", "十万"],
        );
        assert_eq!(others("１０萬"), ["100000", "100,000", "十万"]);
        assert_eq!(others("补助10万元"), ["100000", "100,000", "十万"]);
        assert_eq!(
            others("6.96亿"),
            ["696000000", "696,000,000", "69600万", "六亿九千六百万", "六点九六亿"]
        );
        assert_eq!(
            others("1.5万亿"),
            ["1500000000000", "1,500,000,000,000", "15000亿", "一万五千亿", "一点五万亿",]
        );
        assert_eq!(others("两万人"), ["20000", "20,000", "2万", "二万"]);
        assert_eq!(
            others("1亿2000万"),
            [
                "120000000",
                "120,000,000",
                "12000万",
                "1.2亿",
                "一亿二千万",
                "一亿两千万",
                "一点二亿",
            ]
        );
    }

    #[test]
    fn a_small_number_needs_what_it_counts() {
        assert_eq!(others("第20届"), ["二十届"]);
        assert_eq!(others("十二月"), ["12月"]);
        assert_eq!(others("二百人"), ["200人", "两百人"]);
        for text in
            ["三", "十二", "300", "三星", "一带一路", "万一", "十三五规划", "九三学社", "GPT4"]
        {
            assert!(others(text).is_empty(), "{text}: {:?}", others(text));
        }
    }

    #[test]
    fn dates_and_percentages_are_values_too() {
        assert_others(
            &["2025年", "二〇二五年", "二零二五年"],
            &["2025年", "二〇二五年", "二零二五年"],
        );
        assert_eq!(others("1999年"), ["一九九九年"]);
        assert_eq!(others("3月5日"), ["3月5号", "三月五日", "三月五号"]);
        assert_eq!(others("2025年3月"), ["二〇二五年三月", "二零二五年三月"]);
        assert_eq!(others("30%"), ["百分之三十"]);
        assert_eq!(others("3.5％"), ["百分之三点五"]);
    }
}
