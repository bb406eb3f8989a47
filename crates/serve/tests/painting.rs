//! How soon an answer appears on the screen, and what a visit costs, on an index of any size.
//!
//! With `XUNWEN_TEST_INDEX=DIR` the page is measured on that index, and with `XUNWEN_TEST_BESIDE=ADDRESS` that
//! of another server, such as one of another version, in the same run; no time makes the test fail.

use std::env;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use xunwen_serve::{Limits, Live};

use crate::browser::driver::{Browser, Driver, Look};
use crate::support::{Running, skipped};

/// A frequent word, several words, a question, other wordings, an exclusion.
const QUERIES: [&str; 6] =
    ["经济", "人工智能 就业", "无人机送货为什么这么快", "特朗普", "微短剧", "碳中和 -碳达峰"];

/// Adds up how far what is on the screen was shifted, but for what follows within half a second of a click.
const SHIFTS: &str = "window.shifted = 0; new PerformanceObserver((list) => { \
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value; \
    }).observe({ type: 'layout-shift', buffered: true });";

#[tokio::test(flavor = "multi_thread")]
async fn the_first_hit_is_on_the_screen_soon_after_its_answer() {
    let Some(dir) = env::var_os("XUNWEN_TEST_INDEX") else {
        skipped("XUNWEN_TEST_INDEX names no index to measure on");
        return;
    };
    let Some(driver) = Driver::start() else {
        skipped("chromedriver is not installed, so nothing drives the page in a browser");
        return;
    };
    let limits = Limits::default();
    let live = Arc::new(Live::open(Path::new(&dir), &limits).unwrap());
    let server = Running::start(live, limits).await;
    let own = format!("http://{}", server.address);
    let beside = env::var("XUNWEN_TEST_BESIDE").ok();
    let pages = [("this page", Some(own)), ("beside it", beside)];
    for (name, home) in pages.iter().filter_map(|(name, home)| Some((name, home.as_ref()?))) {
        let browser = driver.open(home, Look::Light).await;
        browser.until("!!document.querySelector('#welcome .promise')").await;
        println!("{name}: {}", browser.text("#welcome .facts").await);
        for query in QUERIES {
            asked(&browser, name, query).await;
        }
        browser.picture("16-real-news").await;
        browser.close().await;
        visits(&driver, name, home).await;
    }
}

async fn asked(browser: &Browser, name: &str, query: &str) {
    browser.eval("performance.clearMeasures(); ").await;
    browser.write("#q", &format!("{query}\n")).await;
    browser.until("performance.getEntriesByName('answer to paint').length > 0").await;
    let time = browser
        .eval("performance.getEntriesByName('answer to paint')[0].duration.toFixed(1)")
        .await;
    println!("{name}: {query}: painted {} ms after its answer", time.as_str().unwrap());
}

/// Measures first visits, a repeated one, and one of a slow machine far away.
async fn visits(driver: &Driver, name: &str, home: &str) {
    for (at, query) in QUERIES.into_iter().enumerate() {
        let browser = driver.open_with("about:blank", Look::Light, SHIFTS).await;
        let address = format!("{home}/?q={query}");
        for (visit, is_slow) in [("first", false), ("repeated", false), ("slow and far", true)] {
            if is_slow && at > 2 {
                continue;
            }
            if is_slow {
                slow_down(&browser).await;
            }
            browser.visit(&address).await;
            browser.until("performance.getEntriesByName('painted').length > 0").await;
            // The rest of the page comes after the hits, and must not shift them.
            browser.until("performance.getEntriesByType('resource').some(e => e.name.includes('/api/trend'))").await;
            tokio::time::sleep(std::time::Duration::from_millis(if is_slow { 2500 } else { 700 }))
                .await;
            let Value::Array(figures) = browser.eval(FIGURES).await else { panic!("no figures") };
            let [paint, bytes, requests, shifted] = figures.as_slice() else {
                panic!("{figures:?}")
            };
            println!(
                "{name}: {query}: {visit} visit: first hit after {paint} ms, {bytes} bytes, {requests} requests for the page, shifted {shifted}"
            );
        }
        browser.close().await;
    }
}

/// The time to the first hit, the bytes of all that was loaded, the requests for the page that went out, and
/// how far things were shifted.
const FIGURES: &str = "(all => [Math.round(performance.getEntriesByName('painted')[0].startTime), \
    all.reduce((sum, e) => sum + e.transferSize, 0), \
    all.filter(e => !e.name.includes('/api/') && e.transferSize > 0).length, \
    Number(window.shifted.toFixed(4))])([...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')])";

/// Makes the processor four times slower and every answer 150 ms late, and forgets what was kept.
async fn slow_down(browser: &Browser) {
    browser.tell("Network.enable", json!({})).await;
    browser.tell("Network.clearBrowserCache", json!({})).await;
    let network = json!({ "offline": false, "latency": 150, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.tell("Network.emulateNetworkConditions", network).await;
    browser.tell("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
}
