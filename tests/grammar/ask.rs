//! What can be asked, and how people spell it.

use crate::support::Dice;

/// One condition, which the oracle reads as data and the engine as text.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    Literal(String),
    Prefix(String),
    /// Two rows of Han characters, and what stands between them: `?`, `*` or `?*`.
    Wildcard {
        pieces: Box<[String; 2]>,
        gap: &'static str,
    },
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    In(Part, Box<Self>),
    Near {
        distance: u32,
        ordered: bool,
        places: Box<[Self; 2]>,
    },
    Same {
        unit: Unit,
        places: Vec<Self>,
    },
    AtLeast(u32, Box<Self>),
    Boost(&'static str, Box<Self>),
    Date(When),
}

/// A field of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Title,
    Body,
    Summary,
    Lead,
    Source,
    Tag,
    Lang,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Sentence,
    Paragraph,
}

/// A time: year, month if not 0, day if not 0.
pub(crate) type Day = (i64, i64, i64);

#[derive(Clone, Copy, Debug)]
pub(crate) enum When {
    In(Day),
    Range(Option<Day>, Option<Day>),
    Last(i64),
}

/// How tightly an operator binds by the language's description, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Not,
    Distance,
    Boost,
    Operand,
}

impl Part {
    pub(crate) fn is_label(self) -> bool {
        matches!(self, Self::Source | Self::Tag | Self::Lang)
    }

    fn names(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["title", "标题"],
            Self::Body => ["body", "正文"],
            Self::Summary => ["summary", "摘要"],
            Self::Lead => ["lead", "导语"],
            Self::Source => ["source", "来源"],
            Self::Tag => ["tag", "标签"],
            Self::Lang => ["lang", "语言"],
        }
    }
}

impl Ask {
    /// Returns true if it holds for whatever lacks something; a query may not be that.
    pub(crate) fn is_negative(&self) -> bool {
        match self {
            Self::Not(ask) => !ask.is_negative(),
            Self::And(asks) => asks.iter().all(Self::is_negative),
            Self::Or(asks) => asks.iter().any(Self::is_negative),
            Self::In(_, ask) | Self::Boost(_, ask) => ask.is_negative(),
            _ => false,
        }
    }

    /// Returns it as a person may type it.
    pub(crate) fn spelled(&self, dice: &mut Dice) -> String {
        match self {
            Self::Literal(text) => spelled_text(text, dice),
            Self::Prefix(text) => spelled_text(text, dice) + dice.pick(&["*", "＊"]),
            Self::Wildcard { pieces, gap } => {
                let wide = gap.replace('?', "？").replace('*', "＊");
                pieces.join(if dice.once_in(3) { &wide } else { gap })
            }
            Self::And(asks) => {
                joined(asks, &[" ", " ", "　", " AND ", " 且 ", " && "], Level::Not, dice)
            }
            Self::Or(asks) => {
                let signs = [" OR ", " 或 ", "|", " ｜ ", " ＯＲ ", " || "];
                joined(asks, &signs, Level::And, dice)
            }
            Self::Not(ask) => {
                let sign = dice.pick(&["-", "-", "－", "NOT ", "非 ", "ＮＯＴ　"]);
                format!("{sign}{}", ask.at(Level::Distance, dice))
            }
            Self::In(part, ask) => {
                let (name, colon) = (dice.pick(&part.names()), dice.pick(&[":", "："]));
                format!("{name}{colon}{}", ask.at(Level::Operand, dice))
            }
            Self::Near { distance, ordered, places } => {
                let signs = if *ordered { ["before/", "先/"] } else { ["near/", "近/"] };
                let sign = signs[dice.roll(2)];
                let unit = if sign.is_ascii() { "" } else { "字" };
                let [left, right] = places.each_ref().map(|place| place.at(Level::Operand, dice));
                format!("{left} {sign}{distance}{unit} {right}")
            }
            Self::Same { unit, places } => {
                let signs = match unit {
                    Unit::Sentence => [" 同句 ", " near/s ", " near/sentence "],
                    Unit::Paragraph => [" 同段 ", " near/p ", " near/paragraph "],
                };
                joined(places, &signs, Level::Operand, dice)
            }
            Self::AtLeast(count, ask) => {
                let sign = dice.pick(&["至少", "atleast"]);
                format!("{sign}{count} {}", ask.at(Level::Operand, dice))
            }
            Self::Boost(factor, ask) => format!("{}^{factor}", ask.at(Level::Operand, dice)),
            Self::Date(when) => {
                format!("{}{}", dice.pick(&["date:", "日期:", "日期："]), when.spelled(dice))
            }
        }
    }

