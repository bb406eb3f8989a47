//! The sizes of what is read at once.

use bitpacking::{BitPacker, BitPacker4x};

/// Documents, or positions, of a block.
pub(super) const BLOCK: usize = BitPacker4x::BLOCK_LEN;
/// Bytes of a block that is packed with one bit a number.
pub(super) const BLOCK_BYTES: usize = BLOCK / 8;
/// Documents, or positions, that are compared at once.
pub(crate) const LOOK: usize = 8;
/// More bits than that no number has.
pub(super) const WIDEST: u8 = 32;
