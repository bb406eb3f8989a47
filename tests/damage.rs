//! Damage, put anywhere: `verify` finds it or it changes nothing, and no later command makes it look
//! sound.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use crate::support::whole::{Whole, articles, run_well, write, write_queries};
use crate::support::{Dice, Transcript, World};

/// Corruptions in the short form; `XUNWEN_CORRUPTIONS` has the number of the long form.
const CORRUPTIONS: usize = 60;

/// One corruption of one file.
#[derive(Clone, Debug)]
enum Corruption {
    Flip {
        byte: usize,
        bit: u8,
    },
    Truncate {
        bytes: usize,
    },
    Zero {
        start: usize,
        end: usize,
    },
    /// The contents of two files of the same kind change places.
    Swap {
        other: PathBuf,
    },
    Delete,
}

impl Corruption {
    fn draw(file: &Path, kind: usize, dice: &mut Dice) -> Self {
        let length = fs::metadata(file).unwrap().len() as usize;
        let any = |dice: &mut Dice| dice.roll(length.max(1));
        match kind {
            0 => Self::Flip { byte: any(dice), bit: dice.roll(8) as u8 },
            1 => Self::Truncate { bytes: any(dice) },
            2 => {
                let start = any(dice);
                Self::Zero { start, end: (start + 1 + dice.roll(64)).min(length) }
            }
            3 => {
                let others = same_kind(file);
                if others.is_empty() {
                    return Self::Delete;
                }
                Self::Swap { other: others[dice.roll(others.len())].clone() }
            }
            _ => Self::Delete,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Flip { .. } => "flip",
            Self::Truncate { .. } => "truncate",
            Self::Zero { .. } => "zero",
            Self::Swap { .. } => "swap",
            Self::Delete => "delete",
        }
    }

    fn apply(&self, file: &Path) {
        let mut bytes = fs::read(file).unwrap();
        match self {
            Self::Flip { byte, bit } => bytes[*byte] ^= 1 << bit,
            Self::Truncate { bytes: left } => bytes.truncate(*left),
            Self::Zero { start, end } => bytes[*start..*end].fill(0),
            Self::Swap { other } => {
                let others = fs::read(other).unwrap();
                fs::write(other, &bytes).unwrap();
                bytes = others;
            }
            Self::Delete => return fs::remove_file(file).unwrap(),
        }
        fs::write(file, bytes).unwrap();
    }
}

/// Returns the other files beside `file` that have its extension.
fn same_kind(file: &Path) -> Vec<PathBuf> {
    let mut others: Vec<PathBuf> = fs::read_dir(file.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path != file && kind(path) == kind(file))
        .collect();
    others.sort();
    others
}

/// Returns the extension of a file, or its name if it has none of tantivy's.
fn kind(file: &Path) -> String {
    let known = ["del", "fast", "fieldnorm", "idx", "pos", "store", "term"];
    let extension = file.extension().and_then(OsStr::to_str).unwrap_or_default();
    let name = file.file_name().unwrap().to_str().unwrap();
    if known.contains(&extension) { extension.to_owned() } else { name.to_owned() }
}

/// A world with the index `whole`: the sample in three segments, some articles replaced and deleted; and
/// `one.jsonl` and `queries.tsv`.
fn world() -> World {
    let (world, mut news) = (World::new(), articles(1));
    write_queries(&world, &news, 40, &mut Dice::new(11));
    for (name, part) in [("first.jsonl", &news[..75]), ("second.jsonl", &news[75..])] {
        write(&world, name, part);
        run_well(&world, &["index", "-i", "whole", name]);
    }
    for article in &mut news[..4] {
        article["body"] = format!("更正：{}", article["body"].as_str().unwrap()).into();
    }
    write(&world, "some.jsonl", &news[..4]);
    run_well(&world, &["index", "-i", "whole", "some.jsonl"]);
    run_well(&world, &["delete", "-i", "whole", "s070-0", "s140-0"]);
    world.write(
        "one.jsonl",
        "{\"id\":\"new\",\"title\":\"新稿\",\"body\":\"补录一篇。\"}\n".as_bytes(),
    );
    world
}

