//! One page of HTML: what it says about itself, and what a reader of it sees.

mod json_ld;
mod readable;
mod seen;
mod select;
mod tables;

use std::collections::HashMap;

use scraper::{ElementRef, Html};

use crate::corpus::fields::RawFields;
use crate::corpus::html_bounds;
use crate::corpus::markup::text_of;
use crate::corpus::options::Reading;
use crate::corpus::value::Value;

use select::select;

pub(super) use tables::rows;

/// What a page says about itself, by the names of `<meta>`, in lower case.
struct Metadata(HashMap<String, String>);

/// Names of `<meta>` for each field, the best first.
const TITLES: [&str; 6] =
    ["og:title", "articletitle", "twitter:title", "dc.title", "headline", "title"];
const DATES: [&str; 19] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "og:release_date",
    "datepublished",
    "publishdate",
    "publish_date",
    "publish-date",
    "publish_time",
    "pubdate",
    "publishtime",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "apub:time",
    "date",
    "article:create_at",
];
const SOURCES: [&str; 8] = [
    "source",
    "contentsource",
    "article:source",
    "mediaid",
    "publisher",
    "dc.publisher",
    "og:site_name",
    "application-name",
];
const SUMMARIES: [&str; 4] =
    ["og:description", "description", "twitter:description", "dc.description"];
const TAGS: [&str; 5] = ["keywords", "news_keywords", "article:tag", "tags", "article:section"];

/// Returns the fields of a page, which was fetched from `url` if that is known; an error is the reason
/// to reject it.
pub(super) fn fields(
    page: &str,
    url: Option<&str>,
    reading: &Reading,
) -> Result<RawFields, String> {
    html_bounds::check(page)?;
    let html = Html::parse_document(page);
    let metadata = Metadata::of(&html);
    let stated = json_ld::article(&html);
    let stated = |name: &str| stated.iter().find(|(own, _)| *own == name).map(|(_, value)| value);
    let seen = seen::Seen::of(&html);
    let text = |value: Option<String>| value.map_or(Value::Absent, Value::text);
    let mut fields = RawFields::default();
    let mut add = |name: &str, values: [Value; 3]| {
        if let Some(value) = values.into_iter().find(|value| !value.is_absent()) {
            fields.add(name, value, reading);
        }
    };
    let said = |name: &str| stated(name).cloned().unwrap_or_default();
    let heading = text(title(&html, &metadata));
    add("title", [said("title"), heading, Value::Absent]);
    let body = readable::body(page, &html, text_in(&said("body")).as_deref());
    add("body", [text(body), said("body"), Value::Absent]);
    add("summary", [said("summary"), text(metadata.first(&SUMMARIES)), Value::Absent]);
    let dates = [said("date"), text(metadata.first(&DATES)), text(seen.date)];
    add("date", [date(dates, reading), Value::Absent, Value::Absent]);
    let outlet = metadata.first(&SOURCES[..SOURCES.len() - 2]);
    let site = metadata.first(&SOURCES[SOURCES.len() - 2..]);
    let outlet = outlet.filter(|outlet| !outlet.contains("://"));
    add("source", [said("source"), text(outlet.or(seen.source)), text(site)]);
    add("tags", [said("tags"), text(metadata.first(&TAGS)), Value::Absent]);
    let own = metadata.first(&["og:url", "twitter:url"]).filter(|own| own.contains("://"));
    let own = canonical(&html).or(own).or_else(|| saved_from(page));
    add("url", [text(url.map(str::to_owned)), text(own), said("url")]);
    Ok(fields)
}

/// Returns the first date that can be read; or else the day that one begins with, as in
/// `2024-06-11:00+08:00`, or the first to be told that it cannot.
fn date(dates: [Value; 3], reading: &Reading) -> Value {
    let texts: Vec<String> = dates.iter().filter_map(text_in).collect();
    let whole = texts.iter().find(|text| reading.date(text).is_ok()).cloned();
    let part = || texts.iter().find_map(|text| seen::date(text));
    let found = whole.or_else(part).or_else(|| texts.first().cloned());
    found.map_or_else(|| dates.into_iter().next().unwrap_or_default(), Value::text)
}

fn text_in(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

impl Metadata {
    fn of(html: &Html) -> Self {
        let mut found = HashMap::new();
        for tag in select(html, "meta") {
            let Some(content) = tag.attr("content").map(str::trim).filter(|text| !text.is_empty())
            else {
                continue;
            };
            for name in ["property", "name", "itemprop"] {
                if let Some(name) = tag.attr(name) {
                    let name = name.trim().to_lowercase();
                    found.entry(name).or_insert_with(|| content.to_owned());
                }
            }
        }
        Self(found)
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.0.get(*name).cloned())
    }
}

/// Returns the headline: without the name of the site, where the page says it somewhere without.
fn title(html: &Html, metadata: &Metadata) -> Option<String> {
    /// The shortest heading that is believed to be a headline, in characters.
    const SHORTEST: usize = 4;
    let line = |element: &ElementRef<'_>| text_of(*element).replace('\n', " ");
    let page = select(html, "title").first().map(|title| title.text().collect::<String>());
    let page = page.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    let page = page.filter(|title| !title.is_empty());
    let stated = metadata.first(&TITLES);
    let headings: Vec<String> = select(html, "h1").iter().map(line).collect();
    let whole = stated.as_deref().or(page.as_deref()).unwrap_or_default();
    let fits = |heading: &&String| {
        heading.chars().count() >= SHORTEST && whole.starts_with(heading.as_str())
    };
    let heading = headings.iter().find(fits);
    if let Some(heading) = heading {
        return Some(heading.clone());
    }
    let only = headings.iter().find(|heading| heading.chars().count() >= SHORTEST);
    stated.or_else(|| page.or_else(|| only.cloned()))
}

