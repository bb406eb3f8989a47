//! The oracle: says of each article whether a query holds, by looking.
//!
//! Texts are the strings of the judge. All that the queries of a batch look for is found in one
//! pass over them; the rest is reading the description of the language aloud.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use serde_json::Value;

use super::ask::{Ask, Day, Part, Unit, When};
use super::draw::tags;
use crate::support::judge::{End, Judged, bars, folded, judged};

/// Outlets that are written in more than one way.
const OUTLETS: [(&str, &str); 17] = [
    ("晨光新闻网", "Chen Guang Xin Wen Wang"),
    ("江城日报", "Jiang Cheng Ri Bao"),
    ("海岸财经", "Hai An Cai Jing"),
    ("星桥商业观察", "Xing Qiao Shang Ye Guan Cha"),
    ("北岭科技周刊", "Bei Ling Ke Ji Zhou Kan"),
    ("观潮财讯", "Guan Chao Cai Xun"),
    ("云川发布", "Yun Chuan Fa Bu"),
    ("青禾农报", "Qing He Nong Bao"),
    ("海東時報", "Hai Dong Shi Bao"),
    ("港島新報", "Gang Dao Xin Bao"),
    ("中原晚报", "Zhong Yuan Wan Bao"),
    ("南屿体育", "Nan Yu Ti Yu"),
    ("新闻联播", "Xin Wen Lian Bo"),
    ("人民日报", "Ren Min Ri Bao"),
    ("重庆日报", "Chong Qing Ri Bao"),
    ("河南日报", "He Nan Ri Bao"),
    ("湖南日报", "Hu Nan Ri Bao"),
];

/// Articles, and their texts as the judge sees them.
pub(crate) struct Corpus {
    pub(crate) articles: Vec<Value>,
    /// Three for each article, in the order of [`TEXTS`].
    texts: Vec<Judged>,
    /// Of each text, the bytes at which its positions begin.
    starts: Vec<Vec<u32>>,
    /// Of each article, when it was published, seconds since the Unix epoch.
    published: Vec<Option<i64>>,
    /// Of each article, its tags as they are compared.
    tags: Vec<Vec<String>>,
    now: i64,
}

const TEXTS: [Part; 3] = [Part::Title, Part::Summary, Part::Body];

impl Corpus {
    pub(crate) fn new(articles: Vec<Value>, now: i64) -> Self {
        let text = |article: &Value, part: Part| judged(field(article, part));
        let texts: Vec<Judged> =
            articles.iter().flat_map(|article| TEXTS.map(|part| text(article, part))).collect();
        let starts = texts
            .iter()
            .map(|text| text.bars.match_indices('|').map(|(at, _)| at as u32).collect())
            .collect();
        let published =
            articles.iter().map(|article| article["published_at"].as_str().map(seconds)).collect();
        let tags = articles.iter().map(|article| tags(article).map(key).collect()).collect();
        Self { articles, texts, starts, published, tags, now }
    }

    /// Returns a text of an article as it is written.
    pub(crate) fn text(&self, article: usize, part: Part) -> &str {
        field(&self.articles[article], part)
    }
}

fn field(article: &Value, part: Part) -> &str {
    let name = match part {
        Part::Title => "title",
        Part::Summary => "summary",
        _ => "body",
    };
    article[name].as_str().unwrap_or_default()
}

/// A place: its first position, and one past its last.
type Span = (u32, u32);

/// Answers the queries of one batch.
pub(crate) struct Oracle<'c> {
    corpus: &'c Corpus,
    /// The number of each string that is looked for.
    patterns: HashMap<String, usize>,
    /// By pattern, then by text: the positions at which it occurs.
    found: Vec<HashMap<usize, Vec<u32>>>,
}

impl<'c> Oracle<'c> {
    pub(crate) fn new(corpus: &'c Corpus, queries: &[Ask]) -> Self {
        let mut patterns = BTreeSet::new();
        queries.iter().for_each(|query| collect(query, &mut patterns));
        let all = AhoCorasick::new(&patterns).unwrap();
        let mut found = vec![HashMap::<usize, Vec<u32>>::new(); patterns.len()];
        for (index, text) in corpus.texts.iter().enumerate() {
            for place in all.find_overlapping_iter(&text.bars) {
                let position = corpus.starts[index].binary_search(&(place.start() as u32)).unwrap();
                let places = found[place.pattern().as_usize()].entry(index).or_default();
                places.push(position as u32);
            }
        }
        let patterns = patterns.into_iter().enumerate().map(|(number, it)| (it, number)).collect();
        Self { corpus, patterns, found }
    }

