//! Readers that a job's stop reaches, whatever they read.
//!
//! What is skipped makes no batch: two gigabytes of blank lines, a bomb of blanks, a pipe that stays
//! silent. So the wish to stop is looked at where bytes come in, below all formats, and not only
//! between batches.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// Bytes of a piece that a [`Pipe`] hands over.
const PIECE: usize = 64 * 1024;
/// Pieces that a [`Pipe`] reads ahead.
const AHEAD: usize = 4;
/// How long a silent pipe is waited for between two looks at the wish to stop.
const PAUSE: Duration = Duration::from_millis(100);

/// Set once reading shall stop.
pub(super) type Stop = Arc<AtomicBool>;

/// Returns whether reading shall stop.
pub(super) fn is_set(stop: &Stop) -> bool {
    stop.load(Ordering::Relaxed)
}

/// What a reader returns that was stopped; whoever gets it looks at the wish to stop and not at this.
fn stopped() -> io::Error {
    io::Error::other("reading was stopped")
}

/// A reader that fails once it shall stop.
pub(super) struct Stoppable<R> {
    reader: R,
    stop: Stop,
}

impl<R> Stoppable<R> {
    pub(super) fn new(reader: R, stop: &Stop) -> Self {
        Self { reader, stop: Arc::clone(stop) }
    }
}

impl<R: Read> Read for Stoppable<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if is_set(&self.stop) { Err(stopped()) } else { self.reader.read(buffer) }
    }
}

/// A stream that may be silent for as long as it likes, such as a pipe. A thread of its own waits for
/// it, which ends with the stream or with the process.
pub(super) struct Pipe {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    /// Bytes of the piece that were read.
    used: usize,
    stop: Stop,
}

impl Pipe {
    /// Reads what `open` returns; opening may take as long as reading.
    pub(super) fn new<R: Read>(
        open: impl FnOnce() -> io::Result<R> + Send + 'static,
        stop: &Stop,
    ) -> io::Result<Self> {
        let (sender, pieces) = sync_channel(AHEAD);
        thread::Builder::new().name("input".to_owned()).spawn(move || match open() {
            Ok(reader) => send(reader, &sender),
            Err(error) => drop(sender.send(Err(error))),
        })?;
        Ok(Self { pieces, piece: Vec::new(), used: 0, stop: Arc::clone(stop) })
    }

    /// Waits for the next piece; returns false at the end.
    fn next(&mut self) -> io::Result<bool> {
        loop {
            match self.pieces.recv_timeout(PAUSE) {
                Ok(piece) => {
                    self.piece = piece?;
                    self.used = 0;
                    return Ok(true);
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(false),
                Err(RecvTimeoutError::Timeout) if is_set(&self.stop) => return Err(stopped()),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.used == self.piece.len() && !self.next()? {
            return Ok(0);
        }
        let count = self.piece.get(self.used..).unwrap_or_default().read(buffer)?;
        self.used += count;
        Ok(count)
    }
}

/// Sends what `reader` yields, until it ends or nobody listens any more.
fn send(mut reader: impl Read, pieces: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut piece = vec![0; PIECE];
        let sent = match reader.read(&mut piece) {
            Ok(0) => return,
            Ok(count) => {
                piece.truncate(count);
                pieces.send(Ok(piece))
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                drop(pieces.send(Err(error)));
                return;
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_yields_all_bytes_then_ends() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|number| number as u8).collect();
        let source = bytes.clone();
        let mut pipe = Pipe::new(move || Ok(io::Cursor::new(source)), &Stop::default()).unwrap();
        let mut read = Vec::new();
        pipe.read_to_end(&mut read).unwrap();
        assert!(read == bytes);
        assert_eq!(pipe.read(&mut [0; 8]).unwrap(), 0);
    }

    #[test]
    fn a_pipe_that_cannot_be_opened_or_read_says_why() {
        let missing = || std::fs::File::open("/no/such/file");
        let mut pipe = Pipe::new(missing, &Stop::default()).unwrap();
        assert_eq!(pipe.read(&mut [0; 8]).unwrap_err().kind(), io::ErrorKind::NotFound);
        let folder = || std::fs::File::open("/");
        let mut pipe = Pipe::new(folder, &Stop::default()).unwrap();
        assert_eq!(pipe.read(&mut [0; 8]).unwrap_err().kind(), io::ErrorKind::IsADirectory);
    }

    #[test]
    fn a_silent_pipe_is_stopped() {
        let (reader, _writer) = io::pipe().unwrap();
        let stop = Stop::default();
        let mut pipe = Pipe::new(move || Ok(reader), &stop).unwrap();
        stop.store(true, Ordering::Relaxed);
        assert_eq!(pipe.read(&mut [0; 8]).unwrap_err().to_string(), "reading was stopped");
    }
}
