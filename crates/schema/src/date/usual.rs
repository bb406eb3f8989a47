//! The usual spellings of dates, read without a copy.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::moment::{CHINA, Moment};
use super::unit::Unit;
use super::zone::offset;

/// The bytes that are left.
struct Bytes<'t>(&'t [u8]);

/// Parses `2023-07-05`, `2023/7/5 9:05`, `2023年7月5日 10:11:12` and `2023-07-05T10:11:12.000+08:00`.
///
/// What is not as usual is nothing; what is read means what every other way to read it finds.
pub(super) fn usual(text: &str) -> Option<Moment> {
    let mut bytes = Bytes(text.as_bytes());
    let year = bytes.number(4, 4)?;
    let (month, day, is_han) = bytes.month_and_day()?;
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    if bytes.0.is_empty() {
        return Moment::on(date, Unit::Day);
    }
    // A day that ends with 日 is not joined to an hour.
    if bytes.one_of(b" T").is_none() && !is_han {
        return None;
    }
    let hour = bytes.number(1, 2)?;
    bytes.one_of(b":")?;
    let minute = bytes.number(2, 2)?;
    let second = match bytes.one_of(b":") {
        Some(_) => Some(bytes.number(2, 2)?),
        None => None,
    };
    if second.is_some() && bytes.one_of(b".").is_some() {
        bytes.digits()?;
    }
    let numbers = [hour, minute, second.unwrap_or(0)].map(i8::try_from);
    let [Ok(hour), Ok(minute), Ok(second_of)] = numbers else { return None };
    let time = Time::new(hour, minute, second_of, 0).ok()?;
    let unit = if second.is_some() { Unit::Second } else { Unit::Minute };
    Moment::new(date.to_datetime(time), bytes.offset()?, unit)
}

impl Bytes<'_> {
    /// Consumes `-07-05` or `年7月5日`, and says whether it was the latter.
    fn month_and_day(&mut self) -> Option<(i16, i16, bool)> {
        if self.han("年") {
            let month = self.number(1, 2).filter(|_| self.han("月"))?;
            let day = self.number(1, 2).filter(|_| self.han("日"))?;
            return Some((month, day, true));
        }
        let separator = self.one_of(b"-/.")?;
        let month = self.number(1, 2)?;
        self.one_of(&[separator])?;
        Some((month, self.number(1, 2)?, false))
    }

    fn han(&mut self, character: &str) -> bool {
        let rest = self.0.strip_prefix(character.as_bytes());
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn one_of(&mut self, choices: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        choices.contains(first).then(|| self.0 = rest)?;
        Some(*first)
    }

    /// Consumes the digits that follow, `least` to `most` of them, at most four.
    fn number(&mut self, least: usize, most: usize) -> Option<i16> {
        let (mut number, mut count) = (0, 0);
        while let Some((digit @ b'0'..=b'9', rest)) = self.0.split_first() {
            count += 1;
            if count > most {
                return None;
            }
            number = number * 10 + i16::from(digit - b'0');
            self.0 = rest;
        }
        (count >= least).then_some(number)
    }

    fn digits(&mut self) -> Option<()> {
        let end = self.0.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(self.0.len());
        self.0 = self.0.get(end..)?;
        (end > 0).then_some(())
    }

    /// Consumes the zone at the end of the text; without one it is China's.
    fn offset(&mut self) -> Option<Offset> {
        if self.0.is_empty() {
            return Some(CHINA);
        }
        let sign = match self.one_of(b"Z+-")? {
            b'Z' => return self.0.is_empty().then_some(Offset::UTC),
            b'+' => 1,
            _ => -1,
        };
        let (hours, rest) = self.0.split_at_checked(2)?;
        let hours = Bytes(hours).number(2, 2)?;
        *self = Bytes(rest);
        self.one_of(b":");
        let minutes = self.number(2, 2)?;
        if !self.0.is_empty() {
            return None;
        }
        offset(sign, i32::from(hours), i32::from(minutes))
    }
}
