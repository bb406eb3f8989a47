//! Sets for classification: a label and a text on each line, without a header.
//!
//! ```text
//! 体育⇥公交司机自编线路歌……                             label, tab, text; or text, tab, label
//! 6551_!_101_!_news_culture_!_京城最值得去的_!_故宫,胡同    id, code, label, title, keywords
//! __label__体育 公交司机自编线路歌……                     as fastText wants it
//! ```

use std::collections::HashSet;
use std::sync::Arc;

use super::head::Opening;
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use crate::corpus::content::Content;
use crate::corpus::encoding::utf8_or_chinese;
use crate::corpus::fields::RawFields;
use crate::corpus::lines::{LineRecords, Lines};
use crate::corpus::options::Reading;
use crate::corpus::parsed::Parsed;
use crate::corpus::record::{RawRecord, Records};
use crate::corpus::value::Value;

pub(in crate::corpus) struct Labelled;

/// What stands where on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pattern {
    /// Label, tab, text.
    LabelFirst,
    /// Text, tab, label.
    LabelLast,
    /// Number, tab, text.
    IdFirst,
    /// Five values with `_!_` between them.
    Five,
    /// Words `__label__…` before or after the text.
    Prefixed,
}

const FIVE: &str = "_!_";
const PREFIX: &str = "__label__";
/// The longest label, in characters.
const LONGEST_LABEL: usize = 16;
/// Up to this many characters, a text is a title.
const LONGEST_TITLE: usize = 60;
/// Lines that are looked at.
const LINES: usize = 200;

impl InputFormat for Labelled {
    fn name(&self) -> &'static str {
        "label"
    }

    fn about(&self) -> &'static str {
        "a label and a text on each line: label TAB text, `_!_` between values, or `__label__`"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let (weight, reason) = match pattern(sample.lines())? {
            Pattern::Five => (90, "values with `_!_` between them"),
            Pattern::Prefixed => (88, "labels that begin with `__label__`"),
            _ => (62, "a label and a text on each line"),
        };
        Evidence::new(weight, reason)
    }

    fn records(&self, content: Content, _: &Arc<Reading>) -> Result<Records, FormatError> {
        let opening = Opening::new(content.reader);
        let text = String::from_utf8_lossy(&opening.head).into_owned();
        let whole = if opening.is_whole { None } else { text.rfind('\n') };
        let lines = text.get(..whole.unwrap_or(text.len())).unwrap_or_default().lines();
        let pattern = pattern(lines).unwrap_or(Pattern::LabelFirst);
        let record = move |bytes| Box::new(LabelledLine { bytes, pattern }) as Box<dyn RawRecord>;
        Ok(Box::new(LineRecords::new(Lines::new(opening.from(0)), record)))
    }
}

/// Returns the pattern of the lines, if they have one.
fn pattern<'t>(lines: impl Iterator<Item = &'t str>) -> Option<Pattern> {
    let lines = lines.map(|line| line.trim_matches(['\u{feff}', ' ', '\r']));
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).take(LINES).collect();
    let nearly_all = |is: &dyn Fn(&str) -> bool| {
        !lines.is_empty() && lines.iter().filter(|line| is(line)).count() * 10 >= lines.len() * 9
    };
    if nearly_all(&|line| line.matches(FIVE).count() >= 3) {
        return Some(Pattern::Five);
    }
    if nearly_all(&|line| line.contains(PREFIX)) {
        return Some(Pattern::Prefixed);
    }
    if !nearly_all(&|line| line.matches('\t').count() == 1) {
        return None;
    }
    let cells: Vec<(&str, &str)> = lines.iter().filter_map(|line| line.split_once('\t')).collect();
    let (first, last): (Vec<&str>, Vec<&str>) = cells.into_iter().unzip();
    let is_number =
        |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let distinct = first.iter().collect::<HashSet<_>>().len();
    if are_texts(&last, &first) && first.iter().all(is_number) && distinct == first.len() {
        return (first.len() > 1).then_some(Pattern::IdFirst);
    }
    match (are_labels(&first, &last), are_labels(&last, &first)) {
        (true, _) => Some(Pattern::LabelFirst),
        (_, true) => Some(Pattern::LabelLast),
        _ => None,
    }
}

/// Returns whether `labels` are labels of `texts`: short, and where there are many, some come again.
fn are_labels(labels: &[&str], texts: &[&str]) -> bool {
    const MANY: usize = 12;
    let is_label = |label: &&str| {
        let length = label.trim().chars().count();
        let is_mark = |c: char| matches!(c, '。' | '，' | '！' | '？' | '“' | '”' | '；');
        length > 0 && length <= LONGEST_LABEL && !label.contains(is_mark)
    };
    let distinct = labels.iter().collect::<HashSet<_>>().len();
    let come_again = labels.len() < MANY || distinct * 3 <= labels.len() * 2;
    labels.iter().all(is_label) && come_again && are_texts(texts, labels)
}

