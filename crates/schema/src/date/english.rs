//! English names of months and days of the week.

use super::cursor::Cursor;

const MONTHS: [(&str, i8); 24] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("sept", 9),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
];

const WEEKDAYS: [(&str, ()); 18] = [
    ("mon", ()),
    ("tue", ()),
    ("tues", ()),
    ("wed", ()),
    ("thu", ()),
    ("thur", ()),
    ("thurs", ()),
    ("fri", ()),
    ("sat", ()),
    ("sun", ()),
    ("monday", ()),
    ("tuesday", ()),
    ("wednesday", ()),
    ("thursday", ()),
    ("friday", ()),
    ("saturday", ()),
    ("sunday", ()),
    ("weds", ()),
];

/// Parses the name of a month, or its abbreviation with or without a full stop.
pub(super) fn month(cursor: &mut Cursor<'_>) -> Option<i8> {
    let month = cursor.word_in(&MONTHS)?;
    cursor.one_of(&["."]);
    Some(month)
}

/// Parses the name of a day of the week, or its abbreviation with or without a full stop.
pub(super) fn weekday(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.word_in(&WEEKDAYS)?;
    cursor.one_of(&["."]);
    Some(())
}

/// Parses `5` or `5th`, which is not the hour of a time.
pub(super) fn ordinal(cursor: &mut Cursor<'_>) -> Option<i8> {
    cursor.attempt(|ahead| {
        let day = ahead.number(1..=2)?;
        if !ahead.is_at_space() {
            ahead.word_in(&[("st", ()), ("nd", ()), ("rd", ()), ("th", ())]);
        }
        (!ahead.rest().starts_with(':')).then_some(day)
    })
}
