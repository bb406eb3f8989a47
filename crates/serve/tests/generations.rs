//! Switches of the generation under load.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use xunwen_schema::IndexDir;
use xunwen_serve::{Limits, follow};

use crate::support::{Index, Running};

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Sends requests until `stop` is set; returns how many were answered.
async fn load(server: Arc<Running>, stop: Arc<AtomicBool>) -> usize {
    let mut answered = 0;
    while !stop.load(Ordering::Relaxed) {
        let (status, answer) = server.ask("/api/search?q=%E6%B2%B3%E5%8D%97&facets=source").await;
        assert_eq!(status, 200, "{answer}");
        assert!(answer.contains(r#""exact":1,"#), "{answer}");
        answered += 1;
    }
    answered
}

#[tokio::test(flavor = "multi_thread")]
async fn generations_switch_ten_times_under_load_without_one_failed_request() {
    let index = Index::small();
    let dir = IndexDir::new(&index.dir());
    let server = Arc::new(Running::start(Arc::clone(&index.live), Limits::default()).await);
    tokio::spawn(follow(Arc::clone(&index.live), Duration::from_millis(1)));
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> =
        (0..4).map(|_| tokio::spawn(load(Arc::clone(&server), Arc::clone(&stop)))).collect();
    for number in 2..=11 {
        copy(&dir.generation(number - 1), &dir.generation(number));
        dir.switch_to(number).unwrap().confirmed().unwrap();
        // The previous generation is removed while requests still read it.
        while !server.ask("/api/health").await.1.contains(&format!(r#""generation":{number}"#)) {}
        fs::remove_dir_all(dir.generation(number - 1)).unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    for client in clients {
        assert!(client.await.unwrap() > 0);
    }
}