/// Returns whether texts are several times as long as what stands beside them.
fn are_texts(texts: &[&str], others: &[&str]) -> bool {
    const SHORTEST: usize = 10;
    let length = |texts: &[&str]| texts.iter().map(|text| text.chars().count()).sum::<usize>();
    length(texts) >= SHORTEST * texts.len() && length(texts) >= 3 * length(others)
}

struct LabelledLine {
    bytes: Vec<u8>,
    pattern: Pattern,
}

impl RawRecord for LabelledLine {
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String> {
        let line = utf8_or_chinese(&self.bytes, reading.encoding)?;
        let mut fields = RawFields::default();
        let mut add = |name: &str, value| fields.add(name, value, reading);
        match self.pattern {
            Pattern::Five => {
                let mut values = line.split(FIVE).map(str::to_owned);
                let mut next = || Value::text(values.next().unwrap_or_default());
                add("id", next());
                let code = next();
                let label = next();
                add("title", next());
                let mut tags = vec![if label.is_absent() { code } else { label }];
                let keywords = values.next().unwrap_or_default();
                tags.extend(keywords.split([',', '，']).map(|tag| Value::text(tag.to_owned())));
                add("tags", Value::List(tags));
            }
            Pattern::Prefixed => {
                let (labels, words): (Vec<&str>, Vec<&str>) =
                    line.split(' ').partition(|word| word.starts_with(PREFIX));
                let labels = labels.iter().filter_map(|label| label.strip_prefix(PREFIX));
                let tags = labels.map(|label| Value::text(label.trim_end_matches(',').to_owned()));
                add("tags", Value::List(tags.collect()));
                let text = words.join(" ");
                add_text(&text.trim().trim_start_matches(',').replace('\t', " "), &mut add);
            }
            Pattern::LabelFirst | Pattern::LabelLast | Pattern::IdFirst => {
                let is_last = self.pattern == Pattern::LabelLast;
                let cells = if is_last { line.rsplit_once('\t') } else { line.split_once('\t') };
                let (first, last) = cells.ok_or("no tab between a label and a text")?;
                let (label, text) = if is_last { (last, first) } else { (first, last) };
                let label = Value::text(label.trim().to_owned());
                match self.pattern {
                    Pattern::IdFirst => add("id", label),
                    _ => add("tags", Value::List(vec![label])),
                }
                add_text(text, &mut add);
            }
        }
        fields.article(reading)
    }
}

/// Adds a text: a short one is a title.
fn add_text(text: &str, add: &mut impl FnMut(&str, Value)) {
    let is_title = text.chars().nth(LONGEST_TITLE).is_none();
    add(if is_title { "title" } else { "body" }, Value::Text(text.to_owned()));
}

#[cfg(test)]
mod tests {
    use xunwen_schema::Article;

    use super::*;

    #[track_caller]
    fn articles(text: &str) -> Vec<Article> {
        let pattern = pattern(text.lines()).unwrap();
        let line = |line: &str| {
            let line = Box::new(LabelledLine { bytes: line.as_bytes().to_vec(), pattern });
            line.article(&Reading::default()).unwrap().article
        };
        text.lines().map(line).collect()
    }

    #[test]
    fn the_label_becomes_a_tag() {
        let text = "公交司机自编线路歌，乘客跟着学方言";
        let labelled = [
            format!("体育\t{text}\n财经\t{text}\n"),
            format!("{text}\t体育\n{text}\t财经\n"),
            format!("__label__体育 {text}\n__label__财经 , {text}\n"),
            format!("6551_!_102_!_体育_!_{text}_!_\n6552_!_104_!_财经_!_{text}_!_\n"),
        ];
        for lines in labelled {
            let found = articles(&lines);
            assert_eq!((found[0].title.as_str(), found[1].title.as_str()), (text, text), "{lines}");
            assert_eq!(
                (&found[0].tags[..], &found[1].tags[..]),
                (&["体育".to_owned()][..], &["财经".to_owned()][..])
            );
        }
    }

    #[test]
    fn five_values_are_id_label_title_and_keywords() {
        let found = articles("6551_!_101_!_news_culture_!_京城最值得去的地方_!_故宫,胡同\n");
        assert_eq!(found[0].id, "6551");
        assert_eq!(found[0].tags, ["news_culture", "故宫", "胡同"]);
    }

    #[test]
    fn numbers_that_do_not_come_again_are_ids() {
        let found = articles(
            "1\t公交司机自编线路歌，乘客跟着学方言\n2\t果汁厂扭亏的办法：把瓶子改小一圈\n",
        );
        assert_eq!((found[0].id.as_str(), &found[0].tags[..]), ("1", &[][..]));
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "没有制表符的一行\n",
            "一句比较长的话，说的是第一件事。\t另一句同样长的话，说的是第二件事。\n",
            "体育\t短\n",
            "第一段。\n体育\t公交司机自编线路歌，乘客跟着学方言\n第三段。\n",
        ] {
            assert_eq!(pattern(text.lines()), None, "{text}");
        }
    }
}
