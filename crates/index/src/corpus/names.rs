//! The names that corpora use for the fields of an article.

use std::collections::HashMap;
use std::sync::LazyLock;

use xunwen_schema::fold;

/// A name of a field: the canonical one, or an alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) field: ArticleField,
    /// Its place among the names of the field, the preferred one first; 0 is a name that the user gave,
    /// 1 the canonical one.
    rank: usize,
}

/// A field of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArticleField {
    /// What identifies it.
    Id,
    /// The headline.
    Title,
    /// The text.
    Body,
    /// An abstract.
    Summary,
    /// The outlet.
    Source,
    /// When it was published.
    PublishedAt,
    /// The time of day, where the date is a field of its own.
    Clock,
    /// Its address.
    Url,
    /// Subjects.
    Tags,
    /// Its language.
    Lang,
}

const FIELDS: usize = 10;

/// The names of each field, in the order of [`ArticleField`]: the canonical name, then its aliases by
/// preference, with a blank between them. They are compared folded (case, width, traditional
/// characters), without `_`, `-`, blanks and dots.
const NAMES: [(ArticleField, &str); FIELDS] = [
    (
        ArticleField::Id,
        "id doc_id news_id article_id docno guid uuid story_id stories_id item_id msg_id aid \
         record_id nid 编号 文章编号 文章id 新闻id 新闻编号 文档编号 唯一标识",
    ),
    (
        ArticleField::Title,
        "title headline 标题 题目 题名 新闻标题 文章标题 主标题 篇名 news_title article_title \
         doc_title content_title post_title item_title story_title main_title page_title \
         og:title title_text hl subject 文章名 文章名称 新闻名称 新闻题目 文章题目 标题内容 \
         主题 帖子标题 资讯标题 公告标题 文题 heading headline_main 稿件标题 报道标题 \
         文稿标题 原标题",
    ),
    (
        ArticleField::Body,
        "body content text article contents 正文 内容 全文 文章内容 新闻内容 新闻正文 \
         文章正文 正文内容 内文 本文 article_content article_body article_text full_text \
         main_text body_text news_content news_body news_text content_text text_content \
         cleaned_text clean_content clean_text plain_text content_html body_html html_content \
         html detail details story_text fulltext_content raw_text raw_content doc_text \
         post_content main_content page_content passage paragraphs 段落 content:encoded ft \
         微博正文 微博内容 博文内容 帖子内容 原文 原文内容 文章全文 新闻全文 详情 新闻详情 \
         详细内容 文本 文本内容 正文文本 文章 文字内容 资讯内容 公告内容 sentence \
         full_content content_plain plain_content clean_body news_detail article_detail \
         story_body full_article body_plain txt 新闻文本 新闻原文 文章原文 文章详情 文章文本 \
         正文全文 稿件内容 稿件正文 报道内容 报道正文 文章主体 主体内容",
    ),
    (
        ArticleField::Summary,
        "summary desc description abstract digest brief 摘要 内容摘要 文章摘要 新闻摘要 简介 \
         内容简介 导读 导语 概要 描述 intro introduction excerpt snippet lead standfirst \
         teaser subtitle og:description short_description content_summary lp 梗概 核心内容",
    ),
    (
        ArticleField::Source,
        "source media publisher outlet site 来源 媒体 media_name source_name 媒体名称 \
         新闻来源 文章来源 文献来源 来源媒体 来源网站 来源名称 媒体来源 发布媒体 信息来源 \
         稿件来源 数据来源 site_name og:site_name publication publication_name newspaper \
         journal news_source source_title media_source provider account_name channel_name \
         website 报纸 报纸名称 报纸名 报刊 报刊名称 刊名 网站 网站名称 网站名 站点 平台 \
         公众号 公众号名称 账号名称 账号 发布者 发布机构 出版社 出处 媒体名 用户昵称 \
         author_media sn source_hostname hostname domain host 出版物 news_outlet media_outlet \
         source_site publisher_name newspaper_name source_media paper paper_name 报社 \
         发布单位 发布网站 来源机构 来源报纸 来源平台 媒体机构 首发媒体",
    ),
    (
        ArticleField::PublishedAt,
        "published_at time date datetime pub_time pub_date publish_time publish_date \
         published timestamp 日期 时间 发布时间 发布日期 发表时间 发表日期 出版日期 出版时间 \
         刊登日期 见报日期 新闻时间 新闻日期 文章日期 发稿时间 发文时间 发文日期 发布于 \
         完整日期 date_published published_time published_date publication_date \
         publication_time release_time release_date news_time news_date post_time post_date \
         posted_at article_date article_time issue_date display_time showtime pubdatetime \
         first_published article:published_time pt pd ptime pdate date_publish 发表于 \
         见报时间 刊发时间 刊发日期 上线时间 推送时间 date_created create_time ctime \
         created_at created create_date 创建时间 update_time updated_at updated date_modified \
         modified mtime 更新时间 更新日期 年月日 日期时间 crawl_time crawl_date fetch_time \
         采集时间 抓取时间 publish_at published_on publish_datetime published_datetime \
         publish_timestamp published_timestamp date_posted posted_time news_datetime date_gmt \
         first_publish_time original_publish_date 发布日期时间 发布时刻 新闻发布时间 \
         文章发布时间 报道时间 报道日期 刊载日期 登载时间 发行日期",
    ),
    (ArticleField::Clock, "time_of_day clock 时刻 具体时间"),
    (
        ArticleField::Url,
        "url link href 链接 网址 原文链接 新闻链接 文章链接 地址 网页地址 原文地址 原文网址 \
         来源链接 链接地址 文章地址 新闻网址 news_url article_url page_url doc_url origin_url \
         original_url source_url content_url web_url permalink canonical_url canonical uri \
         news_link article_link story_url external_url og:url url链接 链接url \
         mainEntityOfPage 文章url 新闻url",
    ),
    (
        ArticleField::Tags,
        "tags tag keywords keyword labels 标签 关键词 关键字 主题词 label category categories \
         topics topic subjects 类别 分类 栏目 话题 频道 版块 板块 新闻类别 新闻分类 文章分类 \
         新闻标签 文章标签 section channel channels article_section column column_name kw \
         类型 版面 label_desc",
    ),
    (ArticleField::Lang, "lang language 语言 语种 in_language lang_code"),
];

