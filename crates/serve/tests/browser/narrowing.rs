use serde_json::json;

use super::Site;
use super::driver::Look;

/// Articles of three outlets and of none, in 2031; `zzkey` stands in all, and with `zzone` in none.
fn articles() -> Vec<String> {
    let named = (0..12).map(|number| {
        let source = ["甲报", "乙报", "丙报"][number % 3];
        let day = 1 + number;
        json!({"id": format!("n{number}"), "title": format!("zzkey {number}"), "body": "一则。", "source": source, "published_at": format!("2031-03-{day:02}")})
    });
    let unnamed = (0..2).map(|number| {
        json!({"id": format!("u{number}"), "title": format!("zzkey 无名 {number}"), "body": "一则。", "published_at": "2031-04-01"})
    });
    let undated = [
        json!({"id": "x", "title": "zzkey 无日期", "body": "一则。", "source": "丙报"}),
        json!({"id": "y", "title": "zzone", "body": "一则。"}),
    ];
    let about = (0..30).map(|number| {
        json!({"id": format!("d{number}"), "title": format!("无人机第 {number} 次送货"), "body": "这是为什么？快递的事。", "source": "丁报", "published_at": "2030-01-01"})
    });
    named.chain(unnamed).chain(about).chain(undated).map(|article| article.to_string()).collect()
}

const QUIET: &str = "!document.querySelector('#main').hasAttribute('aria-busy') && !document.querySelector('#outlets').hasAttribute('aria-busy')";

fn exactly(count: usize) -> String {
    format!("document.querySelector('#exact-tier h2').textContent === '精确 {count} 篇' && {QUIET}")
}

