//! Rows of pieces, counted.

use std::collections::HashMap;

use tantivy::DocAddress;

use super::word::{LEAST_COHESION, NewWord};

/// The most pieces, and characters, of a row.
const MOST_PIECES: usize = 4;
const MOST_CHARACTERS: usize = 7;
/// The most pairs that are kept while counting; beyond, those met least are dropped (lossy counting:
/// G. Manku and R. Motwani, "Approximate frequency counts over data streams", 2002).
const MOST_PAIRS: usize = 6_000_000;
/// The most different neighbours of a row that are counted separately.
const MOST_NEIGHBOURS: usize = 256;

/// Pieces and rows of them, counted in two passes over the same texts: first neighbouring pairs, then
/// rows of which every two neighbours are a cohesive pair.
#[derive(Debug, Default)]
pub(crate) struct Grams {
    least: u64,
    ids: HashMap<String, u32>,
    names: Vec<String>,
    pieces: Vec<u64>,
    pairs: HashMap<(u32, u32), u64>,
    /// Pairs met less often have been dropped.
    dropped_below: u64,
    rows: HashMap<Vec<u32>, Gram>,
}

/// How a row is met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gram {
    pub(crate) occurrences: u64,
    pub(crate) articles: u64,
    pub(crate) recent: u64,
    last: Option<DocAddress>,
    /// What precedes and what follows it; `u32::MAX` is the border of a stretch.
    before: HashMap<u32, u64>,
    after: HashMap<u32, u64>,
}

/// Rows and what they are made of, counted to the end.
pub(crate) struct Rows {
    pub(crate) rows: Vec<(Vec<String>, Gram)>,
    /// The last article in which each row, joined, was met.
    pub(crate) places: HashMap<String, DocAddress>,
    counts: HashMap<Vec<String>, u64>,
    all: u64,
}

impl Grams {
    pub(crate) fn new(least: u64) -> Self {
        Self { least, ..Self::default() }
    }

    /// Counts the pieces and pairs of a stretch.
    pub(crate) fn count_pairs(&mut self, stretch: &[String]) {
        let ids: Vec<u32> = stretch.iter().map(|piece| self.id(piece)).collect();
        for &id in &ids {
            self.pieces[id as usize] += 1;
        }
        for pair in ids.windows(2) {
            *self.pairs.entry((pair[0], pair[1])).or_default() += 1;
        }
        if self.pairs.len() > MOST_PAIRS {
            self.dropped_below += 1;
            let least = self.dropped_below;
            self.pairs.retain(|_, count| *count > least);
        }
    }

    fn id(&mut self, piece: &str) -> u32 {
        if let Some(&id) = self.ids.get(piece) {
            return id;
        }
        let id = self.names.len() as u32;
        self.ids.insert(piece.to_owned(), id);
        self.names.push(piece.to_owned());
        self.pieces.push(0);
        id
    }

    /// Keeps the pairs that are met often enough and cohere by `least_cohesion` nats.
    pub(crate) fn keep_cohesive(&mut self, least_cohesion: f64) {
        let all: u64 = self.pieces.iter().sum();
        let pieces = &self.pieces;
        let least = self.least;
        self.pairs.retain(|pair, count| {
            let left = pieces[pair.0 as usize];
            let right = pieces[pair.1 as usize];
            *count >= least && information(*count, left, right, all) >= least_cohesion
        });
        self.pairs.shrink_to_fit();
    }

    /// Counts the rows of a stretch of the article at `address`.
    pub(crate) fn count_rows(&mut self, stretch: &[String], address: DocAddress, is_recent: bool) {
        let ids: Vec<u32> =
            stretch.iter().map(|piece| self.ids.get(piece).copied().unwrap_or(u32::MAX)).collect();
        for start in 0..ids.len() {
            let mut characters = stretch[start].chars().count();
            for end in start + 1..ids.len().min(start + MOST_PIECES) {
                characters += stretch[end].chars().count();
                let is_kept = self.pairs.contains_key(&(ids[end - 1], ids[end]));
                if characters > MOST_CHARACTERS || !is_kept {
                    break;
                }
                let gram = self.rows.entry(ids[start..=end].to_vec()).or_default();
                let neighbour = |at: Option<usize>| at.and_then(|at| ids.get(at)).copied();
                let before = neighbour(start.checked_sub(1)).unwrap_or(u32::MAX);
                gram.meet(address, is_recent, before, neighbour(Some(end + 1)).unwrap_or(u32::MAX));
            }
        }
    }

