//! Scopes: which texts of an article a condition speaks of.

use tantivy::schema::Field as IndexField;
use xunwen_language::{Clause, Field};
use xunwen_schema::Fields;

/// Where a clause's text is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Title, summary or body.
    #[default]
    Any,
    /// One field.
    Only(Field),
}

impl Scope {
    pub(super) fn is_lead(self) -> bool {
        self == Self::Only(Field::Lead)
    }

    /// Returns the index fields of this scope.
    pub(crate) fn index_fields(self, fields: &Fields) -> Vec<IndexField> {
        match self {
            Self::Any => fields.texts().to_vec(),
            Self::Only(Field::Title) => vec![fields.title],
            Self::Only(Field::Summary) => vec![fields.summary],
            Self::Only(_) => vec![fields.body],
        }
    }

    /// Returns `clause` as it is written to hold in this scope.
    pub(crate) fn confine(self, clause: &Clause) -> Clause {
        match self {
            Self::Any => clause.clone(),
            Self::Only(field) => clause.clone().within(field),
        }
    }
}
