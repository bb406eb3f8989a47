//! Unpacking: from the bytes of an input to the files in it.
//!
//! ```text
//! Input -raw-> bytes -compression-> bytes -archive-> members, each a Content
//! ```

mod archive;
mod compression;
mod sink;
mod tar;
#[cfg(test)]
mod tests;
mod zip;

use std::fs::{self, File};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::content::{Content, Head};
use super::input::Input;
use super::stop::{Pipe, Stop, Stoppable};
use archive::Archive;
use compression::{Compression, MAGIC};

pub(super) use archive::Members;

/// How deep archives and compressions are unpacked: `news.tar.gz` with `day.zip` of `a.jsonl.gz`.
const DEEPEST: usize = 5;
/// How deep archives may lie in archives.
const MOST_ARCHIVES: usize = 2;

/// What an input turned out to be.
pub(super) enum Unpacked {
    /// One file.
    File(Content),
    /// Several files.
    Archive(Members),
}

/// The endings of archives and compressed files.
pub(super) fn endings() -> impl Iterator<Item = &'static str> {
    Compression::ENDINGS.into_iter()
}

/// The endings of archives.
pub(super) fn archive_endings() -> impl Iterator<Item = &'static str> {
    Archive::ENDINGS.into_iter()
}

/// Returns the ending of a file name in lower case, without that of a compression: `csv` of `a.CSV.gz`.
pub(super) fn ending(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    let mut from_behind = last.rsplit('.');
    let dots = last.matches('.').count();
    let first = from_behind.next().filter(|_| dots > 0)?;
    if dots > 1 && endings().any(|packed| packed == first) {
        return from_behind.next().map(str::to_owned);
    }
    Some(first.to_owned())
}

/// Opens an input. Compressions and archives are recognised by their first bytes, whatever the file's
/// name.
///
/// Damage within the compressed head is not an error yet: the reader reports it on reaching it.
pub(super) fn open(input: &Input, stop: &Stop) -> io::Result<Unpacked> {
    let consumed = Arc::new(AtomicU64::new(0));
    // The bytes are looked after on both sides of a decoder: a few may become very many, and many may
    // become none.
    let raw = Stoppable::new(raw(input, stop)?, stop);
    let raw = Counted { reader: raw, consumed: Arc::clone(&consumed) };
    let content = Content {
        name: input.to_string(),
        head: Head::default(),
        reader: Box::new(raw),
        file: input.path().filter(|path| path.is_file()).map(ToOwned::to_owned),
        consumed,
        is_packed: false,
        archives: 0,
        is_listed: input.is_listed(),
        stop: Arc::clone(stop),
    };
    unpack(content)
}

/// Unpacks a file as far as it is packed.
pub(super) fn unpack(mut content: Content) -> io::Result<Unpacked> {
    for _ in 0..DEEPEST {
        content.look(MAGIC as u64);
        let Some(compression) = Compression::of(&content.head.bytes) else { break };
        let stop = Arc::clone(&content.stop);
        let decoder = compression.unpack(content.reader)?;
        content.reader = Box::new(Stoppable::new(decoder, &stop));
        content.head = Head::default();
        content.file = None;
        content.is_packed = true;
    }
    content.look(Content::HEAD);
    match Archive::of(&content) {
        Some(archive) if content.archives < MOST_ARCHIVES => {
            Ok(Unpacked::Archive(archive.members(content)?))
        }
        Some(_) => Err(io::Error::other("it is an archive in an archive in an archive: unpack it")),
        None => Ok(Unpacked::File(content)),
    }
}

fn raw(input: &Input, stop: &Stop) -> io::Result<Box<dyn Read + Send>> {
    if let Some(bytes) = input.bytes() {
        return bytes.take();
    }
    match input.path() {
        Some(path) if fs::metadata(path)?.is_file() => Ok(Box::new(File::open(path)?)),
        Some(path) => {
            let path = path.to_owned();
            Ok(Box::new(Pipe::new(move || File::open(path), stop)?))
        }
        None => Ok(Box::new(Pipe::new(|| Ok(io::stdin()), stop)?)),
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
