//! The names that corpora use for the fields of an article.

/// A name of a field: the canonical one, or an alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) field: ArticleField,
    /// The index of the name in [`NAMES`]; 0 is the canonical name.
    rank: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ArticleField {
    Id,
    Title,
    Body,
    Summary,
    Source,
    PublishedAt,
    Url,
    Tags,
    Lang,
}

/// The names of each field, in the order of [`ArticleField`]: the canonical name, then its aliases by
/// preference. Case, `_`, `-` and spaces are ignored.
const NAMES: [&[&str]; 9] = [
    &["id", "_id", "doc_id", "news_id", "article_id", "docno"],
    &["title", "headline", "标题", "题目"],
    &["body", "content", "text", "article", "contents", "正文", "内容"],
    &["summary", "desc", "description", "abstract", "digest", "brief", "摘要"],
    &["source", "media", "publisher", "outlet", "site", "来源", "媒体"],
    &[
        "published_at",
        "time",
        "date",
        "datetime",
        "pub_time",
        "pub_date",
        "publish_time",
        "publish_date",
        "published",
        "timestamp",
        "ctime",
        "created_at",
        "日期",
        "时间",
        "发布时间",
    ],
    &["url", "link", "href", "链接"],
    &["tags", "tag", "keywords", "keyword", "labels", "标签", "关键词"],
    &["lang", "language"],
];

const FIELDS: [ArticleField; 9] = [
    ArticleField::Id,
    ArticleField::Title,
    ArticleField::Body,
    ArticleField::Summary,
    ArticleField::Source,
    ArticleField::PublishedAt,
    ArticleField::Url,
    ArticleField::Tags,
    ArticleField::Lang,
];

impl Name {
    /// Returns the field that `name` stands for in a corpus, if any.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        let find = |is_same: fn(&str, &str) -> bool| {
            FIELDS.into_iter().zip(NAMES).find_map(|(field, names)| {
                let rank = names.iter().position(|known| is_same(known, name))?;
                Some(Self { field, rank })
            })
        };
        find(str::eq_ignore_ascii_case).or_else(|| find(is_alike))
    }

    pub(super) fn is_canonical(self) -> bool {
        self.rank == 0
    }

    pub(super) fn as_str(self) -> &'static str {
        NAMES[self.field as usize][self.rank]
    }
}

fn is_alike(known: &str, name: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = char> {
        name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).map(|c| c.to_ascii_lowercase())
    }
    letters(known).eq(letters(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case_and_spelling() {
        let table = [
            ("title", Some(("title", 0))),
            ("TITLE", Some(("title", 0))),
            (" 标题 ", Some(("title", 2))),
            ("_id", Some(("id", 1))),
            ("docID", Some(("id", 2))),
            ("pubTime", Some(("published_at", 4))),
            ("publish-date", Some(("published_at", 7))),
            ("PublishedAt", Some(("published_at", 0))),
            ("发布时间", Some(("published_at", 14))),
            ("关键词", Some(("tags", 6))),
            ("titles", None),
            ("", None),
            ("category", None),
        ];
        for (name, expected) in table {
            let found = Name::parse(name);
            let canonical = found.map(|found| (NAMES[found.field as usize][0], found.rank));
            assert_eq!(canonical, expected, "{name:?}");
        }
    }
}
