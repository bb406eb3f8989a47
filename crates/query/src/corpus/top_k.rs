//! The best of many by a value, without keeping them all.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// The items of highest value.
#[derive(Debug)]
pub(crate) struct TopK<T> {
    limit: usize,
    items: Vec<(f64, T)>,
    /// The highest values, as bits, which order as positive numbers do.
    highest: BinaryHeap<Reverse<u64>>,
}

impl<T> TopK<T> {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, items: Vec::new(), highest: BinaryHeap::new() }
    }

    /// Returns whether an item of this value would not be among the best.
    pub(crate) fn is_beyond(&self, value: f64) -> bool {
        let lowest = self.highest.peek().map_or(0, |lowest| lowest.0);
        self.highest.len() >= self.limit && value.to_bits() < lowest
    }

    /// Offers an item; its value is not negative.
    pub(crate) fn offer(&mut self, value: f64, item: T) {
        if self.is_beyond(value) {
            return;
        }
        self.items.push((value, item));
        self.highest.push(Reverse(value.to_bits()));
        if self.highest.len() > self.limit {
            self.highest.pop();
        }
    }

    /// Returns the best, highest first; `ties` orders those of equal value.
    pub(crate) fn into_sorted(mut self, ties: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
        self.items.sort_by(|left, right| {
            right.0.total_cmp(&left.0).then_with(|| ties(&left.1, &right.1))
        });
        self.items.truncate(self.limit);
        self.items.into_iter().map(|(_, item)| item).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_kept_in_order() {
        let mut best = TopK::new(2);
        for (value, name) in [(1.0, "d"), (3.0, "b"), (3.0, "a"), (3.0, "c"), (0.0, "e")] {
            best.offer(value, name);
        }
        assert!(best.is_beyond(2.9));
        assert!(!best.is_beyond(3.0));
        assert_eq!(best.into_sorted(|left, right| left.cmp(right)), ["a", "b"]);
        let mut none = TopK::new(0);
        none.offer(1.0, "a");
        assert!(none.into_sorted(|_, _| Ordering::Equal).is_empty());
    }
}
