//! Words that are operators when they are alone: `OR`, `或`, `近/10字`, `至少3` and their kin.

use winnow::ascii::{Caseless, digit1};
use winnow::combinator::{alt, opt, preceded, terminated};
use winnow::prelude::*;
use winnow::token::take_till;

use super::chars::half_width_of;
use super::error::ParseErrorKind;
use super::field::field;
use super::token::Kind;
use crate::ast::Unit;
use crate::wildcard::Wildcard;

const MAX_DISTANCE: u32 = 1000;
const MAX_COUNT: u32 = 10_000;

/// No operator is longer, in bytes.
const LONGEST_OPERATOR: usize = 64;

/// Punctuation that needs no quotes inside a keyword.
const INNER: &str = "-'.,:;!?/%+#@_=~$‘’·，。、：；！？《》〈〉【】〔〕—…～％×";

/// Returns the operator that `word` is, with an error if its number is amiss.
pub(super) fn operator(word: &str) -> Option<Result<Kind, ParseErrorKind>> {
    if word.len() > LONGEST_OPERATOR {
        return None;
    }
    let half = half_width_of(word);
    alt((joint, distance, unit, count)).parse(half.as_str()).ok()
}

/// Returns true if `text` reads as one keyword without quotes, whatever is around it.
pub(crate) fn is_plain_word(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_alphanumeric() || "《〈【#@".contains(c));
    let is_wildcard = Wildcard::new(text).is_some();
    begins && !is_wildcard && operator(text).is_none() && field(text).is_none() && is_plain(text)
}

/// Returns true if brackets and quotes pair up in `text` and nothing else in it is syntax.
fn is_plain(text: &str) -> bool {
    let mut open = Vec::new();
    let mut plain = text.char_indices().map(|(at, c)| {
        match c {
            '(' | '（' => open.push(')'),
            '“' => open.push('”'),
            '「' => open.push('」'),
            ')' | '）' => return open.pop() == Some(')'),
            '”' | '」' => return open.pop() == Some(c),
            _ => return c.is_alphanumeric() || INNER.contains(c),
        }
        operator(&text[..at]).is_none()
    });
    plain.all(|plain| plain) && open.is_empty()
}

type OperatorResult = Result<Kind, ParseErrorKind>;

fn joint(word: &mut &str) -> winnow::Result<OperatorResult> {
    let joint = alt((
        alt(("AND", "且")).value(Kind::And),
        Caseless("and").value(Kind::SmallAnd),
        alt(("OR", "或")).value(Kind::Or),
        alt(("NOT", "非")).value(Kind::Not),
    ));
    joint.map(Ok).parse_next(word)
}

fn distance(word: &mut &str) -> winnow::Result<OperatorResult> {
    let english = alt((Caseless("near/").value(false), Caseless("before/").value(true)));
    let chinese = alt(("近/".value(false), "先/".value(true)));
    let number = alt((terminated(digit1, opt("字")), terminated(take_till(0.., '字'), "字")));
    alt(((english, digit1), (chinese, number)))
        .map(|(ordered, number): (bool, &str)| {
            let distance = within(number, MAX_DISTANCE)?;
            Ok(Kind::Near { distance, ordered })
        })
        .parse_next(word)
}

fn unit(word: &mut &str) -> winnow::Result<OperatorResult> {
    let sentence = alt((Caseless("near/sentence"), Caseless("near/s"), "同句"));
    let paragraph = alt((Caseless("near/paragraph"), Caseless("near/p"), "同段"));
    alt((sentence.value(Unit::Sentence), paragraph.value(Unit::Paragraph)))
        .map(|unit| Ok(Kind::Same(unit)))
        .parse_next(word)
}

fn count(word: &mut &str) -> winnow::Result<OperatorResult> {
    let english = preceded(Caseless("atleast"), digit1);
    let chinese = preceded("至少", terminated(digit1, opt("次")));
    alt((english, chinese))
        .map(|number| within(number, MAX_COUNT).map(Kind::AtLeast))
        .parse_next(word)
}

fn within(number: &str, most: u32) -> Result<u32, ParseErrorKind> {
    let number = number.parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or(ParseErrorKind::Number { least: 1, most })
}
