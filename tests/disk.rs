//! A disk without room: a clear error, the old answers, and the same command once there is room.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::support::whole::{Whole, articles, run_well, write, write_queries};
use crate::support::{Dice, World, skipped};

/// Mounts a small file system in memory on `disk`; `None`, with a word, where that is not allowed.
fn small_disk(world: &World, kilobytes: u32) -> Option<Mount> {
    let folder = world.path("disk");
    std::fs::create_dir(&folder).unwrap();
    let size = format!("size={kilobytes}k");
    let mounted =
        Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&folder).output();
    if mounted.is_ok_and(|output| output.status.success()) {
        return Some(Mount(folder));
    }
    skipped("mounting a small disk is not allowed here");
    None
}

struct Mount(std::path::PathBuf);

impl Drop for Mount {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(&self.0).status());
    }
}

#[test]
fn a_full_disk() {
    let world = World::new();
    let Some(_mount) = small_disk(&world, 3_000) else { return };
    world.write("one.jsonl", "{\"id\":\"a\",\"title\":\"微短剧\"}\n".as_bytes());
    assert_eq!(world.run(&["index", "-i", "disk/idx", "one.jsonl"]).status, 0);
    // Digits in no order, so that no compression makes them fit.
    let mut state = 1_u64;
    let mut noise = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{:x}", state >> 20)
    };
    let lines: String = (0..2_000)
        .map(|n| {
            let body: Vec<String> = (0..200).map(|_| noise()).collect();
            format!("{{\"id\":\"n{n}\",\"body\":\"{}\"}}\n", body.join(" "))
        })
        .collect();
    world.write("many.jsonl", lines.as_bytes());
    let shown = world.run(&["index", "-i", "disk/idx", "many.jsonl"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    assert!(shown.stderr.contains("\nhint: make room on the disk"), "{shown}");
    let (hits, summary) = {
        let shown = world.run(&["search", "-i", "disk/idx", "微短剧", "--format", "csv"]);
        assert_eq!(shown.status, 0, "{shown}");
        (
            shown.stdout.lines().count() - 1,
            world.run(&["inspect", "-i", "disk/idx", "--format", "json"]),
        )
    };
    assert_eq!(hits, 1);
    assert!(summary.stdout.contains("\"articles\":1,"), "{summary}");
    let again = world.run(&["index", "-i", "disk/idx", "one.jsonl"]);
    assert_eq!(again.status, 0, "{again}");
}

#[test]
fn a_disk_that_is_full_at_any_moment_of_a_rebuild() {
    let (world, news) = (World::new(), articles(2));
    let Some(_mount) = small_disk(&world, 8_000) else { return };
    write(&world, "half.jsonl", &news[..150]);
    write(&world, "all.jsonl", &news);
    write_queries(&world, &news, 60, &mut Dice::new(5));
    run_well(&world, &["index", "-i", "disk/idx", "all.jsonl"]);
    let whole = Whole::of(&world, "disk/idx");
    run_well(&world, &rebuild("half.jsonl"));
    let half = Whole::of(&world, "disk/idx");
    // What a rebuild needs, to 64 KB; then every page below that.
    let fits = |free: &usize| rebuild_with(&world, *free, [&whole, &half]).is_none();
    let enough = (64..4_000).step_by(64).find(fits).unwrap();
    let mut full_at: Vec<String> = (enough - 64..enough)
        .step_by(4)
        .filter_map(|free| rebuild_with(&world, free, [&whole, &half]))
        .collect();
    full_at.dedup();
    println!("a disk that is full below {enough} KB: at {full_at:?}");
    assert!(!full_at.is_empty());
    full_at_the_switch(&world, [&whole, &half]);
}

/// Fills the disk when all is committed and only the switch is left to do.
fn full_at_the_switch(world: &World, [whole, half]: [&Whole; 2]) {
    let mut refused = Vec::new();
    for attempt in 0..40 {
        let job = [&rebuild("all.jsonl")[..], &["--progress", "json"]].concat();
        let mut command = world.command(&job);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut events = BufReader::new(child.stderr.take().unwrap()).lines();
        events.find(|line| line.as_ref().unwrap().contains("\"merging\"")).unwrap().unwrap();
        fill(world, 0);
        let rest: Vec<String> = events.map(Result::unwrap).collect();
        let is_switched = child.wait().unwrap().success();
        fs::remove_file(world.path("disk/filler")).unwrap();
        if !is_switched {
            let told = rest.last().unwrap();
            assert!(told.contains("make room on the disk"), "{told}");
            refused.push(told.clone());
            half.assert_same(&Whole::of(world, "disk/idx"), "full at the switch");
            run_well(world, &rebuild("all.jsonl"));
        }
        whole.assert_same(&Whole::of(world, "disk/idx"), &format!("attempt {attempt}"));
        run_well(world, &rebuild("half.jsonl"));
        if refused.len() == 3 {
            break;
        }
    }
    println!("full at the switch: {refused:?}");
    assert!(!refused.is_empty(), "the switch was always faster");
}

fn rebuild(input: &str) -> [&str; 9] {
    ["rebuild", "-i", "disk/idx", "--allow-shrink", "--keep", "1", "--threads", "1", input]
}

/// Rebuilds the half index into the whole with this many kilobytes on the disk, and back. Returns what
/// could not be written, if there was not enough room.
fn rebuild_with(world: &World, free: usize, [whole, half]: [&Whole; 2]) -> Option<String> {
    fill(world, free);
    let shown = world.run(&rebuild("all.jsonl"));
    fs::remove_file(world.path("disk/filler")).unwrap();
    if shown.status != 0 {
        assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{free} KB: {shown}");
        assert!(shown.stderr.contains("\nhint: make room on the disk"), "{free} KB: {shown}");
        half.assert_same(&Whole::of(world, "disk/idx"), &format!("{free} KB free"));
        run_well(world, &rebuild("all.jsonl"));
    }
    whole.assert_same(&Whole::of(world, "disk/idx"), &format!("{free} KB free, then more"));
    run_well(world, &rebuild("half.jsonl"));
    (shown.status != 0).then(|| file_named(&shown.stderr))
}

/// Fills the disk but for this many kilobytes.
fn fill(world: &World, free: usize) {
    let shown =
        Command::new("df").args(["--output=avail", "-k"]).arg(world.path("disk")).output().unwrap();
    let available = String::from_utf8(shown.stdout).unwrap();
    let available: usize = available.lines().nth(1).unwrap().trim().parse().unwrap();
    // A job at work may take the rest before we do: then it is full all the same.
    drop(fs::write(world.path("disk/filler"), vec![0; available.saturating_sub(free) * 1_024]));
}

/// Returns the last part of the path that an error names.
fn file_named(error: &str) -> String {
    let first = error.lines().next().unwrap_or_default();
    let path = first.split_whitespace().find(|word| word.contains("disk/idx")).unwrap_or_default();
    path.trim_end_matches(':').rsplit('/').next().unwrap_or_default().to_owned()
}
