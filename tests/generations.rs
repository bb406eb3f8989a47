//! Generations: rebuilt, compared, gone back to; and care for the live one.

use std::fs;

use serde_json::{Value, json};

use crate::support::whole::{Whole, articles, ran_well, run_well, write, write_queries};
use crate::support::{Dice, Transcript, World};

const QUESTIONS: usize = 60;

/// A world with `news.jsonl` (the sample), `queries.tsv`, and the index `idx`.
fn world() -> (World, Vec<Value>) {
    let (world, news) = (World::new(), articles(1));
    write(&world, "news.jsonl", &news);
    write_queries(&world, &news, QUESTIONS, &mut Dice::new(4));
    run_well(&world, &["index", "-i", "idx", "news.jsonl"]);
    (world, news)
}

/// Returns number, whether live and number of articles of each generation.
fn listed(world: &World) -> Vec<(u64, bool, u64)> {
    let shown = ran_well(world, &["generations", "-i", "idx", "--format", "json"]);
    let line = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let number = |name: &str| line[name].as_u64().unwrap();
        (number("generation"), line["live"] == true, number("articles"))
    };
    shown.stdout.lines().map(line).collect()
}

fn assert_refused(shown: &Transcript, message: &str) {
    assert_eq!(shown.status, 2, "{shown}");
    let lines: Vec<&str> = shown.stderr.lines().rev().take(2).collect();
    assert!(lines[1].starts_with("error: ") && lines[1].contains(message), "{shown}");
    assert!(lines[0].starts_with("hint: "), "{shown}");
}

#[test]
fn a_rebuild_from_the_stored_articles_answers_as_before_and_one_can_go_back() {
    let (world, news) = world();
    let before = Whole::of(&world, "idx");
    assert_eq!(before.articles.len(), news.len());
    run_well(&world, &["rebuild", "-i", "idx"]);
    assert_eq!(listed(&world), [(1, false, 150), (2, true, 150)]);
    before.assert_same(&Whole::of(&world, "idx"), "rebuilt");
    write(&world, "less.jsonl", &news[..100]);
    run_well(&world, &["rebuild", "-i", "idx", "--allow-shrink", "less.jsonl"]);
    assert_eq!(listed(&world), [(1, false, 150), (2, false, 150), (3, true, 100)]);
    run_well(&world, &["rollback", "-i", "idx"]);
    before.assert_same(&Whole::of(&world, "idx"), "rolled back");
    run_well(&world, &["rollback", "-i", "idx", "3"]);
    assert_eq!(
        ran_well(&world, &["generations", "-i", "idx", "--keep", "2"]).stderr,
        "removed: generation 1\n"
    );
    assert_eq!(listed(&world), [(2, false, 150), (3, true, 100)]);
    assert_refused(&world.run(&["rollback", "-i", "idx", "9"]), "9");
}

#[test]
fn the_gate_lets_through_what_changes_little_and_nothing_else() {
    let (world, mut news) = world();
    let gate = ["--gate", "queries.tsv", "--max-change"];
    let shown =
        ran_well(&world, &[&["rebuild", "-i", "idx", "news.jsonl"], &gate[..], &["0%"]].concat());
    assert!(
        shown.stderr.contains("\n0 of 60 queries are answered in another way, 0.0% in the mean\n"),
        "{shown}"
    );
    news.truncate(40);
    write(&world, "less.jsonl", &news);
    let rebuild = [&["rebuild", "-i", "idx", "--allow-shrink", "less.jsonl"], &gate[..]].concat();
    let shown = world.run(&[&rebuild[..], &["10%"]].concat());
    assert_refused(&shown, "of the answers change, 10.0% may");
    assert_eq!(listed(&world)[1], (2, true, 150), "the old generation is live");
    let shown = ran_well(&world, &[&rebuild[..], &["100%"]].concat());
    assert!(shown.stderr.contains("resuming after the last input: 40 articles"), "{shown}");
    assert_eq!(listed(&world)[2], (3, true, 40));
    let shown = world.run(&["rebuild", "-i", "idx", "--max-change", "5%"]);
    assert_refused(&shown, "--gate");
}

