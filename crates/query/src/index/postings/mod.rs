//! Posting lists with positions, read from the bytes of a segment.
//!
//! tantivy's own reader, asked for the positions in one document, adds up the frequencies from the
//! beginning of the block and finds the block of positions anew. A literal of four characters that
//! occurs in thousands of articles took most of its time there. This one only moves forwards, and
//! unpacks frequencies and positions on demand. With tantivy's public readers (`BlockSegmentPostings`
//! and `PositionReader`) in its place, a batch of phrases took 1.25 times the processor time, one of
//! `近/10` also 1.25, one of `同句` 1.15, and the hot queries 1.08 (140,802 articles, least of three
//! runs in turn, 2026-11-28).
//!
//! The layout is that of tantivy's index format 7, as `tantivy::postings` and `tantivy::positions`
//! write it: blocks of 128 documents, then of their frequencies, bit-packed, with a skip entry of 12
//! bytes each; the documents left over are variable-length integers. A bit of each skip entry says
//! that documents are stored as differences minus one and frequencies minus one: always so in format
//! 7, never in older ones, which are refused.
//!
//! Whatever the bytes are, reading them ends, with an answer or with [`Damage`]: every length is
//! checked before it is used, and documents are delivered in strictly increasing order.

mod block;
mod damage;
mod positions;
#[cfg(test)]
mod tests;
mod vint;

use tantivy::directory::{CompositeFile, OwnedBytes};
use tantivy::index::SegmentComponent;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader, TERMINATED};

use bitpacking::{BitPacker, BitPacker4x};
use block::{BLOCK, BLOCK_BYTES, WIDEST};
use positions::PositionBlocks;

pub(crate) use block::LOOK;
pub(crate) use damage::Damage;
pub(crate) use positions::NOWHERE;

const _: () = assert!(
    tantivy::INDEX_FORMAT_VERSION == 7,
    "posting lists are read from their bytes as tantivy's index format 7 lays them out: \
     compare `tantivy::postings::skip`, `compression` and `positions` with this module first"
);

/// Bytes of a skip entry.
const SKIP_BYTES: usize = 12;
/// The bits of a skip entry's fifth byte that hold the width of packed documents.
const WIDTH: u8 = 0x1f;
/// The bit of that byte that says that documents are stored as differences minus one, and frequencies
/// minus one (`tantivy::postings::skip::encode_bitwidth`).
const DELTA_MINUS_ONE: u8 = 0x40;
/// Differences of at most so many bits cannot overflow an id when a block of them is added up.
const SAFE_WIDTH: u8 = 24;

/// The posting lists of one field of a segment.
pub(crate) struct FieldPostings {
    pub(crate) field: Field,
    postings: OwnedBytes,
    positions: OwnedBytes,
    /// One past the last document of the segment.
    max_doc: DocId,
}

impl FieldPostings {
    /// Opens the lists of each of `fields`.
    pub(crate) fn open(segment: &SegmentReader, fields: &[Field]) -> tantivy::Result<Vec<Self>> {
        let file =
            |part| -> tantivy::Result<_> { Ok(CompositeFile::open(&segment.open_read(part)?)?) };
        let postings = file(SegmentComponent::Postings)?;
        let positions = file(SegmentComponent::Positions)?;
        let open = |&field: &Field| {
            let mut postings = bytes(&postings, field)?;
            // The number of all terms of the field comes first.
            postings.advance(postings.len().min(size_of::<u64>()));
            let positions = bytes(&positions, field)?;
            Ok(Self { field, postings, positions, max_doc: segment.max_doc() })
        };
        fields.iter().map(open).collect()
    }

    /// Returns the list that `info` tells of, at its first document.
    pub(crate) fn list(&self, info: &TermInfo) -> Result<PostingsCursor<'_>, Damage> {
        let postings = self.postings.get(info.postings_range.clone()).ok_or(Damage::Cut)?;
        let positions = self.positions.get(info.positions_range.clone()).ok_or(Damage::Cut)?;
        PostingsCursor::new(info.doc_freq, self.max_doc, postings, positions)
    }
}

/// Returns what `file` has of `field`; a field that no article has takes no room.
fn bytes(file: &CompositeFile, field: Field) -> tantivy::Result<OwnedBytes> {
    let own = file.open_read(field).map(|own| own.read_bytes()).transpose()?;
    Ok(own.unwrap_or_else(OwnedBytes::empty))
}