    /// Returns the ids of the articles for which `ask` holds.
    pub(crate) fn ids(&self, ask: &Ask) -> BTreeSet<String> {
        let holds = self.holds(ask, None);
        let articles = self.corpus.articles.iter().zip(holds).filter(|(_, holds)| *holds);
        articles.map(|(article, _)| article["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Returns of each article whether `ask` holds for it.
    fn holds(&self, ask: &Ask, part: Option<Part>) -> Vec<bool> {
        let each = |holds: &dyn Fn(usize) -> bool| -> Vec<bool> {
            (0..self.corpus.articles.len()).map(holds).collect()
        };
        match ask {
            Ask::And(asks) => {
                let all: Vec<_> = asks.iter().map(|ask| self.holds(ask, part)).collect();
                each(&|article| all.iter().all(|holds| holds[article]))
            }
            Ask::Or(asks) => {
                let all: Vec<_> = asks.iter().map(|ask| self.holds(ask, part)).collect();
                each(&|article| all.iter().any(|holds| holds[article]))
            }
            Ask::Not(ask) => self.holds(ask, part).into_iter().map(|holds| !holds).collect(),
            Ask::In(part, ask) => self.holds(ask, Some(*part)),
            Ask::Boost(_, ask) => self.holds(ask, part),
            Ask::Date(when) => each(&|article| self.is_of(*when, article)),
            Ask::Literal(name) if part.is_some_and(Part::is_label) => self.labelled(name, part),
            Ask::Literal(_) | Ask::Prefix(_) | Ask::Wildcard { .. } => self.at_least(1, ask, part),
            Ask::AtLeast(count, ask) => self.at_least(*count as usize, ask, part),
            Ask::Near { distance, ordered, places } => {
                let [left, right] = places.each_ref().map(|place| self.places(place, part));
                let near = |text: &usize| {
                    let (left, right) = (&left[text], &right[text]);
                    is_near(left, right, *distance) || (!ordered && is_near(right, left, *distance))
                };
                self.of_texts(
                    left.keys().filter(|text| right.contains_key(text)).filter(|text| near(text)),
                )
            }
            Ask::Same { unit, places } => {
                let all: Vec<_> = places.iter().map(|place| self.places(place, part)).collect();
                let shared =
                    all[0].keys().filter(|text| all.iter().all(|it| it.contains_key(text)));
                self.of_texts(shared.filter(|&&text| {
                    self.units(text, *unit).iter().any(|&(start, end)| {
                        let inside = |span: &Span| start <= span.0 && span.1 <= end;
                        all.iter().all(|places| places[&text].iter().any(inside))
                    })
                }))
            }
        }
    }

    fn at_least(&self, count: usize, place: &Ask, part: Option<Part>) -> Vec<bool> {
        let mut counts = vec![0; self.corpus.articles.len()];
        for (text, spans) in self.places(place, part) {
            counts[text / TEXTS.len()] += spans.len();
        }
        counts.into_iter().map(|found| found >= count).collect()
    }

    /// Returns of each article whether one of `texts` is its.
    fn of_texts<'a>(&self, texts: impl Iterator<Item = &'a usize>) -> Vec<bool> {
        let mut holds = vec![false; self.corpus.articles.len()];
        texts.for_each(|text| holds[text / TEXTS.len()] = true);
        holds
    }

    /// Returns where a pattern occurs, by text, within the part that is asked for.
    fn places(&self, place: &Ask, part: Option<Part>) -> HashMap<usize, BTreeSet<Span>> {
        let mut places = HashMap::new();
        self.add_places(place, &mut places);
        let is_lead = part == Some(Part::Lead);
        let asked = if is_lead { Some(Part::Body) } else { part };
        places.retain(|text, spans| {
            let end = if is_lead { self.lead(*text) } else { u32::MAX };
            spans.retain(|span| span.1 <= end);
            !spans.is_empty() && asked.is_none_or(|part| part == TEXTS[text % TEXTS.len()])
        });
        places
    }

    fn add_places(&self, place: &Ask, places: &mut HashMap<usize, BTreeSet<Span>>) {
        if let Ask::Or(several) = place {
            several.iter().for_each(|place| self.add_places(place, places));
        } else if let Ask::Wildcard { pieces, gap } = place {
            let [first, last] =
                pieces.each_ref().map(|piece| &self.found[self.patterns[&bars(piece)]]);
            let [before, after] = pieces.each_ref().map(|piece| length(piece));
            for (&text, starts) in first {
                let lasts = last.get(&text).map_or(&[][..], Vec::as_slice);
                let spans: Vec<Span> = starts
                    .iter()
                    .filter_map(|&start| {
                        let reached = |at: &&u32| self.is_gap(text, start + before..**at, gap);
                        Some((start, lasts.iter().find(reached)? + after))
                    })
                    .collect();
                if !spans.is_empty() {
                    places.entry(text).or_default().extend(spans);
                }
            }
        } else if let Some(pattern) = pattern(place) {
            let length = pattern.trim_matches('|').split('|').count() as u32;
            for (&text, starts) in &self.found[self.patterns[&pattern]] {
                let spans = starts.iter().map(|&start| (start, start + length));
                places.entry(text).or_default().extend(spans);
            }
        }
    }

    /// Returns whether the atoms at `open` are what `gap` leaves open: characters of scripts without spaces.
    fn is_gap(&self, text: usize, open: Range<u32>, gap: &str) -> bool {
        let least = u32::from(gap.contains('?'));
        let most = least + if gap.contains('*') { 10 } else { 0 };
        if open.start > open.end || !(least..=most).contains(&(open.end - open.start)) {
            return false;
        }
        let starts = &self.corpus.starts[text];
        let bytes = starts[open.start as usize] as usize..starts[open.end as usize] as usize;
        OPEN.is_match(&self.corpus.texts[text].bars[bytes])
    }

    /// Returns where the first paragraph ends, or the first 100 characters.
    fn lead(&self, text: usize) -> u32 {
        let mut ends = self.corpus.texts[text].ends.iter();
        ends.find(|&&(_, end)| end == End::Paragraph).map_or(100, |&(position, _)| position)
    }

    /// Returns the sentences or paragraphs of a text.
    fn units(&self, text: usize, unit: Unit) -> Vec<Span> {
        let least = if unit == Unit::Sentence { End::Sentence } else { End::Paragraph };
        let ends = self.corpus.texts[text].ends.iter().filter(|&&(_, end)| end >= least);
        let mut start = 0;
        let mut units = Vec::new();
        for &(position, _) in ends {
            units.push((start, position));
            start = position + 1;
        }
        units.push((start, u32::MAX));
        units
    }

    fn labelled(&self, name: &str, part: Option<Part>) -> Vec<bool> {
        let articles = self.corpus.articles.iter();
        let wanted = key(name);
        match part {
            Some(Part::Source) => {
                let source = |article: &'c Value| article["source"].as_str();
                let all: BTreeSet<&str> = articles.clone().filter_map(source).collect();
                let same: Vec<&str> = all.into_iter().filter(|own| is_outlet(own, name)).collect();
                articles.map(|it| source(it).is_some_and(|own| same.contains(&own))).collect()
            }
            Some(Part::Tag) => self.corpus.tags.iter().map(|own| own.contains(&wanted)).collect(),
            _ => articles
                .map(|it| it["lang"].as_str().is_some_and(|own| key(own) == wanted))
                .collect(),
        }
    }

    fn is_of(&self, when: When, article: usize) -> bool {
        let Some(published) = self.corpus.published[article] else { return false };
        let day = (published + CHINA).div_euclid(DAY);
        match when {
            When::In(asked) => first(asked) <= day && day <= last(asked),
            When::Range(from, to) => {
                from.is_none_or(|from| first(from) <= day) && to.is_none_or(|to| day <= last(to))
            }
            When::Last(days) => {
                let today = (self.corpus.now + CHINA).div_euclid(DAY);
                today - days < day && day <= today
            }
        }
    }
}

/// Rows of single characters of the scripts that are written without spaces.
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(\|[\p{Han}\p{Hiragana}\p{Katakana}ー\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*)*$",
    )
    .unwrap()
});

