//! An input's bytes as text: decompressed, with the head looked at and progress counted.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

use super::Input;

/// The text of an input, from its beginning.
pub(super) struct Text {
    /// The first bytes, without a byte order mark.
    pub(super) head: Vec<u8>,
    /// All of it, the head too.
    pub(super) reader: Box<dyn BufRead + Send>,
    /// How many bytes of the input, compressed where it is, have been read so far.
    pub(super) consumed: Arc<AtomicU64>,
    pub(super) is_compressed: bool,
}

/// How much of a text is looked at to recognise it.
const HEAD: u64 = 64 * 1024;
const BUFFER: usize = 128 * 1024;
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Opens an input. A compressed one is recognised by its first bytes, whatever its name.
///
/// Compressed data that is damaged within the head is no error yet: reading on will meet it.
pub(super) fn open(input: &Input) -> io::Result<Text> {
    let consumed = Arc::new(AtomicU64::new(0));
    let mut raw = Counted { reader: raw(input)?, consumed: Arc::clone(&consumed) };
    let magic = Head::read(&mut raw, 4);
    let compression = Compression::of(&magic.bytes);
    let mut text = decoder(magic.followed_by(raw), compression)?;
    let mut head = Head::read(&mut text, HEAD);
    if compression.is_none()
        && let Some(error) = head.error
    {
        return Err(error);
    }
    if head.bytes.starts_with(BYTE_ORDER_MARK) {
        head.bytes.drain(..BYTE_ORDER_MARK.len());
    }
    Ok(Text {
        head: head.bytes.clone(),
        reader: Box::new(BufReader::with_capacity(BUFFER, head.followed_by(text))),
        consumed,
        is_compressed: compression.is_some(),
    })
}

fn raw(input: &Input) -> io::Result<Box<dyn Read + Send>> {
    match input.path() {
        Some(path) => Ok(Box::new(File::open(path)?)),
        None => Ok(Box::new(io::stdin())),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    fn of(magic: &[u8]) -> Option<Self> {
        match magic {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            // A frame, or a frame to skip, which some writers put first.
            [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Some(Self::Zstd),
            _ => None,
        }
    }
}

fn decoder(
    raw: impl Read + Send + 'static,
    compression: Option<Compression>,
) -> io::Result<Box<dyn Read + Send>> {
    match compression {
        None => Ok(Box::new(raw)),
        Some(Compression::Gzip) => Ok(Box::new(MultiGzDecoder::new(raw))),
        Some(Compression::Zstd) => Ok(Box::new(zstd::Decoder::new(raw)?)),
    }
}

/// The bytes that were read ahead, and the error that ended them.
struct Head {
    bytes: Vec<u8>,
    error: Option<io::Error>,
}

impl Head {
    fn read(reader: &mut impl Read, limit: u64) -> Self {
        let mut bytes = Vec::new();
        let error = reader.take(limit).read_to_end(&mut bytes).err();
        Self { bytes, error }
    }

    /// Returns the head, its error and the rest as one stream.
    fn followed_by(self, rest: impl Read + Send) -> impl Read + Send {
        Cursor::new(self.bytes).chain(Failure(self.error)).chain(rest)
    }
}

/// Fails once, if it has an error; has no bytes.
struct Failure(Option<io::Error>);

impl Read for Failure {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

struct Counted<R> {
    reader: R,
    consumed: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.consumed.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
