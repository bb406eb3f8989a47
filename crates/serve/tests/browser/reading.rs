use serde_json::json;

use super::Site;
use super::driver::Look;

/// A summary as services condense Chinese articles in English: one line, its structure written into it.
const FLAT: &str = "Core Insights - Vertical drama studios rent empty mills by the day, a fall in costs of 40% [1][2] - \
    Crews of zzstudio film eighty episodes in a week [2] Group 1: Studios and Rents - The city counts 45 sets - the most \
    in the province - and plans 20 more [3]. - Rents are paid per episode [4]. Market Outlook - Exports doubled within a year [5]";

/// Looks like structure: a dateline, a dash in prose, a number in brackets, a group that is none.
const PROSE: &str = "ZHENGZHOU - Group 1: the early crews - and group 2 wait [1] for zzprose lights. It ended 3 - 2.";

fn articles() -> Vec<String> {
    [
        json!({"id": "flat", "title": "竖屏片场的账本", "body": "旧厂房改成片场。", "summary": FLAT, "published_at": "2026-01-05"}),
        json!({"id": "prose", "title": "两组剧组", "body": "剧组在等灯光。", "summary": PROSE, "published_at": "2026-01-06"}),
        json!({"id": "bare", "title": "", "body": "无题的消息第一句。后面还有微光词。再后面还有一句。", "published_at": "2026-01-07"}),
        json!({"id": "lines", "title": "多行摘要", "body": "正文。", "summary": "Core Viewpoint\n- zzlines begins here [1].\n- It ends here [2].", "published_at": "2026-01-08"}),
    ]
    .map(|article| article.to_string())
    .to_vec()
}

/// Returns the kinds and texts of the blocks that a summary is laid out in.
const LAID_OUT: &str = "[...document.querySelectorAll('#reader-body .summary > *')].flatMap(e => e.tagName === 'UL' ? \
    [...e.children].map(li => '- ' + li.textContent) : [e.tagName + ' ' + e.textContent])";