    /// Ends counting.
    pub(crate) fn into_rows(self) -> Rows {
        let name = |id: &u32| self.names[*id as usize].clone();
        let all = self.pieces.iter().sum();
        let mut counts: HashMap<Vec<String>, u64> = HashMap::new();
        for (id, &count) in (0_u32..).zip(&self.pieces) {
            counts.insert(vec![name(&id)], count);
        }
        let mut rows = Vec::new();
        let mut places = HashMap::new();
        for (ids, gram) in self.rows {
            let row: Vec<String> = ids.iter().map(name).collect();
            counts.insert(row.clone(), gram.occurrences);
            if gram.articles >= self.least {
                places.extend(gram.last.map(|last| (row.concat(), last)));
                rows.push((row, gram));
            }
        }
        Rows { rows, places, counts, all }
    }
}

impl Gram {
    fn meet(&mut self, address: DocAddress, is_recent: bool, before: u32, after: u32) {
        self.occurrences += 1;
        if self.last != Some(address) {
            self.last = Some(address);
            self.articles += 1;
            self.recent += u64::from(is_recent);
        }
        for (neighbours, neighbour) in [(&mut self.before, before), (&mut self.after, after)] {
            let is_new = !neighbours.contains_key(&neighbour);
            if !is_new || neighbours.len() < MOST_NEIGHBOURS {
                *neighbours.entry(neighbour).or_default() += 1;
            }
        }
    }

    fn variety(&self) -> f64 {
        entropy(&self.before).min(entropy(&self.after))
    }
}

impl Rows {
    /// Returns the word that a row is, if it holds together at every joint.
    pub(crate) fn word(&self, row: &[String], gram: &Gram) -> Option<NewWord> {
        let count = |part: &[String]| self.counts.get(part).copied().unwrap_or(0);
        let joint = |at: usize| {
            let left = count(&row[..at]);
            let right = count(&row[at..]);
            information(gram.occurrences, left, right, self.all)
        };
        let cohesion = (1..row.len()).map(joint).fold(f64::INFINITY, f64::min);
        let has_single = row.iter().any(|piece| piece.chars().nth(1).is_none());
        let least = LEAST_COHESION[usize::from(!has_single)];
        (cohesion >= least).then(|| NewWord {
            word: row.concat(),
            occurrences: gram.occurrences,
            articles: gram.articles,
            cohesion,
            variety: gram.variety(),
            rise: None,
            example: String::new(),
        })
    }
}

/// Returns the pointwise mutual information of two parts, in nats.
fn information(both: u64, left: u64, right: u64, all: u64) -> f64 {
    if left == 0 || right == 0 {
        return 0.0;
    }
    (both as f64 * all as f64 / (left as f64 * right as f64)).ln()
}

/// Returns the entropy of neighbours, in nats. Each border of a stretch is a neighbour of its own.
fn entropy(neighbours: &HashMap<u32, u64>) -> f64 {
    let all: u64 = neighbours.values().sum();
    let mut counts: Vec<u64> = Vec::with_capacity(neighbours.len());
    for (&neighbour, &count) in neighbours {
        if neighbour == u32::MAX {
            counts.extend(std::iter::repeat_n(1, count.min(1_000) as usize));
        } else {
            counts.push(count);
        }
    }
    // In one order, so that the sum is the same to the last bit.
    counts.sort_unstable();
    let part = |count: &u64| {
        let share = *count as f64 / all.max(1) as f64;
        -share * share.ln()
    };
    counts.iter().map(part).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_that_of_equal_shares_and_borders_differ_from_one_another() {
        let neighbours = |counts: &[(u32, u64)]| entropy(&counts.iter().copied().collect());
        assert_eq!(neighbours(&[(7, 5)]), 0.0);
        assert!((neighbours(&[(1, 2), (2, 2), (3, 2), (4, 2)]) - 4_f64.ln()).abs() < 1e-12);
        assert!((neighbours(&[(u32::MAX, 8)]) - 8_f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn what_stands_together_as_often_as_by_chance_has_no_information() {
        assert_eq!(information(1, 10, 10, 100), 0.0);
        assert!((information(10, 10, 10, 1_000) - 100_f64.ln()).abs() < 1e-12);
        assert_eq!(information(0, 0, 3, 10), 0.0);
    }

    #[test]
    fn rows_are_counted_with_articles_and_neighbours() {
        let mut grams = Grams::new(2);
        let stretch = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
        let stretches = ["甲乙丙丁", "戊乙丙", "乙丙己"].map(stretch);
        stretches.iter().for_each(|row| grams.count_pairs(row));
        grams.keep_cohesive(0.0);
        for (doc, row) in (0..).zip(&stretches) {
            grams.count_rows(row, DocAddress::new(0, doc), doc > 0);
            grams.count_rows(row, DocAddress::new(0, doc), doc > 0);
        }
        let rows = grams.into_rows();
        let [(row, gram)] = &rows.rows[..] else { panic!("{}", rows.rows.len()) };
        assert_eq!(row.concat(), "乙丙");
        assert_eq!((gram.occurrences, gram.articles, gram.recent), (6, 3, 2));
        assert_eq!((gram.before.len(), gram.after.len()), (3, 3));
        assert_eq!(rows.places["乙丙"], DocAddress::new(0, 2));
    }
}
