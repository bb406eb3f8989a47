//! Dunning's log-likelihood ratio: how surprising it is that two things co-occur so often.

/// A two by two table of counts: how often two things meet, and how often each comes at all.
///
/// ```text
///              the term    other
/// here         both        row - both                     row
/// elsewhere    column-both all - row - column + both
///              column                                      all
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ContingencyTable {
    /// Trials here that gave the term.
    pub(crate) both: u64,
    /// Trials here.
    pub(crate) row: u64,
    /// Trials anywhere that gave the term.
    pub(crate) column: u64,
    /// All trials.
    pub(crate) all: u64,
}

impl ContingencyTable {
    /// Returns how often they would meet by chance: `row * column / all`.
    pub(crate) fn expected(self) -> f64 {
        if self.all == 0 { 0.0 } else { self.row as f64 * self.column as f64 / self.all as f64 }
    }

    /// Returns whether they meet more often than by chance.
    pub(crate) fn is_more(self) -> bool {
        self.both as f64 > self.expected()
    }

    /// Returns G² = 2 Σ O ln(O / E) over the four cells (T. Dunning, *Accurate Methods for the
    /// Statistics of Surprise and Coincidence*, Computational Linguistics 19(1), 1993).
    pub(crate) fn g2(self) -> f64 {
        let Self { both, row, column, all } = self;
        // Counts of an index with deleted articles can be off by a little.
        let neither = (all + both).saturating_sub(row + column);
        let other_row = all.saturating_sub(row);
        let other_column = all.saturating_sub(column);
        let cells = [
            (both, row, column),
            (row.saturating_sub(both), row, other_column),
            (column.saturating_sub(both), other_row, column),
            (neither, other_row, other_column),
        ];
        let sum: f64 = cells.iter().map(|&(cell, row, column)| term(cell, row, column, all)).sum();
        (2.0 * sum).max(0.0)
    }
}

/// Returns `O ln(O / E)`, which is 0 where nothing was observed.
fn term(observed: u64, row: u64, column: u64, all: u64) -> f64 {
    if observed == 0 || row == 0 || column == 0 {
        return 0.0;
    }
    let observed = observed as f64;
    let row = row as f64;
    let column = column as f64;
    observed * (observed * all as f64 / (row * column)).ln()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn g2(both: u64, row: u64, column: u64, all: u64) -> f64 {
        ContingencyTable { both, row, column, all }.g2()
    }

    /// Computed by hand, with the logarithms of a table.
    #[test]
    fn g2_is_as_computed_by_hand() {
        // 10, 10 / 10, 70: E = 4, 16, 16, 64.
        // 2 (10 ln 2.5 + 10 ln 0.625 + 10 ln 0.625 + 70 ln 1.09375)
        // = 2 (9.162907 - 4.700036 - 4.700036 + 6.272855) = 12.071380
        assert!((g2(10, 20, 20, 100) - 12.071_380).abs() < 1e-5, "{}", g2(10, 20, 20, 100));
        // 8, 0 / 0, 8: E = 4 everywhere. 2 (8 ln 2 + 8 ln 2) = 32 ln 2 = 22.180710
        assert!((g2(8, 8, 8, 16) - 22.180_710).abs() < 1e-6);
        // What is as frequent here as anywhere says nothing.
        assert!(g2(5, 50, 10, 100).abs() < 1e-9);
    }

    /// From Dunning's own table 1 of 1993: "the swiss", 110, 2442, 111, 29114, G² 270.72.
    #[test]
    fn g2_is_as_dunning_published_it() {
        let (both, column_rest, row_rest, neither) = (110, 2442, 111, 29114);
        let all = both + column_rest + row_rest + neither;
        assert!((g2(both, both + row_rest, both + column_rest, all) - 270.72).abs() < 0.01);
    }

    #[test]
    fn what_is_expected_is_the_product_of_the_shares() {
        let table = ContingencyTable { both: 10, row: 20, column: 20, all: 100 };
        assert!((table.expected() - 4.0).abs() < 1e-12);
        assert!(table.is_more());
        assert!(!ContingencyTable { both: 4, ..table }.is_more());
        assert!(!ContingencyTable { both: 0, row: 0, column: 0, all: 0 }.is_more());
    }

    proptest! {
        #[test]
        fn g2_is_never_negative_and_falls_as_the_term_is_found_elsewhere_too(
            both in 1..500_u64, row in 0..5_000_u64, column in 0..5_000_u64, more in 1..100_u64,
        ) {
            let table = ContingencyTable { both, row: both + row, column: both + column, all: 20_000 };
            let wider = ContingencyTable { column: table.column + more, ..table };
            prop_assert!(table.g2() >= 0.0);
            prop_assert!(!wider.is_more() || wider.g2() <= table.g2());
        }
    }
}
