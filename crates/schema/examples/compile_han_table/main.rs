//! Compiles `src/analysis/han.txt`: the Han characters that fold to one another.
//!
//! ```console
//! cargo run -p xunwen-schema --example compile_han_table SOURCES > crates/schema/src/analysis/han.txt
//! cargo run -p xunwen-schema --example compile_han_table SOURCES --check
//! ```
//!
//! `SOURCES` is a folder with the files of [`sources`], which are not part of the project. `--check` compares
//! the result with the table in `src/analysis` instead of writing it. The standard error tells how many lines
//! each source gave, and which standard characters of the mainland fold to another one.
//!
//! Two characters fold to one if a chain of pairs leads from one to the other. That joins what the pairs do not
//! mean, so pairs are left out where two standard characters would become one:
//!
//! * of the tables of 1955 and 2013, those whose variant is a standard character, too; of that of 1955, those
//!   withdrawn until 1997;
//! * of all sources, those in `src/analysis/han_exceptions.txt`.
//!
//! All fold to the standard character among them; if there are several, to the one of the first level, and then
//! to the one that is most frequent in jieba's dictionary.

mod pairs;
mod sources;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::env::args;
use std::io::{Error, Result, Write, stderr, stdout};
use std::path::Path;

use pairs::{CODES, Pair, pairs, preferred};
use sources::{SOURCES, Sources};

const COMMITTED: &str = include_str!("../../src/analysis/han.txt");

fn main() -> Result<()> {
    let mut folder = None;
    let mut check = false;
    for argument in args().skip(1) {
        match argument.as_str() {
            "--check" => check = true,
            _ => folder = Some(argument),
        }
    }
    let folder = folder.ok_or_else(|| Error::other("which folder has the sources?"))?;
    let sources = Sources::read(Path::new(&folder))?;
    let standard = sources.standard()?;
    let table = Table::compile(&sources, &standard)?;
    table.summarize(&standard, &mut stderr().lock())?;
    let text = table.to_text();
    if !check {
        return stdout().write_all(text.as_bytes());
    }
    if text != COMMITTED {
        return Err(Error::other("the table is not what the sources give"));
    }
    writeln!(stderr(), "the table is what the sources give")
}

/// What each character folds to, the letter of the source, and the character that this source names.
struct Table(BTreeMap<char, (char, char, char)>);

impl Table {
    fn compile(sources: &Sources, standard: &BTreeMap<char, u8>) -> Result<Self> {
        let pairs = pairs(sources, standard)?;
        let neighbours = neighbours(&pairs);
        let rank = ranking(sources, standard, &pairs);
        let mut lines = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for &start in neighbours.keys() {
            if seen.contains(&start) {
                continue;
            }
            let group: Vec<char> = walk(&neighbours, start).into_keys().collect();
            seen.extend(group.iter().copied());
            let to = group.into_iter().max_by_key(&rank).unwrap_or(start);
            let steps = walk(&neighbours, to).into_iter().filter(|(from, _)| *from != to);
            lines.extend(steps.map(|(from, (next, code))| (from, (to, code, next))));
        }
        Ok(Self(lines))
    }

    fn to_text(&self) -> String {
        let mut text = header();
        for (from, (to, code, next)) in &self.0 {
            text.extend([*from, *to, ' ', *code]);
            text.extend(Some(*next).filter(|next| next != to));
            text.push('\n');
        }
        text
    }

    fn summarize(&self, standard: &BTreeMap<char, u8>, out: &mut impl Write) -> Result<()> {
        for (code, _) in CODES {
            let count = self.0.values().filter(|line| line.1 == code).count();
            writeln!(out, "{code} {count}")?;
        }
        let moved = self.0.iter().filter(|(from, _)| standard.contains_key(from));
        let moved: Vec<String> = moved.map(|(from, (to, ..))| format!("{from}{to}")).collect();
        writeln!(out, "{} standard characters fold to another: {}", moved.len(), moved.join(" "))
    }
}

/// Returns what orders the characters of a group: the last is the one that the others fold to.
fn ranking(
    sources: &Sources,
    standard: &BTreeMap<char, u8>,
    pairs: &[Pair],
) -> impl Fn(&char) -> (bool, Reverse<u8>, bool, u64, Reverse<char>) {
    let preferred: BTreeSet<char> = preferred().collect();
    let frequencies = sources.frequencies();
    // Of characters that are not standard, simplified forms and ideographs come before frequent ones.
    let usual: BTreeSet<char> =
        pairs.iter().filter(|pair| matches!(pair.2, 'T' | 'R')).map(|pair| pair.1).collect();
    move |c| {
        let level = standard.get(c).copied().unwrap_or(u8::MAX);
        let is_usual = level < u8::MAX || usual.contains(c);
        let frequency = frequencies.get(c).copied().unwrap_or(0);
        (preferred.contains(c), Reverse(level), is_usual, frequency, Reverse(*c))
    }
}

/// Returns the characters that a pair joins to each character, with the letter of the source, in the
/// order of the letters.
fn neighbours(pairs: &[Pair]) -> BTreeMap<char, Vec<(char, char)>> {
    let mut neighbours: BTreeMap<char, Vec<(char, char)>> = BTreeMap::new();
    for (code, _) in CODES {
        for &(from, to, _) in pairs.iter().filter(|pair| pair.2 == code) {
            neighbours.entry(from).or_default().push((to, code));
            neighbours.entry(to).or_default().push((from, code));
        }
    }
    neighbours
}

/// Returns the characters that pairs lead to from `start`, each with its next one on the shortest way back
/// and the letter of that pair.
fn walk(
    neighbours: &BTreeMap<char, Vec<(char, char)>>,
    start: char,
) -> BTreeMap<char, (char, char)> {
    let mut steps = BTreeMap::from([(start, (start, ' '))]);
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for &(next, code) in &neighbours[&at] {
            steps.entry(next).or_insert_with(|| {
                queue.push_back(next);
                (at, code)
            });
        }
    }
    steps
}

fn header() -> String {
    let mut text = String::from(
        "# Han characters that fold to another one: the character, the one it folds to, and why, a line each,\n\
         # by code point. Why is a letter, and the character that its source names if it folds to one that folds on:\n",
    );
    for (code, meaning) in CODES {
        text += &format!("#   {code}  {meaning}\n");
    }
    text += "# examples/compile_han_table makes this table and says how; han_exceptions.txt lists what it leaves out.\n\
             # Only facts are taken from the files below (SHA-256, origin). The tables of 1955 and 2013 are official\n\
             # documents of the state, which have no copyright in China.\n";
    for (file, _, sum, origin) in SOURCES {
        text += &format!("#   {file}\n#     {sum}\n#     {origin}\n");
    }
    text
}
