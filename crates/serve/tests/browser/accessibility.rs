use std::fs;

use serde_json::{Value, json};

use super::Site;
use super::driver::{Browser, Driver, Look};
use crate::support::skipped;

const SUMMARY: &str =
    "Core Insights - Vertical drama studios rent empty mills [1] - zzaxe crews film in a week [2]";

/// Checks one state of the page; `axe` is the source of axe-core.
async fn check(browser: &Browser, axe: &str, state: &str, found: &mut Vec<String>) {
    let script = format!(
        "{axe}; return axe.run(document, {{ rules: {{ 'target-size': {{ enabled: true }} }} }})\
        .then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.target.join(' ') + ' ' + n.failureSummary)))"
    );
    let violations = browser.later(&script).await;
    let violations = violations.as_array().unwrap().iter().filter_map(Value::as_str);
    found.extend(violations.map(|violation| format!("{state}: {violation}")));
}

const QUIET: &str = "!document.querySelector('[aria-busy=true]')";

/// The states that are visited: an address, and what is clicked there.
const STATES: [(&str, &str, &str); 14] = [
    ("welcome", "", ""),
    ("hits", "?q=微短剧", ""),
    ("both tiers", "?q=微短剧 河南", ""),
    ("another wording", "?q=10万", ""),
    ("filters set", "?q=微短剧&since=2026-01&until=2026-01&exact=true&sort=newest", ""),
    ("a query that cannot be read", "?q=微短剧 （河南", ""),
    ("a date that cannot be read", "?q=微短剧&since=bald", ""),
    ("nothing found", "?q=无此词语组合&exact=true", ""),
    ("an article", "?q=zzaxe&article=axe", ""),
    ("the concordance", "?q=微短剧&tab=kwic", ""),
    ("a trend", "?q=微短剧&tab=trend&tq=微短剧&tq=河南", ""),
    ("words", "?q=微短剧&tab=words", ""),
    ("outlets", "?q=微短剧&tab=sources", ""),
    ("an export", "?q=微短剧", "#export"),
];

async fn visit_all(site: &Site, axe: &str, look: Look, language: &str, found: &mut Vec<String>) {
    let script =
        format!("try {{ localStorage.setItem('xunwen.language', '\"{language}\"'); }} catch {{}}");
    let browser = site.driver.open_with(&site.home, look, &script).await;
    let more = [
        ("a citation", "?q=zzaxe&article=axe", "#cite-article"),
        ("a citation of the search", "?q=微短剧", "#cite"),
        ("the guide", "", "#help"),
        ("feeds", "?q=微短剧", "#follow"),
    ];
    for (state, address, click) in STATES.into_iter().chain(more) {
        browser.visit(&format!("{}/{address}", site.home)).await;
        browser.until("document.readyState === 'complete'").await;
        browser.until(QUIET).await;
        browser.until("!document.querySelector('#welcome').hidden || !document.querySelector('#problem').hidden || \
            document.querySelector('#status').textContent !== '' || !document.querySelector('#view').hidden || \
            [...document.querySelectorAll('.wrong')].some(p => !p.hidden)").await;
        browser.until(QUIET).await;
        if !click.is_empty() {
            browser.click(click).await;
            browser.until("document.querySelector('#sheet').open && document.querySelector('#sheet-body').childElementCount > 0").await;
            browser.until(QUIET).await;
        }
        check(&browser, axe, &format!("{state}, {look:?}, {language}"), found).await;
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_any_state() {
    let Some(file) = std::env::var_os("XUNWEN_AXE") else {
        skipped("XUNWEN_AXE names no axe.min.js, so no accessibility was checked");
        return;
    };
    let axe = fs::read_to_string(file).unwrap();
    let article = json!({"id": "axe", "title": "无障碍", "body": "正文。", "summary": SUMMARY, "url": "https://news.example.com/axe", "published_at": "2026-01-05"});
    let Some(site) = Site::of(&[article.to_string()]).await else { return };
    let mut found = Vec::new();
    for look in [Look::Light, Look::Dark, Look::Narrow, Look::Wide] {
        for language in ["zh", "en"] {
            visit_all(&site, &axe, look, language, &mut found).await;
        }
    }
    assert!(found.is_empty(), "{} findings\n{}", found.len(), found.join("\n"));
    failing(&site.driver, &site.home, &axe).await;
}

/// What axe is asked to find, it finds: a picture without a text.
async fn failing(driver: &Driver, home: &str, axe: &str) {
    let browser = driver.open(home, Look::Light).await;
    browser.until("!!document.querySelector('#welcome .promise')").await;
    browser.eval("document.body.append(document.createElement('img')); ").await;
    let mut found = Vec::new();
    check(&browser, axe, "spoilt", &mut found).await;
    assert!(found.iter().any(|violation| violation.contains("image-alt")), "{found:?}");
    browser.close().await;
}