#[tokio::test(flavor = "multi_thread")]
async fn summaries_are_laid_out() {
    let Some(site) = Site::of(&articles()).await else { return };
    let browser = site.open("?q=zzstudio&article=flat", Look::Light).await;
    browser.until("document.querySelectorAll('#reader-body .summary h3').length === 3").await;
    let expected = json!([
        "H3 Core Insights",
        "- Vertical drama studios rent empty mills by the day, a fall in costs of 40% [1][2]",
        "- Crews of zzstudio film eighty episodes in a week [2]",
        "H3 Group 1: Studios and Rents",
        "- The city counts 45 sets - the most in the province - and plans 20 more [3].",
        "- Rents are paid per episode [4].",
        "H3 Market Outlook",
        "- Exports doubled within a year [5]",
    ]);
    assert_eq!(browser.eval(LAID_OUT).await, expected);
    let raised =
        "[...document.querySelectorAll('#reader-body sup.reference')].map(e => e.textContent)";
    assert_eq!(browser.eval(raised).await, json!(["[1][2]", "[2]", "[3]", "[4]", "[5]"]));
    assert_eq!(
        browser.eval("document.querySelector('#reader-body .summary mark').textContent").await,
        "zzstudio"
    );
    browser.picture("20-summary").await;

    // In the list: the bullet that matched, cut at its sentence, and no reference number as prose.
    browser.click("#close").await;
    browser.until("!document.querySelector('#reader').open").await;
    let bullet = "document.querySelector('#exact-tier .hit p.bullet')?.textContent ?? ''";
    let text = browser.eval(bullet).await;
    let text = text.as_str().unwrap();
    assert!(text.contains("Crews of zzstudio film eighty episodes in a week"), "{text}");
    assert!(!text.contains(" - "), "{text}");
    browser.picture("21-summary-in-list").await;

    browser.visit(&format!("{}/?q=zzlines&article=lines", site.home)).await;
    browser.until("document.querySelectorAll('#reader-body .summary li').length === 2").await;
    assert_eq!(browser.text("#reader-body .summary h3").await, "Core Viewpoint");

    browser.visit(&format!("{}/?q=zzprose&article=prose", site.home)).await;
    browser.until("document.querySelectorAll('#reader-body .summary p').length === 1").await;
    assert_eq!(browser.text("#reader-body .summary p").await, PROSE);
    let structure =
        "document.querySelectorAll('#reader-body sup, #reader-body .summary :is(h3, ul)').length";
    assert_eq!(browser.eval(structure).await, 0);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_without_a_title_has_a_headline_of_its_own() {
    let Some(site) = Site::of(&articles()).await else { return };
    let browser = site.open("?q=微光词", Look::Light).await;
    for query in ["微光词", "再后面"] {
        browser.write("#q", &format!("{query}\n")).await;
        browser.until("document.querySelectorAll('#exact-tier .untitled').length === 1").await;
        browser
            .until(&format!(
                "document.querySelector('#exact-tier mark').textContent.includes('{query}')"
            ))
            .await;
        assert_eq!(browser.text("#exact-tier .untitled").await, "无题的消息第一句。");
    }
    browser.click("#exact-tier .title").await;
    browser
        .until("document.querySelector('#reader-title')?.textContent === '无题的消息第一句。'")
        .await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_wording_is_marked_in_a_second_colour() {
    let Some(site) = Site::of(&articles()).await else { return };
    let browser = site.open("?q=10万", Look::Light).await;
    browser.until("document.querySelectorAll('#related-tier .via').length > 0").await;
    let wordings = "[...document.querySelectorAll('#related-tier li')].filter(li => li.querySelector('.via')).every(li => \
        [...li.querySelectorAll('mark')].some(m => m.classList.contains('other') && /十[万萬]/.test(m.textContent)))";
    assert_eq!(browser.eval(wordings).await, true);
    browser.click("#related-tier .title").await;
    browser.until("document.querySelectorAll('#reader mark.other').length > 0").await;
    let all = "[...document.querySelectorAll('#reader mark.other')].every(m => /十[万萬]/.test(m.textContent))";
    assert_eq!(browser.eval(all).await, true);
    assert!(browser.text("#mark-place").await.starts_with("1 / "));
    let colours = "new Set([...document.querySelectorAll('#reader mark')].map(m => getComputedStyle(m).backgroundColor)).has('rgb(191, 227, 245)')";
    assert_eq!(browser.eval(colours).await, true);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reader_lies_beside_the_list_where_there_is_room() {
    let Some(site) = Site::of(&articles()).await else { return };
    let browser = site.open("?q=微短剧", Look::Wide).await;
    browser.until("document.querySelectorAll('#exact-tier li').length === 10").await;
    browser.click("#exact-tier .title").await;
    browser.until("document.querySelector('#reader').open && document.querySelectorAll('#reader mark').length > 0").await;
    let beside = "document.querySelector('#reader').getBoundingClientRect().left >= document.querySelector('#main').getBoundingClientRect().right";
    assert_eq!(browser.eval(beside).await, true);
    assert_eq!(browser.eval("document.querySelector('#reader').matches(':modal')").await, false);
    let titles = "[...document.querySelectorAll('#articles .title')].map(t => t.textContent)";
    let titles = browser.eval(titles).await;
    browser.picture("22-beside").await;
    browser.click("#hit-on").await;
    let second = format!("document.querySelector('#reader-title').textContent === {}", titles[1]);
    browser.until(&second).await;
    browser.key("j").await;
    browser
        .until(&format!("document.querySelector('#reader-title').textContent === {}", titles[2]))
        .await;
    browser.key("k").await;
    browser.until(&second).await;
    let current = "document.querySelector('#articles [aria-current]').textContent";
    assert_eq!(browser.eval(current).await, titles[1]);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_say_their_language_and_paper_shows_the_article() {
    let Some(site) = Site::of(&articles()).await else { return };
    let browser = site.open("?q=zzstudio&article=flat", Look::Light).await;
    browser.until("document.querySelectorAll('#reader-body .summary h3').length === 3").await;
    assert_eq!(browser.eval("document.querySelector('#reader-title').lang").await, "zh");
    assert_eq!(browser.eval("document.querySelector('#reader-body li').lang").await, "en");
    browser.tell("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    let shown = |css: &str| format!("document.querySelector('{css}').checkVisibility()");
    for (css, is_shown) in
        [("#reader-body", true), (".bar", false), ("#q", false), ("#exact-tier", false)]
    {
        assert_eq!(browser.eval(&shown(css)).await, is_shown, "{css}");
    }
    browser.close().await;
}