/// The documents of one term in order, how often each has it, and where.
pub(crate) struct PostingsCursor<'b> {
    unpacker: BitPacker4x,
    doc_freq: u32,
    /// One past the last document of the segment.
    max_doc: DocId,
    /// The entries of the blocks after the current one.
    skips: &'b [u8],
    /// From the current block on.
    blocks: &'b [u8],
    block: Block,
    /// Documents from the current block on.
    rest: usize,
    /// The document after the last one before the current block, or 0.
    least: DocId,
    /// The documents of the current block; after the last of all, and after the block,
    /// [`TERMINATED`].
    docs: [DocId; BLOCK + LOOK],
    at: usize,
    frequencies: BlockFrequencies<'b>,
    /// Positions of the documents before the current block.
    before: u64,
    positions: PositionBlocks<'b>,
}

/// What is known of a block before it is unpacked.
#[derive(Clone, Copy)]
struct Block {
    last: DocId,
    /// How wide documents and frequencies are packed; not at all in the last.
    widths: Option<[u8; 2]>,
    /// How many positions its documents have together.
    positions: u32,
}

/// The frequencies of the current block, unpacked when one is first asked for.
struct BlockFrequencies<'b> {
    bytes: &'b [u8],
    are_unpacked: bool,
    /// The sums of the first ones, from none on.
    sums: [u32; BLOCK + 1],
}

impl<'b> PostingsCursor<'b> {
    /// Opens the list of `doc_freq` documents that these bytes hold, at its first one.
    pub(crate) fn new(
        doc_freq: u32,
        max_doc: DocId,
        mut postings: &'b [u8],
        positions: &'b [u8],
    ) -> Result<Self, Damage> {
        let mut skips: &[u8] = &[];
        if doc_freq as usize >= BLOCK {
            let length = vint::read(&mut postings).ok_or(Damage::Cut)? as usize;
            (skips, postings) = postings.split_at_checked(length).ok_or(Damage::Cut)?;
        }
        if skips.len() != doc_freq as usize / BLOCK * SKIP_BYTES {
            return Err(Damage::Cut);
        }
        let block = Block::next(&mut skips)?;
        let mut list = Self {
            unpacker: BitPacker4x::new(),
            doc_freq,
            max_doc,
            skips,
            blocks: postings,
            block,
            rest: doc_freq as usize,
            least: 0,
            docs: [TERMINATED; BLOCK + LOOK],
            at: 0,
            frequencies: BlockFrequencies { bytes: &[], are_unpacked: false, sums: [0; BLOCK + 1] },
            before: 0,
            positions: PositionBlocks::new(positions)?,
        };
        list.unpack()?;
        Ok(list)
    }

    /// Returns how many documents it has, deleted ones among them.
    pub(crate) fn doc_freq(&self) -> u32 {
        self.doc_freq
    }

    /// Returns the document it is at, or [`TERMINATED`].
    #[inline]
    pub(crate) fn doc(&self) -> DocId {
        self.docs[self.at]
    }

    /// Moves to the first document at or after `target`; never back.
    #[inline]
    pub(crate) fn seek(&mut self, target: DocId) -> Result<DocId, Damage> {
        if self.doc() >= target {
            return Ok(self.doc());
        }
        if self.block.last < target {
            self.seek_block(target)?;
        }
        self.at = self.place(target);
        Ok(self.doc())
    }

    /// Returns the place in the block of the first document at or after `target`, which is there.
    #[inline]
    fn place(&self, target: DocId) -> usize {
        let mut at = self.at;
        // Mostly it is near, and a few are compared at once.
        for _ in 0..2 {
            let Some(near) = self.docs.get(at..at + LOOK) else { return at };
            let before = near.iter().filter(|&&doc| doc < target).count();
            at += before;
            if before < LOOK {
                return at;
            }
        }
        at + self.docs[at..].partition_point(|&doc| doc < target)
    }

    /// Moves to the first block that ends at or after `target`.
    fn seek_block(&mut self, target: DocId) -> Result<(), Damage> {
        while self.block.last < target {
            let [documents, frequencies] = self.block.widths.unwrap_or_default().map(usize::from);
            let bytes = (documents + frequencies) * BLOCK_BYTES;
            self.blocks = self.blocks.get(bytes..).ok_or(Damage::Cut)?;
            self.rest -= BLOCK;
            self.least = self.block.last + 1;
            self.before += u64::from(self.block.positions);
            self.block = Block::next(&mut self.skips)?;
        }
        self.unpack()
    }

