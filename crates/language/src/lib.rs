//! The query language of xunwen: from what a person types to a [`Query`].
//!
//! [`parse()`] reads the text in three steps: it is cut into tokens, operators that can only be
//! text in their place are turned back into text, and a grammar builds the tree. The tree is a
//! [`Clause`] that says what must hold in an article; it knows nothing of an index. Its `Display`
//! writes the canonical query, which parses back to an equal tree. An error names the bytes of the
//! input it is about, and so does a [`Note`]: a remark on what was read as text and looks like the
//! syntax of another system.
//!
//! ```
//! use xunwen_language::{Clause, parse};
//!
//! let query = parse("（河南　ＯＲ　郑州） 微短剧 -广告")?;
//! assert_eq!(query.to_string(), "(河南 OR 郑州) 微短剧 -广告");
//! assert!(matches!(query.root(), Some(Clause::And(clauses)) if clauses.len() == 3));
//!
//! let error = parse("微短剧 近/0字 出海").unwrap_err();
//! assert_eq!(&"微短剧 近/0字 出海"[error.span], "近/0字");
//! # Ok::<(), xunwen_language::ParseError>(())
//! ```

mod ast;
mod canonical;
mod dates;
mod field;
mod note;
mod parse;
#[cfg(test)]
mod strategy;
mod wildcard;

pub use ast::{Clause, Part, Query};
pub use dates::{DateSpec, Day, DayError};
pub use field::{Field, Unit};
pub use note::{Note, NoteKind};
pub use parse::{ParseError, ParseErrorKind, parse};
pub use wildcard::{Gap, Wildcard};

/// The description of the query language, for users.
pub const LANGUAGE: &str = include_str!("language.md");

/// What counts as an occurrence of a keyword, for users.
pub const OCCURRENCE: &str = include_str!("occurrence.md");
