//! Texts in two encodings: programs append in another one, and editors save in another one.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{BIG5, Decoder, Encoding, GB18030};
use xunwen_schema::characters::is_han;

/// Returns the Chinese encoding of a text in which most of its characters are usual ones: in GB 2312 and
/// in Big5, characters are in the order of their use.
pub(super) fn chinese(text: &[u8]) -> Option<&'static Encoding> {
    const PERCENT: usize = 80;
    let common = share(text, is_common_in_gb);
    let traditional = share(text, is_common_in_big5);
    match common.max(traditional) {
        ..PERCENT => None,
        _ if common >= traditional => Some(GB18030),
        _ => Some(BIG5),
    }
}

/// Returns how many percent of the pairs of bytes that are no ASCII are usual characters.
fn share(text: &[u8], is_common: fn(u8, u8) -> bool) -> usize {
    let (mut common, mut all) = (0_usize, 0_usize);
    let mut bytes = text.iter().copied().peekable();
    while let Some(lead) = bytes.next() {
        if lead.is_ascii() {
            continue;
        }
        all += 1;
        // A trail byte is no control character; the last character may be cut off.
        match bytes.next_if(|trail| *trail >= 0x30) {
            Some(trail) => common += usize::from(is_common(lead, trail)),
            None if bytes.peek().is_none() && all > 1 => all -= 1,
            None => {}
        }
    }
    (common * 100).checked_div(all).unwrap_or(0)
}

fn is_common_in_gb(lead: u8, trail: u8) -> bool {
    matches!(lead, 0xa1..=0xa3 | 0xb0..=0xd7) && trail >= 0xa1
}

fn is_common_in_big5(lead: u8, trail: u8) -> bool {
    matches!(lead, 0xa1..=0xc6) && matches!(trail, 0x40..=0x7e | 0xa1..=0xfe)
}

/// Returns whether a line is Chinese in UTF-8 beyond doubt: in no other encoding do bytes come like that
/// by chance.
pub(super) fn is_chinese_utf8(line: &[u8]) -> bool {
    const ENOUGH: usize = 4;
    if line.is_ascii() {
        return false;
    }
    let Ok(text) = str::from_utf8(line) else { return false };
    let han = text.chars().filter(|c| is_han(*c)).count();
    let two_bytes = text.chars().filter(|c| c.len_utf8() == 2).count();
    han >= ENOUGH && two_bytes <= han
}

/// Returns whether a text was spoiled before it was saved: much of it is what stands for characters
/// that were lost.
pub(super) fn is_garbled(text: &str) -> bool {
    /// The character that stands for lost ones, twice, read in GBK.
    const LOST: &str = "锟斤拷";
    if !text.contains('\u{fffd}') && !text.contains(LOST) {
        return false;
    }
    let lost = text.matches('\u{fffd}').count() + 3 * text.matches(LOST).count();
    let all = text.chars().filter(|c| !c.is_ascii()).count();
    lost * 4 > all && lost > 3
}

/// A text in some encoding of Chinese, as UTF-8; lines that are UTF-8 already stay.
pub(super) struct MixedLines<R> {
    text: BufReader<R>,
    encoding: &'static Encoding,
    /// Set within a line that is longer than [`LONGEST`].
    decoder: Option<Decoder>,
    ready: Vec<u8>,
    delivered: usize,
}

/// The longest line that is looked at as a whole.
const LONGEST: u64 = 1024 * 1024;

impl<R: Read> MixedLines<R> {
    pub(super) fn new(text: R, encoding: &'static Encoding) -> Self {
        let text = BufReader::with_capacity(64 * 1024, text);
        Self { text, encoding, decoder: None, ready: Vec::new(), delivered: 0 }
    }

    /// Decodes the next line, or a piece of a long one; returns false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        self.ready.clear();
        self.delivered = 0;
        let mut line = Vec::new();
        self.text.by_ref().take(LONGEST).read_until(b'\n', &mut line)?;
        let is_end = line.ends_with(b"\n") || (line.len() as u64) < LONGEST;
        if self.decoder.is_none() && (line.is_ascii() || (is_end && is_chinese_utf8(&line))) {
            self.ready = line;
            return Ok(!self.ready.is_empty());
        }
        let mut decoder =
            self.decoder.take().unwrap_or_else(|| self.encoding.new_decoder_without_bom_handling());
        let most = decoder.max_utf8_buffer_length(line.len()).unwrap_or(0);
        let mut text = String::with_capacity(most);
        let _ = decoder.decode_to_string(&line, &mut text, is_end);
        self.ready = text.into_bytes();
        self.decoder = (!is_end).then_some(decoder);
        Ok(!line.is_empty() || !self.ready.is_empty())
    }
}

impl<R: Read> Read for MixedLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A piece may be less than a character.
        while self.delivered == self.ready.len() && self.fill()? {}
        let rest = self.ready.get(self.delivered..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        let (target, source) = (buffer.get_mut(..count), rest.get(..count));
        if let (Some(target), Some(source)) = (target, source) {
            target.copy_from_slice(source);
        }
        self.delivered += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn long_lines_are_decoded_piece_by_piece() {
        // An odd number of bytes, so that characters cross the edges of pieces.
        let text = format!("a{}\n终", "新闻".repeat(700_000));
        let (encoded, _, _) = GB18030.encode(&text);
        let mut read = String::new();
        let mut lines = MixedLines::new(Cursor::new(encoded.into_owned()), GB18030);
        lines.read_to_string(&mut read).unwrap();
        assert!(read == text);
    }

    #[test]
    fn short_words_are_not_taken_for_utf8() {
        // 联通, the word that Notepad could not read.
        assert!(!is_chinese_utf8(b"\xc1\xaa\xcd\xa8"));
        assert_eq!(chinese(b"\xc1\xaa\xcd\xa8"), Some(GB18030));
        assert!(is_chinese_utf8("一句话也".as_bytes()));
    }
}
