//! Lists of references, as libraries and their databases export them: RIS, EndNote and NoteExpress.

use std::io;
use std::sync::Arc;

use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use super::reference_tags::{
    END_NOTE_FIELDS, NOTE_EXPRESS_FIELDS, RIS_FIELDS, end_note_tag, note_express_tag, ris_tag,
};
use crate::corpus::content::Content;
use crate::corpus::fields::RawFields;
use crate::corpus::lines::{Line, Lines};
use crate::corpus::options::Reading;
use crate::corpus::record::{LONGEST_RECORD, Record, Records, Values, too_long};
use crate::corpus::value::Value;

/// A format in which each line begins with a tag.
pub(in crate::corpus) struct References {
    name: &'static str,
    about: &'static str,
    endings: &'static [&'static str],
    /// Cuts a line into its tag and value.
    tag: fn(&str) -> Option<(&str, &str)>,
    /// The tag that begins a record.
    first: &'static str,
    /// The field that each tag is; of a field, the first that is there is taken.
    fields: &'static [(&'static str, &'static str)],
}

pub(in crate::corpus) static RIS: References = References {
    name: "ris",
    about: "RIS, as databases of libraries export it",
    endings: &["ris"],
    tag: ris_tag,
    first: "TY",
    fields: &RIS_FIELDS,
};

pub(in crate::corpus) static END_NOTE: References = References {
    name: "endnote",
    about: "EndNote, as CNKI and Google Scholar export it",
    endings: &["enw"],
    tag: end_note_tag,
    first: "%0",
    fields: &END_NOTE_FIELDS,
};

pub(in crate::corpus) static NOTE_EXPRESS: References = References {
    name: "noteexpress",
    about: "NoteExpress, as CNKI and Wanfang export it",
    endings: &["net"],
    tag: note_express_tag,
    first: "Reference Type",
    fields: &NOTE_EXPRESS_FIELDS,
};

impl InputFormat for References {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn endings(&self) -> &'static [&'static str] {
        self.endings
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let mut lines = sample.lines().map(|line| line.trim_start_matches('\u{feff}'));
        let mut lines = lines.by_ref().filter(|line| !line.trim().is_empty());
        let tag = |line| (self.tag)(line).map(|(tag, _)| tag);
        let begins = lines.next().and_then(tag) == Some(self.first);
        let tagged = lines.take(4).filter_map(tag).count();
        (begins && tagged > 0).then(|| Evidence {
            weight: 95,
            reason: format!("lines with the tags of {}", self.name),
        })
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        Ok(Box::new(Entries {
            lines: Lines::new(content.buffered()),
            format: Self { ..*self },
            begun: None,
            reading: Arc::clone(reading),
        }))
    }
}

/// The records of a list.
struct Entries {
    lines: Lines,
    format: References,
    /// The line that begins the next record.
    begun: Option<(u64, String)>,
    reading: Arc<Reading>,
}

/// A record that is being read: its tags and values.
#[derive(Default)]
struct Entry {
    line: u64,
    values: Vec<(String, String)>,
    length: usize,
}

impl Entries {
    fn next_entry(&mut self) -> io::Result<Option<Record>> {
        let mut entry = Entry::default();
        if let Some((line, text)) = self.begun.take() {
            entry.line = line;
            entry.add(&text, self.format.tag);
        }
        let mut end = self.lines.at();
        while let Some(line) = self.lines.next()? {
            let Line { number, ref bytes, .. } = line;
            let text = String::from_utf8_lossy(bytes).into_owned();
            let tag = (self.format.tag)(&text).map(|(tag, _)| tag);
            if tag == Some(self.format.first) && !entry.values.is_empty() {
                self.begun = Some((number, text));
                return Ok(Some(self.record(entry, end)));
            }
            end = self.lines.at();
            if line.is_blank() && entry.values.is_empty() {
                continue;
            }
            if entry.values.is_empty() {
                entry.line = number;
            }
            entry.add(&text, self.format.tag);
            entry.length += if line.is_too_long { LONGEST_RECORD + 1 } else { 0 };
        }
        Ok((!entry.values.is_empty()).then(|| self.record(entry, end)))
    }

    fn record(&self, entry: Entry, end: crate::corpus::record::Position) -> Record {
        let raw = if entry.length > LONGEST_RECORD {
            Err(too_long())
        } else {
            Ok(Box::new(Values(self.fields(&entry))) as Box<_>)
        };
        Record::new(entry.line, end, raw)
    }