/// Returns the number of atoms of a text.
fn length(text: &str) -> u32 {
    bars(text).matches('|').count() as u32 - 1
}

/// Returns whether a `right` begins at most `distance` positions after the end of a `left`.
fn is_near(left: &BTreeSet<Span>, right: &BTreeSet<Span>, distance: u32) -> bool {
    left.iter()
        .any(|left| right.iter().any(|right| right.0 >= left.1 && right.0 - left.1 <= distance))
}

/// Returns the string at the occurrence of a word.
fn pattern(word: &Ask) -> Option<String> {
    match word {
        Ask::Literal(text) => Some(bars(text)),
        Ask::Prefix(text) => Some(bars(text).trim_end_matches('|').to_owned()),
        _ => None,
    }
}

/// Adds what `ask` looks for in texts.
fn collect(ask: &Ask, patterns: &mut BTreeSet<String>) {
    match ask {
        Ask::And(asks) | Ask::Or(asks) | Ask::Same { places: asks, .. } => {
            asks.iter().for_each(|ask| collect(ask, patterns));
        }
        Ask::Near { places, .. } => places.iter().for_each(|ask| collect(ask, patterns)),
        Ask::In(part, _) if part.is_label() => {}
        Ask::Not(ask) | Ask::In(_, ask) | Ask::AtLeast(_, ask) | Ask::Boost(_, ask) => {
            collect(ask, patterns);
        }
        Ask::Literal(_) | Ask::Prefix(_) => patterns.extend(pattern(ask)),
        Ask::Wildcard { pieces, .. } => patterns.extend(pieces.iter().map(|piece| bars(piece))),
        Ask::Date(_) => {}
    }
}

