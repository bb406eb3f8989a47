use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;

use super::Site;
use super::driver::{Browser, Look};

/// What is wrong with the server, by the beginning of a path.
#[derive(Clone, Default)]
struct Trouble(Arc<Mutex<Vec<(&'static str, What)>>>);

#[derive(Clone, Copy)]
enum What {
    Fails,
    Waits,
    /// A proxy answers in its place.
    IsHtml,
}

impl Trouble {
    fn set(&self, trouble: &[(&'static str, What)]) {
        *self.0.lock().unwrap() = trouble.to_vec();
    }

    fn around(&self, app: Router) -> Router {
        let own = self.clone();
        app.layer(from_fn(move |request: Request, next: Next| {
            let own = own.clone();
            async move { own.answer(request, next).await }
        }))
    }

    async fn answer(&self, request: Request, next: Next) -> Response {
        let asked = request.uri().path().to_owned();
        let find = || {
            let all = self.0.lock().unwrap();
            all.iter().find(|(path, _)| asked.starts_with(path)).map(|(_, what)| *what)
        };
        match find() {
            None => next.run(request).await,
            Some(What::Fails) => {
                let problem = r#"{"status":500,"title":"Internal Server Error","code":"internal","detail":"the index cannot be read"}"#;
                let form = [(header::CONTENT_TYPE, "application/problem+json")];
                (StatusCode::INTERNAL_SERVER_ERROR, form, problem).into_response()
            }
            Some(What::IsHtml) => {
                ([(header::CONTENT_TYPE, "text/html")], "<h1>Sign in</h1>").into_response()
            }
            Some(What::Waits) => {
                while matches!(find(), Some(What::Waits)) {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                next.run(request).await
            }
        }
    }
}

const TEN: &str = "document.querySelectorAll('#exact-tier li').length === 10";

async fn troubled(rest: &str) -> Option<(Site, Trouble, Browser)> {
    let trouble = Trouble::default();
    let site = Site::within(&[], |app| trouble.around(app)).await?;
    let browser = site.open(rest, Look::Light).await;
    Some((site, trouble, browser))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_panel_fails_alone_and_is_tried_again() {
    let Some((_site, trouble, browser)) = troubled("").await else { return };
    trouble.set(&[("/api/trend", What::Fails), ("/api/facet", What::Fails)]);
    browser.write("#q", "微短剧\n").await;
    browser.until("!!document.querySelector('#time [role=alert]')").await;
    browser.until(TEN).await;
    assert!(browser.text("#time").await.contains("索引读不出来"));
    assert_eq!(browser.eval("document.querySelector('#problem').hidden").await, true);
    browser.picture("30-a-panel-failed").await;
    trouble.set(&[]);
    browser.click("#time button[data-key=again]").await;
    browser.until("!!document.querySelector('#timeline')").await;
    assert_eq!(browser.eval(TEN).await, true);

    // An article that cannot be read leaves the list, and is tried again.
    trouble.set(&[("/api/articles/", What::Fails)]);
    browser.click("#exact-tier .title").await;
    browser.until("!!document.querySelector('#reader [role=alert]')").await;
    assert_eq!(browser.eval(TEN).await, true);
    trouble.set(&[]);
    browser.click("#reader button[data-key=again]").await;
    browser.until("document.querySelectorAll('#reader mark').length > 0").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_are_told_apart() {
    let Some((_site, trouble, browser)) = troubled("").await else { return };
    browser.until("!!document.querySelector('#welcome .promise')").await;
    let said = |text: &str| {
        format!(
            "!document.querySelector('#problem').hidden && document.querySelector('#problem').textContent.includes('{text}')"
        )
    };
    trouble.set(&[("/api/search", What::IsHtml)]);
    browser.write("#q", "微短剧\n").await;
    browser.until(&said("不是寻闻的服务器")).await;
    trouble.set(&[("/api/search", What::Fails)]);
    browser.write("#q", "微短剧\n").await;
    browser.until(&said("索引读不出来")).await;
    trouble.set(&[]);
    browser
        .eval("window.real = fetch; window.fetch = () => Promise.reject(new TypeError('no')); ")
        .await;
    browser.write("#q", "微短剧\n").await;
    browser.until(&said("连不上服务器")).await;
    browser
        .eval("Object.defineProperty(navigator, 'onLine', { value: false, configurable: true }); ")
        .await;
    browser.write("#q", "微短剧\n").await;
    browser.until(&said("没有联网")).await;
    // A fault of a script is no fault of the network.
    browser.eval("window.fetch = async () => ({ ok: true, json: async () => ({}) }); ").await;
    browser.write("#q", "微短剧\n").await;
    browser.until(&said("页面出了错")).await;
    browser.eval("window.fetch = window.real; ").await;
    browser.write("#q", "微短剧\n").await;
    browser.until(TEN).await;
    assert_eq!(browser.eval("document.querySelector('#problem').hidden").await, true);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_old_hits_stand_under_a_new_query() {
    let Some((_site, trouble, browser)) = troubled("?q=%E5%BE%AE%E7%9F%AD%E5%89%A7").await else {
        return;
    };
    browser.until(TEN).await;
    trouble.set(&[("/api/search", What::Waits)]);
    browser.write("#q", "河南\n").await;
    browser.until("document.querySelector('#main').getAttribute('aria-busy') === 'true'").await;
    assert_eq!(browser.text("#status").await, "正在找……");
    let shown = "[...document.querySelectorAll('#articles li')].some(li => li.checkVisibility({ visibilityProperty: true, opacityProperty: true }))";
    assert_eq!(browser.eval(shown).await, false);
    browser.picture("31-searching").await;
    trouble.set(&[]);
    browser.until("!document.querySelector('#main').hasAttribute('aria-busy') && document.querySelector('#status').textContent.startsWith('精确')").await;
    assert_eq!(browser.eval(shown).await, true);
    browser.close().await;
}

/// What the oldest browsers lack, and what strict ones forbid.
const LACKING: &str = "delete Map.groupBy; delete Object.groupBy; delete Promise.withResolvers; delete URL.parse; \
    delete Array.prototype.findLast; Array.prototype.findLast = function (f) { return [...this].reverse().find(f); }; \
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });";

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_stores_nothing_and_lacks_the_newest_shows_all_the_same() {
    let Some(site) = Site::of(&[]).await else { return };
    let browser = site.driver.open_with(&site.home, Look::Light, LACKING).await;
    browser.until("!!document.querySelector('#welcome .promise')").await;
    assert_eq!(browser.eval("typeof Map.groupBy").await, "undefined");
    browser.write("#q", "10万\n").await;
    browser.until("document.querySelectorAll('#related-tier .via').length > 0").await;
    assert!(browser.text("#others li").await.starts_with("10万 也作十万"));
    browser.click("#language").await;
    browser.until("document.documentElement.lang === 'en'").await;
    browser.write("#q", "微短剧\n").await;
    browser.until(TEN).await;
    browser.close().await;
}

/// Serves an interface below a path, which is taken away from addresses as a proxy does.
fn below_news(app: Router) -> Router {
    Router::new().fallback_service(app.map_request(|mut request: Request| {
        let address = request.uri().to_string();
        *request.uri_mut() = address.strip_prefix("/news").unwrap_or("/gone").parse().unwrap();
        request
    }))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_works_below_the_path_of_a_proxy() {
    let Some(site) = Site::within(&[], below_news).await else { return };
    let browser = site.open("news/?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&article=s001", Look::Light).await;
    browser.until("document.querySelectorAll('#reader mark').length > 0").await;
    browser.click("#close").await;
    browser.until(TEN).await;
    browser.until("!!document.querySelector('#timeline')").await;
    browser.click("h1 a").await;
    browser.until("!!document.querySelector('#welcome .promise')").await;
    assert_eq!(browser.eval("location.pathname").await, "/news/");
    browser.close().await;
}
