use serde_json::{Value, json};

use super::Site;
use super::driver::{Browser, Look};

/// Returns the text behind a link.
async fn behind(browser: &Browser, id: &str) -> String {
    let fetched = format!("return fetch(document.querySelector('#{id}').href).then(r => r.text())");
    browser.later(&fetched).await.as_str().unwrap().to_owned()
}

async fn choose(browser: &Browser, id: &str, value: &str) {
    browser.eval(&format!("const s = document.querySelector('#{id}'); s.value = '{value}'; s.dispatchEvent(new Event('change')); ")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exports_say_their_tier_and_size_and_take_the_ticked() {
    let Some(site) = Site::of(&[]).await else { return };
    let browser = site.open("?q=%E5%BE%AE%E7%9F%AD%E5%89%A7+%E6%B2%B3%E5%8D%97", Look::Light).await;
    browser.until("document.querySelectorAll('#related-tier li').length === 7").await;
    browser.click("#export").await;
    browser.until("document.querySelector('#sheet').open && document.querySelector('#sheet').textContent.includes('3 篇，约')").await;
    let table = behind(&browser, "export-download").await;
    assert!(
        table.starts_with("\u{feff}rank,tier,id,title,source,published_at,url")
            || table.starts_with("rank,tier,"),
        "{table}"
    );
    assert_eq!((table.matches(",exact,").count(), table.matches(",related,").count()), (3, 0));
    browser.picture("60-export").await;
    // Related ones only when asked, and marked as such.
    choose(&browser, "export-format", "jsonl-articles").await;
    browser.click("#export-related").await;
    browser.until("document.querySelector('#export-download').href.includes('related=true')").await;
    let lines = behind(&browser, "export-download").await;
    let tiers: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["tier"].clone())
        .collect();
    assert_eq!(tiers.iter().filter(|tier| **tier == "exact").count(), 3);
    assert!(tiers[3..].iter().all(|tier| tier == "related") && tiers.len() > 5, "{tiers:?}");
    browser.click("#sheet-close").await;

    let ids = browser
        .eval("[...document.querySelectorAll('#articles .title')].map(t => t.dataset.key)")
        .await;
    browser.click("#related-tier li:nth-child(2) .tick input").await;
    browser.click("#exact-tier li:nth-child(1) .tick input").await;
    browser.click("#export").await;
    browser.until("!!document.querySelector('#export-what option[value=ticked]')").await;
    choose(&browser, "export-what", "ticked").await;
    browser.until("document.querySelector('#export-download').href.includes('ids=')").await;
    let lines = behind(&browser, "export-download").await;
    let got: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone())
        .collect();
    assert_eq!(json!(got), json!([ids[0], ids[4]]));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_and_a_search_are_cited() {
    let Some(site) = Site::of(&[]).await else { return };
    let browser = site.open("?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&article=s001", Look::Light).await;
    browser.until("document.querySelectorAll('#reader mark').length > 0").await;
    browser.click("#cite-article").await;
    browser.until("!!document.querySelector('#sheet .citation')").await;
    let text = browser.text("#sheet .citation").await;
    assert!(
        text.contains("郑州旧纺织厂改成竖屏片场")
            && text.contains("中原晚报")
            && text.contains("2026"),
        "{text}"
    );
    choose(&browser, "cite-style", "bibtex").await;
    browser.until("document.querySelector('#sheet .citation')?.textContent.startsWith('@')").await;
    browser.picture("61-citation").await;
    browser.click("#sheet-close").await;
    browser.click("#close").await;
    browser.until("!document.querySelector('#reader').open && document.querySelectorAll('#exact-tier li').length === 10").await;
    let exact: u64 =
        browser.text("#exact-tier h2").await.split(' ').nth(1).unwrap().parse().unwrap();
    browser.click("#cite").await;
    browser.until("!!document.querySelector('#sheet .citation')").await;
    let text = browser.text("#sheet .citation").await;
    assert!(text.contains("微短剧") && text.contains(&exact.to_string()), "{text}");
    let receipt: Value = serde_json::from_str(&behind(&browser, "receipt").await).unwrap();
    assert_eq!((&receipt["exact"], &receipt["query"]), (&json!(exact), &json!("微短剧")));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_is_followed_kept_and_found_again() {
    let Some(site) = Site::of(&[]).await else { return };
    let browser = site.open("?q=%E5%BE%AE%E7%9F%AD%E5%89%A7", Look::Light).await;
    browser.until("document.querySelectorAll('#exact-tier li').length === 10").await;
    browser.click("#follow").await;
    browser.until("!!document.querySelector('#feed-atom')").await;
    assert!(behind(&browser, "feed-atom").await.contains("<feed"), "an Atom feed");
    let feed: Value = serde_json::from_str(&behind(&browser, "feed-json").await).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    browser.click("#sheet-close").await;
    browser.click("#keep").await;
    browser.until("document.querySelector('#keep').textContent === '已收藏'").await;
    browser.click("h1 a").await;
    browser.until("document.querySelectorAll('#welcome .searches').length === 2").await;
    browser.picture("62-kept").await;
    browser.click("#welcome .searches a").await;
    browser.until("document.querySelectorAll('#exact-tier li').length === 10").await;
    let described = "document.querySelector('link[rel=search]').href";
    let described = browser.later(&format!("return fetch({described}).then(r => r.text())")).await;
    assert!(described.as_str().unwrap().contains("{searchTerms}"), "{described}");
    browser.close().await;
}
