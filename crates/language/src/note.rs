//! Notes: what a query has that was read in another way than its author may have meant.

use std::fmt;
use std::ops::Range;

/// A remark on a query that could be read; `Display` says how a place was read and what to write
/// instead.
///
/// ```
/// let query = xunwen_language::parse("微短剧 or 短剧")?;
/// let note = &query.notes()[0];
/// assert_eq!((note.kind.name(), note.found.as_str()), ("small-operator", "or"));
/// assert_eq!(note.to_string(), "`or` is searched as text; an operator is in capitals: `OR`");
/// # Ok::<(), xunwen_language::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// Where, in bytes of the query text; on character boundaries.
    pub span: Range<usize>,
    /// The query text at `span`.
    pub found: String,
    /// What to write instead.
    pub instead: String,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// A dash before a keyword, where a hyphen would exclude it.
    DashBeforeKeyword,
    /// An exclamation mark before a keyword.
    ExclamationBeforeKeyword,
    /// A plus sign before a keyword.
    PlusBeforeKeyword,
    /// A sign alone between keywords, such as `&`.
    LoneSign,
    /// `or` or `not` in small letters between keywords.
    SmallOperator,
    /// A distance as other systems write it.
    OtherDistance,
    /// A field that other systems have, or a slip in the name of one of ours.
    UnknownField,
    /// A tilde that asks other systems for a distance or for similar words.
    Tilde,
    /// A range in brackets, `[a TO b]`.
    Range,
    /// A regular expression between slashes.
    Regex,
    /// Curly brackets.
    Braces,
    /// A sign at the end of a word for any ending.
    Truncation,
    /// A star or question mark at the beginning of a keyword.
    LeadingWildcard,
    /// A star or question mark beside letters or digits.
    WildcardInWord,
    /// A hyphen before a digit, where there is nothing else to search for.
    MinusBeforeNumber,
    /// Punctuation among keywords.
    PunctuationDropped,
    /// Nothing but punctuation.
    OnlyPunctuation,
}

impl NoteKind {
    /// Returns its name for programs, such as `small-operator`; it never changes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DashBeforeKeyword => "dash-before-keyword",
            Self::ExclamationBeforeKeyword => "exclamation-before-keyword",
            Self::PlusBeforeKeyword => "plus-before-keyword",
            Self::LoneSign => "lone-sign",
            Self::SmallOperator => "small-operator",
            Self::OtherDistance => "other-distance",
            Self::UnknownField => "unknown-field",
            Self::Tilde => "tilde",
            Self::Range => "range",
            Self::Regex => "regex",
            Self::Braces => "braces",
            Self::Truncation => "truncation",
            Self::LeadingWildcard => "leading-wildcard",
            Self::WildcardInWord => "wildcard-in-word",
            Self::MinusBeforeNumber => "minus-before-number",
            Self::PunctuationDropped => "punctuation-dropped",
            Self::OnlyPunctuation => "only-punctuation",
        }
    }

    /// Says how the place was read.
    fn reading(self) -> &'static str {
        match self {
            Self::MinusBeforeNumber => "is searched as text, not excluded",
            Self::PunctuationDropped => "is left out, being punctuation",
            Self::OnlyPunctuation => "finds nothing, being punctuation",
            _ => "is searched as text",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}; {}", self.found, self.kind.reading(), self.instead)
    }
}
