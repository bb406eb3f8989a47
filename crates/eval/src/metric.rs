//! The metrics and their names.

use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use serde::Deserialize;

/// A metric, named as `ir_measures` names it: `nDCG@10`, `RR@10`, `AP`, `P@10`, `R@100`.
///
/// The number is the cutoff, the number of results that count. Every value is between 0 and 1.
///
/// Equal scores are ordered as trec_eval does, the greater document id first, with scores in single
/// precision. There is one exception. trec_eval has no `RR` with a cutoff; `ir_measures` takes it
/// from the script of MS MARCO, which puts the smaller document id first and compares in double
/// precision, and so does this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub enum Metric {
    /// Normalised discounted cumulative gain: the grade is the gain, log2(rank + 1) the discount.
    Ndcg(Option<NonZeroUsize>),
    /// Reciprocal rank of the first relevant document; its mean is the MRR.
    Rr(Option<NonZeroUsize>),
    /// Average precision; its mean is the MAP.
    Ap(Option<NonZeroUsize>),
    /// Precision: the share of the first results that is relevant.
    P(NonZeroUsize),
    /// Recall: the share of the relevant documents among the first results.
    R(NonZeroUsize),
}

/// Why a text names no metric.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetricError {
    /// There is no metric of that name.
    #[error("unknown metric {name}")]
    Unknown {
        /// The name as written.
        name: String,
    },
    /// The metric is defined for a cutoff only.
    #[error("metric {name} has no cutoff")]
    NoCutoff {
        /// The name as written.
        name: String,
    },
    /// The cutoff is not a positive number.
    #[error("the cutoff {cutoff} of metric {name} is not a positive number")]
    Cutoff {
        /// The name as written.
        name: String,
        /// The cutoff as written.
        cutoff: String,
    },
}

impl FromStr for Metric {
    type Err = MetricError;

    /// Reads a name with its cutoff. The other names that `ir_measures` knows are understood too:
    /// `NDCG`, `MRR`, `MAP`, `Precision`, `Recall`.
    fn from_str(text: &str) -> Result<Self, MetricError> {
        let (name, cutoff) = split(text)?;
        let required = || cutoff.ok_or_else(|| MetricError::NoCutoff { name: name.to_owned() });
        match name {
            "nDCG" | "NDCG" => Ok(Self::Ndcg(cutoff)),
            "RR" | "MRR" => Ok(Self::Rr(cutoff)),
            "AP" | "MAP" => Ok(Self::Ap(cutoff)),
            "P" | "Precision" => Ok(Self::P(required()?)),
            "R" | "Recall" => Ok(Self::R(required()?)),
            _ => Err(MetricError::Unknown { name: name.to_owned() }),
        }
    }
}

fn split(text: &str) -> Result<(&str, Option<NonZeroUsize>), MetricError> {
    let Some((name, cutoff)) = text.split_once('@') else {
        return Ok((text, None));
    };
    match cutoff.parse() {
        Ok(number) => Ok((name, Some(number))),
        Err(_) => Err(MetricError::Cutoff { name: name.to_owned(), cutoff: cutoff.to_owned() }),
    }
}

impl TryFrom<String> for Metric {
    type Error = MetricError;

    fn try_from(text: String) -> Result<Self, MetricError> {
        text.parse()
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, cutoff) = match *self {
            Self::Ndcg(cutoff) => ("nDCG", cutoff),
            Self::Rr(cutoff) => ("RR", cutoff),
            Self::Ap(cutoff) => ("AP", cutoff),
            Self::P(cutoff) => ("P", Some(cutoff)),
            Self::R(cutoff) => ("R", Some(cutoff)),
        };
        match cutoff {
            Some(cutoff) => f.pad(&format!("{name}@{cutoff}")),
            None => f.pad(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for name in ["nDCG@10", "nDCG", "RR@10", "RR", "AP", "AP@100", "P@10", "R@100"] {
            assert_eq!(name.parse::<Metric>().unwrap().to_string(), name);
        }
        assert_eq!(format!("{:>8}|", "AP@5".parse::<Metric>().unwrap()), "    AP@5|");
    }

    #[test]
    fn other_names_are_understood() {
        for (other, name) in [("MRR@10", "RR@10"), ("MAP", "AP"), ("Recall@5", "R@5")] {
            assert_eq!(other.parse::<Metric>().unwrap().to_string(), name);
        }
    }

    #[test]
    fn a_wrong_name_says_what_is_wrong() {
        for (text, message) in [
            ("ndcg@10", "unknown metric ndcg"),
            ("", "unknown metric "),
            ("P", "metric P has no cutoff"),
            ("R@0", "the cutoff 0 of metric R is not a positive number"),
            ("RR@", "the cutoff  of metric RR is not a positive number"),
        ] {
            assert_eq!(text.parse::<Metric>().unwrap_err().to_string(), message);
        }
    }
}
