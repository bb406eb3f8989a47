//! Reading numbers, in digits and in Han characters.

/// A number that is not negative: `digits` times ten to the power of `exponent`. Of equal value,
/// equal: the last digit is no zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) digits: u128,
    pub(super) exponent: i32,
}

/// No more digits are read.
const MOST_DIGITS: usize = 18;

impl Number {
    pub(super) fn new(digits: u128, exponent: i32) -> Self {
        let mut number = Self { digits, exponent };
        while number.digits > 0 && number.digits.is_multiple_of(10) {
            number = Self { digits: number.digits / 10, exponent: number.exponent + 1 };
        }
        if digits == 0 { Self { digits, exponent: 0 } } else { number }
    }

    /// Returns the number times ten to the power of `power`.
    pub(super) fn shifted(self, power: i32) -> Self {
        Self::new(self.digits, self.exponent + power)
    }

    /// Returns it if it is whole and not too large.
    pub(super) fn whole(self) -> Option<u128> {
        let exponent = u32::try_from(self.exponent).ok()?;
        10_u128.checked_pow(exponent)?.checked_mul(self.digits)
    }

    /// Returns whether it is `least` or more.
    pub(super) fn at_least(self, least: u128) -> bool {
        let whole = if self.exponent >= 0 {
            self.whole()
        } else {
            10_u128.checked_pow(self.exponent.unsigned_abs()).map(|power| self.digits / power)
        };
        whole.is_none_or(|whole| whole >= least)
    }

    fn plus(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let digits = |number: Self| number.shifted(-exponent).whole();
        Some(Self::new(digits(self)?.checked_add(digits(other)?)?, exponent))
    }
}

/// Returns whether numbers are written with this folded character.
pub(super) fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || digit(c).is_some() || small_unit(c).is_some() || is_large_unit(c)
}

/// Returns the value of a Han digit.
pub(super) fn digit(c: char) -> Option<u128> {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match c {
        '零' => Some(0),
        '两' => Some(2),
        _ => DIGITS.iter().position(|&own| own == c).map(|value| value as u128),
    }
}

fn small_unit(c: char) -> Option<i32> {
    match c {
        '十' => Some(1),
        '百' => Some(2),
        '千' => Some(3),
        _ => None,
    }
}

/// Returns whether large numbers are counted in this.
fn is_large_unit(c: char) -> bool {
    matches!(c, '万' | '亿')
}

/// Reads the number that begins at `start`: its value, and where it ends. A number that continues
/// with other numerals is not one.
pub(super) fn number(text: &[char], start: usize) -> Option<(Number, usize)> {
    let (mut value, mut end) = below_yi(text, start)?;
    if text.get(end) == Some(&'亿') {
        (value, end) = (value.shifted(8), end + 1);
        if let Some((rest, rest_end)) = below_yi(text, end) {
            // 一亿五 is said for 1.5亿: not for us to guess.
            let is_clear = is_zero(text[end]) || text[end..rest_end].contains(&'万');
            (value, end) = (value.plus(rest).filter(|_| is_clear)?, rest_end);
        }
    }
    (!text.get(end).is_some_and(|&c| is_numeral(c))).then_some((value, end))
}

/// Reads 十万, 3.5万 and 一万五千.
fn below_yi(text: &[char], start: usize) -> Option<(Number, usize)> {
    let (mut value, mut end) = coefficient(text, start)?;
    if text.get(end) == Some(&'万') {
        (value, end) = (value.shifted(4), end + 1);
        if let Some((rest, rest_end)) = coefficient(text, end) {
            let is_clear = is_zero(text[end]) || rest.at_least(1000);
            (value, end) = (value.plus(rest).filter(|_| is_clear)?, rest_end);
        }
    }
    Some((value, end))
}

fn is_zero(c: char) -> bool {
    matches!(c, '0' | '〇' | '零')
}

/// Reads what precedes a large unit: digits, or Han characters.
fn coefficient(text: &[char], start: usize) -> Option<(Number, usize)> {
    if text.get(start)?.is_ascii_digit() { in_digits(text, start) } else { in_han(text, start) }
}