#[test]
fn articles_are_deleted_by_id_by_query_and_by_date() {
    let (world, news) = world();
    let left = |world: &World| Whole::of(world, "idx").articles.len();
    assert_refused(&world.run(&["delete", "-i", "idx"]), "nothing is named");
    let shown = ran_well(&world, &["delete", "-i", "idx", "s001-0", "s002-0", "nobody"]);
    assert_eq!(
        shown.stderr,
        "2 articles deleted, 1 id unknown; idx holds 148 articles, generation 1\n"
    );
    assert_eq!(world.run(&["delete", "-i", "idx", "nobody"]).status, 1);
    let holds = |article: &Value| {
        ["title", "body", "summary"]
            .iter()
            .any(|name| article[name].as_str().unwrap_or("").contains("碳中和"))
    };
    let expected = news[2..].iter().filter(|article| holds(article)).count();
    assert!(expected > 0);
    let asked = ["delete", "-i", "idx", "--query", "碳中和"];
    let shown = ran_well(&world, &[&asked[..], &["--dry-run"]].concat());
    assert_eq!(shown.stderr, format!("{expected} articles would be deleted\n"));
    assert_eq!(left(&world), 148);
    run_well(&world, &asked);
    assert_eq!(left(&world), 148 - expected);
    let is_left = |article: &&Value| {
        !holds(article) && !["s001-0", "s002-0"].contains(&article["id"].as_str().unwrap())
    };
    let before = news.iter().filter(is_left);
    let early = before.filter(|article| month(article) <= (2025, 10)).count();
    assert!(early > 0);
    run_well(&world, &["delete", "-i", "idx", "--until", "2025-10"]);
    assert_eq!(left(&world), 148 - expected - early);
}

/// Returns the year and month of an article, however its date is written.
fn month(article: &Value) -> (u32, u32) {
    let date = article["published_at"].as_str().unwrap();
    let numbers = date.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let numbers: Vec<u32> = numbers.map(|number| number.parse().unwrap()).collect();
    (numbers[0], numbers[1])
}

#[test]
fn an_index_that_was_changed_answers_as_one_built_afresh() {
    let mut dice = Dice::new(11);
    for round in 0..4 {
        let (world, mut news) = world();
        for _ in 0..30 {
            let at = dice.roll(news.len());
            let other = news[dice.roll(news.len())]["body"].clone();
            news[at]["body"] = other;
        }
        for number in 0..dice.roll(20) {
            let mut article = news[dice.roll(news.len())].clone();
            article["id"] = format!("new-{number}").into();
            news.push(article);
        }
        write(&world, "changed.jsonl", &news);
        run_well(
            &world,
            &["index", "-i", "idx", "--commit-every", "50", "--threads", "1", "changed.jsonl"],
        );
        let gone: Vec<String> = (0..9)
            .map(|_| news.remove(dice.roll(news.len()))["id"].as_str().unwrap().to_owned())
            .collect();
        let ids: Vec<&str> = gone.iter().map(String::as_str).collect();
        run_well(&world, &[&["delete", "-i", "idx"], &ids[..]].concat());
        write(&world, "left.jsonl", &news);
        run_well(&world, &["index", "-i", "fresh", "left.jsonl"]);
        let (changed, fresh) = (Whole::of(&world, "idx"), Whole::of(&world, "fresh"));
        fresh.assert_same(&changed, &format!("round {round}"));
        run_well(&world, &["compact", "-i", "idx"]);
        fresh.assert_same(&Whole::of(&world, "idx"), &format!("round {round}, compacted"));
        run_well(&world, &["verify", "-i", "idx"]);
    }
}

#[test]
fn a_damaged_file_and_a_wrong_count_are_found() {
    let (world, _) = world();
    let shown = ran_well(&world, &["verify", "-i", "idx"]);
    assert_eq!(
        shown.stdout,
        "generation 1: 150 articles\ncounts      right\nchecksums   right\nsample      150 found by their own words\n"
    );
    let folder = world.path("idx/generations/000001");
    let meta = folder.join("meta.json");
    let right = fs::read_to_string(&meta).unwrap();
    let wrong = right.replace(r#"\"articles\":150"#, r#"\"articles\":151"#);
    fs::write(&meta, &wrong).unwrap();
    for command in [&["verify", "-i", "idx"][..], &["search", "-i", "idx", "微短剧"]] {
        assert_refused(&world.run(command), "its checksum is wrong");
    }
    // As an older program left it: without checksums.
    let (tantivys_own, _) = wrong.split_once(",\n  \"files\"").unwrap();
    fs::write(&meta, format!("{tantivys_own}\n}}\n")).unwrap();
    let shown = world.run(&["verify", "-i", "idx"]);
    assert_refused(&shown, "generation 1 is not sound");
    assert!(shown.stdout.contains("6 files of an older program"), "{shown}");
    assert!(shown.stdout.contains("counts      wrong: 151 were written\n"), "{shown}");
    fs::write(&meta, right).unwrap();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default().to_owned();
        if !["idx", "pos", "term", "store", "fast", "fieldnorm"].contains(&extension.as_str()) {
            continue;
        }
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        damaged[whole.len() / 3] ^= 1;
        fs::write(&path, damaged).unwrap();
        let shown = world.run(&["verify", "-i", "idx", "--format", "json"]);
        assert_refused(&shown, "generation 1 is not sound");
        let found: Value = serde_json::from_str(&shown.stdout).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_eq!((&found["sound"], &found["damaged"]), (&json!(false), &json!([name])));
        fs::write(&path, whole).unwrap();
    }
}

