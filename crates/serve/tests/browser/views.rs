use serde_json::{Value, json};

use super::Site;
use super::driver::{Browser, Look};

const QUERY: &str = "?q=%E5%BE%AE%E7%9F%AD%E5%89%A7";

/// Opens a view from the list of articles, by its tab.
async fn tab(browser: &Browser, name: &str, shown: &str) {
    browser.click(&format!("#tabs a[data-tab='{name}']")).await;
    browser.until(&format!("location.search.includes('tab={name}') && {shown}")).await;
    browser.until("!document.querySelector('#view').hasAttribute('aria-busy')").await;
    assert_eq!(
        browser.eval("document.querySelector('#tabs [aria-current]').dataset.tab").await,
        name
    );
}

/// Returns the text of a file that a button makes; tables begin with a byte order mark, which is no part of it.
async fn file_of(browser: &Browser, key: &str) -> Value {
    browser.eval("window.made = null; URL.createObjectURL = (blob) => { window.made = blob; return '#'; }; ").await;
    browser.click(&format!("#view button[data-key='{key}']")).await;
    browser.until("!!window.made").await;
    if key.ends_with("csv") {
        let first =
            "return window.made.slice(0, 3).arrayBuffer().then(b => [...new Uint8Array(b)])";
        assert_eq!(browser.later(first).await, json!([0xEF, 0xBB, 0xBF]));
    }
    browser.later("return window.made.type.startsWith('image/png') ? window.made.slice(1, 4).text() : window.made.text()").await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_view_answers_the_same_query() {
    let Some(site) = Site::of(&[]).await else { return };
    let browser = site.open(QUERY, Look::Light).await;
    browser.until("document.querySelectorAll('#exact-tier li').length === 10").await;
    let exact = browser.text("#exact-tier h2").await;
    concordance(&browser).await;
    trend(&browser).await;
    words(&browser).await;
    outlets(&browser, &exact).await;
    // Back through the views to the articles.
    for _ in 0..4 {
        browser.back().await;
    }
    browser.until("!location.search.includes('tab=') || history.length > 60").await;
    browser.close().await;
}

async fn concordance(browser: &Browser) {
    tab(browser, "kwic", "document.querySelectorAll('#view .kwic tbody tr').length > 20").await;
    let keywords = "[...document.querySelectorAll('#view .kwic mark')].every(m => /^微短[剧劇]$/.test(m.textContent))";
    assert_eq!(browser.eval(keywords).await, true);
    browser.picture("50-concordance").await;
    let table = file_of(browser, "kwic csv").await;
    let table = table.as_str().unwrap();
    assert!(table.starts_with("id,published_at,source,field,left,keyword,right\r\n"), "{table}");
    browser.eval("const s = document.querySelector('#view select'); s.value = 'right'; s.dispatchEvent(new Event('change')); ").await;
    browser.until("location.search.includes('ksort=right') && !document.querySelector('#view').hasAttribute('aria-busy')").await;
    let rights = "[...document.querySelectorAll('#view .kwic .right')].map(c => c.textContent.replace(/\\s/g, '')[0])";
    let rights = browser.eval(rights).await;
    // The order is that of folded texts: whatever it is, equal beginnings stand together.
    let rights: Vec<&str> = rights.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let changes = rights.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let distinct: std::collections::BTreeSet<&&str> = rights.iter().collect();
    assert!(changes < 2 * distinct.len(), "{rights:?}");
    browser.click("#view .kwic a").await;
    browser.until("document.querySelectorAll('#reader mark').length > 0").await;
    browser.key("x").await;
    browser.until("!document.querySelector('#reader').open").await;
}

async fn trend(browser: &Browser) {
    tab(browser, "trend", "!!document.querySelector('#view .chart svg')").await;
    let typed = "const t = document.querySelector('#view textarea'); t.value = '微短剧\\n河南'; t.form.requestSubmit(); ";
    browser.eval(typed).await;
    browser.until("document.querySelectorAll('#view .chart svg path').length === 2").await;
    browser.until("!document.querySelector('#view').hasAttribute('aria-busy')").await;
    let legend = "[...document.querySelectorAll('#view .legend li')].map(li => li.textContent.trim().split(' ')[0])";
    assert_eq!(browser.eval(legend).await, json!(["微短剧", "河南"]));
    browser.picture("51-trend").await;
    let table = file_of(browser, "trend csv").await;
    assert!(
        table.as_str().unwrap().starts_with("period,articles,微短剧,\"微短剧 per 10,000\",河南,"),
        "{table}"
    );
    let svg = file_of(browser, "trend svg").await;
    assert!(
        svg.as_str().unwrap().starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""),
        "{svg}"
    );
    assert_eq!(file_of(browser, "trend png").await, "PNG");
}

async fn words(browser: &Browser) {
    tab(browser, "words", "document.querySelectorAll('#view table').length === 2").await;
    browser.picture("52-words").await;
    let table = file_of(browser, "collocates csv").await;
    assert!(table.as_str().unwrap().starts_with("word,observed,"), "{table}");
    browser.eval("const s = document.querySelector('#view select'); s.value = 'log_dice'; s.dispatchEvent(new Event('change')); ").await;
    browser.until("location.search.includes('measure=log_dice') && document.querySelectorAll('#view table').length === 2").await;
}

async fn outlets(browser: &Browser, exact: &str) {
    tab(browser, "sources", "document.querySelectorAll('#view tbody tr').length > 1").await;
    let sum = "[...document.querySelectorAll('#view tbody tr')].reduce((sum, tr) => sum + Number(tr.children[1].textContent.replace(/,/g, '')), 0)";
    assert_eq!(exact, format!("精确 {} 篇", browser.eval(sum).await));
    browser.picture("53-outlets").await;
}
