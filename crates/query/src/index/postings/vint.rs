//! tantivy's variable-length integers: 7 bits a byte, the lowest first, the last byte marked.
//!
//! `tantivy_common::read_u32_vint` reads the same bytes, but panics where they are cut short. The
//! variable-length integers in memory of `xunwen-index` (`segment/blocks.rs`) are others: they mark
//! every byte *but* the last.

/// Set on the last byte of a number.
const STOP: u8 = 0x80;

/// Reads a number from the front of `bytes`, or nothing if it is cut short or too large.
#[inline]
pub(super) fn read(bytes: &mut &[u8]) -> Option<u32> {
    let mut value = 0;
    let mut shift = 0;
    while shift < u32::BITS {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u32::from(byte & !STOP) << shift;
        if byte & STOP != 0 {
            return Some(value);
        }
        shift += 7;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_at_the_mark() {
        let mut bytes: &[u8] = &[0x81, 0x00, 0x81, 0x7f, 0x7f, 0xff, 0x80, 0x05];
        let read: Vec<Option<u32>> = (0..5).map(|_| read(&mut bytes)).collect();
        assert_eq!(read, [Some(1), Some(128), Some(2_097_151), Some(0), None]);
        assert!(bytes.is_empty());
    }

    #[test]
    fn a_number_has_at_most_five_bytes() {
        let mut bytes: &[u8] = &[0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0xff];
        assert_eq!(read(&mut bytes), None);
        let mut bytes: &[u8] = &[0x7f, 0x7f, 0x7f, 0x7f, 0x8f];
        assert_eq!(read(&mut bytes), Some(u32::MAX));
    }
}