/// Returns the ways to write an outlet: Hanzi, pinyin with and without spaces, initials.
pub(crate) fn spellings(name: &str) -> Vec<String> {
    let Some((han, pinyin)) = outlet(name) else { return vec![name.to_owned()] };
    vec![
        han.to_owned(),
        pinyin.to_owned(),
        pinyin.replace(' ', "").to_lowercase(),
        pinyin.to_uppercase(),
        initials(pinyin),
    ]
}

fn outlet(name: &str) -> Option<(&'static str, &'static str)> {
    OUTLETS.into_iter().find(|(han, pinyin)| key(han) == key(name) || key(pinyin) == key(name))
}

fn initials(pinyin: &str) -> String {
    pinyin
        .split(' ')
        .filter_map(|syllable| syllable.chars().next())
        .collect::<String>()
        .to_lowercase()
}

fn is_outlet(own: &str, asked: &str) -> bool {
    let known = outlet(own);
    let is_initials = known.is_some_and(|(_, pinyin)| initials(pinyin) == asked);
    key(own) == key(asked) || is_initials || (known.is_some() && known == outlet(asked))
}

/// Returns a name as it is compared: folded, without white space.
fn key(name: &str) -> String {
    folded(name).chars().filter(|c| !c.is_whitespace()).collect()
}

const DAY: i64 = 86_400;
const CHINA: i64 = 8 * 3_600;

/// Returns the numbers in a text.
fn numbers(text: &str) -> Vec<i64> {
    let half = folded(text);
    let digits = half.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    digits.map(|digits| digits.parse().unwrap()).collect()
}

/// Returns the day that an article's time names, in whatever zone.
pub(crate) fn day_of(time: &str) -> Day {
    let numbers = numbers(time);
    (numbers[0], numbers[1], numbers[2])
}

/// Returns the seconds of an article's time since the Unix epoch; China's unless it ends in `Z`.
fn seconds(time: &str) -> i64 {
    let numbers = numbers(time);
    let clock = |place: usize| numbers.get(place).copied().unwrap_or(0);
    let seconds = days(day_of(time)) * DAY + clock(3) * 3_600 + clock(4) * 60;
    assert!(time.len() != 25 || time.ends_with("+08:00"), "{time}");
    if time.ends_with('Z') { seconds } else { seconds - CHINA }
}

/// Returns the number of days from 1970-01-01, counted year by year.
fn days((year, month, day): Day) -> i64 {
    let of_year = |year| if is_leap(year) { 366 } else { 365 };
    (1970..year).map(of_year).sum::<i64>()
        + (1..month).map(|month| month_days(year, month)).sum::<i64>()
        + day
        - 1
}

fn first((year, month, day): Day) -> i64 {
    days((year, month.max(1), day.max(1)))
}

fn last((year, month, day): Day) -> i64 {
    let month = if month == 0 { 12 } else { month };
    days((year, month, if day == 0 { month_days(year, month) } else { day }))
}

fn month_days(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}
