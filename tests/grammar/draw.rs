//! Queries drawn by chance, out of the articles themselves.

use serde_json::Value;

use super::ask::{Ask, Day, Part, Unit, When};
use super::oracle::{Corpus, day_of, spellings};
use crate::support::Dice;
use crate::support::judge::bars;

/// Words that occur in no article.
const ABSENT: [&str; 5] = ["龘靐齉", "qwzx", "量子豆腐", "98765432.1", "zzyzx龘"];

/// Draws one query; most of its words come from one article, so that some articles answer it.
pub(crate) struct Drawer<'c, 'd> {
    corpus: &'c Corpus,
    dice: &'d mut Dice,
    article: usize,
    /// The text and character around which words are cut last.
    around: Option<(Part, usize)>,
}

impl<'c, 'd> Drawer<'c, 'd> {
    pub(crate) fn new(corpus: &'c Corpus, dice: &'d mut Dice) -> Self {
        let article = dice.roll(corpus.articles.len());
        Self { corpus, dice, article, around: None }
    }

    pub(crate) fn query(&mut self) -> Ask {
        loop {
            let ask = self.ask(3);
            if !ask.is_negative() {
                return ask;
            }
        }
    }

    /// Draws a condition of the whole language, at most `depth` brackets deep.
    fn ask(&mut self, depth: usize) -> Ask {
        match self.dice.roll(if depth == 0 { 7 } else { 14 }) {
            0 => self.date(),
            1 => self.labelled(),
            2 | 3 => self.confined(depth),
            4..=6 => self.local(),
            _ => self.combined(depth, Self::ask),
        }
    }

    fn combined(&mut self, depth: usize, part: fn(&mut Self, usize) -> Ask) -> Ask {
        match self.dice.roll(9) {
            0..=3 => Ask::And((0..2 + self.dice.roll(2)).map(|_| part(self, depth - 1)).collect()),
            4..=6 => Ask::Or((0..2 + self.dice.roll(2)).map(|_| part(self, depth - 1)).collect()),
            7 => {
                let ask = part(self, depth - 1);
                // Most of the time, a required keyword beside the excluded one.
                let kept = if self.dice.once_in(4) { None } else { Some(part(self, depth - 1)) };
                let denied = Ask::Not(Box::new(ask));
                kept.map_or_else(|| denied.clone(), |kept| Ask::And(vec![kept, denied.clone()]))
            }
            _ => {
                let factor = self.dice.pick(&["2", "0.5", "1000"]);
                Ask::Boost(factor, Box::new(part(self, depth - 1)))
            }
        }
    }

    /// Draws a condition on one of the texts.
    fn confined(&mut self, depth: usize) -> Ask {
        let part = [Part::Title, Part::Body, Part::Summary, Part::Lead][self.dice.roll(4)];
        let shown = if part == Part::Lead { Part::Body } else { part };
        self.around = Some((shown, self.dice.roll(60)));
        Ask::In(part, Box::new(self.text_only(depth.min(2))))
    }

    /// Draws a condition without fields and dates.
    fn text_only(&mut self, depth: usize) -> Ask {
        if depth == 0 || self.dice.once_in(2) {
            return self.local();
        }
        self.combined(depth, Self::text_only)
    }

    /// Draws a pattern, or a condition on where patterns occur.
    fn local(&mut self) -> Ask {
        match self.dice.roll(9) {
            0..=2 => self.place(),
            3 | 4 => self.near(false),
            5 => self.near(true),
            6 | 7 => {
                let unit = [Unit::Sentence, Unit::Paragraph][self.dice.roll(2)];
                let count = 2 + usize::from(self.dice.once_in(4));
                Ask::Same { unit, places: (0..count).map(|_| self.place()).collect() }
            }
            _ => {
                let count = 1 + self.dice.roll(4) as u32;
                Ask::AtLeast(count, Box::new(self.place()))
            }
        }
    }

    fn near(&mut self, ordered: bool) -> Ask {
        let distance = [1, 2, 3, 5, 10, 20, 100, 1000][self.dice.roll(8)];
        let places = Box::new([self.place(), self.place()]);
        Ask::Near { distance, ordered, places }
    }

    fn place(&mut self) -> Ask {
        if self.dice.once_in(6) {
            return Ask::Or((0..2 + self.dice.roll(2)).map(|_| self.word()).collect());
        }
        self.word()
    }

    fn word(&mut self) -> Ask {
        let text = self.cut();
        if let Some(ask) = self.opened(&text) {
            return ask;
        }
        if self.dice.once_in(6) { Ask::Prefix(text) } else { Ask::Literal(text) }
    }