/// Returns the files of an index that can change an answer, sorted by kind.
fn files(index: &Path) -> BTreeMap<String, Vec<PathBuf>> {
    let mut kinds: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let mut paths = vec![index.join("CURRENT")];
    let folder = fs::read_dir(index.join("generations/000001")).unwrap();
    paths.extend(folder.map(|entry| entry.unwrap().path()));
    paths.retain(|path| !path.to_str().unwrap().ends_with(".lock"));
    paths.sort();
    for path in paths {
        kinds.entry(kind(&path)).or_default().push(path);
    }
    kinds
}

fn copy(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).unwrap();
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Fails if the program ended by a signal, or with an error that is no two lines.
fn assert_ended_well(shown: &Transcript, what: &str) {
    assert!((0..=2).contains(&shown.status), "{what}: a signal: {shown}");
    if shown.status == 2 {
        let lines: Vec<&str> = shown.stderr.lines().rev().take(2).collect();
        assert!(
            lines[0].starts_with("hint: ") && lines[1].starts_with("error: "),
            "{what}: {shown}"
        );
    }
}

/// Whole answers without the article that a later command adds.
fn seen(world: &World, index: &str) -> Whole {
    let mut seen = Whole::of(world, index);
    seen.articles.remove("new");
    seen
}

/// What became of the corruptions of one kind.
#[derive(Debug, Default)]
struct Tally {
    found: usize,
    harmless: usize,
    refused: usize,
    still_found: usize,
    right: usize,
    panics: usize,
}

#[test]
fn random_corruptions_are_found_or_harmless_and_stay_so() {
    let corruptions = std::env::var("XUNWEN_CORRUPTIONS").ok().and_then(|it| it.parse().ok());
    let corruptions = corruptions.unwrap_or(CORRUPTIONS);
    let (world, mut dice) = (world(), Dice::new(20));
    let expected = Whole::of(&world, "whole");
    let with_new = {
        copy(&world.path("whole"), &world.path("added"));
        run_well(&world, &["index", "-i", "added", "one.jsonl"]);
        seen(&world, "added")
    };
    let mut tallies: BTreeMap<(String, &str), Tally> = BTreeMap::new();
    for number in 0..corruptions {
        copy(&world.path("whole"), &world.path("idx"));
        let kinds: Vec<Vec<PathBuf>> = files(&world.path("idx")).into_values().collect();
        let files = &kinds[number % kinds.len()];
        let file = &files[dice.roll(files.len())];
        let corruption = Corruption::draw(file, (number / kinds.len()) % 5, &mut dice);
        corruption.apply(file);
        let what = format!("{number}: {corruption:?} of {}", file.display());
        let tally = tallies.entry((kind(file), corruption.name())).or_default();
        let shown = world.run(&["verify", "-i", "idx"]);
        assert_ended_well(&shown, &what);
        if shown.status == 0 {
            tally.harmless += 1;
            expected.assert_same(&Whole::of(&world, "idx"), &what);
        } else {
            tally.found += 1;
        }
        let later = match number % 3 {
            0 => &["index", "-i", "idx", "one.jsonl"][..],
            1 => &["compact", "-i", "idx"],
            _ => &["rebuild", "-i", "idx"],
        };
        let searched = world.run(&["search", "-i", "idx", "微短剧"]);
        assert_ended_well(&searched, &what);
        let changed = world.run(later);
        assert_ended_well(&changed, &what);
        for shown in [&searched, &changed] {
            tally.panics += usize::from(shown.stderr.contains("error: cannot continue"));
        }
        if changed.status == 2 {
            tally.refused += 1;
        }
        let again = world.run(&["verify", "-i", "idx"]);
        assert_ended_well(&again, &what);
        if again.status != 0 {
            tally.still_found += 1;
            continue;
        }
        tally.right += 1;
        let what = format!("{what}, then {later:?}: {changed}");
        let right = if later[0] == "index" { &with_new } else { &expected };
        right.assert_same(&seen(&world, "idx"), &what);
    }
    for ((file, corruption), tally) in &tallies {
        println!("{file} {corruption}: {tally:?}");
    }
    let sum = |of: fn(&Tally) -> usize| tallies.values().map(of).sum::<usize>();
    assert_eq!(sum(|it| it.found + it.harmless), corruptions);
    // tantivy trusts bytes: some panics of it are caught, and told as errors in two lines.
    println!("{} panics were caught", sum(|it| it.panics));
}

