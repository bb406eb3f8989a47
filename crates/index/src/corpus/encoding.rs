//! The encodings of texts: how each is recognised, and how a text becomes UTF-8.

use std::borrow::Cow;
use std::fmt;
use std::io::Read;
use std::str::FromStr;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_JP, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::mixed::{MixedLines, chinese, is_chinese_utf8, is_garbled};

/// An encoding of text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

/// A name that no encoding has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown encoding `{found}`: it is one of utf-8, gb18030, gbk, big5, utf-16le, utf-16be and others of the WHATWG"
)]
pub struct UnknownEncoding {
    /// The name.
    pub found: String,
}

impl Encoding {
    /// The encoding of nearly everything.
    pub const UTF_8: Self = Self(UTF_8);

    /// Returns the encoding of a text that begins with `head`, which is all of it if `is_whole`;
    /// `None` if it is no text.
    pub(super) fn recognise(head: &[u8], is_whole: bool) -> Option<Self> {
        if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(head) {
            return Some(Self(encoding));
        }
        let head = head.strip_suffix(&[0]).unwrap_or(head);
        if head.contains(&0) {
            return utf16_without_mark(head);
        }
        if is_utf8(head, is_whole) {
            let is_garbled = str::from_utf8(head).is_ok_and(is_garbled);
            return (!is_garbled).then_some(Self::UTF_8);
        }
        if let Some(encoding) = utf16_without_mark(head) {
            return Some(encoding);
        }
        if let Some(encoding) = chinese(head) {
            return reads(encoding, head, is_whole).then_some(Self(encoding));
        }
        if is_mostly_utf8(head) {
            return Some(Self::UTF_8);
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(head, is_whole);
        let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
        let high = head.iter().filter(|byte| !byte.is_ascii()).count();
        // What is mostly accents is no language of Europe, but an encoding that is not known.
        let is_european = guess.is_single_byte() && high * 4 <= head.len();
        let known = is_european || [SHIFT_JIS, EUC_JP].contains(&guess);
        (known && reads(guess, head, is_whole)).then_some(Self(guess))
    }

    pub(super) fn is_utf8(self) -> bool {
        self.0 == UTF_8
    }

    /// Returns `text` as UTF-8, without a byte order mark. What is no text in this encoding becomes
    /// U+FFFD.
    pub(super) fn decode<R: Read + Send + 'static>(self, text: R) -> Box<dyn Read + Send> {
        if [GB18030, BIG5].contains(&self.0) {
            return Box::new(MixedLines::new(text, self.0));
        }
        let mut builder = DecodeReaderBytesBuilder::new();
        Box::new(builder.encoding(Some(self.0)).strip_bom(true).build(text))
    }

    /// Returns a piece of text as UTF-8; a character that is cut off at its end is dropped.
    pub(super) fn decode_head(self, head: &[u8]) -> String {
        let mut decoder = self.0.new_decoder_with_bom_removal();
        let mut text =
            String::with_capacity(decoder.max_utf8_buffer_length(head.len()).unwrap_or(0));
        let _ = decoder.decode_to_string(head, &mut text, false);
        text
    }
}

/// Returns `bytes` as text; an error is the reason to reject the record.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, String> {
    str::from_utf8(bytes)
        .map_err(|error| format!("invalid UTF-8 at byte {}", error.valid_up_to() + 1))
}

/// Returns `bytes` as text: UTF-8, or what programs append in another encoding of Chinese, line by
/// line, unless its encoding is `said`. An error is the reason to reject the record.
pub(super) fn utf8_or_chinese<'t>(
    bytes: &'t [u8],
    said: Option<Encoding>,
) -> Result<Cow<'t, str>, String> {
    let text = utf8(bytes);
    if text.is_ok() || said.is_some() {
        return text.map(Cow::Borrowed);
    }
    let decoded = |line: &[u8]| match str::from_utf8(line) {
        Ok(line) => Some(line.to_owned()),
        Err(_) => chinese(line)?
            .decode_without_bom_handling_and_without_replacement(line)
            .map(Cow::into_owned),
    };
    let lines: Option<Vec<String>> = bytes.split(|byte| *byte == b'\n').map(decoded).collect();
    match lines {
        Some(lines) => Ok(Cow::Owned(lines.join("\n"))),
        None => text.map(Cow::Borrowed),
    }
}

/// Returns whether most bytes of a text that are no ASCII are UTF-8: a few damaged ones are rejected with
/// their record.
fn is_mostly_utf8(head: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0, 0);
    for chunk in head.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count();
        invalid += chunk.invalid().len();
    }
    valid > invalid
}

