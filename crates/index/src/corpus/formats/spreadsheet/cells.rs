//! The cells of a spreadsheet, as values.

use calamine::{Data, ExcelDateTime};
use xunwen_schema::Published;

use crate::corpus::names::ArticleField;
use crate::corpus::value::Value;

/// Days between the beginnings of the two calendars that workbooks count by.
const DAYS_TO_1904: f64 = 1_462.0;
/// Day numbers of the years 1990 to 2099: in a column of dates, such a number is one.
const DAYS: std::ops::Range<f64> = 32_874.0..73_051.0;

/// Returns the value of a cell in a column that is `field`.
pub(super) fn value(cell: Data, field: Option<ArticleField>, is_1904: bool) -> Value {
    let calendar = if is_1904 { DAYS_TO_1904 } else { 0.0 };
    match cell {
        Data::Empty | Data::Error(_) => Value::Absent,
        Data::Bool(value) => Value::Bool(value),
        Data::String(text) => Value::text(text),
        Data::DateTimeIso(text) => Value::text(text),
        Data::DurationIso(text) => Value::text(clock_of_iso(&text).unwrap_or(text)),
        Data::DateTime(time) => date(time, calendar),
        Data::Int(number) => number_in(number as f64, field, calendar)
            .unwrap_or_else(|| Value::Number(number.to_string())),
        Data::Float(number) => {
            number_in(number, field, calendar).unwrap_or_else(|| Value::Number(written(number)))
        }
    }
}

/// Returns the date that a number in a column of dates is, which nobody has formatted as one.
fn number_in(number: f64, field: Option<ArticleField>, calendar: f64) -> Option<Value> {
    let is_date = field == Some(ArticleField::PublishedAt) && DAYS.contains(&(number + calendar));
    let date = Published::from_excel(number + calendar).filter(|_| is_date)?;
    Some(Value::Text(date.to_string()))
}

fn date(time: ExcelDateTime, calendar: f64) -> Value {
    let serial = time.as_f64();
    if !time.is_duration()
        && let Some(date) = Published::from_excel(serial + calendar)
        && serial >= 1.0
    {
        return Value::Text(date.to_string());
    }
    clock(serial * 86_400.0).map_or_else(|| Value::Number(written(serial)), Value::Text)
}

/// Returns a time of day as text.
fn clock(seconds: f64) -> Option<String> {
    const DAY: f64 = 86_400.0;
    let seconds = seconds.round();
    (0.0..DAY).contains(&seconds).then(|| {
        let seconds = seconds as u32;
        format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
    })
}

/// Returns the time of day that `PT10H11M12S` is.
fn clock_of_iso(text: &str) -> Option<String> {
    let mut seconds = 0.0;
    let mut rest = text.strip_prefix("PT")?;
    for (unit, of_unit) in [('H', 3_600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((number, after)) = rest.split_once(unit) {
            seconds += number.replace(',', ".").parse::<f64>().ok()? * of_unit;
            rest = after;
        }
    }
    clock(seconds).filter(|_| rest.is_empty())
}

/// Returns a number as a sheet shows it: `7`, not `7.0`. One with more digits than a sheet keeps is
/// written so that this can be seen: `1.23E+19`.
fn written(number: f64) -> String {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.abs() < EXACT {
        return number.to_string();
    }
    let scientific = format!("{number:E}");
    if scientific.contains("E-") { scientific } else { scientific.replace('E', "E+") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_a_sheet_shows_them() {
        let table = [
            (7.0, "7"),
            (-7.25, "-7.25"),
            (0.0, "0"),
            (4_876_543_210_987_654.0, "4876543210987654"),
            (1.23e19, "1.23E+19"),
            (1_688_523_072.0, "1688523072"),
        ];
        for (number, expected) in table {
            assert_eq!(written(number), expected);
        }
    }

    #[test]
    fn a_number_in_a_column_of_dates_is_a_day() {
        let date = Some(ArticleField::PublishedAt);
        // See the dates of the schema: 45,112 is 2023-07-05, and 1,462 days less where 1904 begins.
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(value(Data::Int(45_112), date, false), text("2023-07-05"));
        assert_eq!(value(Data::Float(45_112.5), date, false), text("2023-07-05T12:00:00+08:00"));
        assert_eq!(value(Data::Float(43_650.0), date, true), text("2023-07-05"));
        let number = |text: &str| Value::Number(text.to_owned());
        assert_eq!(value(Data::Int(45_112), Some(ArticleField::Id), false), number("45112"));
        assert_eq!(value(Data::Int(20_230_705), date, false), number("20230705"));
        assert_eq!(value(Data::Float(1_688_523_072.0), date, false), number("1688523072"));
    }

    #[test]
    fn times_of_day_are_text() {
        assert_eq!(clock(36_672.4).as_deref(), Some("10:11:12"));
        assert_eq!(clock(86_400.0), None);
        assert_eq!(clock_of_iso("PT10H11M12S").as_deref(), Some("10:11:12"));
        assert_eq!(clock_of_iso("PT19H30M00.000S").as_deref(), Some("19:30:00"));
        for text in ["PT", "P1D", "PT10X", "PTxH"] {
            assert_eq!(clock_of_iso(text).filter(|text| text != "00:00:00"), None, "{text}");
        }
    }
}
