//! Archives: several files in one.

use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::sink::{Message, Sink};
use super::{tar, zip};
use crate::corpus::content::{Content, Head};
use crate::corpus::office::Document;
use crate::corpus::stop::{self, Stop, Stoppable};

/// A kind of archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Archive {
    Zip,
    Tar,
}

/// The files of an archive, in its order. A thread of its own unpacks them, some pieces ahead, so that
/// memory is bounded whatever they unpack to.
pub(in crate::corpus) struct Members {
    shared: Arc<Mutex<Receiver<Message>>>,
    /// What is the same for all members.
    name: String,
    archives: usize,
    consumed: Arc<AtomicU64>,
    stop: Stop,
    /// Files that were begun.
    begun: u64,
    unwanted: Arc<AtomicU64>,
}

/// Pieces that are unpacked ahead.
const AHEAD: usize = 4;
/// How long the thread is waited for between two looks at the wish to stop.
const PAUSE: Duration = Duration::from_millis(100);

impl Archive {
    pub(super) const ENDINGS: [&'static str; 3] = ["zip", "tar", "tgz"];

    /// Returns the archive that a file is, if it is one: an office document is a zip file, too, but
    /// one file to its user.
    pub(super) fn of(content: &Content) -> Option<Self> {
        let head = &content.head.bytes;
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Document::of(head).is_none().then_some(Self::Zip);
        }
        tar::is_tar(head).then_some(Self::Tar)
    }

    /// Starts to unpack `content`.
    pub(super) fn members(self, content: Content) -> io::Result<Members> {
        match self {
            Self::Zip => Members::start(content, zip::unpack),
            Self::Tar => Members::start(content, tar::unpack),
        }
    }
}

impl Members {
    /// Starts a thread that unpacks `content`.
    fn start(
        content: Content,
        unpack: impl FnOnce(Content, &mut Sink) -> io::Result<()> + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, receiver) = sync_channel(AHEAD);
        let unwanted = Arc::new(AtomicU64::new(0));
        let members = Self {
            shared: Arc::new(Mutex::new(receiver)),
            name: content.name.clone(),
            archives: content.archives + 1,
            consumed: Arc::clone(&content.consumed),
            stop: Arc::clone(&content.stop),
            begun: 0,
            unwanted: Arc::clone(&unwanted),
        };
        let mut sink = Sink { sender, begun: 0, unwanted };
        thread::Builder::new().name("archive".to_owned()).spawn(move || {
            if let Err(error) = unpack(content, &mut sink) {
                let _ = sink.send(Message::Broken(error));
            }
        })?;
        Ok(members)
    }

    /// Returns the count of bytes of the input that were read.
    pub(in crate::corpus) fn consumed(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.consumed)
    }

    /// Returns the next file; no more is read of the one before.
    pub(in crate::corpus) fn next(&mut self) -> Option<io::Result<Content>> {
        self.unwanted.store(self.begun, Ordering::Relaxed);
        loop {
            match receive(&self.shared, &self.stop) {
                Ok(Some(Message::File(name))) => {
                    self.begun += 1;
                    return Some(Ok(self.content(&name)));
                }
                // The rest of a file that was not read to its end.
                Ok(Some(Message::Piece(_) | Message::End | Message::Failed(_))) => {}
                Ok(Some(Message::Broken(error))) | Err(error) => return Some(Err(error)),
                Ok(None) => return None,
            }
        }
    }

    fn content(&self, name: &str) -> Content {
        let member = Member {
            shared: Arc::clone(&self.shared),
            piece: Vec::new(),
            used: 0,
            is_done: false,
            stop: Arc::clone(&self.stop),
        };
        Content {
            name: format!("{}/{name}", self.name),
            head: Head::default(),
            reader: Box::new(Stoppable::new(member, &self.stop)),
            file: None,
            consumed: Arc::clone(&self.consumed),
            is_packed: true,
            archives: self.archives,
            is_listed: true,
            stop: Arc::clone(&self.stop),
        }
    }
}

