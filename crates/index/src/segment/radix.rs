//! Radix sort, least significant digit first: stable, in linear time.

/// Bits of a digit. The ends of all buckets fit into the first-level cache.
const BITS: u32 = 11;
const BUCKETS: usize = 1 << BITS;

/// Sorts `items` by their high 32 bits, all of which must be below `bound`. `scratch` only lends its
/// memory.
pub(super) fn sort_by_high(items: &mut Vec<u64>, scratch: &mut Vec<u64>, bound: usize) {
    scratch.clear();
    scratch.resize(items.len(), 0);
    let mut shift = 0;
    while bound >> shift > 0 && shift < u32::BITS {
        sort_by_digit(items, scratch, shift + u32::BITS);
        std::mem::swap(items, scratch);
        shift += BITS;
    }
}

fn sort_by_digit(items: &[u64], sorted: &mut [u64], shift: u32) {
    let digit = |item: u64| (item >> shift) as usize & (BUCKETS - 1);
    let mut ends = [0_u32; BUCKETS];
    for &item in items {
        ends[digit(item)] += 1;
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += std::mem::replace(end, sum);
    }
    for &item in items {
        let end = &mut ends[digit(item)];
        sorted[*end as usize] = item;
        *end += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn items_are_sorted_as_the_standard_library_sorts_them(
            items in proptest::collection::vec(any::<u64>(), 0..300), bits in 1_u32..33,
        ) {
            let items: Vec<u64> =
                items.into_iter().map(|item| item & (u64::MAX >> (32 - bits))).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item >> 32);
            let mut sorted = items;
            sort_by_high(&mut sorted, &mut Vec::new(), 1 << bits);
            prop_assert_eq!(sorted, expected);
        }
    }
}