/// All names, folded.
static KNOWN: LazyLock<HashMap<String, Name>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (field, names) in NAMES {
        for (rank, name) in names.split(' ').enumerate() {
            known.entry(folded(name)).or_insert(Name { field, rank: rank + 1 });
        }
    }
    known
});

impl ArticleField {
    /// Returns the canonical name of the field.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.aliases().next().unwrap_or_default()
    }

    /// Returns its names, the canonical one first.
    pub fn aliases(self) -> impl Iterator<Item = &'static str> {
        let names = NAMES.iter().find(|(field, _)| *field == self).map_or("", |(_, names)| names);
        names.split(' ')
    }

    /// Returns the canonical names of all fields.
    #[must_use]
    pub fn names() -> [&'static str; FIELDS] {
        NAMES.map(|(field, _)| field.name())
    }

    /// Returns the field with a canonical name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().map(|(field, _)| *field).find(|field| field.name() == name)
    }
}

impl Name {
    /// The canonical name of a field.
    #[cfg(test)]
    pub(super) fn canonical(field: ArticleField) -> Self {
        Self { field, rank: 1 }
    }

    /// A name that the user gave to a field.
    pub(super) fn given(field: ArticleField) -> Self {
        Self { field, rank: 0 }
    }

    /// Returns the field that `name` stands for in a corpus, if any.
    pub(super) fn parse(name: &str) -> Option<Self> {
        if let Some(known) = KNOWN.get(name) {
            return Some(*known);
        }
        let whole = folded(name);
        KNOWN.get(&whole).copied().or_else(|| Self::of_part(name))
    }

    /// Reads a name in two languages, such as `Title-题名` and `标题(title)`.
    fn of_part(name: &str) -> Option<Self> {
        let is_mark = |c: char| {
            matches!(c, '-' | '/' | '(' | ')' | '（' | '）' | '|' | ':' | '：' | '[' | ']')
        };
        let has_two = !name.is_ascii() && name.contains(|c: char| c.is_ascii_alphabetic());
        let mut parts = name.split(is_mark).filter(|part| !part.trim().is_empty());
        if !has_two && !name.ends_with([':', '：']) {
            return None;
        }
        parts.find_map(|part| KNOWN.get(&folded(part)).copied())
    }

    pub(super) fn is_canonical(self) -> bool {
        self.rank <= 1
    }
}

/// Returns a name as it is compared.
pub(super) fn folded(name: &str) -> String {
    let is_mark =
        |c: char| matches!(c, '_' | '-' | '.' | '\u{feff}' | '\u{200b}') || c.is_whitespace();
    if name.is_ascii() {
        return name.chars().filter(|c| !is_mark(*c)).map(|c| c.to_ascii_lowercase()).collect();
    }
    fold(name).chars().filter(|c| !is_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case_and_spelling() {
        let table = [
            ("title", Some(ArticleField::Title)),
            ("TITLE", Some(ArticleField::Title)),
            (" 标题 ", Some(ArticleField::Title)),
            ("標題", Some(ArticleField::Title)),
            ("Ｔｉｔｌｅ", Some(ArticleField::Title)),
            ("_id", Some(ArticleField::Id)),
            ("docID", Some(ArticleField::Id)),
            ("pubTime", Some(ArticleField::PublishedAt)),
            ("publish-date", Some(ArticleField::PublishedAt)),
            ("發佈時間", Some(ArticleField::PublishedAt)),
            ("Title-题名", Some(ArticleField::Title)),
            ("正文（content）", Some(ArticleField::Body)),
            ("標題：", Some(ArticleField::Title)),
            ("关键词", Some(ArticleField::Tags)),
            ("titles", None),
            ("", None),
            ("作者", None),
        ];
        for (name, expected) in table {
            assert_eq!(Name::parse(name).map(|found| found.field), expected, "{name}");
        }
    }

    #[test]
    fn no_name_stands_for_two_fields() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (_, names) in NAMES {
            for name in names.split(' ') {
                let other = seen.insert(folded(name), name);
                assert_eq!(other, None, "{name}");
            }
        }
    }

    #[test]
    fn the_canonical_name_ranks_first() {
        for (field, _) in NAMES {
            assert_eq!(Name::parse(field.name()), Some(Name::canonical(field)));
            assert!(Name::given(field) < Name::canonical(field));
        }
    }
}
