//! Spelling numbers, in digits and in Han characters.

use super::read::Number;

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// What large numbers are counted in, and its power of ten.
const SCALES: [(&str, i32); 3] = [("万", 4), ("亿", 8), ("万亿", 12)];
/// More decimals than this are written out instead.
const MOST_DECIMALS: i32 = 4;
/// Beyond this, digits alone are not read any more.
const LONGEST_SPELLING: u128 = 10_u128.pow(16);

/// Returns the spellings of a number: digits, grouped digits, digits with a large unit, and Han
/// characters.
pub(super) fn all(number: Number) -> Vec<String> {
    let mut spellings = Vec::new();
    if let Some(whole) = number.whole().filter(|&whole| whole < LONGEST_SPELLING) {
        spellings.push(whole.to_string());
        if whole >= 1000 {
            spellings.push(grouped(whole));
        }
    }
    for (scale, power) in SCALES {
        spellings.extend(scaled(number.shifted(-power)).map(|digits| format!("{digits}{scale}")));
    }
    spellings.extend(in_han(number));
    spellings
}

/// Returns the spellings of a number in Han characters.
pub(super) fn in_han(number: Number) -> Vec<String> {
    let mut spellings = Vec::new();
    if let Some(whole) = number.whole().filter(|&whole| whole < LONGEST_SPELLING) {
        spellings.push(whole_in_han(whole));
        spellings.push(with_liang(whole));
    }
    for (scale, power) in [("", 0)].into_iter().chain(SCALES) {
        let scaled = number.shifted(-power);
        let is_read = scaled.exponent < 0 && scaled.at_least(1) && !scaled.at_least(10_000);
        if is_read && let Some(digits) = decimal(scaled) {
            spellings.push(format!("{}{scale}", digits_in_han(&digits)));
        }
    }
    let mut known: Vec<String> = Vec::new();
    spellings.retain(|spelling| {
        let is_new = !known.contains(spelling);
        known.push(spelling.clone());
        is_new
    });
    spellings
}

/// Writes 100000 as 100,000.
fn grouped(whole: u128) -> String {
    let digits = whole.to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Writes what precedes a large unit, from 1 to 99999 with few decimals.
fn scaled(number: Number) -> Option<String> {
    let is_read = number.at_least(1) && !number.at_least(100_000);
    is_read.then(|| decimal(number)).flatten()
}

/// Writes a number with a decimal point where it needs one.
fn decimal(number: Number) -> Option<String> {
    if let Some(whole) = number.whole() {
        return Some(whole.to_string());
    }
    let decimals = -number.exponent;
    let power = 10_u128.checked_pow(decimals.unsigned_abs())?;
    let width = usize::try_from(decimals).ok()?;
    let whole = number.digits / power;
    let fraction = number.digits % power;
    (decimals <= MOST_DECIMALS).then(|| format!("{whole}.{fraction:0width$}"))
}

/// Writes 6.96 as 六点九六.
fn digits_in_han(digits: &str) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.chars().filter_map(|c| DIGITS.get(c.to_digit(10)? as usize));
    let whole = whole_in_han(whole.parse().unwrap_or_default());
    whole.chars().chain(['点']).chain(fraction.copied()).collect()
}

/// Writes a whole number below 10¹⁶ in Han characters.
fn whole_in_han(whole: u128) -> String {
    let mut words = String::new();
    let mut is_gap = false;
    for (unit, power) in [("万亿", 12), ("亿", 8), ("万", 4), ("", 0)] {
        let section = whole / 10_u128.pow(power) % 10_000;
        if section == 0 {
            is_gap = true;
            continue;
        }
        // What is left out between two digits is said, once.
        if !words.is_empty() && (is_gap || section < 1000) {
            words.push(DIGITS[0]);
        }
        is_gap = false;
        // 一万五千亿: the trillions need no unit of their own where 亿 follows.
        let is_followed = power == 12 && !(whole / 10_u128.pow(8)).is_multiple_of(10_000);
        words += &section_in_han(section, words.is_empty());
        words += if is_followed { "万" } else { unit };
    }
    if words.is_empty() { DIGITS[0].to_string() } else { words }
}

/// Writes a section of four digits; 十二 for 一十二 where it comes first.
fn section_in_han(section: u128, is_first: bool) -> String {
    let mut words = String::new();
    let mut is_gap = false;
    for (unit, power) in [("千", 3), ("百", 2), ("十", 1), ("", 0)] {
        let digit = (section / 10_u128.pow(power) % 10) as usize;
        if digit == 0 {
            is_gap = !words.is_empty();
            continue;
        }
        if is_gap {
            words.push(DIGITS[0]);
            is_gap = false;
        }
        if !(is_first && words.is_empty() && digit == 1 && power == 1) {
            words.push(DIGITS[digit]);
        }
        words += unit;
    }
    words
}

/// Writes a whole number with 两 for 二 where people say so: before 百, 千, 万 and 亿.
fn with_liang(whole: u128) -> String {
    let words: Vec<char> = whole_in_han(whole).chars().collect();
    let liang = |(place, &c): (usize, &char)| {
        let before = place.checked_sub(1).map(|before| words[before]);
        let counts = match words.get(place + 1) {
            Some('百' | '千') => true,
            Some('万' | '亿') => before.is_none_or(|before| "万亿".contains(before)),
            _ => false,
        };
        if c == '二' && counts { '两' } else { c }
    };
    words.iter().enumerate().map(liang).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::read;
    use super::*;

    #[test]
    fn whole_numbers_are_written_as_people_write_them() {
        for (whole, expected) in [
            (0, "零"),
            (10, "十"),
            (12, "十二"),
            (110, "一百一十"),
            (103, "一百零三"),
            (2025, "二千零二十五"),
            (100_000, "十万"),
            (100_500, "十万零五百"),
            (105_000, "十万五千"),
            (696_000_000, "六亿九千六百万"),
            (100_030_000, "一亿零三万"),
            (100_005_000, "一亿零五千"),
            (1_500_000_000_000, "一万五千亿"),
            (2_000_000_000_000, "二万亿"),
        ] {
            assert_eq!(whole_in_han(whole), expected, "{whole}");
        }
        assert_eq!(with_liang(222_000), "二十二万两千");
        assert_eq!(with_liang(20_000), "两万");
    }

    proptest! {
        #[test]
        fn every_spelling_has_the_value_of_the_number(
            digits in 1..100_000_u128, exponent in -4..11_i32,
        ) {
            let number = Number::new(digits, exponent);
            for spelling in all(number) {
                let text: Vec<char> = spelling.chars().collect();
                prop_assert_eq!(read::number(&text, 0), Some((number, text.len())), "{}", spelling);
            }
        }

        #[test]
        fn whole_numbers_in_han_characters_are_read_back(whole in 0..LONGEST_SPELLING) {
            for words in [whole_in_han(whole), with_liang(whole)] {
                let text: Vec<char> = words.chars().collect();
                let value = read::number(&text, 0).map(|(number, end)| (number.whole(), end));
                prop_assert_eq!(value, Some((Some(whole), text.len())), "{}", words);
            }
        }
    }
}
