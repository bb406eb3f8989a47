//! Citations: of articles, and of a search in words.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use axum::Router;
use serde_json::{Value, json};
use xunwen_serve::{Limits, router};

use crate::support::{Index, ask, get_bytes, project, skipped};

/// Ten articles: of the sample, and what citations stumble over.
fn articles() -> Vec<String> {
    let sample = fs::read_to_string(project("../../index-data/sample/articles.jsonl")).unwrap();
    let of_sample =
        |id: &str| sample.lines().find(|line| line.contains(&format!("\"id\": \"{id}\""))).unwrap();
    let own = [
        json!({"id": "untitled", "body": "河南也拍微短剧。出海的更多。", "source": "晚报", "published_at": "2025-04-01", "url": "https://news.example.com/u"}),
        json!({"id": "undated", "title": "没有日期的文章", "source": "晚报", "url": "https://news.example.com/d"}),
        json!({"id": "nobody", "title": "没有出处的文章", "published_at": "2025-12-30", "url": "https://news.example.com/n"}),
        json!({"id": "paper", "title": "没有网址的文章", "source": "晚报", "published_at": "2025-04-01"}),
        json!({"id": "bare", "title": "只有标题"}),
        json!({"id": "question", "title": "谁在看微短剧？", "source": "The Isle Post", "published_at": "2024-02-29", "url": "https://news.example.com/?a=1&b=2_c"}),
        json!({"id": "signs", "title": "AT&T's 5% “deal” on U.S. soil: R&D, $3 & #1 {really} 5~6^", "source": "Post & Herald", "published_at": "2025-12-01", "url": "https://news.example.com/s", "lang": "en"}),
    ];
    let own = own.into_iter().map(|article| article.to_string());
    ["s001", "s109", "s110"].map(|id| of_sample(id).to_owned()).into_iter().chain(own).collect()
}

const IDS: [&str; 10] =
    ["s001", "s109", "s110", "untitled", "undated", "nobody", "paper", "bare", "question", "signs"];

/// Returns an interface that has time to read the styles, which a development build does slowly.
fn app() -> Router {
    let limits = Limits { time: Duration::from_secs(120), ..Limits::default() };
    router(Index::of(&articles(), &limits).live, limits)
}

async fn cited(app: &Router, id: &str, style: &str) -> String {
    let (_, bytes) = get_bytes(app, &format!("/api/articles/{id}/citation?style={style}")).await;
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Returns today in China, as the server says it: tests may run at midnight.
async fn today(app: &Router) -> String {
    let items: Value = serde_json::from_str(&cited(app, "s001", "csl-json").await).unwrap();
    let day = items[0]["accessed"]["date-parts"][0].as_array().unwrap();
    format!("{}-{:02}-{:02}", day[0], day[1].as_u64().unwrap(), day[2].as_u64().unwrap())
}

#[tokio::test]
async fn articles_are_cited_as_gb_t_7714_says() {
    let app = app();
    let today = today(&app).await;
    for (id, expected) in [
        (
            "s001",
            format!(
                "郑州旧纺织厂改成竖屏片场，微短剧剧组排期排到了春节后[N/OL]. 中原晚报, 2026-01-08[{today}]. https://news.example.com/zywb/2026/0108/s001.html."
            ),
        ),
        (
            "untitled",
            format!("河南也拍微短剧[N/OL]. 晚报, 2025-04-01[{today}]. https://news.example.com/u."),
        ),
        ("undated", format!("没有日期的文章[N/OL]. 晚报[{today}]. https://news.example.com/d.")),
        (
            "nobody",
            format!("没有出处的文章[EB/OL]. (2025-12-30)[{today}]. https://news.example.com/n."),
        ),
        ("paper", "没有网址的文章[N]. 晚报, 2025-04-01.".to_owned()),
    ] {
        assert_eq!(cited(&app, id, "gb-7714").await, expected);
    }
}

#[tokio::test]
async fn articles_are_cited_as_apa_says() {
    let app = app();
    for (id, expected) in [
        ("paper", "没有网址的文章. (2025, April 1). 晚报."),
        (
            "question",
            "谁在看微短剧？ (2024, February 29). The Isle Post. https://news.example.com/?a=1&b=2_c",
        ),
    ] {
        assert_eq!(cited(&app, id, "apa").await, expected);
    }
}

#[tokio::test]
async fn references_have_all_that_is_known() {
    let app = app();
    let today = today(&app).await;
    let ris = format!(
        "TY  - NEWS\r\nTI  - 河南也拍微短剧\r\nT2  - 晚报\r\nJO  - 晚报\r\nPY  - 2025\r\n\
        DA  - 2025/04/01/\r\nUR  - https://news.example.com/u\r\nY2  - {}/\r\nLA  - zh\r\n\
        ID  - untitled\r\nER  - \r\n",
        today.replace('-', "/")
    );
    assert_eq!(cited(&app, "untitled", "ris").await, ris);
    assert!(cited(&app, "nobody", "ris").await.starts_with("TY  - ELEC\r\n"));
    let item = json!([{"id": "paper", "type": "article-newspaper", "title": "没有网址的文章",
        "container-title": "晚报", "issued": {"date-parts": [[2025, 4, 1]]}, "language": "zh"}]);
    let (_, headers, bytes) = ask(&app, "/api/articles/paper/citation?style=csl-json", &[]).await;
    assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), item);
    assert_eq!(headers["content-type"], "application/vnd.citationstyles.csl+json");
}

