//! Compressed bytes: which compression they have, and what they unpack to.

use std::io::{self, BufRead, BufReader, Read};

use bzip2::read::MultiBzDecoder;
use flate2::bufread::GzDecoder;
use liblzma::read::XzDecoder;
use liblzma::stream::{CONCATENATED, Stream};

/// A way to compress one stream of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
}

/// The most memory that an xz file may need, in bytes; `xz -9` needs 65 MiB.
const XZ_MEMORY: u64 = 1024 * 1024 * 1024;

/// Bytes that show which compression a stream has.
pub(super) const MAGIC: usize = 10;

impl Compression {
    /// Returns the compression of a stream that begins with `magic`.
    pub(super) fn of(magic: &[u8]) -> Option<Self> {
        match magic {
            // The only method there is makes it surer (RFC 1952).
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            // A frame, or a skippable frame, which some writers put first.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            // The magic of its first block makes it sure.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59] => {
                Some(Self::Bzip2)
            }
            _ => None,
        }
    }

    /// Returns the ending that files with this compression have.
    pub(super) const ENDINGS: [&'static str; 6] = ["gz", "zst", "xz", "bz2", "zstd", "gzip"];

    /// Returns what `packed` unpacks to.
    pub(super) fn unpack(
        self,
        packed: impl Read + Send + 'static,
    ) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::Gzip => Box::new(Gzip::new(packed)),
            Self::Zstd => Box::new(zstd::Decoder::new(packed)?),
            Self::Xz => {
                let stream = Stream::new_stream_decoder(XZ_MEMORY, CONCATENATED)?;
                Box::new(XzDecoder::new_stream(packed, stream))
            }
            Self::Bzip2 => Box::new(MultiBzDecoder::new(packed)),
        })
    }
}

/// The members of a gzip file one after the other. Zeros behind the last one are ignored, as gzip(1)
/// does: tapes and some mirrors fill up with them.
struct Gzip<R: Read> {
    member: Option<GzDecoder<BufReader<R>>>,
}

impl<R: Read> Gzip<R> {
    fn new(packed: R) -> Self {
        Self { member: Some(GzDecoder::new(BufReader::new(packed))) }
    }
}

impl<R: Read> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while let Some(member) = &mut self.member {
            let count = member.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            let Some(member) = self.member.take() else { break };
            let mut rest = member.into_inner();
            if pass_zeros(&mut rest)? {
                if !rest.fill_buf()?.starts_with(&[0x1f]) {
                    let reason = "what follows its end is no gzip data";
                    return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
                }
                self.member = Some(GzDecoder::new(rest));
            }
        }
        Ok(0)
    }
}

/// Passes zeros; returns whether anything follows.
fn pass_zeros(rest: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let buffer = rest.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        let zeros = buffer.iter().take_while(|byte| **byte == 0).count();
        let is_end = zeros < buffer.len();
        rest.consume(zeros);
        if is_end {
            return Ok(true);
        }
    }
}
