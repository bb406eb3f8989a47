//! Allowances: so many uses in so much time.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many uses in any span of time of this length, wherever it begins.
#[derive(Debug)]
pub(super) struct Allowance {
    most: usize,
    period: Duration,
    /// When the uses of the last period were, in order.
    uses: Mutex<VecDeque<Instant>>,
}

impl Allowance {
    pub(super) fn new(most: u32, period: Duration) -> Self {
        Self { most: most as usize, period, uses: Mutex::default() }
    }

    /// Takes `number` uses at `now`, or none of them.
    ///
    /// # Errors
    ///
    /// How long to wait until there are so many; if there never are, the whole period.
    pub(super) fn take(&self, number: usize, now: Instant) -> Result<(), Duration> {
        let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
        while uses.front().is_some_and(|&first| now.duration_since(first) >= self.period) {
            uses.pop_front();
        }
        let beyond = (uses.len() + number).saturating_sub(self.most);
        if beyond == 0 {
            uses.extend(std::iter::repeat_n(now, number));
            return Ok(());
        }
        let last = uses.get(beyond - 1);
        Err(last.map_or(self.period, |&last| self.period - now.duration_since(last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_span_of_the_period_has_more_uses_than_are_allowed() {
        let allowance = Allowance::new(3, Duration::from_secs(60));
        let start = Instant::now();
        let take = |number, second| allowance.take(number, start + Duration::from_secs(second));
        assert_eq!(take(2, 0), Ok(()));
        assert_eq!(take(2, 20), Err(Duration::from_secs(40)), "one is left, and not taken");
        assert_eq!(take(1, 50), Ok(()));
        assert_eq!(take(1, 59), Err(Duration::from_secs(1)));
        assert_eq!(take(2, 60), Ok(()), "those of second 0 are over");
        assert_eq!(take(1, 61), Err(Duration::from_secs(49)), "that of second 50 is not");
        assert_eq!(take(4, 1000), Err(Duration::from_secs(60)), "there are never so many");
        assert_eq!(take(3, 1000), Ok(()));
        assert_eq!(
            Allowance::new(0, Duration::from_secs(60)).take(1, start).map_err(|it| it.as_secs()),
            Err(60)
        );
    }
}