fn canonical(html: &Html) -> Option<String> {
    let links = select(html, "link[rel=canonical]");
    let target = links.iter().find_map(|link| link.attr("href")).map(str::trim);
    target.filter(|target| target.contains("://")).map(str::to_owned)
}

/// Returns the address that browsers note in pages that they save.
fn saved_from(page: &str) -> Option<String> {
    const LOOK: usize = 2_000;
    let head = page.char_indices().nth(LOOK).map_or(page, |(end, _)| &page[..end]);
    let after = head.split_once("saved from url=(").and_then(|(_, rest)| rest.split_once(')'));
    let after = after.or_else(|| head.split_once("SingleFile")?.1.split_once("url:"));
    let address = after?.1.split_whitespace().next()?;
    (address.starts_with("http")).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use xunwen_schema::Article;

    use super::*;

    fn article(page: &str) -> Article {
        let reading = Reading::default();
        fields(page, None, &reading).unwrap().article(&reading).unwrap().article
    }

    const TEXT: &str = "<nav><a href='/'>频道导航</a></nav><div class=article><p>云陵县雾岭小学有一座气象站，读数的不是老师，\
        而是值日生。每天早上，他们把气温和雨量抄在走廊的黑板上。</p><p>三年下来，黑板旁边的本子已经写满了十一册。\
        村里的茶农也常来看，再决定当天采不采茶。</p></div><footer><p>版权声明 转载须经授权</p></footer>";

    #[test]
    fn json_ld_says_it_best() {
        let page = format!(
            "<html><head><title>题_站</title><meta property=og:title content='别的'>\
             <script type='application/ld+json'>{{\"@graph\": [{{\"@type\": \"WebSite\", \"name\": \"站\"}},\
             {{\"@type\": [\"NewsArticle\"], \"headline\": \"题\", \"datePublished\": \"2024-03-18T19:30:00+08:00\",\
             \"publisher\": {{\"name\": \"青屿日报\"}}, \"keywords\": [\"夜市\"]}}]}}</script></head><body>{TEXT}"
        );
        let found = article(&page);
        assert_eq!((found.title.as_str(), found.source.as_deref()), ("题", Some("青屿日报")));
        assert_eq!(found.published_at.unwrap().to_string(), "2024-03-18T19:30:00+08:00");
        assert_eq!(found.tags, ["夜市"]);
        assert!(
            found.body.starts_with("云陵县") && found.body.ends_with("采不采茶。"),
            "{}",
            found.body
        );
    }

    #[test]
    fn meta_elements_say_it_in_many_names() {
        let page = format!(
            "<meta name=ArticleTitle content=气象站><meta name=PubDate content='2024-04-02 07:40'>\
             <meta name=ContentSource content=云陵晚报><meta name=keywords content='教育,山区'>\
             <meta name=description content=提要><link rel=canonical href='https://x/1'>{TEXT}"
        );
        let found = article(&page);
        assert_eq!((found.title.as_str(), found.summary.as_str()), ("气象站", "提要"));
        assert_eq!(
            (found.source.as_deref(), found.url.as_deref()),
            (Some("云陵晚报"), Some("https://x/1"))
        );
        assert_eq!(found.published_at.unwrap().to_string(), "2024-04-02T07:40:00+08:00");
        assert_eq!((found.id.as_str(), found.tags.len()), ("https://x/1", 2));
    }

    #[test]
    fn a_page_without_any_is_read_as_seen() {
        let page = format!(
            "<!-- saved from url=(0012)https://x/1 --><html><head><title>小学气象站 - 云陵晚报</title></head>\
             <body><h1>小学气象站</h1><div class=info><span>2024年04月02日 07:40</span> 来源：云陵晚报 作者：阿青</div>{TEXT}"
        );
        let found = article(&page);
        assert_eq!(
            (found.title.as_str(), found.source.as_deref()),
            ("小学气象站", Some("云陵晚报"))
        );
        assert_eq!(found.published_at.unwrap().to_string(), "2024-04-02T07:40:00+08:00");
        assert_eq!(found.url.as_deref(), Some("https://x/1"));
        for unseen in ["频道导航", "转载须经授权"] {
            assert!(!found.body.contains(unseen), "{}", found.body);
        }
        assert!(found.body.contains("三年下来"), "{}", found.body);
    }

    #[test]
    fn a_date_is_read_as_far_as_it_is_one() {
        let date = |date: &str| {
            let page = format!("<meta property=article:published_time content='{date}'>{TEXT}");
            article(&page).published_at.map(|date| date.to_string())
        };
        assert_eq!(date("2024-06-11:00+08:00").as_deref(), Some("2024-06-11"));
        assert_eq!(date("昨晚"), None);
    }

    #[test]
    fn the_name_of_the_site_stays_where_nothing_shows_that_it_is_one() {
        let title = |head: &str| article(&format!("{head}{TEXT}")).title;
        assert_eq!(title("<title>小学气象站_晚报</title><h1>晚报</h1>"), "小学气象站_晚报");
        assert_eq!(
            title("<title>小学气象站_晚报</title><meta property=og:title content=小学气象站>"),
            "小学气象站"
        );
        assert_eq!(title("<h1>小学气象站</h1>"), "小学气象站");
    }
}
