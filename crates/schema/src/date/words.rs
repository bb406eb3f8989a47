//! What stands around a date: labels before it, and the outlet or other particulars behind it.

use super::cursor::Cursor;

/// What says that a date follows; a longer label is before the one that it begins with.
const LABELS: [&str; 60] = [
    "发布时间",
    "发布日期",
    "发布于",
    "发布",
    "发表时间",
    "发表日期",
    "发表于",
    "发表",
    "发稿时间",
    "发稿日期",
    "发文日期",
    "发文时间",
    "发帖时间",
    "时间",
    "日期",
    "更新时间",
    "更新日期",
    "更新于",
    "更新",
    "最后更新时间",
    "最后更新于",
    "最后更新",
    "最近更新",
    "编辑于",
    "编辑时间",
    "最后编辑于",
    "修改于",
    "修改时间",
    "最后修改",
    "创建于",
    "创建时间",
    "创建日期",
    "上传时间",
    "上传于",
    "上传日期",
    "刊登日期",
    "刊登于",
    "刊发时间",
    "刊发日期",
    "出版日期",
    "出版时间",
    "报道时间",
    "报道日期",
    "公布时间",
    "公布日期",
    "成文日期",
    "添加时间",
    "添加日期",
    "录入时间",
    "新闻时间",
    "新闻日期",
    "文章日期",
    "见报日期",
    "上线时间",
    "撰写时间",
    "写于",
    "于",
    "推送时间",
    "播出时间",
    "播出日期",
];

const LATIN_LABELS: [&str; 20] = [
    "published on",
    "published at",
    "published",
    "posted on",
    "posted at",
    "posted",
    "last updated",
    "last modified",
    "updated on",
    "updated at",
    "updated",
    "publication date",
    "publish date",
    "pub date",
    "pubdate",
    "release date",
    "released",
    "created",
    "date",
    "time",
];

/// What says that the name of an outlet or a person follows.
const CREDITS: [&str; 11] =
    ["来源", "稿源", "出处", "作者", "记者", "编辑", "责任编辑", "责编", "source", "author", "by"];

/// What begins particulars that are no part of a date.
const TAILS: [&str; 45] = [
    "来源",
    "稿源",
    "出处",
    "来自",
    "转自",
    "摘自",
    "转载",
    "作者",
    "记者",
    "通讯员",
    "编辑",
    "责任编辑",
    "责编",
    "校对",
    "文/",
    "图/",
    "阅读",
    "浏览",
    "点击",
    "点阅",
    "人气",
    "评论",
    "分享",
    "收藏",
    "打印",
    "字号",
    "字体",
    "点赞",
    "原标题",
    "标签",
    "分类",
    "栏目",
    "关键词",
    "ip",
    "农历",
    "阴历",
    "发表于",
    "发布于",
    "更新于",
    "更新时间",
    "最后更新",
    "编辑于",
    "修改于",
    "责任",
    "已编辑",
];

const LATIN_TAILS: [&str; 10] =
    ["source", "author", "by", "from", "views", "view", "editor", "updated", "comments", "edited"];

/// What may be said of a date at the end of the text.
const VERBS: [&str; 8] = ["发布", "发表", "更新", "刊登", "刊发", "电", "讯", "。"];

/// How names of outlets end.
const OUTLETS: [&str; 15] = [
    "网",
    "报",
    "社",
    "台",
    "日报",
    "晚报",
    "周刊",
    "在线",
    "新闻",
    "客户端",
    "频道",
    "电视",
    "杂志",
    "头条",
    "时报",
];

/// Skips labels, credits and names of outlets before a date.
pub(super) fn skip_lead(cursor: &mut Cursor<'_>) {
    while !cursor.is_before_digit() {
        let lead = [label, credit, outlet].into_iter().find_map(|lead| cursor.attempt(lead));
        if lead.is_none() {
            break;
        }
        cursor.one_of(&[":", "|", ",", "·"]);
    }
}

/// Returns whether nothing more of a date follows, only particulars.
pub(super) fn is_tail(cursor: Cursor<'_>) -> bool {
    let is_verb = |mut ahead: Cursor<'_>| ahead.one_of(&VERBS).is_some() && ahead.is_done();
    let is_outlet = |mut ahead: Cursor<'_>| outlet(&mut ahead).is_some() && ahead.is_done();
    let is_page = |mut ahead: Cursor<'_>| page(&mut ahead).is_some();
    let begins = |mut ahead: Cursor<'_>| {
        ahead.one_of(&TAILS).is_some() || latin(&mut ahead, &LATIN_TAILS).is_some()
    };
    begins(cursor) || is_verb(cursor) || is_outlet(cursor) || is_page(cursor)
}

fn label(cursor: &mut Cursor<'_>) -> Option<()> {
    if cursor.is_before_ascii() {
        return latin(cursor, &LATIN_LABELS);
    }
    cursor.one_of(&LABELS).map(|_| ())
}

/// Parses `来源：新华网`.
fn credit(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.one_of(&CREDITS)?;
    cursor.one_of(&[":"])?;
    (!cursor.chunk().is_empty()).then_some(())
}

/// Parses one word without digits that names an outlet, or a title in 《》.
fn outlet(cursor: &mut Cursor<'_>) -> Option<()> {
    let name = cursor.chunk();
    let is_title = name.starts_with('《') && name.ends_with('》');
    let is_name = OUTLETS.iter().any(|end| name.ends_with(end));
    let has_digit = name.contains(|c: char| c.is_ascii_digit());
    ((is_title || is_name) && !has_digit).then_some(())
}

/// Parses the page of a newspaper, `第01版` or `A3版`.
fn page(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.one_of(&["第"]);
    cursor.word();
    cursor.number(1..=2)?;
    cursor.one_of(&["版"]).map(|_| ())
}

fn latin(cursor: &mut Cursor<'_>, words: &[&str]) -> Option<()> {
    cursor.one_of(words)?;
    cursor.is_at_word_end().then_some(())
}
