//! The paired randomisation test.
//!
//! If two runs are equally good, the sign of each query's difference is a matter of chance. The
//! p-value is the share of all settings of the signs whose sum is at least as far from zero as the
//! observed sum.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// Up to this many differences, all settings of the signs are enumerated.
const EXACT_LIMIT: usize = 20;

/// The number of settings drawn where there are too many to enumerate.
const SAMPLES: u32 = 100_000;

const SEED: u64 = 7;

/// How a p-value was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// All settings of the signs were enumerated.
    Exact,
    /// Settings were drawn at random, the same ones in every call.
    Sampled {
        /// The number of settings.
        samples: u32,
    },
}

/// Returns the two-sided p-value of differences that are not zero.
pub(crate) fn sign_flip_test(differences: &[f64]) -> (f64, Method) {
    if differences.len() <= EXACT_LIMIT {
        (exact(differences), Method::Exact)
    } else {
        (sampled(differences), Method::Sampled { samples: SAMPLES })
    }
}

fn exact(differences: &[f64]) -> f64 {
    let settings = 1_u32 << differences.len();
    f64::from(count_extreme(differences, 0.0, bar(differences))) / f64::from(settings)
}

fn count_extreme(differences: &[f64], sum: f64, bar: f64) -> u32 {
    match differences.split_first() {
        None => u32::from(sum.abs() >= bar),
        Some((difference, rest)) => {
            count_extreme(rest, sum + difference, bar) + count_extreme(rest, sum - difference, bar)
        }
    }
}

/// The observed setting counts as one of the samples, so that p is never 0.
fn sampled(differences: &[f64]) -> f64 {
    let bar = bar(differences);
    let tables: Vec<[f64; 256]> = differences.chunks(8).map(signed_sums).collect();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
    let extreme = (0..SAMPLES).filter(|_| draw(&tables, &mut random).abs() >= bar).count();
    (extreme + 1) as f64 / f64::from(SAMPLES + 1)
}

fn draw(tables: &[[f64; 256]], random: &mut Xoshiro256PlusPlus) -> f64 {
    let mut sum = 0.0;
    for tables in tables.chunks(8) {
        let signs = random.next_u64().to_le_bytes();
        sum +=
            tables.iter().zip(signs).map(|(table, signs)| table[usize::from(signs)]).sum::<f64>();
    }
    sum
}

/// Returns the sum of up to eight differences for each setting of their signs, so that a draw looks
/// up one number for eight differences.
fn signed_sums(differences: &[f64]) -> [f64; 256] {
    std::array::from_fn(|signs| {
        let signed = differences.iter().enumerate();
        signed.map(|(bit, &value)| if signs >> bit & 1 == 1 { value } else { -value }).sum()
    })
}

/// Returns the bar that an extreme sum reaches: the observed sum, less an allowance for rounding.
fn bar(differences: &[f64]) -> f64 {
    let sum: f64 = differences.iter().sum();
    let size: f64 = differences.iter().map(|difference| difference.abs()).sum();
    sum.abs() - size * 1e-12
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Nineteen differences as nDCG has them: many small ones, a few large ones, repetitions.
    const NINETEEN: [f64; 19] = [
        0.1, 0.25, -0.05, 0.3, 0.12, -0.2, 0.07, 0.33, -0.11, 0.5, 0.02, -0.3, 0.25, 0.18, -0.09,
        0.4, 0.06, -0.15, 0.21,
    ];

    #[test]
    fn few_differences_are_counted_by_hand() {
        // No setting of no signs is less extreme than the one seen.
        assert_eq!(sign_flip_test(&[]), (1.0, Method::Exact));
        assert_eq!(sign_flip_test(&[0.3]), (1.0, Method::Exact));
        // Of 16 settings only all-plus and all-minus reach 4.
        assert_eq!(sign_flip_test(&[1.0; 4]), (0.125, Method::Exact));
        // Sums of ±1 ±2 ±4 are -7 -5 -3 -1 1 3 5 7; four of the eight are at least 5 from zero.
        assert_eq!(sign_flip_test(&[-1.0, 2.0, 4.0]), (0.5, Method::Exact));
        // 0.1 + 0.2 and 0.3 are equal here, whatever their bits say: of ±.1 ±.2 ±.3 (sums 0 0
        // ±.2 ±.4 ±.6) every one is at least 0 from zero.
        assert_eq!(sign_flip_test(&[0.1, 0.2, -0.3]), (1.0, Method::Exact));
    }

    // Computed by SciPy 1.17.1:
    // scipy.stats.permutation_test((x, [0] * len(x)), lambda a, b, axis: (a - b).mean(axis),
    //     permutation_type="samples", vectorized=True, n_resamples=numpy.inf).pvalue
    #[test]
    fn the_exact_value_is_that_of_scipy() {
        let p = exact(&NINETEEN);
        assert!((p - 0.060_829_162_597_656_25).abs() < 1e-12, "{p}");
    }

    /// Asserts that samples come as close to `p` as four standard errors of a share.
    #[track_caller]
    fn assert_sampled(differences: &[f64], p: f64) {
        let error = 4.0 * (p * (1.0 - p) / f64::from(SAMPLES)).sqrt();
        let drawn = sampled(differences);
        assert!((drawn - p).abs() < error, "{drawn} instead of {p}");
    }

    #[test]
    fn samples_come_close_to_the_exact_value() {
        assert_sampled(&NINETEEN, exact(&NINETEEN));
        // With equal sizes it is the sign test: scipy.stats.binomtest(115, 200).pvalue.
        let differences = [[0.2].repeat(115), [-0.2].repeat(85)].concat();
        assert_sampled(&differences, 0.040_037_191_613_399_55);
    }

    #[test]
    fn many_differences_are_sampled() {
        let method = Method::Sampled { samples: SAMPLES };
        // 30 of 30 queries better: chance does that twice in 2^30.
        assert_eq!(sign_flip_test(&[0.2; 30]), (1.0 / f64::from(SAMPLES + 1), method));
        // As many better as worse: nothing is less extreme.
        assert_eq!(sign_flip_test(&[0.2, -0.2].repeat(50)), (1.0, method));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn p_is_a_share_and_the_same_from_both_sides(
            differences in prop::collection::vec(-1.0..1.0_f64, 0..40)
        ) {
            let mirrored: Vec<f64> = differences.iter().map(|difference| -difference).collect();
            let (p, _) = sign_flip_test(&differences);
            prop_assert!(0.0 < p && p <= 1.0);
            prop_assert_eq!(sign_flip_test(&mirrored).0, p);
        }
    }
}
