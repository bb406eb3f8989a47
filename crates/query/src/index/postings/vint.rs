//! Numbers in bytes of 7 bits, the lowest first; the last byte of a number is marked.

const MARK: u8 = 0x80;

/// Reads a number from the front of `bytes`; what is cut off counts as 0.
#[inline]
pub(super) fn read(bytes: &mut &[u8]) -> u32 {
    let (mut value, mut shift) = (0, 0);
    while let Some((&byte, behind)) = bytes.split_first() {
        *bytes = behind;
        value |= u32::from(byte & !MARK).wrapping_shl(shift);
        if byte & MARK != 0 {
            break;
        }
        shift += 7;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_at_the_mark() {
        let mut bytes: &[u8] = &[0x81, 0x00, 0x81, 0x7f, 0x7f, 0xff, 0x80, 0x05];
        let read: Vec<u32> = (0..5).map(|_| read(&mut bytes)).collect();
        assert_eq!(read, [1, 128, 2_097_151, 0, 5]);
        assert!(bytes.is_empty());
    }
}