    /// Leaves one or two characters of a word open, now and then.
    fn opened(&mut self, text: &str) -> Option<Ask> {
        let text: Vec<char> = text.chars().collect();
        let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
        if text.len() < 3 || !text.iter().all(is_han) || self.dice.once_in(2) {
            return None;
        }
        let (gap, open) = [("?", 1), ("*", 1), ("*", 0), ("?*", 1)][self.dice.roll(4)];
        let at = 1 + self.dice.roll(text.len() - 2);
        let pieces = [&text[..at], &text[at + open..]].map(|piece| piece.iter().collect());
        Some(Ask::Wildcard { pieces: Box::new(pieces), gap })
    }

    /// Cuts some characters out of a text, near to where the last were cut.
    fn cut(&mut self) -> String {
        if self.dice.once_in(25) {
            return self.dice.pick(&ABSENT).to_owned();
        }
        for _ in 0..50 {
            if self.dice.once_in(6) {
                self.article = self.dice.roll(self.corpus.articles.len());
                self.around = None;
            }
            let found = self.cut_once();
            if let Some(text) = found.filter(|text| !bars(text).is_empty()) {
                return text;
            }
            self.around = None;
        }
        "的".to_owned()
    }

    fn cut_once(&mut self) -> Option<String> {
        let parts = [Part::Title, Part::Body, Part::Body, Part::Summary];
        let around = self.around.filter(|_| !self.dice.once_in(8));
        let (part, center) =
            around.unwrap_or_else(|| (parts[self.dice.roll(4)], self.dice.roll(2_000)));
        let text: Vec<char> = self.corpus.text(self.article, part).chars().collect();
        if text.is_empty() {
            return None;
        }
        let center = center % text.len();
        self.around = Some((part, center));
        let mut start = (center + self.dice.roll(31)).saturating_sub(15).min(text.len() - 1);
        let length = [1, 2, 2, 2, 3, 3, 4, 6][self.dice.roll(8)];
        let mut end = (start + length).min(text.len());
        if !self.dice.once_in(5) {
            let runs = |at: usize| {
                text[at - 1].is_ascii_alphanumeric() && text[at].is_ascii_alphanumeric()
            };
            while start > 0 && runs(start) {
                start -= 1;
            }
            while end < text.len() && runs(end) {
                end += 1;
            }
        }
        let cut: String = text[start..end].iter().collect();
        // A blank line would be a break in the article and is a space in a query.
        Some(cut.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Draws a condition on source, tag or language.
    fn labelled(&mut self) -> Ask {
        let part = [Part::Source, Part::Tag, Part::Lang][self.dice.roll(3)];
        let ask = match self.dice.roll(6) {
            0 => Ask::Or(vec![self.label(part), self.label(part)]),
            1 => Ask::And(vec![self.label(part), Ask::Not(Box::new(self.label(part)))]),
            2 if part == Part::Tag => Ask::And(vec![self.label(part), self.label(part)]),
            _ => self.label(part),
        };
        Ask::In(part, Box::new(ask))
    }

    fn label(&mut self, part: Part) -> Ask {
        if self.dice.once_in(4) {
            self.article = self.dice.roll(self.corpus.articles.len());
        }
        let article = &self.corpus.articles[self.article];
        let name = match part {
            Part::Source => {
                let spellings = spellings(article["source"].as_str().unwrap_or("Reuters"));
                spellings[self.dice.roll(spellings.len())].clone()
            }
            Part::Tag => {
                let tags: Vec<&str> = tags(article).filter(|tag| !bars(tag).is_empty()).collect();
                if tags.is_empty() { "经济" } else { tags[self.dice.roll(tags.len())] }.to_owned()
            }
            _ => {
                let lang = article["lang"].as_str().unwrap_or_default();
                if self.dice.once_in(4) { lang.to_uppercase() } else { lang.to_owned() }
            }
        };
        Ask::Literal(name)
    }

    fn date(&mut self) -> Ask {
        let (first, second) = (self.day(), self.day());
        Ask::Date(match self.dice.roll(6) {
            0..=2 => When::In(first),
            3 => When::Range(Some(first.min(second)), Some(first.max(second))),
            4 if self.dice.once_in(2) => When::Range(Some(first), None),
            4 => When::Range(None, Some(first)),
            _ => When::Last([1, 7, 30, 365, 3_000][self.dice.roll(5)]),
        })
    }

    /// Draws a year, a month or a day, most often that of the article.
    fn day(&mut self) -> Day {
        if self.dice.once_in(2) {
            self.article = self.dice.roll(self.corpus.articles.len());
        }
        let (year, month, day) = self.corpus.articles[self.article]["published_at"]
            .as_str()
            .map_or((2025, 12, 31), day_of);
        match self.dice.roll(3) {
            0 => (year, 0, 0),
            1 => (year, month, 0),
            _ => (year, month, day),
        }
    }
}

/// Returns the tags of an article.
pub(crate) fn tags(article: &Value) -> impl Iterator<Item = &str> {
    article["tags"].as_array().into_iter().flatten().filter_map(Value::as_str)
}