#[test]
fn a_file_in_the_place_of_another_is_found_and_not_merged() {
    let world = world();
    for kind in ["fast", "fieldnorm", "idx", "pos", "store", "term"] {
        copy(&world.path("whole"), &world.path("idx"));
        let of_kind = files(&world.path("idx")).remove(kind).unwrap();
        Corruption::Swap { other: of_kind[1].clone() }.apply(&of_kind[0]);
        let shown = world.run(&["verify", "-i", "idx"]);
        assert_eq!(shown.status, 2, "{kind}: {shown}");
        for file in &of_kind[..2] {
            let name = file.file_name().unwrap().to_str().unwrap();
            assert!(shown.stdout.contains(&format!("checksums   wrong: {name}\n")), "{shown}");
        }
        for command in ["compact", "rebuild"] {
            let shown = world.run(&[command, "-i", "idx"]);
            assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
            assert!(shown.stderr.contains(&format!(".{kind} is damaged: ")), "{shown}");
            assert!(shown.stderr.contains("rollback"), "{shown}");
        }
    }
}

#[test]
fn damage_is_not_laundered_by_an_update_that_merges() {
    let (world, news) = (World::new(), articles(1));
    for part in news[..12].chunks(4) {
        write(&world, "part.jsonl", part);
        run_well(&world, &["index", "-i", "idx", "part.jsonl"]);
    }
    let stores = files(&world.path("idx")).remove("store").unwrap();
    assert_eq!(stores.len(), 3, "{stores:?}");
    let mut bytes = fs::read(&stores[0]).unwrap();
    bytes[20] ^= 1;
    fs::write(&stores[0], &bytes).unwrap();
    write(&world, "more.jsonl", &news[12..20]);
    let shown = world.run(&["index", "-i", "idx", "more.jsonl"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    assert!(shown.stderr.contains(".store is damaged: its checksum is wrong\nhint: "), "{shown}");
    assert!(stores[0].exists(), "nothing was merged");
    let listed = world.run(&["generations", "-i", "idx"]);
    assert!(listed.stdout.contains("20"), "what was read is committed: {listed}");
    // The way out, as the hint says.
    write(&world, "all.jsonl", &news[..20]);
    run_well(&world, &["rebuild", "-i", "idx", "all.jsonl"]);
    run_well(&world, &["verify", "-i", "idx"]);
}

#[test]
fn a_file_that_is_cut_short_under_a_server_that_reads_is_an_error_and_no_end() {
    let world = World::with_sample();
    let server = crate::serve::Server::start_with(&world, &["--read-files"]);
    let (status, whole) = server.ask("/api/search?q=%E7%9A%84&limit=1");
    assert_eq!(status, 200, "{whole}");
    for file in &files(&world.path("idx"))["store"] {
        OpenOptions::new().write(true).open(file).unwrap().set_len(9).unwrap();
    }
    let mut statuses = Vec::new();
    for query in ["%E6%96%B0", "%E5%B9%B4", "%E4%B8%AD", "%E7%BB%8F"] {
        statuses.push(server.ask(&format!("/api/search?q={query}&limit=100")).0);
    }
    assert!(statuses.contains(&500), "{statuses:?}");
    assert_eq!(server.ask("/api/health").0, 200, "it lives");
}
