//! Evidence: how much more often a wording occurs in the examples than elsewhere.

use crate::index::Index;
use crate::index::docset::DocSet;
use crate::ranking::log_likelihood::ContingencyTable;
use crate::ranking::term_counts::each_posting;

/// What G² exceeds by chance once in a thousand times.
pub(super) const SIGNIFICANT: f64 = 10.83;
/// What G² exceeds by chance once in a hundred times.
pub(super) const UNLIKELY: f64 = 6.63;

/// Trials in the examples and elsewhere, and how many of each gave the wording.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Evidence {
    pub(super) here: u64,
    pub(super) here_all: u64,
    pub(super) elsewhere: u64,
    pub(super) elsewhere_all: u64,
}

impl Evidence {
    /// Returns G² of the table if the wording is more frequent here, else 0.
    pub(super) fn g2(self) -> f64 {
        let table = ContingencyTable {
            both: self.here,
            row: self.here_all,
            column: self.here + self.elsewhere,
            all: self.here_all + self.elsewhere_all,
        };
        if table.is_more() { table.g2() } else { 0.0 }
    }

    /// Returns the share of the trials here that gave the wording.
    pub(super) fn share(self) -> f64 {
        self.here as f64 / self.here_all.max(1) as f64
    }

    /// Returns the logarithm of how many times as frequent it is here. Half an occurrence more on
    /// either side keeps it finite.
    pub(super) fn contrast(self) -> f64 {
        let rate = |times: u64, all: u64| (times as f64 + 0.5) / (all as f64 + 1.0);
        (rate(self.here, self.here_all) / rate(self.elsewhere, self.elsewhere_all)).ln()
    }
}

/// Where a wording occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spread {
    /// Articles of the whole index.
    pub(super) articles: u64,
    /// Articles of a set, and how often it occurs in these.
    pub(super) inside: u64,
    pub(super) times_inside: u64,
}

impl Spread {
    /// Looks the literals `forms` up, in the index and in `set`, segment by segment.
    pub(super) fn of(index: &Index, forms: &[String], set: &[DocSet]) -> tantivy::Result<Self> {
        let mut documents = Vec::new();
        let mut times_inside = 0;
        for form in forms {
            each_posting(index, form, |segment, doc, times| {
                documents.push((segment, doc));
                if set[segment].contains(doc) {
                    times_inside += u64::from(times);
                }
            })?;
        }
        documents.sort_unstable();
        documents.dedup();
        let inside = documents.iter().filter(|&&(segment, doc)| set[segment].contains(doc));
        let inside = inside.count() as u64;
        Ok(Self { articles: documents.len() as u64, inside, times_inside })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by hand, with the logarithms of a table.
    #[test]
    fn evidence_is_as_computed_by_hand() {
        // 28 of 1300 here, 13 of 2250 elsewhere. E = 41 * 1300 / 3550 = 15.014085 and 25.985915,
        // and the others 1284.985915 and 2224.014085.
        // 2 (28 ln 1.864915 + 13 ln 0.500271 + 1272 ln 0.989894 + 2237 ln 1.005839)
        // = 2 (17.449623 - 9.003865 - 12.920214 + 13.023849) = 17.098786
        let evidence = Evidence { here: 28, here_all: 1300, elsewhere: 13, elsewhere_all: 2250 };
        assert!((evidence.g2() - 17.0988).abs() < 0.01, "{}", evidence.g2());
        // ln ((28.5 / 1301) / (13.5 / 2251)) = ln 3.652674 = 1.295459
        assert!((evidence.contrast() - 1.295_459).abs() < 1e-4, "{}", evidence.contrast());
    }

    #[test]
    fn what_is_as_frequent_elsewhere_is_no_evidence() {
        let even = Evidence { here: 2, here_all: 20, elsewhere: 10, elsewhere_all: 100 };
        assert!(even.g2().abs() < 1e-12);
        assert!(Evidence { here: 1, ..even }.g2().abs() < 1e-12);
    }
}