/// What is said of an index that has lost the name of its live generation.
const NONE_LIVE: &str = "error: no generation of idx is live, but generation 2 is complete
hint: `xunwen rollback` makes it live; `xunwen generations` lists all, and `xunwen rollback NUMBER` chooses one
";

#[test]
fn an_index_that_has_lost_the_name_of_its_live_generation_is_found_again() {
    let (world, news) = world();
    write(&world, "less.jsonl", &news[..100]);
    run_well(&world, &["rebuild", "-i", "idx", "--allow-shrink", "less.jsonl"]);
    let less = Whole::of(&world, "idx");
    fs::remove_file(world.path("idx/CURRENT")).unwrap();
    for command in [
        &["index", "-i", "idx", "news.jsonl"][..],
        &["rebuild", "-i", "idx", "news.jsonl"],
        &["rebuild", "-i", "idx"],
        &["delete", "-i", "idx", "s001-0"],
        &["words", "add", "-i", "idx", "微短剧"],
        &["compact", "-i", "idx"],
        &["search", "-i", "idx", "微短剧"],
        &["verify", "-i", "idx"],
    ] {
        let shown = world.run(command);
        assert_eq!((shown.status, shown.stderr.as_str()), (2, NONE_LIVE), "{command:?}: {shown}");
        assert_eq!(listed(&world), [(1, false, 150), (2, false, 100)], "{command:?}");
    }
    let shown = ran_well(&world, &["rollback", "-i", "idx"]);
    assert_eq!(shown.stderr, "generation 2 of idx is live\n");
    less.assert_same(&Whole::of(&world, "idx"), "found again");
    fs::remove_file(world.path("idx/CURRENT")).unwrap();
    let shown = ran_well(&world, &["rollback", "-i", "idx", "1"]);
    assert_eq!(shown.stderr, "generation 1 of idx is live\n");
    assert_eq!(listed(&world), [(1, true, 150), (2, false, 100)]);
}

#[test]
fn an_index_whose_live_generation_has_lost_its_manifest_goes_back_to_another() {
    let (world, _) = world();
    let before = Whole::of(&world, "idx");
    run_well(&world, &["rebuild", "-i", "idx"]);
    run_well(&world, &["rebuild", "-i", "idx"]);
    fs::remove_file(world.path("idx/generations/000003/manifest.json")).unwrap();
    let shown = world.run(&["index", "-i", "idx", "news.jsonl"]);
    assert_eq!((shown.status, shown.stderr.as_str()), (2, NONE_LIVE), "{shown}");
    run_well(&world, &["rollback", "-i", "idx"]);
    assert_eq!(listed(&world)[1], (2, true, 150));
    before.assert_same(&Whole::of(&world, "idx"), "gone back");
}

#[test]
fn a_first_build_that_was_killed_at_the_switch_is_finished_by_the_same_command() {
    let (world, _) = world();
    let before = Whole::of(&world, "idx");
    // The last step of the switch is this rename.
    fs::rename(world.path("idx/CURRENT"), world.path("idx/CURRENT.new")).unwrap();
    assert_refused(&world.run(&["search", "-i", "idx", "微短剧"]), "generation 1 is complete");
    let shown = ran_well(&world, &["index", "-i", "idx", "news.jsonl"]);
    assert!(shown.stderr.contains("0 added, 0 updated, 150 unchanged"), "{shown}");
    assert!(!world.path("idx/CURRENT.new").exists());
    before.assert_same(&Whole::of(&world, "idx"), "finished");
}
