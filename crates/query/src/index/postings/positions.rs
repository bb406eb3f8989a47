//! The positions of one term, in all documents one after the other.

use std::ops::Range;

use bitpacking::{BitPacker, BitPacker4x};

use super::block::{BLOCK, BLOCK_BYTES, LOOK};
use super::vint;

/// No position: it is behind all.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// By how many positions there are: what makes [`NOWHERE`] of those behind them, without a branch.
const FILLINGS: [[u32; LOOK]; LOOK + 1] = {
    let mut fillings = [[0; LOOK]; LOOK + 1];
    let mut count = 0;
    while count < LOOK {
        let mut place = count;
        while place < LOOK {
            fillings[count][place] = NOWHERE;
            place += 1;
        }
        count += 1;
    }
    fillings
};

/// Positions, each told by its distance from the one before it in its document, in blocks.
pub(super) struct PositionBlocks<'b> {
    unpacker: BitPacker4x,
    /// How wide the blocks are packed; the last is not.
    widths: &'b [u8],
    bytes: &'b [u8],
    /// The block that is unpacked, and where in `bytes` it begins.
    unpacked: Option<(usize, usize)>,
    distances: [u32; BLOCK + LOOK],
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
            distances: [0; BLOCK + LOOK],
        }
    }

    /// Reads the `count` positions of a document, of which the first is numbered `first` among all;
    /// fills up to a multiple of [`LOOK`] with [`NOWHERE`].
    ///
    /// Most documents have few, and eight take less time than a loop that ends nobody knows where.
    #[inline]
    pub(super) fn read(&mut self, first: u64, count: usize, positions: &mut Vec<u32>) {
        positions.clear();
        let (mut block, mut start) = (first as usize / BLOCK, first as usize % BLOCK);
        let mut position = 0;
        while start + count - positions.len() > BLOCK {
            let whole = positions.len() + BLOCK - start;
            self.unpack(block);
            self.add(start..BLOCK, &mut position, positions);
            positions.truncate(whole);
            position = positions.last().copied().unwrap_or(0);
            (block, start) = (block + 1, 0);
        }
        self.unpack(block);
        self.add(start..start + count - positions.len(), &mut position, positions);
        if !positions.len().is_multiple_of(LOOK) {
            positions.truncate(count);
            positions.resize(count.next_multiple_of(LOOK), NOWHERE);
        }
    }

    /// Adds up the distances in `range`, from `position` on.
    #[inline]
    fn add(&self, range: Range<usize>, position: &mut u32, positions: &mut Vec<u32>) {
        for start in range.clone().step_by(LOOK) {
            let Some(distances) = self.distances[start..].first_chunk::<LOOK>() else { return };
            let mut read = distances.map(|distance| {
                *position = position.wrapping_add(distance);
                *position
            });
            let filling = &FILLINGS[(range.end - start).min(LOOK)];
            read.iter_mut().zip(filling).for_each(|(slot, filling)| *slot |= filling);
            positions.extend_from_slice(&read);
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
        let (mut bytes, distances) = (&self.bytes[at..], &mut self.distances[..BLOCK]);
        match self.widths.get(block) {
            Some(&width) => {
                self.unpacker.decompress(bytes, distances, width);
            }
            None => distances.iter_mut().for_each(|slot| *slot = vint::read(&mut bytes)),
        }
        self.unpacked = Some((block, at));
    }
}
