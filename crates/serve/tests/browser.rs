//! The page, driven in headless Chromium; see the README beside the crate for what to install.
//!
//! With `XUNWEN_SCREENSHOTS=FOLDER` it saves pictures there.

pub(crate) mod driver;

/// What axe finds in any state of the page: nothing.
mod accessibility;
/// What goes wrong beside the page, told and mended part by part.
mod faults;
/// The keyboard, and where the focus is.
mod keyboard;
/// Outlets, dates, and what a keyword misses.
mod narrowing;
/// Articles as a person would lay them out, and as paper shows them.
mod reading;
/// Files, feeds and citations.
mod taking;
/// Concordance, trend, words, outlets.
mod views;

use std::fs;

use axum::Router;
use fantoccini::key::Key;
use serde_json::Value;
use xunwen_schema::Published;
use xunwen_serve::Limits;

use crate::support::{Index, Running, skipped};
use driver::{Browser, Driver, Look};

/// Markup in every field that is shown. A bare `<` says that it is meant as it is written.
const MARKUP: &str = r#"{"id":"x/1 &?#","title":"<img src=x onerror=\"window.hacked=1\">危险标题<script>window.hacked=2</script> <","body":"危\n险<script>window.hacked=3</script><svg onload=window.hacked=4>危险</svg><iframe src=\"javascript:top.hacked=5\"></iframe>&lt;b&gt; ${hacked=6} {{hacked=7}} <","summary":"</main><style>*{display:none}</style>危险 <","source":"<b onclick=hacked=8>恶报</b> <","url":"javascript:window.hacked=9","tags":["<u>标签</u>"],"published_at":"2026-02-01"}"#;

fn sample() -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../index-data/sample/articles.jsonl");
    let lines = fs::read_to_string(file).unwrap();
    lines.lines().map(str::to_owned).chain([MARKUP.to_owned()]).collect()
}

/// Counts, by a scan, the sample articles whose date begins like this and that contain the word.
fn scanned(forms: [&str; 2], date: &str) -> usize {
    let contains = |article: &Value| {
        ["title", "body", "summary"].iter().any(|field| {
            let text = article[field].as_str().unwrap_or_default().replace([' ', '\n'], "");
            forms.iter().any(|form| text.contains(form))
        })
    };
    let articles = sample().into_iter().map(|line| serde_json::from_str::<Value>(&line).unwrap());
    let of_date = |article: &Value| {
        // Dates in the sample are written in many ways.
        let published = Published::parse(article["published_at"].as_str().unwrap_or_default());
        published.map(|time| time.to_string()).unwrap_or_default().starts_with(date)
    };
    articles.filter(|article| of_date(article) && contains(article)).count()
}

/// A server of some articles, and what drives browsers to it.
struct Site {
    driver: Driver,
    home: String,
    _index: Index,
    _server: Running,
}

impl Site {
    /// Serves the sample and `more`; `None` where no browser can be driven.
    async fn of(more: &[String]) -> Option<Self> {
        Self::within(more, |app| app).await
    }

    /// Serves the sample and `more` by what `wrap` makes of the interface.
    async fn within(more: &[String], wrap: impl FnOnce(Router) -> Router) -> Option<Self> {
        let Some(driver) = Driver::start() else {
            skipped("chromedriver is not installed, so nothing drives the page in a browser");
            return None;
        };
        let articles: Vec<String> = sample().into_iter().chain(more.iter().cloned()).collect();
        let index = Index::of(&articles, &Limits::default());
        let app = wrap(index.app());
        let server = Running::start_app(app, Limits::default()).await;
        let home = format!("http://{}", server.address);
        Some(Self { driver, home, _index: index, _server: server })
    }

