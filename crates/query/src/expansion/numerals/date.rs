//! Dates: years, months and days, in digits and in Han characters.

use super::read::{self, digit};
use super::spell;
use super::spelled::Spelled;

/// A date, as much of it as is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Date {
    year: Option<u128>,
    month: Option<u128>,
    day: Option<u128>,
}

/// How a date is written.
#[derive(Clone, Copy)]
struct Style {
    in_han: bool,
    /// How a zero of the year is written.
    zero: char,
    /// What follows the day.
    day: char,
}

/// Reads the date that begins at `start`: 2025年, 二〇二五年三月五日, 3月5号.
pub(super) fn at(text: &[char], start: usize) -> Option<Spelled> {
    let mut date = Date::default();
    let mut end = start;
    if let Some((year, year_end)) = year(text, start) {
        (date.year, end) = (Some(year), year_end);
    }
    if let Some((month, month_end)) = part(text, end, &['月'], 12) {
        (date.month, end) = (Some(month), month_end);
        if let Some((day, day_end)) = part(text, end, &['日', '号'], 31) {
            (date.day, end) = (Some(day), day_end);
        }
    }
    (end > start).then(|| Spelled { range: start..end, others: date.spellings() })
}

/// Reads four digits and 年.
fn year(text: &[char], start: usize) -> Option<(u128, usize)> {
    let end = start + 4;
    let value = |&c: &char| c.to_digit(10).map(u128::from).or_else(|| digit(c));
    let digits: Vec<u128> = text.get(start..end)?.iter().map_while(value).collect();
    let is_year = digits.len() == 4 && digits[0] > 0 && text.get(end) == Some(&'年');
    is_year.then(|| (digits.iter().fold(0, |year, digit| year * 10 + digit), end + 1))
}

/// Reads a number of `most` at most, and what follows it.
fn part(text: &[char], start: usize, after: &[char], most: u128) -> Option<(u128, usize)> {
    let (number, end) = read::number(text, start)?;
    let value = number.whole().filter(|&value| (1..=most).contains(&value))?;
    text.get(end).filter(|&c| after.contains(c)).map(|_| (value, end + 1))
}

impl Date {
    /// Returns every way to write it.
    fn spellings(self) -> Vec<String> {
        let mut spellings: Vec<String> = Vec::new();
        for (in_han, zero) in [(false, '〇'), (true, '〇'), (true, '零')] {
            for day in ['日', '号'] {
                let spelling = self.spelled(Style { in_han, zero, day });
                if !spellings.contains(&spelling) {
                    spellings.push(spelling);
                }
            }
        }
        spellings
    }

    fn spelled(self, style: Style) -> String {
        let number = |value: u128| {
            let in_han = || spell::in_han(read::Number::new(value, 0)).into_iter().next();
            let words = style.in_han.then(in_han).flatten();
            words.unwrap_or_else(|| value.to_string())
        };
        let year = self.year.map(|year| format!("{}年", style.year(year)));
        let month = self.month.map(|month| format!("{}月", number(month)));
        let day = self.day.map(|day| format!("{}{}", number(day), style.day));
        [year, month, day].into_iter().flatten().collect()
    }
}

impl Style {
    fn year(self, year: u128) -> String {
        let digits = year.to_string();
        let in_han = |c: char| match c.to_digit(10) {
            Some(0) => self.zero,
            Some(value) => {
                ['一', '二', '三', '四', '五', '六', '七', '八', '九'][value as usize - 1]
            }
            None => c,
        };
        if self.in_han { digits.chars().map(in_han).collect() } else { digits }
    }
}
