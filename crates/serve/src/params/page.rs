//! Pages: which part of an answer is asked for.

use xunwen_query::Request;

use crate::cursor::Cursor;
use crate::http::problem::Problem;

/// A question whose answer comes in pages.
pub(crate) trait Paged {
    /// Returns the cursor as it was sent.
    fn cursor(&self) -> Option<&str>;

    /// Returns the digest of what decides what the answer is, and in what order.
    fn digest(&self) -> u64;

    /// Reads the cursor.
    ///
    /// # Errors
    ///
    /// If it is of another question.
    fn read_cursor(&self) -> Result<Option<Cursor>, Problem> {
        let read = |text| Cursor::read(text).filter(|cursor| cursor.question == self.digest());
        let unknown = "the cursor is not of an answer to this question";
        let cursor =
            self.cursor().map(|text| read(text).ok_or_else(|| Problem::bad("cursor", unknown)));
        cursor.transpose()
    }

    /// Returns the cursors of the pages before and after that of `request`, in an answer of `total`
    /// parts by this version of the index.
    fn neighbours(&self, request: &Request, total: u64, version: u64) -> [Option<String>; 2] {
        let offset = request.offset as u64;
        let limit = request.limit as u64;
        let end = offset.saturating_add(limit);
        let question = self.digest();
        let cursor = |offset| Cursor { version, question, now: request.now, offset }.write();
        let previous = (offset > 0 && limit > 0).then(|| cursor(offset.saturating_sub(limit)));
        let next = (limit > 0 && end < total).then(|| cursor(end));
        [previous, next]
    }
}
