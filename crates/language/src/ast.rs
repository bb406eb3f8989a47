//! The query as a tree: what the parser returns and the read side plans from.

use std::ops::Range;

use crate::dates::DateSpec;
pub(crate) use crate::field::{Field, Unit};
use crate::note::Note;
use crate::wildcard::Wildcard;

/// A parsed query: one condition, or none.
///
/// `Display` writes the canonical query, which parses back to an equal query. Queries are equal that
/// ask for the same, whatever there is to note on how they were typed.
#[derive(Clone, Debug, Default)]
pub struct Query {
    root: Option<Clause>,
    notes: Vec<Note>,
    parts: Vec<Part>,
}

/// A part of a query that is a row of several, all of which must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What must hold.
    pub clause: Clause,
    /// Where it was typed, in bytes of the query text; on character boundaries.
    pub span: Range<usize>,
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl Query {
    /// Returns the query that asks for `root`.
    #[must_use]
    pub fn new(root: Clause) -> Self {
        Self { root: Some(root), ..Self::default() }
    }

    /// Returns the words of `input`, all of which must occur, without reading any syntax in it.
    #[must_use]
    pub fn plain(input: &str) -> Self {
        let words = input.split_whitespace().filter(|word| has_text(word));
        Self { root: words.map(Clause::literal).reduce(Clause::and), ..Self::default() }
    }

    /// Returns the condition, which is missing if nothing was asked.
    #[must_use]
    pub fn root(&self) -> Option<&Clause> {
        self.root.as_ref()
    }

    /// Returns what there is to note on how it was typed, in the order of the text.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Returns the parts of a query that was typed as a row of several, all of which must hold, in the
    /// order of the text. What stands in brackets is one part. Of any other query, there are none.
    ///
    /// ```
    /// let query = xunwen_language::parse("微短剧 (河南 OR 郑州) -广告")?;
    /// let typed: Vec<&str> =
    ///     query.parts().iter().map(|part| &"微短剧 (河南 OR 郑州) -广告"[part.span.clone()]).collect();
    /// assert_eq!(typed, ["微短剧", "(河南 OR 郑州)", "-广告"]);
    /// assert!(xunwen_language::parse("微短剧 OR 出海")?.parts().is_empty());
    /// # Ok::<(), xunwen_language::ParseError>(())
    /// ```
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Returns the query with these notes.
    pub(crate) fn noted(self, notes: Vec<Note>) -> Self {
        Self { notes, ..self }
    }

    /// Returns the query with these parts.
    pub(crate) fn parted(self, parts: Vec<Part>) -> Self {
        Self { parts, ..self }
    }

    /// Returns the query that asks for `scope` too, with the notes on how this one was typed.
    ///
    /// ```
    /// use xunwen_language::parse;
    ///
    /// let scope = parse("来源:新闻联播 日期:2015")?;
    /// assert_eq!(parse("丰收 OR 增产")?.within(&scope), parse("(丰收 OR 增产) 来源:新闻联播 日期:2015")?);
    /// assert_eq!(parse("")?.within(&scope), scope);
    /// # Ok::<(), xunwen_language::ParseError>(())
    /// ```
    #[must_use]
    pub fn within(self, scope: &Self) -> Self {
        let root = match (self.root, scope.root.clone()) {
            (Some(own), Some(scope)) => Some(own.and(scope)),
            (own, scope) => own.or(scope),
        };
        Self { root, notes: self.notes, parts: self.parts }
    }

    /// Returns true if nothing was asked: blank input, or only punctuation.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root.is_none()
    }
}

/// One condition on an article.
///
/// The constructors keep these laws, which the parser and `Display` share: an `And`, an `Or` and
/// a `Same` have two or more children, an `And` has no `And` child, an `Or` no `Or` child, a `Not`
/// no `Not` child. The *places* named below are `Literal`, `Prefix`, `Wildcard`, and `Or` of these.
///
/// Exhaustive on purpose: a new kind of condition must be given a meaning wherever queries are read.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// The text occurs literally; what a keyword and a quoted phrase both mean.
    ///
    /// Has at least one letter or digit, and white space only as single spaces inside.
    Literal(String),
    /// A text that begins like this occurs: its last word may continue (`chat*`).
    Prefix(String),
    /// A text with some characters left open occurs (`微?剧`).
    Wildcard(Wildcard),
    /// All hold.
    And(Vec<Self>),
    /// At least one holds.
    Or(Vec<Self>),
    /// Does not hold.
    Not(Box<Self>),
    /// Holds in this field alone; the clause has neither `Field` nor `Date` inside, and under
    /// [`Field::is_label`] only `Literal`, `And`, `Or` and `Not`.
    Field {
        /// Where to look.
        field: Field,
        /// What must hold there.
        clause: Box<Self>,
    },
    /// Two places are at most `distance` characters apart.
    Near {
        /// The most characters between the two, at least 1.
        distance: u32,
        /// Whether `left` must come first.
        ordered: bool,
        /// One place.
        left: Box<Self>,
        /// The other place.
        right: Box<Self>,
    },
    /// Places within one unit of text.
    Same {
        /// The unit they share.
        unit: Unit,
        /// The places, two or more.
        clauses: Vec<Self>,
    },
    /// A place that occurs `count` times or more.
    AtLeast {
        /// The least number of occurrences, at least 1.
        count: u32,
        /// The place counted.
        clause: Box<Self>,
    },
    /// Counts `factor` times as much in the ranking.
    Boost {
        /// The weight, above 0 and at most 1000.
        factor: f32,
        /// What is weighted.
        clause: Box<Self>,
    },
    /// Published then.
    Date(DateSpec),
}

