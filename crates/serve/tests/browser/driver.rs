//! Chromium, through chromedriver.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::http::Method;
use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long something may take to appear before the test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running chromedriver, which ends when this value is dropped.
pub(crate) struct Driver {
    process: Child,
    address: String,
}

/// The colour scheme or size of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Light,
    Dark,
    Narrow,
    /// Wide enough for the reader beside the list.
    Wide,
}

/// A browser with a profile of its own.
pub(crate) struct Browser {
    client: Client,
    _profile: TempDir,
}

impl Driver {
    /// Starts chromedriver on a port of its own; `None` where it is not installed.
    pub(crate) fn start() -> Option<Self> {
        let mut command = Command::new("chromedriver");
        command.args(["--port=0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().ok()?;
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let port = lines.find_map(|line| {
            Some(
                line.split_once("started successfully on port ")?
                    .1
                    .trim_end_matches('.')
                    .to_owned(),
            )
        });
        let address = format!("http://127.0.0.1:{}", port.unwrap());
        // Its later output must be read, or it blocks.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { process, address })
    }

    /// Opens `address` in a new browser.
    pub(crate) async fn open(&self, address: &str, look: Look) -> Browser {
        self.open_with(address, look, "").await
    }

    /// Opens `address` in a new browser in which `script` runs before those of any page.
    pub(crate) async fn open_with(&self, address: &str, look: Look, script: &str) -> Browser {
        let profile = tempfile::tempdir().unwrap();
        let mut arguments = vec![
            "--headless".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--disable-quic".to_owned(),
            "--lang=zh-CN".to_owned(),
            format!("--window-size={},900", if look == Look::Wide { 1600 } else { 1200 }),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        let scheme = if look == Look::Dark { 0 } else { 1 };
        arguments.push(format!("--blink-settings=preferredColorScheme={scheme}"));
        let mut options = json!({
            "args": arguments,
            "prefs": { "intl.accept_languages": "zh-CN,zh" },
        });
        if look == Look::Narrow {
            let metrics = json!({ "width": 375, "height": 740, "pixelRatio": 2 });
            options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        }
        if Path::new("/usr/bin/chromium").exists() {
            options["binary"] = json!("/usr/bin/chromium");
        }
        let capabilities = json!({ "goog:chromeOptions": options });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.as_object().unwrap().clone());
        let client = builder.connect(&self.address).await.unwrap();
        let browser = Browser { client, _profile: profile };
        if !script.is_empty() {
            let source = json!({ "source": script });
            browser.tell("Page.addScriptToEvaluateOnNewDocument", source).await;
        }
        browser.client.goto(address).await.unwrap();
        browser
    }
}

/// A command of the protocol of Chromium's developer tools, which chromedriver passes on.
#[derive(Debug)]
struct ToolsCommand(&'static str, Value);

impl WebDriverCompatibleCommand for ToolsCommand {
    fn endpoint(
        &self,
        base_url: &url::Url,
        session_id: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base_url.join(&format!("session/{}/goog/cdp/execute", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        let Self(command, parameters) = self;
        let body = json!({ "cmd": command, "params": parameters });
        (Method::POST, Some(body.to_string()))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Browser {
    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
    }

    /// Returns the value of a JavaScript expression.
    pub(crate) async fn eval(&self, expression: &str) -> Value {
        let script = match expression.contains("; ") {
            true => expression.to_owned(),
            false => format!("return ({expression})"),
        };
        self.client.execute(&script, Vec::new()).await.unwrap()
    }

    /// Returns the value that the promise of a script resolves to.
    pub(crate) async fn later(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Gives a command of the protocol of Chromium's developer tools.
    pub(crate) async fn tell(&self, command: &'static str, parameters: Value) -> Value {
        self.client.issue_cmd(ToolsCommand(command, parameters)).await.unwrap()
    }

    /// Goes to an address.
    pub(crate) async fn visit(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Presses a key together with another that is held, such as Shift.
    pub(crate) async fn chord(&self, held: Key, key: Key) {
        let [held, value] = [held, key].map(|key| key.to_string().chars().next().unwrap());
        let keys = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: held });
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Drags the mouse from one place of the window to another.
    pub(crate) async fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        let move_to = |(x, y)| PointerAction::MoveTo { duration: None, x, y };
        let actions = MouseActions::new("mouse".to_owned())
            .then(move_to(from))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(move_to(((from.0 + to.0) / 2.0, from.1)))
            .then(move_to(to))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Waits until a JavaScript expression is true.
    #[track_caller]
    pub(crate) fn until<'a>(&'a self, expression: &'a str) -> impl Future<Output = ()> + 'a {
        let place = std::panic::Location::caller();
        async move {
            let all = async {
                while self.eval(expression).await != true {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            };
            if tokio::time::timeout(PATIENCE, all).await.is_err() {
                self.picture("failure").await;
                panic!("{place}: never true: {expression}");
            }
        }
    }

    /// Returns the text of the first matching element.
    pub(crate) async fn text(&self, css: &str) -> String {
        let text = self.eval(&format!("document.querySelector({}).textContent", json!(css))).await;
        text.as_str().unwrap().to_owned()
    }

    /// Clicks the first matching element, again if the page has replaced it in the meantime.
    pub(crate) async fn click(&self, css: &str) {
        let click = async {
            loop {
                match self.client.find(Locator::Css(css)).await.unwrap().click().await {
                    Err(error) if error.is_stale_element_reference() => {}
                    clicked => return clicked.unwrap(),
                }
            }
        };
        tokio::time::timeout(PATIENCE, click).await.unwrap();
    }

    /// Replaces the content of a field by typing `text`.
    pub(crate) async fn write(&self, css: &str, text: &str) {
        let field = self.client.find(Locator::Css(css)).await.unwrap();
        field.clear().await.unwrap();
        // A line feed presses Enter.
        field.send_keys(&text.replace('\n', "\u{e007}")).await.unwrap();
    }

    /// Presses a key on the focused element.
    pub(crate) async fn key(&self, key: &str) {
        let value = key.chars().next().unwrap();
        let keys = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        self.client.perform_actions(keys).await.unwrap();
    }

    pub(crate) async fn address(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }

    pub(crate) async fn title(&self) -> String {
        self.client.title().await.unwrap()
    }

    pub(crate) async fn back(&self) {
        self.client.back().await.unwrap();
    }

    pub(crate) async fn reload(&self) {
        self.client.refresh().await.unwrap();
    }

    /// Saves a picture to the folder in `XUNWEN_SCREENSHOTS`.
    pub(crate) async fn picture(&self, name: &str) {
        if let Some(folder) = env::var_os("XUNWEN_SCREENSHOTS") {
            let picture = self.client.screenshot().await.unwrap();
            fs::write(Path::new(&folder).join(format!("{name}.png")), picture).unwrap();
        }
    }
}