/// Reads 100000, 100,000, 6.96 and 3千.
fn in_digits(text: &[char], start: usize) -> Option<(Number, usize)> {
    let mut end = digits_end(text, start);
    let mut digits: String = text[start..end].iter().collect();
    let mut exponent = 0;
    if digits.len() <= 3 {
        while text.get(end) == Some(&',') && digits_end(text, end + 1) == end + 4 {
            digits.extend(&text[end + 1..end + 4]);
            end += 4;
        }
    }
    if text.get(end) == Some(&'.') && digits_end(text, end + 1) > end + 1 {
        let fraction = end + 1..digits_end(text, end + 1);
        digits.extend(&text[fraction.clone()]);
        exponent = -(fraction.len() as i32);
        end = fraction.end;
    }
    if digits.len() > MOST_DIGITS {
        return None;
    }
    let mut number = Number::new(digits.parse().ok()?, exponent);
    if let Some(unit) = text.get(end).copied().and_then(small_unit) {
        number = number.shifted(unit);
        end += 1;
    }
    Some((number, end))
}

fn digits_end(text: &[char], start: usize) -> usize {
    let digits = text.iter().skip(start).take_while(|c| c.is_ascii_digit());
    start + digits.count()
}

/// Reads 十二, 二千零二十五 and 六点九六: one digit before each unit, units falling.
fn in_han(text: &[char], start: usize) -> Option<(Number, usize)> {
    let mut sum = 0;
    let mut end = start;
    let mut least = i32::MAX;
    let mut waiting = None;
    while let Some(&c) = text.get(end) {
        if let Some(value) = digit(c) {
            // 〇 only fills a gap; two digits in a row are not a number of this form.
            if waiting.is_some_and(|waiting| waiting > 0) {
                return None;
            }
            waiting = Some(value);
        } else if let Some(unit) = small_unit(c).filter(|&unit| unit < least) {
            // 十 alone is ten; 百 alone is a word.
            let digit = waiting.take().filter(|&digit| digit > 0);
            let digit = if unit == 1 { digit.unwrap_or(1) } else { digit? };
            sum += digit * 10_u128.pow(unit.unsigned_abs());
            least = unit;
        } else {
            break;
        }
        end += 1;
    }
    let last = waiting.unwrap_or(0);
    // 一百五 is said for 150: not for us to guess.
    if last > 0 && (2..=3).contains(&least) && !is_zero(text[end - 2]) {
        return None;
    }
    let number = Number::new(sum + last, 0);
    match text.get(end) {
        _ if end == start => None,
        Some('点') => fraction(text, end + 1, number).or(Some((number, end))),
        _ => Some((number, end)),
    }
}

/// Reads the digits after 点.
fn fraction(text: &[char], start: usize, whole: Number) -> Option<(Number, usize)> {
    let digits: Vec<u128> = text[start..].iter().map_while(|&c| digit(c)).collect();
    if digits.is_empty() || digits.len() > MOST_DIGITS {
        return None;
    }
    let value = digits.iter().fold(0, |value, digit| value * 10 + digit);
    let number = whole.plus(Number::new(value, -(digits.len() as i32)))?;
    Some((number, start + digits.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<(u128, i32)> {
        let text: Vec<char> = text.chars().collect();
        let (number, end) = number(&text, 0)?;
        (end == text.len()).then_some((number.digits, number.exponent))
    }

    #[test]
    fn numbers_have_the_value_they_are_read_as() {
        for (text, expected) in [
            ("0", (0, 0)),
            ("100000", (1, 5)),
            ("100,000", (1, 5)),
            ("10万", (1, 5)),
            ("十万", (1, 5)),
            ("6.96亿", (696, 6)),
            ("六点九六亿", (696, 6)),
            ("六亿九千六百万", (696, 6)),
            ("1.5万亿", (15, 11)),
            ("十二", (12, 0)),
            ("一百零三", (103, 0)),
            ("二千〇二十五", (2025, 0)),
            ("两千", (2, 3)),
            ("3千", (3, 3)),
            ("一亿零三万", (10003, 4)),
            ("一万五千亿", (15, 11)),
            ("一万零五百亿", (105, 10)),
            ("三点五", (35, -1)),
            ("1亿2000万", (12, 7)),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in [
            "",
            "百",
            "万",
            "二五",
            "十三五",
            "百万",
            "一百五",
            "三万五",
            "一亿五",
            "3亿5亿",
            "两会",
            ",",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
