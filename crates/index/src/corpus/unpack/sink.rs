//! Where the thread that unpacks an archive puts its files.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;

use encoding_rs::GB18030;

/// What the unpacking thread says.
pub(super) enum Message {
    /// A file begins.
    File(String),
    Piece(Vec<u8>),
    /// The file ends.
    End,
    /// The file cannot be read further.
    Failed(io::Error),
    /// The archive cannot be read further.
    Broken(io::Error),
}

/// Bytes of a piece.
const PIECE: usize = 64 * 1024;
/// Where the unpacking thread puts files.
pub(super) struct Sink {
    pub(super) sender: SyncSender<Message>,
    /// Files that were begun.
    pub(super) begun: u64,
    /// The number of the last file of which no more is wanted: a file of ten gigabytes of zeros is seen
    /// through after the first piece.
    pub(super) unwanted: Arc<AtomicU64>,
}

/// Nobody reads the archive any more.
pub(super) struct Gone;

impl Sink {
    /// Takes a file; what cannot be read of it is told to its reader, and the next file follows.
    pub(super) fn file(&mut self, name: String, mut bytes: impl Read) -> Result<(), Gone> {
        self.begin(name)?;
        while self.unwanted.load(Ordering::Relaxed) < self.begun {
            let mut piece = vec![0; PIECE];
            match bytes.read(&mut piece) {
                Ok(0) => return self.send(Message::End),
                Ok(count) => {
                    piece.truncate(count);
                    self.send(Message::Piece(piece))?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.send(Message::Failed(error))?;
                    return self.send(Message::End);
                }
            }
        }
        self.send(Message::End)
    }

    /// Takes the name of a file that cannot be read, and why.
    pub(super) fn failed(&mut self, name: String, error: io::Error) -> Result<(), Gone> {
        self.begin(name)?;
        self.send(Message::Failed(error))?;
        self.send(Message::End)
    }

    fn begin(&mut self, name: String) -> Result<(), Gone> {
        self.begun += 1;
        self.send(Message::File(name))
    }

    pub(super) fn send(&self, message: Message) -> Result<(), Gone> {
        self.sender.send(message).map_err(|_| Gone)
    }
}

/// Returns the name of a file as it was meant: Chinese Windows writes GBK and does not say so.
pub(super) fn name(raw: &[u8]) -> String {
    match str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}
