//! Posting lists with positions, read from the bytes of a segment.
//!
//! tantivy's own reader, asked for the positions in one document, adds up the frequencies from the
//! beginning of the block and finds the block of positions anew. A literal of four characters that
//! stands in thousands of articles took most of its time there. This one only goes forwards, and
//! unpacks frequencies and positions where they are asked for.
//!
//! The layout is tantivy's (format 7, as `tantivy::postings` and `tantivy::positions` write it):
//! blocks of 128 documents, then of their frequencies, bit-packed, with an entry of 12 bytes each
//! in a list of skips; what is left is in bytes of 7 bits, the last of a number marked.

mod block;
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
use block::{BLOCK, BLOCK_BYTES};
use positions::PositionBlocks;

pub(crate) use block::LOOK;
pub(crate) use positions::NOWHERE;

/// Bytes of an entry of the list of skips.
const SKIP_BYTES: usize = 12;
/// The bits of a byte that tell how wide documents are packed; another says that they are deltas.
const WIDTH: u8 = 0x1f;

/// The posting lists of one field of a segment.
pub(crate) struct FieldPostings {
    pub(crate) field: Field,
    postings: OwnedBytes,
    positions: OwnedBytes,
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
            Ok(Self { field, postings, positions: bytes(&positions, field)? })
        };
        fields.iter().map(open).collect()
    }

    /// Returns the list that `info` tells of, at its first document.
    pub(crate) fn list(&self, info: &TermInfo) -> PostingsCursor<'_> {
        let postings = &self.postings.as_slice()[info.postings_range.clone()];
        let positions = &self.positions.as_slice()[info.positions_range.clone()];
        PostingsCursor::new(info.doc_freq, postings, positions)
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
    /// The entries of the blocks behind the current one.
    skips: &'b [u8],
    /// From the current block on.
    blocks: &'b [u8],
    block: Block,
    /// Documents from the current block on.
    rest: usize,
    /// The last document before the current block, or 0.
    previous: DocId,
    /// The documents of the current block; behind the last of all, and behind the block,
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
    fn new(doc_freq: u32, mut postings: &'b [u8], positions: &'b [u8]) -> Self {
        let mut skips: &[u8] = &[];
        if doc_freq as usize >= BLOCK {
            let length = vint::read(&mut postings) as usize;
            (skips, postings) = postings.split_at(length);
        }
        let block = Block::next(&mut skips);
        let mut list = Self {
            unpacker: BitPacker4x::new(),
            doc_freq,
            skips,
            blocks: postings,
            block,
            rest: doc_freq as usize,
            previous: 0,
            docs: [TERMINATED; BLOCK + LOOK],
            at: 0,
            frequencies: BlockFrequencies { bytes: &[], are_unpacked: false, sums: [0; BLOCK + 1] },
            before: 0,
            positions: PositionBlocks::new(positions),
        };
        list.unpack();
        list
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

    /// Goes to the next document.
    pub(crate) fn advance(&mut self) -> DocId {
        let next = self.doc() + 1;
        self.seek(next.min(TERMINATED))
    }

    /// Goes to the first document at or behind `target`; never back.
    #[inline]
    pub(crate) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        if self.block.last < target {
            self.seek_block(target);
        }
        self.at = self.place(target);
        self.doc()
    }

    /// Returns the place in the block of the first document at or behind `target`, which is there.
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

    /// Goes to the first block that ends at or behind `target`.
    fn seek_block(&mut self, target: DocId) {
        while self.block.last < target {
            let [documents, frequencies] = self.block.widths.unwrap_or_default().map(usize::from);
            self.blocks = &self.blocks[(documents + frequencies) * BLOCK_BYTES..];
            self.rest -= BLOCK;
            self.previous = self.block.last;
            self.before += u64::from(self.block.positions);
            self.block = Block::next(&mut self.skips);
        }
        self.unpack();
    }

    /// Unpacks the documents of the current block.
    fn unpack(&mut self) {
        self.at = 0;
        let Some([width, _]) = self.block.widths else {
            return self.unpack_last();
        };
        let docs = &mut self.docs[..BLOCK];
        let initial = (self.previous > 0).then_some(self.previous);
        let read = self.unpacker.decompress_strictly_sorted(initial, self.blocks, docs, width);
        (self.frequencies.bytes, self.frequencies.are_unpacked) = (&self.blocks[read..], false);
    }

    fn unpack_last(&mut self) {
        let mut bytes = self.blocks;
        let (documents, behind) = self.docs.split_at_mut(self.rest);
        let mut doc = self.previous;
        for slot in documents {
            doc += vint::read(&mut bytes);
            *slot = doc;
        }
        behind.fill(TERMINATED);
        (self.frequencies.bytes, self.frequencies.are_unpacked) = (bytes, false);
    }

    /// Unpacks the frequencies of the current block.
    fn unpack_frequencies(&mut self) {
        let mut bytes = self.frequencies.bytes;
        let values = &mut self.frequencies.sums[1..];
        if let Some([_, width]) = self.block.widths {
            self.unpacker.decompress(bytes, values, width);
            values.iter_mut().for_each(|value| *value += 1);
        } else {
            values[..self.rest].iter_mut().for_each(|value| *value = vint::read(&mut bytes));
        }
        let count = self.rest.min(BLOCK);
        let mut sum = 0;
        for value in &mut self.frequencies.sums[1..=count] {
            sum += *value;
            *value = sum;
        }
        self.frequencies.are_unpacked = true;
    }

    /// Returns how often the current document has the term.
    #[inline]
    pub(crate) fn frequency(&mut self) -> u32 {
        if !self.frequencies.are_unpacked {
            self.unpack_frequencies();
        }
        self.frequencies.sums[self.at + 1] - self.frequencies.sums[self.at]
    }

    /// Reads where the current document has the term into `positions`, in order.
    #[inline]
    pub(crate) fn positions(&mut self, positions: &mut Vec<u32>) {
        self.filled_positions(positions);
        positions.truncate(self.frequency() as usize);
    }

    /// Reads where the current document has the term into `positions`, in order, and fills up to a
    /// multiple of [`LOOK`] with [`NOWHERE`].
    #[inline]
    pub(crate) fn filled_positions(&mut self, positions: &mut Vec<u32>) {
        let frequency = self.frequency();
        let first = self.before + u64::from(self.frequencies.sums[self.at]);
        self.positions.read(first, frequency as usize, positions);
    }
}

impl Block {
    /// Returns what the next entry of `skips` tells, or that the last block comes.
    fn next(skips: &mut &[u8]) -> Self {
        let Some((entry, behind)) = skips.split_first_chunk::<SKIP_BYTES>() else {
            return Self { last: TERMINATED, widths: None, positions: 0 };
        };
        *skips = behind;
        // The two bytes at the end are of the highest score in the block.
        let [a, b, c, d, width, frequency_width, e, f, g, h, ..] = *entry;
        Self {
            last: u32::from_le_bytes([a, b, c, d]),
            widths: Some([width & WIDTH, frequency_width]),
            positions: u32::from_le_bytes([e, f, g, h]),
        }
    }
}
