//! Stretches of a text: how much of a query occurs within some 80 characters.

use super::proximity_terms::ProximityTerms;
use crate::ranking::weights::{LEAD_LENGTH, WINDOW_LENGTH};

/// An occurrence: its position, and the number of the term.
pub(super) type TermAt = (u32, usize);

/// What a stretch of text has of the query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WindowCoverage {
    /// The weight of the units that it has, each once.
    pub(crate) weight: u64,
    /// How many they are.
    pub(crate) units: u32,
    /// The position in its middle.
    pub(crate) middle: u32,
}

/// Returns the stretch that has most of the query, the first of equals, where it has `given` units
/// anyway. `places` are sorted.
pub(super) fn best_window(
    places: &[TermAt],
    units: &ProximityTerms,
    given: &[bool],
) -> WindowCoverage {
    let mut stretch = Stretch::new(units);
    (0..units.len()).filter(|&unit| given[unit]).for_each(|unit| stretch.add(unit));
    let mut best = stretch.cover;
    let mut first = 0;
    for &(end, unit) in places {
        while end - places[first].0 > WINDOW_LENGTH {
            stretch.remove(places[first].1);
            first += 1;
        }
        stretch.add(unit);
        if stretch.cover.weight > best.weight {
            best = WindowCoverage { middle: places[first].0.midpoint(end), ..stretch.cover };
        }
    }
    best
}

/// Returns what the beginning of a text has of the query. `places` are sorted.
pub(super) fn lead(places: &[TermAt], units: &ProximityTerms) -> WindowCoverage {
    let mut stretch = Stretch::new(units);
    let within = places.iter().take_while(|&&(position, _)| position < LEAD_LENGTH);
    within.for_each(|&(_, unit)| stretch.add(unit));
    stretch.cover
}

/// A stretch that moves on: how often it has each unit, and what that comes to.
struct Stretch<'u> {
    units: &'u ProximityTerms,
    counts: Vec<u32>,
    cover: WindowCoverage,
}

impl<'u> Stretch<'u> {
    fn new(units: &'u ProximityTerms) -> Self {
        Self { units, counts: vec![0; units.len()], cover: WindowCoverage::default() }
    }

    fn add(&mut self, unit: usize) {
        self.counts[unit] += 1;
        if self.counts[unit] == 1 {
            self.cover.weight += self.units.weight(unit);
            self.cover.units += 1;
        }
    }

    fn remove(&mut self, unit: usize) {
        self.counts[unit] -= 1;
        if self.counts[unit] == 0 {
            self.cover.weight -= self.units.weight(unit);
            self.cover.units -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const TERMS: usize = 6;

    /// The weights 1, 2, 4, …: every set of units has a weight of its own.
    fn units() -> ProximityTerms {
        let mut units = ProximityTerms::default();
        (0..TERMS).for_each(|unit| units.add(1 << unit));
        units
    }

    fn weight(units: impl IntoIterator<Item = usize>) -> u64 {
        units.into_iter().collect::<BTreeSet<usize>>().into_iter().map(|unit| 1 << unit).sum()
    }

    #[test]
    fn units_far_apart_stand_in_no_stretch_together() {
        let nothing = [false; TERMS];
        let places = [(0, 0), (81, 1), (161, 2), (162, 0)];
        let best = best_window(&places, &units(), &nothing);
        assert_eq!(best, WindowCoverage { weight: 2 + 4, units: 2, middle: 121 });
        let given = [true, false, false, false, false, false];
        let best = best_window(&places, &units(), &given);
        assert_eq!(best, WindowCoverage { weight: 1 + 2 + 4, units: 3, middle: 121 });
        assert_eq!(lead(&places, &units()), WindowCoverage { weight: 1 + 2, units: 2, middle: 0 });
    }

    proptest! {
        /// The judge tries a stretch from each position on, and asks of each unit whether it is in.
        #[test]
        fn the_best_stretch_is_that_of_trying_all(
            places in prop::collection::btree_set((0..400_u32, 0..TERMS), 0..40),
            given in prop::collection::vec(any::<bool>(), TERMS),
        ) {
            let places: Vec<TermAt> = places.into_iter().collect();
            let in_title = || (0..TERMS).filter(|&unit| given[unit]);
            let from = |start: u32| {
                let within = places.iter().filter(|place| (start..=start + WINDOW_LENGTH).contains(&place.0));
                weight(within.map(|place| place.1).chain(in_title()))
            };
            let expected = (0..400).map(from).max().unwrap_or(0);
            let best = best_window(&places, &units(), &given);
            prop_assert_eq!(best.weight, expected);
            prop_assert_eq!(best.units, expected.count_ones());
            let early = places.iter().filter(|place| place.0 < LEAD_LENGTH).map(|place| place.1);
            prop_assert_eq!(lead(&places, &units()).weight, weight(early));
        }
    }
}
