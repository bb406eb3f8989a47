//! Fields of an article, and units of its text, as conditions name them.

use xunwen_schema::TextField;

/// The part of an article a condition is confined to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The headline.
    Title,
    /// The running text.
    Body,
    /// The summary.
    Summary,
    /// The first paragraph of the body, or its first 100 characters.
    Lead,
    /// The outlet.
    Source,
    /// A tag.
    Tag,
    /// The language, such as `zh`.
    Language,
}

impl From<TextField> for Field {
    fn from(field: TextField) -> Self {
        match field {
            TextField::Title => Self::Title,
            TextField::Summary => Self::Summary,
            TextField::Body => Self::Body,
        }
    }
}

impl Field {
    /// All fields, in the order in which they are documented.
    pub const ALL: [Self; 7] = [
        Self::Title,
        Self::Body,
        Self::Summary,
        Self::Lead,
        Self::Source,
        Self::Tag,
        Self::Language,
    ];

    /// Returns true for fields that hold whole names rather than text: source, tag, language.
    #[must_use]
    pub fn is_label(self) -> bool {
        matches!(self, Self::Source | Self::Tag | Self::Language)
    }

    /// Returns true if a condition on this field can hold through text of `other`: the lead is
    /// part of the body.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self == other || (self == Self::Lead && other == Self::Body)
    }

    /// Returns the name in the canonical query, such as `title`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// Returns every name a user may type, the canonical one first.
    #[must_use]
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["title", "标题"],
            Self::Body => ["body", "正文"],
            Self::Summary => ["summary", "摘要"],
            Self::Lead => ["lead", "导语"],
            Self::Source => ["source", "来源"],
            Self::Tag => ["tag", "标签"],
            Self::Language => ["lang", "语言"],
        }
    }
}

/// A unit of text that [`Clause::Same`](crate::Clause::Same) speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A sentence.
    Sentence,
    /// A paragraph.
    Paragraph,
}
