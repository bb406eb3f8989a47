use fantoccini::key::Key;

use super::Site;
use super::driver::{Browser, Look};

async fn focused(browser: &Browser) -> String {
    let name = "document.activeElement.dataset.key || document.activeElement.id || document.activeElement.tagName";
    browser.eval(name).await.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_reached_by_keyboard_and_the_focus_is_never_lost() {
    let Some(site) = Site::of(&[]).await else { return };
    let browser = site.open("?q=%E5%BE%AE%E7%9F%AD%E5%89%A7", Look::Light).await;
    browser.until("!!document.querySelector('#timeline')").await;

    // The first stop skips to the results.
    browser.key(&Key::Tab.to_string()).await;
    assert_eq!(focused(&browser).await, "skip");
    browser.key(&Key::Enter.to_string()).await;
    assert_eq!(focused(&browser).await, "status");

    // A filter that is ticked keeps the focus though the list of outlets is made anew.
    browser.eval("document.querySelector('#outlets input').focus(); ").await;
    let outlet = focused(&browser).await;
    browser.key(" ").await;
    browser.until("location.search.includes('source=')").await;
    browser.until("document.querySelector('#chips').childElementCount === 1 && !document.querySelector('#outlets').hasAttribute('aria-busy')").await;
    assert_eq!(focused(&browser).await, outlet);
    // A chip that takes itself away leaves the focus on the page.
    browser.eval("document.querySelector('#chips .chip').focus(); ").await;
    browser.key(&Key::Enter.to_string()).await;
    browser.until("document.querySelector('#chips').childElementCount === 0").await;
    assert_ne!(focused(&browser).await, "BODY");

    // The timeline: arrows move, Shift chooses a range, Enter narrows to it.
    browser.until("document.querySelectorAll('#timeline g').length > 3").await;
    let periods = browser
        .eval("[...document.querySelectorAll('#timeline g')].map(g => g.dataset.period)")
        .await;
    browser.eval("document.querySelector('#timeline').focus(); ").await;
    browser.key(&Key::Home.to_string()).await;
    browser.key(&Key::Right.to_string()).await;
    browser.chord(Key::Shift, Key::Right).await;
    assert_eq!(browser.eval("document.querySelectorAll('#timeline .chosen').length").await, 2);
    browser.key(&Key::Enter.to_string()).await;
    let range = format!(
        "location.search.includes('since={}&until={}')",
        periods[1].as_str().unwrap(),
        periods[2].as_str().unwrap()
    );
    browser.until(&range).await;
    browser.until("!document.querySelector('#time').hasAttribute('aria-busy') && !!document.querySelector('.crumbs button')").await;
    assert_ne!(focused(&browser).await, "BODY");
    browser.click(".crumbs button").await;
    browser.until("!location.search.includes('since')").await;

    reading_by_keyboard(&browser).await;
    browser.close().await;
}

/// j, k, n, p and Escape work while an article is read, beside or over the list.
async fn reading_by_keyboard(browser: &Browser) {
    browser.until("document.querySelectorAll('#exact-tier li').length === 10 && !document.querySelector('#main').hasAttribute('aria-busy')").await;
    let titles = browser
        .eval("[...document.querySelectorAll('#articles .title')].map(t => t.textContent)")
        .await;
    browser.eval("document.activeElement.blur(); ").await;
    browser.key("j").await;
    let first = focused(browser).await;
    browser.key(&Key::Enter.to_string()).await;
    browser.until("document.querySelectorAll('#reader mark').length > 0").await;
    browser.key("j").await;
    browser
        .until(&format!("document.querySelector('#reader-title')?.textContent === {}", titles[1]))
        .await;
    browser.key("k").await;
    browser
        .until(&format!("document.querySelector('#reader-title')?.textContent === {}", titles[0]))
        .await;
    browser.until("document.querySelector('#mark-place').textContent.startsWith('1 /')").await;
    browser.key("n").await;
    browser.until("document.querySelector('#mark-place').textContent.startsWith('2 /')").await;
    browser.key(&Key::Escape.to_string()).await;
    browser.until("!document.querySelector('#reader').open").await;
    assert_eq!(focused(browser).await, first);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_turned_leaves_the_focus_on_its_status() {
    let Some(site) = Site::of(&[]).await else { return };
    let browser = site.open("?q=%E5%BE%AE%E7%9F%AD%E5%89%A7", Look::Light).await;
    browser
        .until("!!document.querySelector('#next') && !document.querySelector('#pages').hidden")
        .await;
    browser.eval("document.querySelector('#next').focus(); ").await;
    browser.key(&Key::Enter.to_string()).await;
    browser.until("document.querySelector('#place').textContent === '11–20'").await;
    assert_eq!(focused(&browser).await, "status");
    browser.close().await;
}
