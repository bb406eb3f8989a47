//! Blocks: the packed postings of one term in one run.
//!
//! A block links to the preceding block of its term, so that nothing is modified once written:
//!
//! ```text
//! run of the preceding block + 1 (0: none)   varint
//! its offset in that run                     varint, if there is one
//! length of the postings in bytes            varint
//! postings                                   for each document: its distance to the preceding
//!                                            document, doubled, + 1 if the term occurs once;
//!                                            the frequency, if higher; the distances between
//!                                            positions. Without positions: the distance to the
//!                                            preceding document. The first document counts from
//!                                            the first document of the run.
//! ```

/// The location of a block: its run, and its offset there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) run: u32,
    pub(super) offset: u32,
}

/// Unpacked postings of one term, or of several in sequence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Postings {
    pub(super) documents: Vec<u32>,
    /// The term's frequency in each document.
    pub(super) frequencies: Vec<u32>,
    /// For each document in turn, the first position, then the distances to the following ones.
    pub(super) distances: Vec<u32>,
}

impl Postings {
    pub(super) fn clear(&mut self) {
        self.documents.clear();
        self.frequencies.clear();
        self.distances.clear();
    }

    /// Appends the postings of `block`.
    pub(super) fn unpack(&mut self, block: &Block<'_>, has_positions: bool) {
        let Block { first: mut document, mut packed } = *block;
        while !packed.is_empty() {
            let head = read(&mut packed);
            if !has_positions {
                document += head as u32;
                self.documents.push(document);
                self.frequencies.push(0);
                continue;
            }
            document += (head >> 1) as u32;
            let frequency = if head & 1 == 1 { 1 } else { read(&mut packed) as u32 };
            self.documents.push(document);
            self.frequencies.push(frequency);
            for _ in 0..frequency {
                self.distances.push(read(&mut packed) as u32);
            }
        }
    }
}

/// The blocks of postings that were sorted together.
#[derive(Debug)]
pub(super) struct Run {
    /// A lower bound of its documents.
    pub(super) first: u32,
    pub(super) bytes: Vec<u8>,
}

/// The postings of one term in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block<'r> {
    /// [`Run::first`].
    pub(super) first: u32,
    packed: &'r [u8],
}

/// Appends a block of `packed` postings, which follows the block `preceding`, to a run.
pub(super) fn write_block(run: &mut Vec<u8>, preceding: Option<Link>, packed: &[u8]) {
    match preceding {
        Some(Link { run: number, offset }) => {
            write(run, u64::from(number) + 1);
            write(run, u64::from(offset));
        }
        None => write(run, 0),
    }
    write(run, packed.len() as u64);
    run.extend_from_slice(packed);
}

/// Returns the blocks that lead to `last`, newest first.
pub(super) fn blocks(runs: &[Run], last: Option<Link>) -> impl Iterator<Item = Block<'_>> {
    let mut next = last;
    std::iter::from_fn(move || {
        let link = next?;
        let run = runs.get(link.run as usize)?;
        let mut rest = run.bytes.get(link.offset as usize..)?;
        let preceding = read(&mut rest);
        next = (preceding > 0)
            .then(|| Link { run: preceding as u32 - 1, offset: read(&mut rest) as u32 });
        let length = read(&mut rest) as usize;
        Some(Block { first: run.first, packed: rest.get(..length)? })
    })
}

/// Appends `value` as a varint: seven bits per byte, lowest first; the high bit of the last byte is
/// clear.
pub(super) fn write(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Consumes a varint that [`write()`] wrote.
#[inline]
fn read(bytes: &mut &[u8]) -> u64 {
    // Most take one byte.
    match bytes.split_first() {
        Some((&byte, rest)) if byte < 0x80 => {
            *bytes = rest;
            byte.into()
        }
        _ => read_longer(bytes),
    }
}

fn read_longer(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    let mut shift = 0;
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
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
    fn numbers_of_every_length_are_read_as_written() {
        for shift in 0..64 {
            for value in [(1_u64 << shift) - 1, 1 << shift, (1 << shift) + 1] {
                let mut bytes = Vec::new();
                write(&mut bytes, value);
                assert_eq!(bytes.len(), (64 - value.leading_zeros() as usize).div_ceil(7).max(1));
                let mut rest = &bytes[..];
                assert_eq!((read(&mut rest), rest), (value, &[][..]));
            }
        }
    }
}
