//! Write-back: the files of a segment are synced while they are written, so that little is left to wait
//! for at the end.

use std::fs::File;
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};

/// The pause between two rounds of syncing.
const PAUSE: Duration = Duration::from_millis(250);

/// A thread that syncs files repeatedly until it is dropped.
pub(super) struct Writeback {
    /// Nothing is ever sent: dropping the sender ends the thread.
    running: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Writeback {
    /// Starts syncing `files`, which need not exist yet.
    ///
    /// # Errors
    ///
    /// If the thread cannot be started.
    pub(super) fn start(files: Vec<PathBuf>) -> std::io::Result<Self> {
        let (running, ended) = bounded::<()>(0);
        let work = move || {
            while ended.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                files.iter().filter_map(|file| File::open(file).ok()).for_each(|file| {
                    // Errors are ignored here: the writer of a file syncs it at the end and reports them.
                    drop(file.sync_data());
                });
            }
        };
        let thread = std::thread::Builder::new().name("write-back".to_owned()).spawn(work)?;
        Ok(Self { running: Some(running), thread: Some(thread) })
    }
}

impl Drop for Writeback {
    fn drop(&mut self) {
        self.running = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
