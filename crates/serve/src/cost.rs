//! The cost of a query: its keywords, with a prefix, which expands to many, and a wildcard, whose
//! articles are read, counted as ten.

use xunwen_language::{Clause, Query};

/// What a prefix costs.
const PREFIX: usize = 10;

/// Returns the cost of a query in keywords.
pub(crate) fn of(query: &Query) -> usize {
    query.root().map_or(0, clause)
}

fn clause(of: &Clause) -> usize {
    match of {
        Clause::Prefix(_) | Clause::Wildcard(_) => PREFIX,
        Clause::And(clauses) | Clause::Or(clauses) | Clause::Same { clauses, .. } => {
            clauses.iter().map(clause).sum()
        }
        Clause::Near { left, right, .. } => clause(left) + clause(right),
        Clause::Not(inner)
        | Clause::Field { clause: inner, .. }
        | Clause::AtLeast { clause: inner, .. }
        | Clause::Boost { clause: inner, .. } => clause(inner),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_costs_and_a_prefix_costs_more() {
        for (text, cost) in [
            ("", 0),
            ("微短剧", 1),
            ("微短剧 -（河南 或 标题:郑州）", 3),
            ("微短剧 近/10字 出海 chat*", 12),
            ("日期:2025 至少3 微短剧^2", 2),
        ] {
            assert_eq!(of(&xunwen_language::parse(text).unwrap()), cost, "{text}");
        }
    }
}
