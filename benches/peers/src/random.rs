//! Random choices that a seed repeats.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;

/// Returns a uniformly distributed number below `end`; 0 if `end` is 0.
pub(crate) fn roll(dice: &mut Xoshiro256PlusPlus, end: u64) -> u64 {
    // The high half of the product: uniform enough, and free of the patterns of low bits.
    ((u128::from(dice.next_u64()) * u128::from(end)) >> 64) as u64
}

/// Puts items into a random order (Fisher and Yates).
pub(crate) fn shuffle<T>(items: &mut [T], dice: &mut Xoshiro256PlusPlus) {
    for end in (1..items.len()).rev() {
        items.swap(end, roll(dice, end as u64 + 1) as usize);
    }
}
