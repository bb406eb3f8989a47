//! Circles among the files of a crate.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write;

use super::arrows::Arrow;

/// Describes each set of files that all need one another, with its shortest loop.
///
/// Nothing is described if no arrow closes a circle.
pub(super) fn circles(arrows: &[Arrow]) -> Vec<String> {
    let graph = Graph::of(arrows);
    let mut loops: BTreeMap<BTreeSet<&str>, Vec<&Arrow>> = BTreeMap::new();
    for arrow in arrows {
        let Some(way_back) = graph.way(&arrow.to, &arrow.from) else { continue };
        let mut found = vec![arrow];
        found.extend(way_back);
        let shortest = loops.entry(graph.around(&arrow.from)).or_insert_with(|| found.clone());
        if found.len() < shortest.len() {
            *shortest = found;
        }
    }
    loops.iter().map(|(files, shortest)| described(files, shortest)).collect()
}

fn described(files: &BTreeSet<&str>, shortest: &[&Arrow]) -> String {
    let mut text = format!("a circle of {} files, closed by", files.len());
    for Arrow { from, to, line, path } in shortest {
        write!(text, "\n  {from}:{line} imports {path} of {to}").unwrap();
    }
    if files.len() > shortest.len() {
        let files: Vec<&str> = files.iter().copied().collect();
        write!(text, "\n  among {}", files.join(", ")).unwrap();
    }
    text
}

/// The arrows that leave each file.
struct Graph<'a> {
    leaving: BTreeMap<&'a str, Vec<&'a Arrow>>,
}

impl<'a> Graph<'a> {
    fn of(arrows: &'a [Arrow]) -> Self {
        let mut leaving: BTreeMap<&str, Vec<&Arrow>> = BTreeMap::new();
        for arrow in arrows {
            leaving.entry(&arrow.from).or_default().push(arrow);
        }
        Self { leaving }
    }

    /// Returns the shortest way from one file to another, by breadth-first search.
    fn way(&self, from: &'a str, to: &str) -> Option<Vec<&'a Arrow>> {
        let reached = self.reached(from);
        let mut way = Vec::new();
        let mut file = to;
        while file != from {
            let arrow = reached.get(file)?;
            way.push(*arrow);
            file = &arrow.from;
        }
        way.reverse();
        Some(way)
    }

    /// Returns the files that can be reached, each with the arrow by which it is first.
    fn reached(&self, from: &'a str) -> BTreeMap<&'a str, &'a Arrow> {
        let mut reached = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(file) = queue.pop_front() {
            for arrow in self.leaving.get(file).into_iter().flatten() {
                if !reached.contains_key(arrow.to.as_str()) {
                    reached.insert(arrow.to.as_str(), *arrow);
                    queue.push_back(&arrow.to);
                }
            }
        }
        reached
    }

    /// Returns the files that a file needs, directly or not, and that need it.
    fn around(&self, file: &'a str) -> BTreeSet<&'a str> {
        let reached = self.reached(file).into_keys();
        reached.filter(|other| self.reached(other).contains_key(file)).collect()
    }
}
