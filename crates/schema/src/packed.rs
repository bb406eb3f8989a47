//! Packed texts: how an index stores what it gives back.
//!
//! GB 18030 writes a Chinese character in two bytes where UTF-8 takes three, and English in as many.
//! A block of the store then holds more text for the compressor to find repetition in: the store of
//! news becomes a sixth smaller, and is written and read faster.

use std::borrow::Cow;

use encoding_rs::GB18030;

/// The first byte of a text that is stored as UTF-8.
const UTF8: u8 = 0;
/// The first byte of a text that is stored as GB 18030.
const GB: u8 = 1;

/// Returns the bytes that an index stores for `text`.
pub(crate) fn pack(text: &str) -> Vec<u8> {
    let (encoded, _, has_failed) = GB18030.encode(text);
    // A few characters, all for private use, have no code of their own there, or one that is read as
    // another character.
    let is_lossless =
        !has_failed && (!may_be_private(text) || decode(&encoded).as_deref() == Some(text));
    let (form, bytes) = if is_lossless { (GB, &*encoded) } else { (UTF8, text.as_bytes()) };
    let mut packed = Vec::with_capacity(bytes.len() + 1);
    packed.push(form);
    packed.extend_from_slice(bytes);
    packed
}

/// Returns whether a character may be from U+E000 to U+F8FF, where Unicode says nothing of meaning.
fn may_be_private(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    // All are looked at, without a branch: that is done many at once.
    pairs.fold(false, |any, (&first, &second)| {
        any | (first == 0xee) | ((first == 0xef) & (second < 0xa4))
    })
}

/// Returns the text that [`pack`] has made `packed` of, or `None` if it has not.
pub(crate) fn unpack(packed: &[u8]) -> Option<String> {
    match packed.split_first()? {
        (&UTF8, bytes) => String::from_utf8(bytes.to_vec()).ok(),
        (&GB, bytes) => decode(bytes).map(Cow::into_owned),
        _ => None,
    }
}

fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    GB18030.decode_without_bom_handling_and_without_replacement(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn chinese_takes_two_bytes_a_character() {
        assert_eq!(pack("微短剧"), [GB, 0xce, 0xa2, 0xb6, 0xcc, 0xbe, 0xe7]);
        assert_eq!(pack("GPT 4").len(), 6);
    }

    #[test]
    fn what_the_other_encoding_cannot_tell_stays_as_it_is() {
        // No code of its own.
        assert_eq!(pack("\u{e5e5}")[0], UTF8);
        assert_eq!(unpack(&[]), None);
        assert_eq!(unpack(&[7, 65]), None);
        assert_eq!(unpack(&[UTF8, 0xff]), None);
        assert_eq!(unpack(&[GB, 0xff]), None);
    }

    #[test]
    fn every_character_comes_back() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert_eq!(unpack(&pack(&text)), Some(text));
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "\\PC*|[\u{0}-\u{10ffff}]*") {
            prop_assert_eq!(unpack(&pack(&text)), Some(text));
        }
    }
}
