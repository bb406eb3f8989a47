//! The truth: the number of articles in which literals occur, by reading all of them.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use serde_json::Value;

use crate::judge::bars;
use crate::outcome::Outcome;

/// Lines that are read at a time.
const BATCH: usize = 4_096;

/// Returns, for each of `groups`, the number of articles in which all its literals occur.
pub(crate) fn counts(articles: &Path, groups: &[Vec<String>]) -> Outcome<Vec<u64>> {
    let scan = Scan::of(groups)?;
    let mut counts = vec![0; groups.len()];
    let mut lines = BufReader::new(File::open(articles)?).lines();
    loop {
        let batch: Vec<String> = lines.by_ref().take(BATCH).collect::<Result<_, _>>()?;
        if batch.is_empty() {
            return Ok(counts);
        }
        let found: Result<Vec<Vec<usize>>, _> =
            batch.par_iter().map(|line| scan.groups_in(line)).collect();
        found?.into_iter().flatten().for_each(|group| counts[group] += 1);
    }
}

/// Literals, and the groups that they belong to.
struct Scan {
    patterns: AhoCorasick,
    /// The groups of each literal.
    groups: Vec<Vec<usize>>,
    /// The number of literals of each group.
    sizes: Vec<usize>,
}

impl Scan {
    fn of(groups: &[Vec<String>]) -> Outcome<Self> {
        let mut known = HashMap::new();
        let mut patterns = Vec::new();
        let mut groups_of: Vec<Vec<usize>> = Vec::new();
        for (group, literals) in groups.iter().enumerate() {
            for literal in literals {
                let number = *known.entry(literal).or_insert_with(|| {
                    patterns.push(bars(literal));
                    groups_of.push(Vec::new());
                    patterns.len() - 1
                });
                groups_of[number].push(group);
            }
        }
        let sizes = groups.iter().map(Vec::len).collect();
        Ok(Self { patterns: AhoCorasick::new(patterns)?, groups: groups_of, sizes })
    }

    /// Returns the groups of which all literals occur in the article of a line.
    fn groups_in(&self, line: &str) -> Result<Vec<usize>, serde_json::Error> {
        let article: Value = serde_json::from_str(line)?;
        let mut found = Vec::new();
        for name in ["title", "body", "summary"] {
            let text = bars(article[name].as_str().unwrap_or_default());
            let matches = self.patterns.find_overlapping_iter(&text);
            found.extend(matches.map(|found| found.pattern().as_usize()));
        }
        found.sort_unstable();
        found.dedup();
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for &group in found.iter().flat_map(|&literal| &self.groups[literal]) {
            *counts.entry(group).or_default() += 1;
        }
        let whole = counts.into_iter().filter(|&(group, count)| count == self.sizes[group]);
        Ok(whole.map(|(group, _)| group).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_literals_of_a_group_must_occur_somewhere_in_an_article() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("articles.jsonl");
        let lines = [
            r#"{"title":"微短剧出海","body":"河南拍了一部。","summary":""}"#,
            r#"{"title":"微短\n剧","body":"微短剧"}"#,
            r#"{"title":"河南","body":"微短，剧"}"#,
        ];
        std::fs::write(&file, lines.join("\n")).unwrap();
        let group = |literals: &[&str]| literals.iter().map(|&text| text.to_owned()).collect();
        let groups =
            [group(&["微短剧"]), group(&["微短剧", "河南"]), group(&["河南"]), group(&["北京"])];
        assert_eq!(counts(&file, &groups).unwrap(), [2, 1, 2, 0]);
    }
}
