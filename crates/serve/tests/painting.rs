//! How soon an answer appears on the screen, on an index of any size.
//!
//! With `XUNWEN_TEST_INDEX=DIR` the page is measured on that index; no time makes the test fail.

use std::env;
use std::path::Path;
use std::sync::Arc;

use xunwen_serve::{Limits, Live};

use crate::browser::driver::{Driver, Look};
use crate::support::{Running, skipped};

/// A frequent word, several words, a question, other wordings, an exclusion.
const QUERIES: [&str; 6] =
    ["经济", "人工智能 就业", "无人机送货为什么这么快", "特朗普", "微短剧", "碳中和 -碳达峰"];

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
    let browser = driver.open(&format!("http://{}", server.address), Look::Light).await;
    browser.until("!!document.querySelector('#welcome .promise')").await;
    println!("{}", browser.text("#welcome .facts").await);
    for query in QUERIES {
        browser.eval("performance.clearMeasures(); ").await;
        browser.write("#q", &format!("{query}\n")).await;
        browser.until("performance.getEntriesByName('answer to paint').length > 0").await;
        let time = browser
            .eval("performance.getEntriesByName('answer to paint')[0].duration.toFixed(1)")
            .await;
        println!("{query}: painted {} ms after its answer", time.as_str().unwrap());
    }
    browser.picture("16-real-news").await;
    browser.close().await;
}
