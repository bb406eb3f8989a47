//! The positions of one term, in all documents one after the other.

use bitpacking::{BitPacker, BitPacker4x};

use super::{BLOCK, BLOCK_BYTES, vint};

/// Positions, each told by its distance from the one before it in its document, in blocks.
pub(super) struct PositionBlocks<'b> {
    unpacker: BitPacker4x,
    /// How wide the blocks are packed; the last is not.
    widths: &'b [u8],
    bytes: &'b [u8],
    /// The block that is unpacked, and where in `bytes` it begins.
    unpacked: Option<(usize, usize)>,
    distances: [u32; BLOCK],
}

impl<'b> PositionBlocks<'b> {
    pub(super) fn new(mut bytes: &'b [u8]) -> Self {
        let blocks = vint::read(&mut bytes) as usize;
        let (widths, bytes) = bytes.split_at(blocks);
        Self {
            unpacker: BitPacker4x::new(),
            widths,
            bytes,
            unpacked: None,
            distances: [0; BLOCK],
        }
    }

    /// Reads the `count` positions of a document, of which the first is numbered `first` among all.
    #[inline]
    pub(super) fn read(&mut self, first: u64, count: usize, positions: &mut Vec<u32>) {
        positions.clear();
        let (mut block, mut start) = (first as usize / BLOCK, first as usize % BLOCK);
        let mut position = 0;
        while positions.len() < count {
            self.unpack(block);
            let end = (start + count - positions.len()).min(BLOCK);
            positions.extend(self.distances[start..end].iter().map(|distance| {
                position += distance;
                position
            }));
            (block, start) = (block + 1, 0);
        }
    }

    /// Unpacks the block numbered `block`; those behind the current one are found soonest.
    #[inline]
    fn unpack(&mut self, block: usize) {
        let (mut known, mut at) = self.unpacked.unwrap_or_default();
        if self.unpacked.is_some() && known == block {
            return;
        }
        if known > block {
            (known, at) = (0, 0);
        }
        let bits: usize = self.widths[known..block].iter().map(|&width| usize::from(width)).sum();
        at += bits * BLOCK_BYTES;
        let mut bytes = &self.bytes[at..];
        match self.widths.get(block) {
            Some(&width) => {
                self.unpacker.decompress(bytes, &mut self.distances, width);
            }
            None => self.distances.iter_mut().for_each(|slot| *slot = vint::read(&mut bytes)),
        }
        self.unpacked = Some((block, at));
    }
}
