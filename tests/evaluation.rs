//! `xunwen eval`: figures by hand.

use serde_json::Value;

use crate::support::World;
use crate::support::whole::{ran_well, run_well};

/// A set of two queries. The first has its article first; of the second's two, grades 1 and 2, the
/// lower comes first (it has the keyword, the other only half of it).
fn world() -> World {
    let world = World::new();
    std::fs::create_dir(world.path("small")).unwrap();
    world.write(
        "small/docs.jsonl",
        concat!(
            r#"{"id":"a","body":"微短剧出海"}"#,
            "\n",
            r#"{"id":"b","body":"碳中和目标"}"#,
            "\n",
            r#"{"id":"c","body":"中和目标之外"}"#,
            "\n",
            r#"{"id":"d","body":"天气预报"}"#,
            "\n"
        )
        .as_bytes(),
    );
    world.write("small/queries.tsv", "q1\t微短剧\nq2\t碳中和\n".as_bytes());
    world.write("small/qrels.txt", b"q1 0 a 1\nq2 0 b 1\nq2 0 c 2\n");
    world
}

/// DCG 1 / log2(2) + 2 / log2(3), against 2 / log2(2) + 1 / log2(3).
fn ndcg_of_second() -> f64 {
    (1.0 + 2.0 / 3_f64.log2()) / (2.0 + 1.0 / 3_f64.log2())
}

#[test]
fn a_set_is_indexed_answered_and_set_beside_others() {
    let world = world();
    world.write(
        "others.toml",
        b"[[system]]\nname = \"other\"\nversion = \"1\"\nsettings = \"none\"\nfigures.small = { \"nDCG@10\" = 0.25 }\n",
    );
    let sets = ["eval", "sets", "small", "--baseline", "others.toml", "--runs", "."];
    let shown = ran_well(&world, &sets);
    let mean = (1.0 + ndcg_of_second()) / 2.0;
    let lines: Vec<&str> = shown.stdout.lines().collect();
    assert_eq!(lines[0], "small, 2 queries");
    assert_eq!(lines[1], format!("  nDCG@10   xunwen            {mean:.4}"));
    assert!(lines[2].starts_with("  nDCG@10   words             "), "{shown}");
    assert!(lines[3].starts_with("  nDCG@10   pairs             "), "{shown}");
    assert_eq!(lines[4], "  nDCG@10   other             0.250   stored");
    assert_eq!(lines[5], "  R@100     xunwen            1.0000");
    let json = ran_well(&world, &[&sets[..], &["--format", "json"]].concat());
    let first: Value = serde_json::from_str(json.stdout.lines().next().unwrap()).unwrap();
    assert!((first["data"]["mean"].as_f64().unwrap() - mean).abs() < 1e-12, "{json}");
    let run = std::fs::read_to_string(world.path("small.xunwen.run")).unwrap();
    assert_eq!(run, "q1 Q0 a 1 100 xunwen\nq2 Q0 b 1 100 xunwen\nq2 Q0 c 2 99 xunwen\n");
    assert_eq!(
        ran_well(
            &world,
            &[
                "eval",
                "runs",
                "small/qrels.txt",
                "small.xunwen.run",
                "--metrics",
                "nDCG@10,RR@10",
                "--per-query"
            ]
        )
        .stdout,
        format!(
            "q1\tnDCG@10\t1.0000\nq1\tRR@10\t1.0000\nq2\tnDCG@10\t{0:.4}\nq2\tRR@10\t1.0000\nall\tnDCG@10\t{mean:.4}\nall\tRR@10\t1.0000\n",
            ndcg_of_second()
        )
    );
}

#[test]
fn two_runs_are_compared_and_the_queries_that_changed_are_named() {
    let world = world();
    run_well(&world, &["eval", "sets", "small", "--runs", "."]);
    world.write("worse.run", b"q1 Q0 d 1 2 x\nq1 Q0 a 2 1 x\nq2 Q0 b 1 2 x\nq2 Q0 c 2 1 x\n");
    let compared = [
        "eval",
        "runs",
        "small/qrels.txt",
        "worse.run",
        "--base",
        "small.xunwen.run",
        "--metrics",
        "RR@10",
    ];
    // Of the two assignments that differ, both are as extreme: p is 1.
    assert_eq!(
        ran_well(&world, &compared).stdout,
        "RR@10  1.0000 -> 0.7500  -0.2500, p 1.0000: better 0, worse 1, equal 1\n  q1  1.0000 -> 0.5000  -0.5000\n"
    );
}

#[test]
fn what_cannot_be_evaluated_is_told_in_two_lines() {
    let world = world();
    for (arguments, message) in [
        (&["sets", "nowhere"][..], "nowhere"),
        (&["sets", "small", "--metrics", "nonsense"], "nonsense"),
        (&["runs", "small/qrels.txt", "small/queries.tsv"], "queries.tsv"),
        (&["runs", "small/queries.tsv", "small/qrels.txt"], "queries.tsv"),
    ] {
        let shown = world.run(&[&["eval"], arguments].concat());
        assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
        assert!(shown.stderr.contains(message), "{shown}");
    }
    std::fs::remove_file(world.path("small/docs.jsonl")).unwrap();
    let shown = world.run(&["eval", "sets", "small"]);
    assert_eq!(
        shown.stderr,
        "error: small has no articles\nhint: put them there as `docs.jsonl`, or name them with `--docs FILE`\n"
    );
}