#[tokio::test]
async fn bibtex_is_read_back_as_it_was_meant() {
    let app = app();
    let mut all = String::new();
    for id in IDS {
        all += &cited(&app, id, "bibtex").await;
    }
    let read = biblatex::Bibliography::parse(&all).unwrap();
    assert_eq!(read.len(), IDS.len());
    let text = |id: &str, field: &str| {
        use biblatex::ChunksExt;
        read.get(&format!("xunwen:{id}")).unwrap().get(field).map(ChunksExt::format_verbatim)
    };
    let signs = "AT&T's 5% “deal” on U.S. soil: R&D, $3 & #1 (really) 5～6＾";
    assert_eq!(text("signs", "title").as_deref(), Some(signs));
    assert_eq!(text("signs", "journal").as_deref(), Some("Post & Herald"));
    assert_eq!(text("question", "url").as_deref(), Some("https://news.example.com/?a=1&b=2_c"));
    assert_eq!(text("question", "day").as_deref(), Some("29"));
    assert_eq!(text("bare", "url"), None);
}

/// Where citeproc-js writes something else: a full stop behind a full-width question mark, which APA 7
/// (9.19) says replaces it; and a curved apostrophe for a straight one, where ours keeps the title.
const DIFFERENCES: [(&str, &str); 3] =
    [("signs", "gb-7714"), ("question", "apa"), ("signs", "apa")];

#[tokio::test]
async fn another_processor_writes_the_same() {
    let Ok(modules) = std::env::var("XUNWEN_TEST_CITEPROC") else {
        return skipped("XUNWEN_TEST_CITEPROC names no folder with the npm package citeproc");
    };
    let app = app();
    let mut items = Vec::new();
    for id in IDS {
        let of_one: Value = serde_json::from_str(&cited(&app, id, "csl-json").await).unwrap();
        items.push(of_one[0].clone());
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("items.json");
    fs::write(&file, Value::from(items).to_string()).unwrap();
    let mut found = Vec::new();
    for (name, style) in
        [("gb-7714", "china-national-standard-gb-t-7714-2015-numeric"), ("apa", "apa")]
    {
        let script = project("tests/citeproc.cjs");
        let styles = Path::new(&modules).join("csl");
        let written = Command::new("node")
            .arg(script)
            .args([&*modules, style])
            .arg(styles)
            .arg(&file)
            .output()
            .unwrap();
        assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
        let written: Vec<String> = serde_json::from_slice(&written.stdout).unwrap();
        for (id, theirs) in IDS.into_iter().zip(written) {
            let ours = cited(&app, id, name).await;
            if ours != theirs {
                found.push((id, name, ours, theirs));
            }
        }
    }
    let differ: Vec<(&str, &str)> = found.iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(differ, DIFFERENCES, "{found:#?}");
    let straightened = |text: &str| text.replace('’', "'").replace("？.", "？");
    for (id, name, ours, theirs) in &found {
        assert_eq!(straightened(ours), straightened(theirs), "{id} {name}");
    }
}

#[tokio::test]
async fn a_search_is_cited_in_words() {
    let app = Index::small().app();
    // 微短剧, of the outlet 晚报, since 2025.
    let path =
        "/api/receipt/words?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&source=%E6%99%9A%E6%8A%A5&since=2025";
    let (_, headers, bytes) = ask(&app, path, &[]).await;
    assert_eq!(headers["content-type"], "text/plain; charset=utf-8");
    let chinese = String::from_utf8(bytes.to_vec()).unwrap();
    let begins = "以检索式“微短剧”检索（发表于2025-01-01及以后，媒体“晚报”），在索引第1代的2篇文章中命中1篇（xunwen ";
    assert!(chinese.starts_with(begins), "{chinese}");
    let (_, receipt) = crate::support::get(&app, &path.replace("/words", "")).await;
    assert!(chinese.contains(receipt["digest"].as_str().unwrap()), "{chinese}");
    let (_, bytes) = get_bytes(&app, &format!("{path}&lang=en")).await;
    let english = String::from_utf8(bytes.to_vec()).unwrap();
    let begins = "A search for “微短剧” (published from 2025-01-01 on, outlet “晚报”) found 1 of 2 articles in generation 1 of the index (xunwen ";
    assert!(english.starts_with(begins), "{english}");
}
