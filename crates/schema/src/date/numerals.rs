//! Chinese numerals in digits.

use std::borrow::Cow;

/// Writes the Chinese numerals of a plain text in digits: 二〇二三年七月廿五日 is `2023年7月25日`.
///
/// A weekday keeps its numeral, and so does a day without 日: 五月十八 is a day of the lunar calendar.
pub(super) fn in_digits(text: &str) -> Cow<'_, str> {
    if !text.contains(is_numeral) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_numeral) {
        let (before, run) = rest.split_at_checked(start).unwrap_or((rest, ""));
        written.push_str(before);
        let end = run.find(|c| !is_numeral(c) && c != 'o').unwrap_or(run.len());
        let (mut run, after) = run.split_at_checked(end).unwrap_or((run, ""));
        if written.ends_with(['周', '期', '拜']) {
            let mut chars = run.chars();
            written.extend(chars.next());
            run = chars.as_str();
        }
        let is_lunar =
            written.trim_end().ends_with('月') && !after.trim_start().starts_with(['日', '号']);
        match number(run).filter(|_| !is_lunar) {
            Some(number) => written.push_str(&number),
            None => written.push_str(run),
        }
        rest = after;
    }
    written.push_str(rest);
    Cow::Owned(written)
}

fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some()
}

fn digit(c: char) -> Option<u32> {
    let digit = match c {
        '〇' | '○' | '◯' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some(digit)
}

/// Returns the unit that a numeral multiplies by, and what it counts without a digit before it.
fn unit(c: char) -> Option<(u32, u32)> {
    match c {
        '百' => Some((100, 100)),
        '十' => Some((10, 10)),
        '廿' => Some((10, 20)),
        '卅' => Some((10, 30)),
        _ => None,
    }
}

/// Returns the number that a run of numerals writes, in digits.
fn number(run: &str) -> Option<String> {
    if run.is_empty() {
        return None;
    }
    if !run.contains(|c| unit(c).is_some()) {
        // OCR and typists write the letter O for 〇.
        return run.chars().map(|c| char::from_digit(digit(c).unwrap_or(0), 10)).collect();
    }
    let (mut total, mut pending, mut least) = (0, None, 1_000);
    for c in run.chars() {
        if let Some((size, alone)) = unit(c) {
            if size >= least || (pending.is_some() && alone != size) {
                return None;
            }
            total += pending.take().map_or(alone, |count: u32| count * size);
            least = size;
        } else {
            let digit = digit(c)?;
            if pending.is_some() {
                return None;
            }
            pending = (digit > 0).then_some(digit);
        }
    }
    Some((total + pending.unwrap_or(0)).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_written_in_digits() {
        let rows = [
            ("二〇二三年七月五日", "2023年7月5日"),
            ("二○二三年十二月三十一日", "2023年12月31日"),
            ("二零二三年十月廿五日", "2023年10月25日"),
            ("二o二三年一月卅一号", "2023年1月31号"),
            ("一百一十二年", "112年"),
            ("一百零五年", "105年"),
            ("一一二年", "112年"),
            ("二十四时零分", "24时0分"),
            ("星期三七月五日", "星期三7月5日"),
            ("周日", "周日"),
            ("两周前", "2周前"),
            ("五月十八", "5月十八"),
            ("十十日", "十十日"),
            ("二廿日", "二廿日"),
            ("2023-07-05", "2023-07-05"),
        ];
        for (text, digits) in rows {
            assert_eq!(in_digits(text), digits, "{text}");
        }
    }
}
