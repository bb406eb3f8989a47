//! Keywords to be called in the other language.

use std::sync::Arc;

use crate::matching::plan::{CompiledClause, QueryLiteral};
use crate::matching::scope::Scope;

/// A keyword, or a row of English ones, to be called in the other language.
#[derive(Debug)]
pub(super) struct SourceKeyword {
    pub(super) text: String,
    /// What occurs in an article that contains it.
    pub(super) literals: Vec<Arc<QueryLiteral>>,
    pub(super) is_han: bool,
}

impl SourceKeyword {
    /// Returns the condition that an article holds it in `scope`.
    pub(super) fn condition(&self, scope: Scope) -> CompiledClause {
        let literal =
            |literal: &Arc<QueryLiteral>| CompiledClause::Literal(Arc::clone(literal), scope);
        CompiledClause::And(self.literals.iter().map(literal).collect())
    }
}
