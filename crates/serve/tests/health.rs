//! Health: what is wrong, also in the log, each thing once.

use std::fs;
use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::{Value, json};
use xunwen_serve::{Limits, router};

use crate::support::{Index, Lines, get};

async fn health(index: &Index) -> Value {
    let (status, health) = get(&index.app(), "/api/health").await;
    assert_eq!(status, StatusCode::OK);
    health
}

#[tokio::test]
async fn a_refresh_that_keeps_failing_is_logged_once_and_reported_until_it_succeeds() {
    let index = Index::small();
    assert_eq!(health(&index).await["problems"], json!([]));
    let lines = Lines::default();
    let writer = lines.clone();
    let log =
        tracing_subscriber::fmt().with_writer(move || writer.clone()).with_ansi(false).finish();
    let logged = tracing::subscriber::set_default(log);
    let manifest = index.dir().join("generations/000001/manifest.json");
    let current = index.dir().join("CURRENT");
    let whole = (fs::read(&manifest).unwrap(), fs::read(&current).unwrap());
    fs::write(&manifest, "{").unwrap();
    for _ in 0..3 {
        assert!(index.live.refresh().is_err());
    }
    let found = health(&index).await;
    let problem = &found["problems"][0];
    assert_eq!(
        (&found["status"], &problem["code"]),
        (&json!("degraded"), &json!("refresh-failed"))
    );
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("manifest.json is damaged"), "{detail}");
    assert!(!detail.contains(index.dir().to_str().unwrap()), "clients learn no path: {detail}");
    fs::remove_file(&current).unwrap();
    for _ in 0..3 {
        assert!(index.live.refresh().is_err());
    }
    assert_eq!(health(&index).await["problems"][0]["code"], "index-gone");
    fs::write(&manifest, whole.0).unwrap();
    fs::write(&current, whole.1).unwrap();
    for _ in 0..3 {
        assert!(!index.live.refresh().unwrap());
    }
    assert_eq!(health(&index).await["status"], "ok");
    drop(logged);
    let lines = lines.text();
    assert_eq!(lines.matches("cannot be refreshed").count(), 2, "{lines}");
    assert_eq!(lines.matches("can be refreshed again").count(), 1, "{lines}");
}

#[tokio::test]
async fn a_server_without_a_free_worker_is_unavailable() {
    let index = Index::small();
    let app = router(Arc::clone(&index.live), Limits { workers: 0, ..Limits::default() });
    let (status, health) = get(&app, "/api/health").await;
    assert_eq!(
        (status, &health["status"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable"))
    );
    assert_eq!(health["articles"], 2);
}

/// Returns the status and the code of the first problem.
fn told(health: &Value) -> (&str, &str) {
    (health["status"].as_str().unwrap(), health["problems"][0]["code"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn an_index_that_is_gone_is_told_at_once_whatever_of_it_is_gone() {
    for gone in ["", "CURRENT", "generations", "generations/000001"] {
        let index = Index::small();
        assert_eq!(told(&health(&index).await), ("ok", ""));
        let (path, away) = (index.dir().join(gone), index.dir().with_extension("away"));
        fs::rename(&path, &away).unwrap();
        // Nothing refreshes the index here: it is seen by looking.
        let found = health(&index).await;
        assert_eq!(told(&found), ("degraded", "index-gone"), "{gone}: {found}");
        assert!(!found.to_string().contains(index.dir().to_str().unwrap()), "{found}");
        assert!(index.live.refresh().is_err(), "{gone}");
        let found = health(&index).await;
        assert_eq!((found["problems"].as_array().unwrap().len(), told(&found).0), (1, "degraded"));
        fs::rename(&away, &path).unwrap();
        assert!(!index.live.refresh().unwrap());
        assert_eq!(told(&health(&index).await), ("ok", ""), "{gone}");
    }
}

#[tokio::test]
async fn an_index_that_cannot_be_read_is_told() {
    let index = Index::small();
    let current = index.dir().join("CURRENT");
    fs::remove_file(&current).unwrap();
    // Even root reads no folder as a file.
    fs::create_dir(&current).unwrap();
    let found = health(&index).await;
    assert_eq!(told(&found), ("degraded", "refresh-failed"), "{found}");
}
