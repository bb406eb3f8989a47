//! Decoding: the bytes of an input as text, decompressed, with progress counted.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

use super::input::Input;
use super::stop::{Pipe, Stop, Stoppable};

/// The text of an input, from its beginning.
pub(super) struct Text {
    /// The first bytes, without a byte order mark.
    pub(super) head: Vec<u8>,
    /// The whole text, including the head.
    pub(super) reader: Box<dyn BufRead + Send>,
    /// Bytes of the input read so far: compressed bytes, if it is compressed.
    pub(super) consumed: Arc<AtomicU64>,
    pub(super) is_compressed: bool,
}

/// Bytes of a text that are examined to recognise its format.
const HEAD: u64 = 64 * 1024;
/// Bytes of text that are buffered.
const BUFFER: usize = 128 * 1024;
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Opens an input. Compression is recognised by the first bytes, whatever the file's name.
///
/// Damage within the compressed head is not an error yet: the reader reports it on reaching it.
pub(super) fn open(input: &Input, stop: &Stop) -> io::Result<Text> {
    let consumed = Arc::new(AtomicU64::new(0));
    // The bytes are looked after on both sides of the decoder: a few may become very many, and many
    // may become none.
    let raw = Stoppable::new(raw(input, stop)?, stop);
    let mut raw = Counted { reader: raw, consumed: Arc::clone(&consumed) };
    let magic = Head::read(&mut raw, 4);
    let compression = Compression::of(&magic.bytes);
    let decoder = decoder(magic.followed_by(raw), compression)?;
    let mut text = Stoppable::new(decoder, stop);
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

fn raw(input: &Input, stop: &Stop) -> io::Result<Box<dyn Read + Send>> {
    match input.path() {
        Some(path) if fs::metadata(path)?.is_file() => Ok(Box::new(File::open(path)?)),
        Some(path) => {
            let path = path.to_owned();
            Ok(Box::new(Pipe::new(move || File::open(path), stop)?))
        }
        None => Ok(Box::new(Pipe::new(|| Ok(io::stdin()), stop)?)),
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
            // A frame, or a skippable frame, which some writers put first.
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

/// Bytes that were read ahead, and the error that ended them.
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

    /// Chains the head, its error and `rest` into one stream.
    fn followed_by(self, rest: impl Read + Send) -> impl Read + Send {
        Cursor::new(self.bytes).chain(Failure(self.error)).chain(rest)
    }
}

/// An empty stream that fails once, if it has an error.
struct Failure(Option<io::Error>);

impl Read for Failure {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A reader that counts the bytes it delivers.
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
