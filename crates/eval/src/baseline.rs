//! Stored figures of other systems.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::{Error, Metric, trec};

/// Stored figures of other systems, to compare one's own with.
///
/// In TOML: `[[system]]` with a name, a version, the settings, and a table of figures by set.
///
/// ```toml
/// [[system]]
/// name = "BM25"
/// version = "Lucene 9"
/// settings = "bigrams, k1 0.9, b 0.4"
/// figures.rgb = { "nDCG@10" = 0.506, "R@100" = 0.903 }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The systems in the order of the file.
    #[serde(rename = "system")]
    pub systems: Vec<System>,
}

/// A system and its figures.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The name of the system, short enough to head a column.
    pub name: String,
    /// The program and its version.
    pub version: String,
    /// Its settings.
    pub settings: String,
    /// The mean of each metric on each query set.
    pub figures: BTreeMap<String, BTreeMap<Metric, f64>>,
}

impl Baseline {
    /// Reads a file of figures.
    pub fn read(path: &Path) -> Result<Self, Error> {
        Self::parse(&trec::read(path)?, path)
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let baseline: Self = toml::from_str(text).map_err(|source| Error::Baseline {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        baseline.systems.iter().try_for_each(|system| system.check(path))?;
        Ok(baseline)
    }
}

impl System {
    /// Returns the figure for a query set, if one is stored.
    #[must_use]
    pub fn figure(&self, set: &str, metric: Metric) -> Option<f64> {
        self.figures.get(set)?.get(&metric).copied()
    }

    fn check(&self, path: &Path) -> Result<(), Error> {
        let mut cells =
            self.figures.iter().flat_map(|(set, row)| row.iter().map(move |f| (set, f)));
        match cells.find(|(_, (_, figure))| !(0.0..=1.0).contains(*figure)) {
            None => Ok(()),
            Some((set, (&metric, &figure))) => Err(Error::Figure {
                path: path.to_owned(),
                system: self.name.clone(),
                set: set.clone(),
                metric,
                figure,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    const SYSTEM: &str = "[[system]]\nname = 'BM25'\nversion = '9'\nsettings = 'bigrams'\n";

    fn parse(figures: &str) -> Result<Baseline, Error> {
        Baseline::parse(&format!("{SYSTEM}{figures}"), Path::new("b.toml"))
    }

    #[test]
    fn figures_are_found_by_set_and_metric() {
        let baseline = parse("figures.rgb = { 'nDCG@10' = 0.5, 'R@100' = 1 }").unwrap();
        let system = &baseline.systems[0];
        assert_eq!(system.figure("rgb", "nDCG@10".parse().unwrap()), Some(0.5));
        assert_eq!(system.figure("rgb", "R@100".parse().unwrap()), Some(1.0));
        assert_eq!(system.figure("rgb", "AP".parse().unwrap()), None);
        assert_eq!(system.figure("crud", "R@100".parse().unwrap()), None);
    }

    #[test]
    fn a_percentage_is_no_figure() {
        let error = parse("figures.rgb = { AP = 50.6 }").unwrap_err();
        let message = "b.toml: AP of BM25 on rgb is 50.6, not between 0 and 1";
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (figures, cause) in [
            ("figures.rgb = { ndcg = 0.5 }", "unknown metric ndcg"),
            ("figures.rgb = { AP = 'high' }", "invalid type"),
            ("figure.rgb = { AP = 0.5 }", "unknown field `figure`"),
        ] {
            let error = parse(figures).unwrap_err();
            assert_eq!(error.to_string(), "b.toml is not a baseline");
            let source = error.source().unwrap().to_string();
            assert!(source.contains(cause) && source.contains("line 5"), "{source}");
        }
    }

    #[test]
    fn the_stored_baseline_is_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../index-data/baselines.toml");
        let baseline = Baseline::read(Path::new(path)).unwrap();
        let names: Vec<&str> = baseline.systems.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["Lucene BM25", "Lucene BM25+RM3"]);
        let ndcg = "nDCG@10".parse().unwrap();
        assert_eq!(baseline.systems[0].figure("crud", ndcg), Some(0.799));
        assert_eq!(baseline.systems[1].figure("rgb", ndcg), Some(0.542));
    }
}
