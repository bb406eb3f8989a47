//! Seals: JSON files whose last member is a checksum of all that stands before it.
//!
//! ```text
//! {
//!   "format": 3,
//!   "checksum": "90bd43b2f5c10a49"
//! }
//! ```
//!
//! Programs that know no seals read such a file as any other JSON.

use xxhash_rust::xxh3::xxh3_64;

/// What stands between the text and its checksum.
const KEY: &str = ",\n  \"checksum\": \"";
/// What stands after it.
const END: &str = "\"\n}";

/// Whether a file is as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seal {
    /// Its checksum is right.
    Right,
    /// It has another content than its checksum says.
    Wrong,
    /// It has no checksum: an older program wrote it.
    Missing,
}

/// Appends a checksum to a JSON object with line breaks and at least one member.
pub(crate) fn seal(object: &str) -> String {
    let text = object.trim_end();
    let text = text.strip_suffix('}').unwrap_or(text).trim_end();
    format!("{text}{KEY}{:016x}{END}\n", xxh3_64(text.as_bytes()))
}

/// Returns whether the object was sealed as it is.
pub(crate) fn seal_of(object: &[u8]) -> Seal {
    let Ok(object) = std::str::from_utf8(object) else { return Seal::Wrong };
    let Some((text, rest)) = object.rsplit_once(KEY) else { return Seal::Missing };
    let expected = format!("{:016x}{END}", xxh3_64(text.as_bytes()));
    if rest.trim_end() == expected { Seal::Right } else { Seal::Wrong }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_of_a_sealed_object_is_seen_or_changes_no_value() {
        let object = "{\n  \"format\": 3,\n  \"words\": [\n    \"微短剧 5\"\n  ]\n}\n";
        let sealed = seal(object);
        assert_eq!(seal_of(sealed.as_bytes()), Seal::Right);
        assert_eq!(seal_of(object.as_bytes()), Seal::Missing);
        let members = |json: &[u8]| {
            let parsed: serde_json::Value = serde_json::from_slice(json).ok()?;
            Some((parsed["format"].clone(), parsed["words"].clone()))
        };
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone().into_bytes();
            flipped[bit / 8] ^= 1 << (bit % 8);
            if seal_of(&flipped) != Seal::Wrong
                && let Some(found) = members(&flipped)
            {
                assert_eq!(Some(found), members(sealed.as_bytes()), "bit {bit}");
            }
        }
        for end in 0..sealed.len() - 2 {
            let cut = &sealed.as_bytes()[..end];
            assert!(seal_of(cut) == Seal::Wrong || members(cut).is_none(), "{end} bytes");
        }
    }
}