impl Clause {
    /// Returns the literal `text`, with white space trimmed and made single spaces.
    #[must_use]
    pub fn literal(text: &str) -> Self {
        Self::Literal(single_spaced(text))
    }

    /// Returns the prefix `text`, with white space as in [`Clause::literal`].
    #[must_use]
    pub fn prefix(text: &str) -> Self {
        Self::Prefix(single_spaced(text))
    }

    /// Returns the condition that both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut clauses = self.into_conjuncts();
        clauses.extend(other.into_conjuncts());
        Self::And(clauses)
    }

    /// Returns the condition that at least one of the two holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let mut clauses = self.into_disjuncts();
        clauses.extend(other.into_disjuncts());
        Self::Or(clauses)
    }

    /// Returns the condition that this one does not hold; twice is not at all.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(clause) => *clause,
            clause => Self::Not(Box::new(clause)),
        }
    }

    /// Returns this condition, confined to `field`.
    #[must_use]
    pub fn within(self, field: Field) -> Self {
        Self::Field { field, clause: Box::new(self) }
    }

    /// Returns the condition that this place and `other` are at most `distance` characters apart,
    /// in either order.
    #[must_use]
    pub fn near(self, distance: u32, other: Self) -> Self {
        let left = Box::new(self);
        let right = Box::new(other);
        Self::Near { distance, ordered: false, left, right }
    }

    /// Returns the condition that this place comes at most `distance` characters before `other`.
    #[must_use]
    pub fn before(self, distance: u32, other: Self) -> Self {
        let left = Box::new(self);
        let right = Box::new(other);
        Self::Near { distance, ordered: true, left, right }
    }

    /// Returns the condition that this place and `other` share a `unit`; a chain becomes one.
    #[must_use]
    pub fn same(self, unit: Unit, other: Self) -> Self {
        match self {
            Self::Same { unit: of, mut clauses } if of == unit => {
                clauses.push(other);
                Self::Same { unit, clauses }
            }
            first => Self::Same { unit, clauses: vec![first, other] },
        }
    }

    /// Returns the condition that this place occurs `count` times or more.
    #[must_use]
    pub fn at_least(self, count: u32) -> Self {
        Self::AtLeast { count, clause: Box::new(self) }
    }

    /// Returns this condition, weighted by `factor`.
    #[must_use]
    pub fn boosted(self, factor: f32) -> Self {
        Self::Boost { factor, clause: Box::new(self) }
    }

    /// Returns the conditions in a row of this one that say what an article is not, or where it comes from,
    /// rather than what it is about.
    pub fn restrictions(&self) -> impl Iterator<Item = &Self> {
        let conjuncts = match self {
            Self::And(clauses) => &clauses[..],
            clause => std::slice::from_ref(clause),
        };
        conjuncts.iter().filter(|clause| match clause {
            Self::Not(_) | Self::Date(_) => true,
            Self::Field { field, .. } => field.is_label(),
            _ => false,
        })
    }

    /// Returns true for a place: something with occurrences that can be counted and measured from.
    #[must_use]
    pub fn is_place(&self) -> bool {
        match self {
            Self::Literal(_) | Self::Prefix(_) | Self::Wildcard(_) => true,
            Self::Or(clauses) => clauses.iter().all(Self::is_place),
            _ => false,
        }
    }

    fn into_conjuncts(self) -> Vec<Self> {
        match self {
            Self::And(clauses) => clauses,
            clause => vec![clause],
        }
    }

    fn into_disjuncts(self) -> Vec<Self> {
        match self {
            Self::Or(clauses) => clauses,
            clause => vec![clause],
        }
    }
}

/// Returns true if `text` has something to find: a letter, a digit or a Han character.
pub(crate) fn has_text(text: &str) -> bool {
    xunwen_schema::Literal::new(text).is_some()
}

/// Returns `text` trimmed, with white space as single spaces.
pub(crate) fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
