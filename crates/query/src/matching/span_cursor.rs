//! Cursors over documents with spans, and the documents that several of them share.

use tantivy::{DocId, TERMINATED};

/// An occurrence in a document: the position of its first atom, and one past that of its last.
pub(crate) type Span = (u32, u32);

/// Where something occurs, document by document.
pub(crate) trait SpanCursor {
    /// Advances to the first document that is not before `target`.
    fn seek(&mut self, target: DocId) -> tantivy::Result<DocId>;
    /// Adds the occurrences in the current document to `spans`, sorted.
    fn spans(&self, spans: &mut Vec<Span>);
}

/// Advances all cursors to the first document from `target` on that they share, and returns it.
pub(super) fn common(cursors: &mut [impl SpanCursor], mut target: DocId) -> tantivy::Result<DocId> {
    loop {
        let start = if cursors.is_empty() { TERMINATED } else { target };
        for cursor in cursors.iter_mut() {
            // Past the documents that another one lacks, whose positions need not be read.
            target = cursor.seek(target)?;
        }
        if target == start || start >= TERMINATED {
            return Ok(start);
        }
    }
}