    /// Returns it with brackets if it binds less tightly than `least`.
    fn at(&self, least: Level, dice: &mut Dice) -> String {
        let text = self.spelled(dice);
        let touches = matches!(self, Self::In(..) | Self::Date(_));
        if self.level() < least || (!touches && dice.once_in(8)) {
            return if dice.once_in(3) { format!("（{text}）") } else { format!("({text})") };
        }
        text
    }

    fn level(&self) -> Level {
        match self {
            Self::Or(_) => Level::Or,
            Self::And(_) => Level::And,
            Self::Not(_) => Level::Not,
            Self::Near { .. } | Self::Same { .. } => Level::Distance,
            Self::Boost(..) => Level::Boost,
            _ => Level::Operand,
        }
    }
}

fn joined(asks: &[Ask], signs: &[&str], least: Level, dice: &mut Dice) -> String {
    let mut text = String::new();
    for (index, ask) in asks.iter().enumerate() {
        if index > 0 {
            text.push_str(dice.pick(signs));
        }
        text.push_str(&ask.at(least, dice));
    }
    text
}

/// Returns a keyword, bare or in quotes, now and then in full width or spaced out.
fn spelled_text(text: &str, dice: &mut Dice) -> String {
    let wide = dice.once_in(4);
    let text: String = text.chars().map(|c| if wide { full_width(c) } else { c }).collect();
    if is_bare(&text) && !dice.once_in(3) {
        return text;
    }
    let quotes = [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』'), ('＂', '"')];
    let (open, close) = quotes[dice.roll(quotes.len())];
    let mut quoted = String::from(open);
    let mut last = ' ';
    for c in text.chars() {
        let between = [last, c].iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
        if between && dice.once_in(20) {
            quoted.push_str(dice.pick(&[" ", "　", "\n"]));
        }
        if r#"\"＂“”„‟」｣』"#.contains(c) {
            quoted.push('\\');
        }
        quoted.push(c);
        last = c;
    }
    quoted.push(close);
    quoted
}

fn full_width(c: char) -> char {
    if c.is_ascii_alphanumeric() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c }
}

/// Returns whether `text` needs no quotes, erring on the side of quotes.
fn is_bare(text: &str) -> bool {
    const OPERATORS: [&str; 8] = ["and", "or", "not", "且", "或", "非", "同句", "同段"];
    let half: String = text
        .chars()
        .map(|c| if ('！'..='～').contains(&c) { (c as u32 - 0xfee0) as u8 as char } else { c })
        .collect();
    let half = half.to_lowercase();
    let is_word = |c: char| c.is_ascii_alphanumeric() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    half.chars().all(is_word)
        && !OPERATORS.contains(&half.as_str())
        && !half.starts_with("至少")
        && !half.starts_with("atleast")
}

impl When {
    fn spelled(self, dice: &mut Dice) -> String {
        match self {
            Self::In(day) => spelled_day(day, dice),
            Self::Range(from, to) => {
                let day =
                    |day: Option<Day>| day.map_or_else(String::new, |day| plain_day(day, "-"));
                format!("{}..{}", day(from), day(to))
            }
            Self::Last(days) => {
                let (name, unit) = [("最近", "天"), ("last", "d"), ("近", "日")][dice.roll(3)];
                format!("{name}{days}{unit}")
            }
        }
    }
}

fn plain_day((year, month, day): Day, sign: &str) -> String {
    match (month, day) {
        (0, _) => format!("{year}"),
        (month, 0) => format!("{year}{sign}{month:02}"),
        (month, day) => format!("{year}{sign}{month:02}{sign}{day:02}"),
    }
}

fn spelled_day((year, month, day): Day, dice: &mut Dice) -> String {
    match (dice.roll(3), month, day) {
        (0, 0, _) => format!("{year}年"),
        (0, month, 0) => format!("{year}年{month}月"),
        (0, month, day) => format!("{year}年{month}月{day}日"),
        (1, ..) => plain_day((year, month, day), "/"),
        _ => plain_day((year, month, day), "-"),
    }
}