    /// Opens the page at an address below its own.
    async fn open(&self, rest: &str, look: Look) -> Browser {
        self.driver.open(&format!("{}/{rest}", self.home), look).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_can_search_on_the_page() {
    let Some(site) = Site::of(&[]).await else { return };
    let Site { driver, home, .. } = &site;
    let browser = driver.open(home, Look::Light).await;
    empty(&browser).await;
    search(&browser).await;
    timeline(&browser).await;
    article(&browser).await;
    pages(&browser).await;
    filters(&browser).await;
    wordings(&browser).await;
    errors(&browser).await;
    language(&browser).await;
    markup(&browser).await;
    let address = shared(&browser).await;
    browser.close().await;
    received(driver, &address).await;
    dark(driver, home).await;
    narrow(driver, &address).await;
}

async fn empty(browser: &Browser) {
    browser.until("!!document.querySelector('#welcome .promise')").await;
    assert!(browser.text("#welcome").await.contains("151"));
    assert_eq!(browser.eval("document.activeElement.id").await, "q");
    browser.picture("01-welcome").await;
}

async fn search(browser: &Browser) {
    browser.write("#q", "微短剧\n").await;
    browser.until("document.querySelectorAll('#exact-tier li').length === 10").await;
    let exact = scanned(["微短剧", "微短劇"], "");
    assert_eq!(browser.text("#exact-tier h2").await, format!("精确 {exact} 篇"));
    assert!(browser.text("#status").await.contains(&format!("精确 {exact} 篇")));
    let marked = browser.eval("[...document.querySelectorAll('#exact-tier mark')].every(m => /微短[剧劇]/.test(m.textContent))").await;
    assert_eq!(marked, true);
    assert!(browser.address().await.contains("q=%E5%BE%AE%E7%9F%AD%E5%89%A7"));
    assert!(browser.title().await.starts_with("微短剧"));
    browser.until("performance.getEntriesByName('answer to paint').length > 0").await;
    let paint = browser.eval("performance.getEntriesByName('answer to paint')[0].duration").await;
    println!("the first hit was painted {paint} ms after its answer");
    browser.picture("02-hits").await;

    // Exact hits first, related ones apart and below.
    browser.write("#q", "微短剧 河南\n").await;
    browser.until("document.querySelectorAll('#exact-tier li').length === 3").await;
    browser.until("document.querySelectorAll('#related-tier li').length === 7").await;
    let below = "document.querySelector('#related-tier').getBoundingClientRect().top > \
        document.querySelector('#exact-tier').getBoundingClientRect().bottom";
    assert_eq!(browser.eval(below).await, true);
    assert_eq!(browser.text("#related-tier .tier").await, "相关");
    browser.picture("03-tiers").await;
}

async fn timeline(browser: &Browser) {
    browser.write("#q", "微短剧\n").await;
    browser.until("document.querySelectorAll('#timeline g').length > 3").await;
    browser.click("#timeline g[data-period='2026-01']").await;
    browser.until("location.search.includes('since=2026-01&until=2026-01')").await;
    let exact = scanned(["微短剧", "微短劇"], "2026-01");
    browser
        .until(&format!(
            "document.querySelector('#exact-tier h2').textContent === '精确 {exact} 篇'"
        ))
        .await;
    browser.until("document.querySelector('#timeline g')?.dataset.period.length === 10").await;
    let dates = "[...document.querySelectorAll('#exact-tier time')].every(t => t.textContent.startsWith('2026-01'))";
    assert_eq!(browser.eval(dates).await, true);
    browser.picture("04-january").await;
    browser.click("#chips .chip").await;
    browser.until("!location.search.includes('since')").await;
    browser.back().await;
    browser.until("document.querySelector('#since').value === '2026-01'").await;
    browser.back().await;
    browser.until("document.querySelector('#chips').childElementCount === 0").await;
}

async fn article(browser: &Browser) {
    browser.until("document.querySelectorAll('#exact-tier li').length === 10").await;
    browser.click("#exact-tier .title").await;
    browser.until("document.querySelector('#reader').open").await;
    let marks = browser.eval("document.querySelectorAll('#reader mark').length").await;
    assert!(marks.as_u64() > Some(1), "{marks}");
    let place = |at: u64| {
        format!(
            "document.querySelector('#mark-place').textContent === '{at} / {marks}' && \
        document.querySelectorAll('#reader mark.here').length === 1 && \
        document.querySelectorAll('#reader mark')[{at} - 1].classList.contains('here')"
        )
    };
    browser.until(&place(1)).await;
    browser.key("n").await;
    browser.until(&place(2)).await;
    browser.click("#mark-back").await;
    browser.until(&place(1)).await;
    browser.key("p").await;
    browser.until(&place(marks.as_u64().unwrap())).await;
    browser.click("#mark-on").await;
    browser.until(&place(1)).await;
    let is_seen = "(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector('mark.here').getBoundingClientRect())";
    assert_eq!(browser.eval(is_seen).await, true);
    browser.picture("05-article").await;
    browser.key(&Key::Escape.to_string()).await;
    browser
        .until("!document.querySelector('#reader').open && !location.search.includes('article=')")
        .await;

    // The same with the keyboard alone.
    browser.eval("document.activeElement.blur()").await;
    browser.key("j").await;
    browser.key("j").await;
    browser.key("k").await;
    browser.key(&Key::Enter.to_string()).await;
    browser.until("document.querySelector('#reader').open").await;
    let first = browser.text("#exact-tier .title").await;
    assert_eq!(browser.text("#reader-title").await, first);
    browser.key("x").await;
    browser.until("!document.querySelector('#reader').open").await;
    browser.key("/").await;
    assert_eq!(browser.eval("document.activeElement.id").await, "q");
}

async fn pages(browser: &Browser) {
    let titles = "[...document.querySelectorAll('main .title')].map(a => a.href)";
    let first = browser.eval(titles).await;
    browser.eval("document.activeElement.blur()").await;
    browser.key("]").await;
    browser.until("document.querySelector('#place').textContent === '11–20'").await;
    let second = browser.eval(titles).await;
    let is_new = |link: &Value| !first.as_array().unwrap().contains(link);
    assert!(second.as_array().unwrap().iter().all(is_new));
    assert!(browser.address().await.contains("cursor="));
    browser.click("#previous").await;
    browser.until("document.querySelector('#place').textContent === '1–10'").await;
    assert_eq!(browser.eval("document.querySelectorAll('main .title').length").await, 10);
}

async fn filters(browser: &Browser) {
    browser.click("#outlets input").await;
    browser.until("document.querySelector('#chips').childElementCount === 1").await;
    let of_one = "new Set([...document.querySelectorAll('#exact-tier .facts .link')].map(b => b.textContent)).size === 1";
    browser.until(of_one).await;
    browser.click("#chips .chip").await;
    browser.until("document.querySelector('#chips').childElementCount === 0").await;
    browser
        .eval(
            "document.querySelector('#sort').value = 'oldest'; \
        document.querySelector('#sort').dispatchEvent(new Event('change'))",
        )
        .await;
    browser.until("location.search.includes('sort=oldest') && document.querySelectorAll('#exact-tier li').length === 10").await;
    let sorted = "(t => t.every((d, i) => i === 0 || t[i - 1] <= d))([...document.querySelectorAll('#exact-tier time')].map(t => t.textContent))";
    browser.until(sorted).await;
    browser.click("#exact").await;
    browser.until("location.search.includes('exact=true') && document.querySelector('#related-tier').hidden").await;
    browser.write("#since", "gibt es nicht\n").await;
    browser
        .until("document.querySelector('#since-problem').textContent.includes('日期写作')")
        .await;
    browser.write("#since", "\n").await;
    browser.until("document.querySelector('#since-problem').hidden && document.querySelectorAll('#exact-tier li').length === 10").await;
    browser.click("#exact").await;
    browser
        .eval(
            "document.querySelector('#sort').value = 'relevance'; \
        document.querySelector('#sort').dispatchEvent(new Event('change'))",
        )
        .await;
    browser.until("!/exact|sort/.test(location.search)").await;
}

async fn wordings(browser: &Browser) {
    browser.write("#q", "10万\n").await;
    browser.until("document.querySelectorAll('#related-tier .via').length > 0").await;
    let other = scanned(["十万", "十萬"], "");
    assert_eq!(browser.text("#others li").await, format!("10万 也作十万{other}"));
    assert_eq!(browser.text("#related-tier .via").await, "又作 十万");
    browser.picture("14-wordings").await;
    browser.click("#language").await;
    browser
        .until("document.querySelector('#others li')?.textContent.startsWith('also for 10万:')")
        .await;
    browser.picture("15-wordings-english").await;
    browser.click("#language").await;
    browser
        .until("document.querySelector('#others li')?.textContent.startsWith('10万 也作')")
        .await;
    browser.click("#expand").await;
    browser.until("location.search.includes('expand=none') && document.querySelector('#others').hidden && document.querySelectorAll('.via').length === 0").await;
    browser.click("#chips .chip").await;
    browser.until("document.querySelector('#expand').checked && !document.querySelector('#others').hidden").await;
    browser.click("#others button").await;
    let found = format!(
        "document.querySelector('#exact-tier h2').textContent === '精确 {other} 篇' && document.querySelector('#q').value === '十万'"
    );
    browser.until(&found).await;
}

async fn errors(browser: &Browser) {
    browser.write("#q", "微短剧 （河南 OR 郑州\n").await;
    browser.until("!document.querySelector('#problem').hidden").await;
    assert_eq!(browser.text("#problem mark").await, "（");
    assert_eq!(browser.text("#problem code").await, "微短剧 （河南 OR 郑州");
    assert!(browser.text("#problem").await.contains("括号没有关上"));
    assert_eq!(
        browser.eval("document.querySelector('#q').getAttribute('aria-invalid')").await,
        "true"
    );
    assert_eq!(browser.eval("document.querySelector('#exact-tier').hidden").await, true);
    browser.picture("06-error").await;
    browser.write("#q", "微短剧 （河南 OR 郑州）\n").await;
    browser.until("document.querySelector('#problem').hidden && !document.querySelector('#exact-tier').hidden").await;
}

async fn language(browser: &Browser) {
    assert_eq!(browser.text("#go").await, "搜索");
    browser.click("#language").await;
    browser.until("document.documentElement.lang === 'en'").await;
    assert_eq!(browser.text("#go").await, "Search");
    browser.until("document.querySelector('#exact-tier h2').textContent.endsWith('exact')").await;
    browser.picture("07-english").await;
    browser.reload().await;
    browser.until("document.querySelector('#go').textContent === 'Search'").await;
    browser.click("#language").await;
    browser.until("document.documentElement.lang === 'zh-CN'").await;
}

async fn markup(browser: &Browser) {
    browser.write("#q", "危险\n").await;
    browser
        .until(
            "document.querySelectorAll('#exact-tier li').length > 0 && \
        [...document.querySelectorAll('.title')].some(a => a.textContent.startsWith('<img src=x'))",
        )
        .await;
    let click = "[...document.querySelectorAll('.title')].find(a => a.textContent.startsWith('<img')).click()";
    browser.eval(click).await;
    browser.until("document.querySelector('#reader').open").await;
    assert!(browser.text("#reader-title").await.contains("<script>window.hacked=2</script>"));
    assert!(
        browser
            .text("#reader-body")
            .await
            .contains("<iframe src=\"javascript:top.hacked=5\"></iframe>&lt;b&gt;")
    );
    assert!(browser.text("#reader-facts").await.contains("<b onclick=hacked=8>恶报</b>"));
    let elements = "document.querySelectorAll('main script, dialog script, iframe, img, style, b, u, [onclick], [onload], [onerror]').length";
    assert_eq!(browser.eval(elements).await, 0);
    assert_eq!(browser.eval("document.querySelectorAll('script').length").await, 1);
    assert_eq!(browser.eval("document.querySelector('#original').hidden").await, true);
    assert_eq!(browser.eval("typeof window.hacked").await, "undefined");
    // One of the four is split by a line break.
    assert_eq!(browser.text("#mark-place").await, "1 / 4");
    assert_eq!(browser.eval("document.querySelectorAll('#reader mark').length").await, 5);
    browser.key("n").await;
    browser.key("n").await;
    let is_here =
        "[...document.querySelectorAll('mark.here')].map(m => m.textContent).join('|') === '危|险'";
    browser.until(is_here).await;
    browser.picture("08-markup").await;
    // Even injected elements could not run scripts.
    let handler = "try { document.body.setAttribute('onclick', 'window.hacked = 1'); \
        document.body.click(); return 'ran' } catch (error) { return error.name }";
    assert_eq!(browser.later(handler).await, "TypeError");
    assert_eq!(browser.eval("typeof window.hacked").await, "undefined");
    browser.click("#close").await;
    browser.until("!document.querySelector('#reader').open").await;
}

/// Returns the address of an article opened from the hits of a search.
async fn shared(browser: &Browser) -> String {
    browser.write("#q", "微短剧\n").await;
    browser.until("document.querySelectorAll('#exact-tier li').length === 10").await;
    browser.click("#exact-tier .title").await;
    browser.until("document.querySelector('#reader').open").await;
    browser.address().await
}

/// Opens the address as another person would, in a fresh browser.
async fn received(driver: &Driver, address: &str) {
    let browser = driver.open(address, Look::Light).await;
    browser.until("document.querySelector('#reader').open").await;
    assert_eq!(browser.eval("document.querySelector('#q').value").await, "微短剧");
    assert!(browser.text("#mark-place").await.starts_with("1 / "));
    browser.key("x").await;
    browser.until("!document.querySelector('#reader').open && document.querySelectorAll('#exact-tier li').length === 10").await;
    browser.close().await;
}

async fn dark(driver: &Driver, home: &str) {
    let browser = driver
        .open(&format!("{home}/?q=%E5%BE%AE%E7%9F%AD%E5%89%A7+%E6%B2%B3%E5%8D%97"), Look::Dark)
        .await;
    browser.until("document.querySelectorAll('#related-tier li').length > 0").await;
    let [ink, paper] = ["color", "backgroundColor"]
        .map(|name| format!("getComputedStyle(document.body).{name}.match(/\\d+/)[0] | 0"));
    assert!(browser.eval(&ink).await.as_u64() > Some(200));
    assert!(browser.eval(&paper).await.as_u64() < Some(50));
    browser.picture("09-dark").await;
    browser.click("#exact-tier .title").await;
    browser.until("document.querySelector('#reader').open").await;
    browser.picture("10-dark-article").await;
    browser.close().await;
}

async fn narrow(driver: &Driver, address: &str) {
    let browser = driver.open(address, Look::Narrow).await;
    browser.until("document.querySelector('#reader').open").await;
    browser.picture("11-narrow-article").await;
    browser.click("#close").await;
    browser.until("!document.querySelector('#reader').open").await;
    assert_eq!(browser.eval("innerWidth").await, 375);
    assert_eq!(browser.eval("document.documentElement.scrollWidth <= innerWidth").await, true);
    assert_eq!(browser.eval("document.querySelector('#filters').open").await, false);
    // The first hit is seen at once, and no field makes a phone zoom in.
    browser
        .until("document.querySelector('#exact-tier .title').getBoundingClientRect().top < 250")
        .await;
    let sizes = "[...document.querySelectorAll('input:not([type=checkbox]), select')].every(f => parseFloat(getComputedStyle(f).fontSize) >= 16)";
    assert_eq!(browser.eval(sizes).await, true);
    browser.picture("12-narrow").await;
    browser.click("#filters summary").await;
    browser.until("document.querySelector('#sort').offsetWidth > 0").await;
    assert_eq!(browser.eval("document.documentElement.scrollWidth <= innerWidth").await, true);
    browser.picture("13-narrow-filters").await;
    browser.close().await;
}
