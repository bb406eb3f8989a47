//! The positions of one term, in all documents one after the other.

use std::ops::Range;

use bitpacking::{BitPacker, BitPacker4x};

use super::block::{BLOCK, BLOCK_BYTES, LOOK, WIDEST};
use super::damage::Damage;
use super::vint;

/// No position: it is after all others.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// By number of positions: the masks that turn the slots after them into [`NOWHERE`], without a branch.
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

/// A position is less: no text is that long, and an offset added to it does not overflow.
const LIMIT: u32 = 1 << 31;

/// Positions, each stored as the distance from the one before it in its document, in blocks.
pub(super) struct PositionBlocks<'b> {
    unpacker: BitPacker4x,
    /// How wide the blocks are packed; the last is not.
    widths: &'b [u8],
    bytes: &'b [u8],
    /// The block that is unpacked, and where in `bytes` it begins.
    unpacked: Option<(usize, usize)>,
    /// How many of `distances` that block has.
    count: usize,
    distances: [u32; BLOCK + LOOK],
}

impl<'b> PositionBlocks<'b> {
    pub(super) fn new(mut bytes: &'b [u8]) -> Result<Self, Damage> {
        let blocks = vint::read(&mut bytes).ok_or(Damage::Cut)? as usize;
        let (widths, bytes) = bytes.split_at_checked(blocks).ok_or(Damage::Cut)?;
        Ok(Self {
            unpacker: BitPacker4x::new(),
            widths,
            bytes,
            unpacked: None,
            count: 0,
            distances: [0; BLOCK + LOOK],
        })
    }

    /// Reads the `count` positions of a document, of which the first is numbered `first` among all;
    /// fills up to a multiple of [`LOOK`] with [`NOWHERE`].
    ///
    /// Most documents hold fewer than eight positions; decoding a fixed eight is faster than a loop
    /// with a data-dependent end.
    #[inline]
    pub(super) fn read(
        &mut self,
        first: u64,
        count: usize,
        positions: &mut Vec<u32>,
    ) -> Result<(), Damage> {
        positions.clear();
        let mut block = first as usize / BLOCK;
        let mut start = first as usize % BLOCK;
        let mut position = 0;
        let mut bits = 0;
        while start + count - positions.len() > BLOCK {
            let whole = positions.len() + BLOCK - start;
            self.unpack(block)?;
            bits |= self.add(start..BLOCK, &mut position, positions)?;
            positions.truncate(whole);
            position = positions.last().copied().unwrap_or(0);
            (block, start) = (block + 1, 0);
        }
        self.unpack(block)?;
        bits |= self.add(start..start + count - positions.len(), &mut position, positions)?;
        if !positions.len().is_multiple_of(LOOK) {
            positions.truncate(count);
            positions.resize(count.next_multiple_of(LOOK), NOWHERE);
        }
        // Positions and distances below the limit cannot overflow when they are added.
        if bits >= LIMIT { Err(Damage::Positions) } else { Ok(()) }
    }

    /// Adds up the distances in `range`, from `position` on; returns the bits that any of the
    /// positions has.
    // A call of its own takes a twentieth of the time of a phrase.
    #[inline(always)]
    fn add(
        &self,
        range: Range<usize>,
        position: &mut u32,
        positions: &mut Vec<u32>,
    ) -> Result<u32, Damage> {
        if range.end > self.count {
            return Err(Damage::Cut);
        }
        let mut bits = 0;
        for start in range.clone().step_by(LOOK) {
            let Some(distances) = self.distances[start..].first_chunk::<LOOK>() else { break };
            let mut read = distances.map(|distance| {
                *position = position.wrapping_add(distance);
                *position
            });
            for (slot, filling) in read.iter_mut().zip(&FILLINGS[(range.end - start).min(LOOK)]) {
                bits |= *slot & !filling;
                *slot |= filling;
            }
            positions.extend_from_slice(&read);
        }
        Ok(bits)
    }

    /// Unpacks the block numbered `block`; those after the current one are found soonest.
    #[inline]
    fn unpack(&mut self, block: usize) -> Result<(), Damage> {
        let (mut known, mut at) = self.unpacked.unwrap_or_default();
        if self.unpacked.is_some() && known == block {
            return Ok(());
        }
        if known > block {
            (known, at) = (0, 0);
        }
        let skipped = self.widths.get(known..block).ok_or(Damage::Cut)?;
        let bits: usize = skipped.iter().map(|&width| usize::from(width)).sum();
        at += bits * BLOCK_BYTES;
        let bytes = self.bytes.get(at..).ok_or(Damage::Cut)?;
        self.count = match self.widths.get(block) {
            Some(&width) => self.unpack_packed(bytes, width)?,
            None => self.unpack_last(bytes)?,
        };
        self.unpacked = Some((block, at));
        Ok(())
    }

    /// Unpacks a block whose distances are packed `width` bits wide; returns how many there are.
    fn unpack_packed(&mut self, bytes: &[u8], width: u8) -> Result<usize, Damage> {
        // One bit more, and a distance could reach the limit.
        if width >= WIDEST {
            return Err(Damage::Width);
        }
        let packed = bytes.get(..usize::from(width) * BLOCK_BYTES).ok_or(Damage::Cut)?;
        self.unpacker.decompress(packed, &mut self.distances[..BLOCK], width);
        Ok(BLOCK)
    }

    /// Unpacks the last block, which extends to the end of `bytes`; returns how many there are.
    fn unpack_last(&mut self, mut bytes: &[u8]) -> Result<usize, Damage> {
        let slots = self.distances[..BLOCK].iter_mut();
        let read = slots.map_while(|slot| vint::read(&mut bytes).map(|distance| *slot = distance));
        let count = read.count();
        let bits = self.distances[..count].iter().fold(0, |bits, distance| bits | distance);
        if bits >= LIMIT { Err(Damage::Positions) } else { Ok(count) }
    }
}
