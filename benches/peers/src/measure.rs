//! Measuring: all engines answer the same queries in turn, several times.

use std::time::Duration;

use xunwen_schema::Analyzer;

use crate::child::Session;
use crate::outcome::Outcome;
use crate::peer::Language;
use crate::queries::{Class, Query};

/// Rounds that warm caches up and are not timed.
const WARM_UP: usize = 2;

/// An engine with an open index, ready to answer.
pub(crate) struct OpenPeer {
    pub(crate) name: String,
    pub(crate) language: Language,
    pub(crate) session: Session,
    /// Timed rounds.
    pub(crate) rounds: usize,
}

/// The median time of an engine for each query; `None` for one that it cannot answer.
pub(crate) type Times = Vec<Option<Duration>>;

/// Percentiles of the times of a class of queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spread {
    pub(crate) p50: Duration,
    pub(crate) p95: Duration,
    pub(crate) p99: Duration,
}

/// Asks every engine every query, a class at a time, the engines in turn.
pub(crate) fn times(peers: &mut [OpenPeer], queries: &[Query]) -> Outcome<Vec<Times>> {
    let analyzer = Analyzer::new();
    let mut taken: Vec<Vec<Vec<Duration>>> = vec![vec![Vec::new(); queries.len()]; peers.len()];
    let rounds = WARM_UP + peers.iter().map(|peer| peer.rounds).max().unwrap_or(0);
    for round in 0..rounds {
        for class in Class::ALL {
            for turn in 0..peers.len() {
                // A different engine begins each round.
                let number = (turn + round) % peers.len();
                let peer = &mut peers[number];
                if round >= WARM_UP + peer.rounds {
                    continue;
                }
                for (query, taken) in queries.iter().zip(&mut taken[number]) {
                    if query.class == class {
                        let line = query.line(peer.language, &analyzer);
                        let (answer, time) = peer.session.ask(&line)?;
                        taken.extend((round >= WARM_UP && answer != "UNSUPPORTED").then_some(time));
                    }
                }
            }
        }
    }
    Ok(taken.into_iter().map(|taken| taken.into_iter().map(median).collect()).collect())
}

fn median(mut times: Vec<Duration>) -> Option<Duration> {
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}

/// Returns the spread of a class, if the engine can answer all of it.
pub(crate) fn spread(times: &Times, queries: &[Query], class: Class) -> Option<Spread> {
    let of_class = queries.iter().zip(times).filter(|(query, _)| query.class == class);
    let times: Option<Vec<Duration>> = of_class.map(|(_, &time)| time).collect();
    let mut times = times?;
    times.sort_unstable();
    Some(Spread {
        p50: percentile(&times, 50)?,
        p95: percentile(&times, 95)?,
        p99: percentile(&times, 99)?,
    })
}

/// Returns the smallest of sorted times that at least `percent` of them do not exceed.
fn percentile(times: &[Duration], percent: usize) -> Option<Duration> {
    let rank = (times.len() * percent).div_ceil(100).max(1);
    times.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_taken() {
        let times: Vec<Duration> = (1..=200).map(Duration::from_micros).collect();
        let micros = |percent| percentile(&times, percent).unwrap().as_micros();
        assert_eq!((micros(50), micros(95), micros(99)), (100, 190, 198));
        assert_eq!(percentile(&times[..1], 99), Some(Duration::from_micros(1)));
        assert_eq!(percentile(&[], 50), None);
    }
}
