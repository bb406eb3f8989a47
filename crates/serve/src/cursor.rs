//! Cursors: where a page begins, in the answer of one state of the index.
//!
//! All pages of an answer come from the same state of the index, whatever is added meanwhile: the
//! cursor names the version of that state, which the server keeps for some time. So pages share no
//! article and skip none. A cursor does not outlive its state; later, clients ask anew.

use xxhash_rust::xxh3::xxh3_64;

/// A position in an answer; to clients, 64 opaque characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The version of the index.
    pub(crate) version: u64,
    /// A digest of all that decides which articles answer, and in what order.
    pub(crate) question: u64,
    /// When the first page was asked for, in seconds: where "the last 30 days" end.
    pub(crate) now: i64,
    /// Hits before this page.
    pub(crate) offset: u64,
}

impl Cursor {
    pub(crate) fn read(text: &str) -> Option<Self> {
        let is_hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let part = |at: usize| u64::from_str_radix(text.get(at..at + 16)?, 16).ok();
        is_hex.then_some(())?;
        Some(Self {
            version: part(0)?,
            question: part(16)?,
            now: part(32)?.cast_signed(),
            offset: part(48)?,
        })
    }

    pub(crate) fn write(&self) -> String {
        let Self { version, question, now, offset } = self;
        format!("{version:016x}{question:016x}{:016x}{offset:016x}", now.cast_unsigned())
    }
}

/// Returns a digest of the parts of a question.
pub(crate) fn question(parts: &[&str]) -> u64 {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    xxh3_64(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let cursor = Cursor { version: u64::MAX, question: 7, now: -1, offset: 20 };
        assert_eq!(Cursor::read(&cursor.write()), Some(cursor));
        for text in ["", "7", &"g".repeat(64), &"+".repeat(64), &"篇".repeat(22)] {
            assert_eq!(Cursor::read(text), None, "{text}");
        }
    }

    #[test]
    fn questions_differ_by_their_parts() {
        assert_ne!(question(&["ab", "c"]), question(&["a", "bc"]));
        assert_eq!(question(&["ab", "c"]), question(&["ab", "c"]));
    }
}
