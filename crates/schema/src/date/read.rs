//! From a text to a point in time.

use super::context::{DateBasis, DateContext};
use super::moment::Moment;
use super::numerals::in_digits;
use super::plain::plain;
use super::usual::usual;
use super::{epoch, parts};

/// The longest text that is parsed, in bytes.
const LONGEST: usize = 300;

/// Parses a text in any spelling; the usual ones first, which are most of all.
pub(super) fn read(text: &str, context: &DateContext) -> Option<(Moment, DateBasis)> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    match usual(text).or_else(|| epoch::number(text)) {
        Some(moment) => Some((moment, DateBasis::Text)),
        None => unusual(text, context),
    }
}

/// Parses what is a number in itself, not a text, in the same ways; an exponent is a number's own.
pub(super) fn read_number(number: &str) -> Option<Moment> {
    let number = number.trim();
    if number.len() > LONGEST {
        return None;
    }
    epoch::number(&epoch::without_exponent(number)?)
}

/// Parses a text in any spelling.
pub(super) fn unusual(text: &str, context: &DateContext) -> Option<(Moment, DateBasis)> {
    let plain = plain(text);
    let text = in_digits(plain.trim());
    match epoch::number(&text) {
        Some(moment) => Some((moment, DateBasis::Text)),
        None => parts::read(&text, context),
    }
}