    fn fields(&self, entry: &Entry) -> RawFields {
        let mut fields = RawFields::default();
        let mut taken: Vec<&str> = Vec::new();
        for (tag, name) in self.format.fields {
            let values = entry.values.iter().filter(|(own, _)| own == tag);
            let values: Vec<&str> = values.map(|(_, value)| value.trim()).collect();
            let is_empty = values.iter().all(|value| value.is_empty());
            if is_empty || (taken.contains(name) && *name != "date") {
                continue;
            }
            taken.push(name);
            let value = match values.as_slice() {
                [value] => Value::text(without_slashes(value, name)),
                // Several addresses are of one article.
                [first, ..] if *name == "url" => Value::text((*first).to_owned()),
                values => Value::List(
                    values.iter().map(|value| Value::text((*value).to_owned())).collect(),
                ),
            };
            fields.add(name, value, &self.reading);
        }
        // What is told to be lost if it is long.
        let is_known = |tag: &str| self.format.fields.iter().any(|(own, _)| *own == tag);
        for (tag, value) in entry.values.iter().filter(|(tag, _)| !is_known(tag)) {
            fields.add_as(None, tag, Value::text(value.trim().to_owned()));
        }
        fields
    }
}

impl Entry {
    fn add(&mut self, line: &str, tag: fn(&str) -> Option<(&str, &str)>) {
        self.length += line.len();
        if self.length > LONGEST_RECORD {
            // It is rejected; what there is only says that there is something.
            self.values.truncate(1);
        }
        match (tag(line), self.values.last_mut()) {
            (Some((tag, value)), _) => self.values.push((tag.to_owned(), value.to_owned())),
            (None, Some((_, value))) => {
                value.push('\n');
                value.push_str(line.trim());
            }
            (None, None) => self.values.push((String::new(), line.to_owned())),
        }
    }
}

impl Iterator for Entries {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_entry().transpose()
    }
}

/// Returns a date of RIS without the empty parts that it may end with: `2024/03/18/`.
fn without_slashes(value: &str, name: &str) -> String {
    let value = if name == "date" { value.trim_end_matches('/') } else { value };
    value.to_owned()
}

#[cfg(test)]
mod tests {
    use xunwen_schema::Article;

    use super::*;

    fn articles(format: &References, text: &'static str) -> Vec<Article> {
        let entries = Entries {
            lines: Lines::new(Box::new(text.as_bytes())),
            format: References { ..*format },
            begun: None,
            reading: Arc::default(),
        };
        entries.map(|record| record.unwrap().article().unwrap()).collect()
    }

    fn shown(article: &Article) -> [String; 6] {
        [
            article.title.clone(),
            article.body.clone(),
            article.source.clone().unwrap_or_default(),
            article.published_at.map(|date| date.to_string()).unwrap_or_default(),
            article.url.clone().unwrap_or_default(),
            article.tags.join("/"),
        ]
    }

    #[test]
    fn ris_is_read() {
        let found = articles(
            &RIS,
            "\nTY  - NEWS\nTI  - 题\nAU  - 阿青\nT2  - 青屿日报\nDA  - 2024/03/18/\nPY  - 2024\nKW  - 夜市\nKW  - 码头\n\
             UR  - https://x/1\nAB  - 一\n二\nER  - \n\nTY  - NEWS\nT1  - 乙\nY1  - 2024/04/02\nER  -\n",
        );
        assert_eq!(
            shown(&found[0]),
            ["题", "一\n二", "青屿日报", "2024-03-18", "https://x/1", "夜市/码头"]
        );
        assert_eq!(shown(&found[1])[0], "乙");
        assert_eq!(shown(&found[1])[3], "2024-04-02");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn end_note_is_read() {
        let found = articles(
            &END_NOTE,
            "%0 Newspaper Article\n%A 阿青\n%T 题\n%J 青屿日报\n%D 2024\n%8 2024-03-18\n%K 夜市;码头\n%X 文\n\n\
             %0 Newspaper Article\n%T 乙\n",
        );
        assert_eq!(shown(&found[0]), ["题", "文", "青屿日报", "2024-03-18", "", "夜市/码头"]);
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn note_express_is_read() {
        let found = articles(
            &NOTE_EXPRESS,
            "{Reference Type}: Newspaper Article\n{Title}: 题\n{Author}: 阿青;\n{Secondary Title}: 澄江财经\n\
             {Date}: 2024-05-06\n{Abstract}: 文\n\n{Reference Type}: Newspaper Article\n{Title}: 乙\n",
        );
        assert_eq!(shown(&found[0]), ["题", "文", "澄江财经", "2024-05-06", "", ""]);
        assert_eq!(found.len(), 2);
    }
}
