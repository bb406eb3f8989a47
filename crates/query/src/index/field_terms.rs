//! The dictionary and posting lists of one field of a segment, read from end to end.
//!
//! Lists are handed over block by block, as they are stored. Documents that are deleted are among
//! them. What jumps from document to document reads a
//! [`PostingsCursor`](super::postings::PostingsCursor).

use std::sync::Arc;

use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, InvertedIndexReader, Term};

use super::docset::DocSet;
use super::postings::Damage;

/// The terms of one field of a segment.
pub(crate) struct FieldTerms {
    field: Field,
    index: Arc<InvertedIndexReader>,
    /// One more than the last document of the segment.
    max_doc: DocId,
}

/// Reads posting lists of one segment one after the other, in the memory of the first.
#[derive(Default)]
pub(crate) struct BlockReader {
    blocks: Option<BlockSegmentPostings>,
}

impl FieldTerms {
    pub(super) fn new(field: Field, index: Arc<InvertedIndexReader>, max_doc: DocId) -> Self {
        Self { field, index, max_doc }
    }

    /// Returns what the dictionary says of `term`.
    pub(crate) fn info(&self, term: &str) -> tantivy::Result<Option<TermInfo>> {
        Ok(self.index.get_term_info(&Term::from_field_text(self.field, term))?)
    }

    /// Returns the number of terms in all texts of the field, each as often as it occurs.
    pub(crate) fn total(&self) -> u64 {
        self.index.total_num_tokens()
    }

    /// Calls `take` with every term of the field, in byte order.
    pub(crate) fn each(&self, mut take: impl FnMut(&[u8])) -> tantivy::Result<()> {
        let mut terms = self.index.terms().stream()?;
        while terms.advance() {
            take(terms.key());
        }
        Ok(())
    }

    /// Calls `take` with what the dictionary says of each term that begins with `prefix`.
    pub(crate) fn each_with_prefix(
        &self,
        prefix: &str,
        mut take: impl FnMut(&TermInfo) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        let mut terms = self.index.terms().range().ge(prefix.as_bytes()).into_stream()?;
        while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
            take(terms.value())?;
        }
        Ok(())
    }

    /// Calls `take` with the documents of a posting list, block by block.
    pub(crate) fn each_doc_block(
        &self,
        info: &TermInfo,
        mut take: impl FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        let mut blocks =
            self.index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        while blocks.block_len() > 0 {
            self.check(blocks.docs())?;
            take(blocks.docs());
            blocks.advance();
        }
        Ok(())
    }

    /// Inserts the documents of a posting list into `found`, a set of documents of this segment.
    pub(crate) fn insert_into(&self, info: &TermInfo, found: &mut DocSet) -> tantivy::Result<()> {
        let mut blocks =
            self.index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        while blocks.block_len() > 0 {
            // A set has to look for its end anyway, so that nothing else needs to be checked here.
            if !found.insert_all(blocks.docs()) {
                return Err(Damage::Documents.into());
            }
            blocks.advance();
        }
        if found.has_beyond(self.max_doc) { Err(Damage::Documents.into()) } else { Ok(()) }
    }

    /// Calls `take` with the documents of a posting list and how often each has the term, block by
    /// block.
    pub(crate) fn each_block(
        &self,
        info: &TermInfo,
        take: impl FnMut(&[DocId], &[u32]),
    ) -> tantivy::Result<()> {
        BlockReader::default().each_block(self, info, take)
    }

    /// Refuses a block with a document that the segment does not have: callers index by document.
    ///
    /// The highest bit tells: a difference has it where the document is too large, and the document
    /// where the difference is too. That takes half the time of a maximum, which the smallest set of
    /// vector instructions lacks for numbers without a sign.
    fn check(&self, docs: &[DocId]) -> Result<(), Damage> {
        let last = self.max_doc.saturating_sub(1);
        let bits = docs.iter().fold(0, |bits, &doc| bits | doc | last.wrapping_sub(doc));
        if bits >> (DocId::BITS - 1) == 0 { Ok(()) } else { Err(Damage::Documents) }
    }
}

impl BlockReader {
    /// Does the same as [`FieldTerms::each_block`]. All fields must be indexed alike.
    pub(crate) fn each_block(
        &mut self,
        terms: &FieldTerms,
        info: &TermInfo,
        mut take: impl FnMut(&[DocId], &[u32]),
    ) -> tantivy::Result<()> {
        let blocks = match &mut self.blocks {
            Some(blocks) => {
                terms.index.reset_block_postings_from_terminfo(info, blocks)?;
                blocks
            }
            none => none.insert(
                terms
                    .index
                    .read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?,
            ),
        };
        while blocks.block_len() > 0 {
            terms.check(blocks.docs())?;
            take(blocks.docs(), blocks.freqs());
            blocks.advance();
        }
        Ok(())
    }
}