#[tokio::test(flavor = "multi_thread")]
async fn several_outlets_are_chosen_at_once_and_found_by_name() {
    let Some(site) = Site::of(&articles()).await else { return };
    let browser = site.open("?q=zzkey", Look::Light).await;
    browser.until(&exactly(15)).await;
    let rows = "[...document.querySelectorAll('#outlets li')].map(li => li.textContent)";
    assert_eq!(browser.eval(rows).await, json!(["丙报5", "乙报4", "甲报4", "未署来源2"]));
    browser.click("#outlets li:nth-child(2) input").await;
    browser.until(&exactly(4)).await;
    browser.click("#outlets input[data-key='outlet 甲报']").await;
    browser.until(&exactly(8)).await;
    assert_eq!(
        browser.eval("new URLSearchParams(location.search).getAll('source').join()").await,
        "乙报,甲报"
    );
    browser.click("#outlets input[data-key='outlet ']").await;
    browser.until(&exactly(10)).await;
    assert_eq!(browser.eval("document.querySelectorAll('#chips .chip').length").await, 3);
    browser.picture("40-outlets").await;
    for _ in 0..3 {
        browser.click("#chips .chip").await;
        browser.until(QUIET).await;
    }
    browser.until(&exactly(15)).await;
    browser.write("#like", "甲").await;
    browser.until("document.querySelectorAll('#outlets li').length === 1").await;
    assert_eq!(browser.text("#outlets li").await, "甲报4");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_shows_shares_over_the_archive_and_is_dragged() {
    let Some(site) = Site::of(&articles()).await else { return };
    let browser = site.open("?q=zzkey", Look::Light).await;
    browser.until("document.querySelectorAll('#timeline .share').length > 0").await;
    assert!(browser.text("#time figcaption").await.contains("1 篇没有日期，不在图中"));
    let titles = "[...document.querySelectorAll('#timeline g title')].map(t => t.textContent)";
    let titles = browser.eval(titles).await;
    let first = titles[0].as_str().unwrap();
    assert_eq!(first, "2031-03-01：1 篇，每万篇 10000（共 1 篇）");
    browser.picture("41-timeline").await;
    let place = |day: u32| {
        format!(
            "(r => [r.left + r.width / 2, r.top + r.height / 2])(document.querySelector('#timeline g[data-period=\"2031-03-{day:02}\"] .hit-area').getBoundingClientRect())"
        )
    };
    let [from, to] = [browser.eval(&place(3)).await, browser.eval(&place(6)).await]
        .map(|at| (at[0].as_f64().unwrap(), at[1].as_f64().unwrap()));
    browser.drag(from, to).await;
    browser.until("location.search.includes('since=2031-03-03&until=2031-03-06')").await;
    browser.until(&exactly(4)).await;
    browser.until("document.querySelector('.crumbs')?.textContent.startsWith('全部时间')").await;
    let crumbs = "[...document.querySelectorAll('.crumbs button')].map(b => b.textContent)";
    assert_eq!(browser.eval(crumbs).await, json!(["全部时间", "2031", "2031-03"]));
    browser.click(".crumbs button:nth-of-type(2)").await;
    browser.until("location.search.includes('since=2031&until=2031')").await;
    browser.until(&exactly(14)).await;
    // A date inside the query bounds the timeline, too.
    browser.visit(&format!("{}/?q=zzkey+日期:2031-04", site.home)).await;
    browser.until("document.querySelectorAll('#timeline g').length > 0").await;
    let all = "[...document.querySelectorAll('#timeline g')].every(g => g.dataset.period.startsWith('2031-04'))";
    assert_eq!(browser.eval(all).await, true);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_one_entry_of_the_history_and_an_error_is_at_its_field() {
    let Some(site) = Site::of(&articles()).await else { return };
    let browser = site.open("?q=zzkey", Look::Light).await;
    browser.until(&exactly(15)).await;
    let entries = browser.eval("history.length").await.as_u64().unwrap();
    // Typing sends both a change and a submission.
    browser.write("#since", "2031-04\n").await;
    browser.until(&exactly(2)).await;
    assert_eq!(browser.eval("history.length").await, entries + 1);
    browser.write("#until", "bald\n").await;
    browser.until("!document.querySelector('#until-problem').hidden").await;
    assert!(browser.text("#until-problem").await.contains("日期写作"));
    assert_eq!(
        browser.eval("document.querySelector('#until').getAttribute('aria-invalid')").await,
        "true"
    );
    assert_eq!(browser.eval("document.querySelector('#problem').hidden").await, true);
    browser.picture("42-field-error").await;
    browser.back().await;
    browser.until(&exactly(2)).await;
    browser.back().await;
    browser.until(&exactly(15)).await;
    browser.click("#presets button").await;
    browser.until("/since=2\\d{3}-\\d\\d-\\d\\d/.test(location.search)").await;
    browser
        .until("document.querySelector('#presets button').getAttribute('aria-pressed') === 'true'")
        .await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_found_says_which_keyword_misses_and_related_ones_are_the_nearest() {
    let Some(site) = Site::of(&articles()).await else { return };
    let browser = site.open("?q=zzkey+zzone", Look::Light).await;
    browser.until("document.querySelector('#status').textContent.includes('单独看')").await;
    let status = browser.text("#status").await;
    assert!(status.contains("“zzkey” 15 篇，“zzone” 1 篇"), "{status}");
    assert_eq!(browser.text("#related-tier h2").await, "相关：最相近的 16 篇");
    browser.picture("43-nothing-exact").await;
    // Of many related articles only the nearest are shown, and no count of the others.
    browser.write("#q", "无人机送货为什么这么快\n").await;
    browser
        .until("document.querySelector('#related-tier h2').textContent === '相关：最相近的 20 篇'")
        .await;
    browser.until(QUIET).await;
    browser.click("#next").await;
    browser.until("document.querySelector('#place').textContent === '11–20'").await;
    assert_eq!(browser.eval("document.querySelector('#next').disabled").await, true);
    let empty_words = "[...document.querySelectorAll('#related-tier mark')].filter(m => /^(的|为什么|这么|了)$/.test(m.textContent)).length";
    assert_eq!(browser.eval(empty_words).await, 0);
    let reasons = "[...document.querySelectorAll('#related-tier li')].every(li => li.querySelector('.matched, .via'))";
    assert_eq!(browser.eval(reasons).await, true);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_wait_for_the_input_method() {
    let Some(site) = Site::of(&[]).await else { return };
    let browser = site.open("", Look::Light).await;
    browser.until("!!document.querySelector('#welcome .promise')").await;
    let typed = |text: &str, is_composing: bool| {
        format!(
            "const q = document.querySelector('#q'); q.value = '{text}'; \
            q.dispatchEvent(new InputEvent('input', {{ isComposing: {is_composing}, bubbles: true }})); "
        )
    };
    let asked = "performance.getEntriesByType('resource').filter(e => e.name.includes('api/suggest')).length";
    browser.eval(&typed("wei", true)).await;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    assert_eq!(browser.eval(asked).await, 0);
    browser.eval(&typed("郑州", false)).await;
    browser.until("document.querySelectorAll('#suggestions option').length > 0").await;
    browser.close().await;
}
