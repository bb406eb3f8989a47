//! Tar files.

use std::io;

use super::sink::{Gone, Sink, name};
use crate::corpus::content::Content;

/// Returns whether a file that begins with `head` is a tar file: its first header has the sum of its
/// bytes in it, with the field of the sum taken as blanks (POSIX.1-1988, ustar).
pub(super) fn is_tar(head: &[u8]) -> bool {
    const SUM: std::ops::Range<usize> = 148..156;
    let Some(header) = head.get(..512) else { return false };
    let digits = String::from_utf8_lossy(&header[SUM]);
    let digits = digits.trim_matches(|c: char| c == '\0' || c == ' ');
    let Ok(expected) = u32::from_str_radix(digits, 8) else { return false };
    let blank =
        |(place, byte): (usize, &u8)| if SUM.contains(&place) { 32 } else { u32::from(*byte) };
    let sum: u32 = header.iter().enumerate().map(blank).sum();
    header[0] != 0 && sum == expected
}

/// Hands the files of a tar file over, in its order.
pub(super) fn unpack(content: Content, sink: &mut Sink) -> io::Result<()> {
    let mut archive = ::tar::Archive::new(content.buffered());
    for entry in archive.entries()? {
        let entry = entry?;
        let kind = entry.header().entry_type();
        if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
            continue;
        }
        let name = name(&entry.path_bytes());
        if let Err(Gone) = sink.file(name, entry) {
            break;
        }
    }
    Ok(())
}