/// Waits for the next message; `None` once there are no more.
fn receive(shared: &Mutex<Receiver<Message>>, stop: &Stop) -> io::Result<Option<Message>> {
    let receiver = shared.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        match receiver.recv_timeout(PAUSE) {
            Ok(message) => return Ok(Some(message)),
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Err(RecvTimeoutError::Timeout) if stop::is_set(stop) => {
                return Err(io::Error::other("reading was stopped"));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// The bytes of one file.
struct Member {
    shared: Arc<Mutex<Receiver<Message>>>,
    piece: Vec<u8>,
    /// Bytes of the piece that were read.
    used: usize,
    is_done: bool,
    stop: Stop,
}

impl Read for Member {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.used == self.piece.len() && !self.is_done {
            match receive(&self.shared, &self.stop)? {
                Some(Message::Piece(piece)) => {
                    self.piece = piece;
                    self.used = 0;
                }
                Some(Message::Failed(error) | Message::Broken(error)) => {
                    self.is_done = true;
                    return Err(error);
                }
                Some(Message::End | Message::File(_)) | None => self.is_done = true,
            }
        }
        let count = self.piece.get(self.used..).unwrap_or_default().read(buffer)?;
        self.used += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::sync::mpsc::channel;

    use super::*;

    fn content() -> Content {
        Content {
            name: "a.zip".to_owned(),
            head: Head::default(),
            reader: Box::new(io::empty()),
            file: None,
            consumed: Arc::default(),
            is_packed: false,
            archives: 0,
            is_listed: false,
            stop: Arc::new(AtomicBool::new(false)),
        }
    }

    #[test]
    fn an_endless_file_is_left_for_the_next() {
        let unpack = |_, sink: &mut Sink| {
            let _ = sink.file("endless".to_owned(), io::repeat(0));
            let _ = sink.file("b".to_owned(), &b"text"[..]);
            Ok(())
        };
        let mut members = Members::start(content(), unpack).unwrap();
        let mut first = members.next().unwrap().unwrap();
        first.look(10);
        let mut second = members.next().unwrap().unwrap();
        assert_eq!((first.name.as_str(), second.name.as_str()), ("a.zip/endless", "a.zip/b"));
        let mut text = String::new();
        second.reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "text");
        assert!(members.next().is_none());
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_file_and_the_rest_follows() {
        let unpack = |_, sink: &mut Sink| {
            let _ = sink.failed("a".to_owned(), io::Error::other("locked"));
            let _ = sink.file("b".to_owned(), &b"text"[..]);
            Err(io::Error::other("torn"))
        };
        let mut members = Members::start(content(), unpack).unwrap();
        let mut read = Vec::new();
        let mut first = members.next().unwrap().unwrap();
        assert_eq!(first.reader.read_to_end(&mut read).unwrap_err().to_string(), "locked");
        assert_eq!(first.reader.read_to_end(&mut read).unwrap(), 0);
        // Nor is a file lost that nobody has looked at.
        let second = members.next().unwrap().unwrap();
        assert_eq!(second.name, "a.zip/b");
        assert_eq!(members.next().unwrap().err().unwrap().to_string(), "torn");
        assert!(members.next().is_none());
    }

    #[test]
    fn the_thread_ends_when_nobody_reads() {
        let (ended, end) = channel();
        let unpack = move |_, sink: &mut Sink| {
            let gone = sink.file("endless".to_owned(), io::repeat(0)).is_err();
            let _ = ended.send(gone);
            Ok(())
        };
        let mut members = Members::start(content(), unpack).unwrap();
        drop(members.next().unwrap().unwrap());
        drop(members);
        assert_eq!(end.recv_timeout(Duration::from_secs(60)), Ok(true));
    }

    #[test]
    fn a_stop_is_obeyed_while_the_thread_is_busy() {
        let (keep, busy) = channel::<()>();
        let content = content();
        let stop = Arc::clone(&content.stop);
        let unpack = move |_, _: &mut Sink| {
            let _ = busy.recv();
            Ok(())
        };
        let mut members = Members::start(content, unpack).unwrap();
        stop.store(true, Ordering::Relaxed);
        let stopped = members.next().unwrap().err().unwrap();
        assert_eq!(stopped.to_string(), "reading was stopped");
        drop(keep);
    }
}