    /// Unpacks the documents of the current block.
    fn unpack(&mut self) -> Result<(), Damage> {
        self.at = 0;
        let Some([width, _]) = self.block.widths else {
            return self.unpack_last();
        };
        let bytes = usize::from(width) * BLOCK_BYTES;
        let (packed, frequencies) = self.blocks.split_at_checked(bytes).ok_or(Damage::Cut)?;
        let docs = &mut self.docs[..BLOCK];
        let previous = self.least.checked_sub(1);
        let initial = previous.filter(|&previous| previous > 0);
        self.unpacker.decompress_strictly_sorted(initial, packed, docs, width);
        let last = docs[BLOCK - 1];
        let is_sorted = width <= SAFE_WIDTH || docs.is_sorted_by(|left, right| left < right);
        if last != self.block.last || last >= self.max_doc || docs[0] < self.least || !is_sorted {
            return Err(Damage::Documents);
        }
        (self.frequencies.bytes, self.frequencies.are_unpacked) = (frequencies, false);
        Ok(())
    }

    fn unpack_last(&mut self) -> Result<(), Damage> {
        let mut bytes = self.blocks;
        let (documents, after) = self.docs.split_at_mut(self.rest);
        let (mut doc, mut least) = (self.least.saturating_sub(1), self.least);
        for slot in documents {
            let distance = vint::read(&mut bytes).ok_or(Damage::Cut)?;
            doc = doc.checked_add(distance).ok_or(Damage::Documents)?;
            if doc < least || doc >= self.max_doc {
                return Err(Damage::Documents);
            }
            *slot = doc;
            least = doc + 1;
        }
        after.fill(TERMINATED);
        (self.frequencies.bytes, self.frequencies.are_unpacked) = (bytes, false);
        Ok(())
    }

    /// Unpacks the frequencies of the current block.
    fn unpack_frequencies(&mut self) -> Result<(), Damage> {
        let mut bytes = self.frequencies.bytes;
        let values = &mut self.frequencies.sums[1..];
        let count = self.rest.min(BLOCK);
        if let Some([_, width]) = self.block.widths {
            let packed = bytes.get(..usize::from(width) * BLOCK_BYTES).ok_or(Damage::Cut)?;
            self.unpacker.decompress(packed, values, width);
            values.iter_mut().for_each(|value| *value = value.wrapping_add(1));
        } else {
            for value in &mut values[..count] {
                *value = vint::read(&mut bytes).ok_or(Damage::Cut)?;
            }
        }
        let mut sum = 0_u64;
        for value in &mut values[..count] {
            sum += u64::from(*value);
            *value = sum as u32;
        }
        let is_whole = self.block.widths.is_some();
        if sum > u64::from(u32::MAX) || (is_whole && sum != u64::from(self.block.positions)) {
            return Err(Damage::Frequencies);
        }
        self.frequencies.are_unpacked = true;
        Ok(())
    }

    /// Returns how often the current document has the term.
    #[inline]
    pub(crate) fn frequency(&mut self) -> Result<u32, Damage> {
        if !self.frequencies.are_unpacked {
            self.unpack_frequencies()?;
        }
        Ok(self.frequencies.sums[self.at + 1] - self.frequencies.sums[self.at])
    }

    /// Reads where the current document has the term into `positions`, in order.
    #[inline]
    pub(crate) fn positions(&mut self, positions: &mut Vec<u32>) -> Result<(), Damage> {
        self.filled_positions(positions)?;
        positions.truncate(self.frequency()? as usize);
        Ok(())
    }

    /// Reads where the current document has the term into `positions`, in order, and fills up to a
    /// multiple of [`LOOK`] with [`NOWHERE`].
    #[inline]
    pub(crate) fn filled_positions(&mut self, positions: &mut Vec<u32>) -> Result<(), Damage> {
        let frequency = self.frequency()?;
        let first = self.before + u64::from(self.frequencies.sums[self.at]);
        self.positions.read(first, frequency as usize, positions)
    }
}

impl Block {
    /// Returns what the next entry of `skips` announces, or that the last block follows.
    #[inline]
    fn next(skips: &mut &[u8]) -> Result<Self, Damage> {
        let Some((entry, rest)) = skips.split_first_chunk::<SKIP_BYTES>() else {
            return Ok(Self { last: TERMINATED, widths: None, positions: 0 });
        };
        *skips = rest;
        // The two bytes at the end are of the highest score in the block.
        let [a, b, c, d, encoding, frequency_width, e, f, g, h, ..] = *entry;
        if encoding & !WIDTH != DELTA_MINUS_ONE {
            return Err(Damage::Encoding);
        }
        if frequency_width > WIDEST {
            return Err(Damage::Width);
        }
        let last = u32::from_le_bytes([a, b, c, d]);
        if last >= TERMINATED {
            return Err(Damage::Documents);
        }
        Ok(Self {
            last,
            widths: Some([encoding & WIDTH, frequency_width]),
            positions: u32::from_le_bytes([e, f, g, h]),
        })
    }
}
