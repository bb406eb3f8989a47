//! Writing back: what is written of a segment goes to the disk while the rest is made, so that at the
//! end there is little left to wait for.

use std::fs::File;
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};

/// How long the disk is left alone in between.
const PAUSE: Duration = Duration::from_millis(250);

/// A thread that has files brought to the disk again and again, until it is dropped.
pub(super) struct Writeback {
    /// Nothing is ever sent: that it is gone is the end.
    running: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Writeback {
    /// Starts with `files`, which need not be there yet.
    ///
    /// # Errors
    ///
    /// If the system refuses a thread.
    pub(super) fn start(files: Vec<PathBuf>) -> std::io::Result<Self> {
        let (running, ended) = bounded::<()>(0);
        let work = move || {
            while ended.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                files.iter().filter_map(|file| File::open(file).ok()).for_each(|file| {
                    // Who writes a file brings it to the disk at its end, and tells of errors.
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
