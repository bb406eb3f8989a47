//! The runner itself: it must notice what is wrong.

use super::run;

const SOUND: &str = "\
# A page

```console
$ printf 'a\\n' > file
$ xunwen index -i idx index-data/sample/articles.jsonl
150 added, 0 updated, 0 unchanged: 7.5 MB in 99 s
idx holds 150 articles, generation 1
$ xunwen search -i idx 村超 --exact -n 1 --format trec
1 Q0 s037 1 20.38662 xunwen
$ xunwen search -i nowhere 村超
error: no index at nowhere
…
$ echo $?
2
$ cat file
a
```

```sh
xunwen verify -i idx   # all is well
```
";

#[test]
fn a_sound_page_passes() {
    let checked = run(SOUND);
    assert_eq!(checked.problems, [""; 0]);
    assert_eq!(checked.rewritten, SOUND);
}

/// Returns the lines of the problems that are found in the sound page once it is spoilt.
#[track_caller]
fn lines_found(spoilt: &[(&str, &str)]) -> Vec<usize> {
    let mut page = SOUND.to_owned();
    for (from, to) in spoilt {
        assert!(page.contains(from), "{from}");
        page = page.replacen(from, to, 1);
    }
    let problems = run(&page).problems;
    problems.iter().map(|problem| problem.split_once(": ").unwrap().0.parse().unwrap()).collect()
}

#[test]
fn wrong_output_is_found_with_its_line() {
    let in_place = [
        ("150 added", "151 added"),
        ("s037", "s038"),
        ("error: no index at nowhere", "error: no index at home"),
        ("\n2\n", "\n0\n"),
        ("cat file\na", "cat file\nb"),
        ("verify -i idx", "verify -i nowhere"),
    ];
    assert_eq!(lines_found(&in_place), [6, 9, 11, 14, 16, 20]);
}

#[test]
fn a_number_with_another_unit_is_found() {
    assert_eq!(lines_found(&[("7.5 MB", "7.5 ms")]), [6]);
}

#[test]
fn lines_too_many_or_too_few_are_found() {
    let spoilt = [
        ("150 articles, generation 1\n", "150 articles, generation 1\nmore\n"),
        ("error: no index at nowhere\n", ""),
        ("cat file\na\n", "cat file\n"),
    ];
    assert_eq!(lines_found(&spoilt), [8, 12, 16]);
}

#[test]
fn output_that_is_left_out_as_a_whole_is_found() {
    assert_eq!(lines_found(&[("error: no index at nowhere\n…", "…")]), [11]);
}

#[test]
fn commands_that_do_not_exist_are_found() {
    let page = "```console\n$ xunwem verify\n```\n\n```sh\nxunwem verify\n```\n\n`xunwen serach`\n";
    let problems = run(page).problems;
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(problems[0].contains("command not found"), "{problems:?}");
    assert!(problems[1].contains("command not found"), "{problems:?}");
    assert_eq!(problems[2], "9: `xunwen serach`: there is no such command");
}

#[test]
fn commands_hidden_from_the_runner_are_found() {
    let problems = run("```shell\nxunwen verify\n```\n\n    xunwen verify\n").problems;
    let expected = ["1: a fence of unknown language \"shell\"", "5: indented code; use a fence"];
    assert_eq!(problems, expected);
}

#[test]
fn a_shell_that_ends_early_is_found() {
    let problems = run("```sh\ntrue\nexit 0\nxunwen verify\n```\n").problems;
    assert_eq!(problems, ["3: the shell ended in `exit 0`"]);
}

#[test]
fn moments_differ_between_runs_and_dates_of_articles_do_not() {
    let moment = |date: &str| {
        format!("```console\n$ TZ=Asia/Shanghai date +%FT%T+08:00\n{date}T10:00:00+08:00\n```\n")
    };
    assert_eq!(run(&moment("2020-01-01")).problems, [""; 0]);
    let page = moment("2020-01-01").replace("date +%FT%T+08:00", "echo 2020-01-02T10:00:00+08:00");
    assert_eq!(run(&page).problems.len(), 1);
}