/// Returns UTF-16 in the order of bytes in which nearly all characters are usual in Chinese texts.
fn utf16_without_mark(head: &[u8]) -> Option<Encoding> {
    let usual = |big_endian: bool| {
        let (mut usual, mut letters, mut all) = (0_usize, 0_usize, 0_usize);
        for pair in head.chunks_exact(2) {
            let [first, second] = pair else { break };
            let bytes = [*first, *second];
            let unit =
                if big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) };
            all += 1;
            letters += usize::from(bytes.iter().all(u8::is_ascii_alphabetic));
            usual += usize::from(matches!(
                unit,
                0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0x2010..=0x2027 | 0x3000..=0x301f
                    | 0x4e00..=0x9fff | 0xff01..=0xff5e
            ));
        }
        // Two letters of ASCII are a Han character, too.
        (usual * 10 >= all * 9 && letters * 3 <= all && all > 1).then_some(usual)
    };
    let encoding = match (usual(false), usual(true)) {
        (None, None) => return None,
        (little, big) if little >= big => UTF_16LE,
        _ => UTF_16BE,
    };
    reads(encoding, head, false).then_some(Encoding(encoding))
}

/// Returns whether `head` is text in `encoding`: nothing malformed, and hardly a control character.
fn reads(encoding: &'static encoding_rs::Encoding, head: &[u8], is_whole: bool) -> bool {
    const PART_MALFORMED: usize = 1_000;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(head.len()).unwrap_or(0));
    let _ = decoder.decode_to_string(head, &mut text, is_whole);
    let is_bad = |c: &char| {
        matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}')
            || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1a}'))
    };
    let bad = text.chars().filter(is_bad).count();
    // One may be cut off.
    bad <= 1 + text.chars().count() / PART_MALFORMED
}

/// Returns whether a text is UTF-8, at least one of its lines beyond doubt: some programs append in
/// another encoding.
fn is_utf8(head: &[u8], is_whole: bool) -> bool {
    match str::from_utf8(head) {
        Ok(_) => true,
        Err(error) if !is_whole && error.error_len().is_none() => true,
        Err(_) => head.split(|byte| *byte == b'\n').any(is_chinese_utf8),
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.name().to_ascii_lowercase())
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    fn from_str(name: &str) -> Result<Self, UnknownEncoding> {
        let found = encoding_rs::Encoding::for_label_no_replacement(name.as_bytes());
        let encoding = found.ok_or_else(|| UnknownEncoding { found: name.to_owned() })?;
        Ok(Self(if encoding == GBK { GB18030 } else { encoding }))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    const NEWS: &str =
        "标题,正文\n旧码头改成夜市，摊主先学看潮汐表,开张头一晚，二十六个摊位一直卖到凌晨。\n";
    const TRADITIONAL: &str =
        "標題,正文\n舊碼頭改成夜市，攤主先學看潮汐表,開張頭一晚，二十六個攤位一直賣到凌晨。\n";

    #[track_caller]
    fn assert_reads(bytes: &[u8], encoding: &'static encoding_rs::Encoding, text: &str) {
        let found = Encoding::recognise(bytes, true);
        assert_eq!(found, Some(Encoding(encoding)), "{text}");
        let mut read = String::new();
        let bytes = Cursor::new(bytes.to_vec());
        Encoding(encoding).decode(bytes).read_to_string(&mut read).unwrap();
        assert_eq!(read, text);
    }

    fn utf16(text: &str, is_big: bool) -> Vec<u8> {
        let bytes = |unit: u16| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn chinese_texts_are_recognised_in_each_encoding() {
        for text in [NEWS, "夜市开张", "新闻"] {
            assert_reads(&GB18030.encode(text).0, GB18030, text);
            assert_reads(text.as_bytes(), UTF_8, text);
        }
        for text in [TRADITIONAL, "舊碼頭改成夜市"] {
            assert_reads(&BIG5.encode(text).0, BIG5, text);
        }
        // 一 has a zero byte where those of ASCII characters are not.
        for text in [NEWS, "一一一一一一，一是一\n", "旧码头改成夜市，摊主先学看潮汐表"]
        {
            assert_reads(&utf16(text, false), UTF_16LE, text);
            assert_reads(&utf16(text, true), UTF_16BE, text);
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let garbled = "\u{fffd}\u{fffd}锟斤拷锟斤拷\u{fffd}题".repeat(20);
        assert_eq!(Encoding::recognise(garbled.as_bytes(), true), None);
        let bytes: Vec<u8> = (0..4_000_u32).map(|n| (n * n * 31 + n * 7) as u8 | 0x80).collect();
        assert_eq!(Encoding::recognise(&bytes, true), None);
        assert_eq!(Encoding::recognise(b"\x00\x01\x02PNG\x00\x00\xff", true), None);
    }

    #[test]
    fn lines_in_another_encoding_are_read_too() {
        let (news, _, _) = GB18030.encode(NEWS);
        let mixed = [NEWS.as_bytes(), &news].concat();
        assert_eq!(Encoding::recognise(&mixed, true), Some(Encoding::UTF_8));
        assert_eq!(utf8_or_chinese(&mixed, None).unwrap(), NEWS.repeat(2));
        let mut read = String::new();
        let appended = Cursor::new([&news[..], NEWS.as_bytes()].concat());
        Encoding(GB18030).decode(appended).read_to_string(&mut read).unwrap();
        assert_eq!(read, NEWS.repeat(2));
        let said = Some(Encoding::UTF_8);
        assert!(utf8_or_chinese(&mixed, said).is_err());
    }
}
