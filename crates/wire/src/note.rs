//! Notes on a query.

use serde::Serialize;

use xunwen_language::Note as NoteData;

/// What was read in another way than its author may have meant: what looks like the syntax of another
/// system, or has nothing to search for.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note<'a> {
    /// What it is about, such as `small-operator`; `xunwen help query` lists the names.
    pub name: &'static str,
    /// Where: start and end in bytes of the query as typed.
    pub span: [usize; 2],
    /// The query text there.
    pub found: &'a str,
    /// What to write instead.
    pub instead: &'a str,
    /// All of it in a sentence.
    pub message: String,
}

impl<'a> Note<'a> {
    /// Returns the wire form of `note`.
    #[must_use]
    pub fn of(note: &'a NoteData) -> Self {
        Self {
            name: note.kind.name(),
            span: [note.span.start, note.span.end],
            found: &note.found,
            instead: &note.instead,
            message: note.to_string(),
        }
    }
}
