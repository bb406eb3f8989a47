//! The words of an index: put in later, they count as if they had been there from the start.

use crate::support::whole::{Whole, articles, ran_well, run_well, write, write_queries};
use crate::support::{Dice, World, shared};

/// Fifty words of these years.
const WORDS: &str = "元宇宙 预制菜 新质生产力 微短剧 碳达峰 碳中和 低空经济 村超 村晚 谷子经济 数字人民币 \
    新能源汽车 专精特新 乡村振兴 双循环 直播带货 网约车 共享单车 人脸识别 大模型 具身智能 算力 东数西算 \
    首发经济 银发经济 冰雪经济 夜间经济 平台经济 数字经济 绿色金融 智慧城市 智能网联 量子计算 脑机接口 \
    人形机器人 无人配送 健康码 核酸检测 奥密克戎 稳经济 保交楼 房住不炒 三孩 双减 延迟退休 医保目录 集中带量采购 \
    国潮 特种兵式旅游 淄博烧烤";

fn words() -> Vec<&'static str> {
    WORDS.split_whitespace().collect()
}

/// Puts all words into `later` one way and another, and compares with `with`, which had them first.
fn compare(world: &World, inputs: &[&str]) {
    world.write("words.txt", words().join("\n").as_bytes());
    run_well(world, &[&["index", "-i", "with", "--words", "words.txt"], inputs].concat());
    run_well(world, &[&["index", "-i", "later"], inputs].concat());
    let before = Whole::of(world, "later");
    run_well(world, &[&["words", "add", "-i", "later"][..], &words()[25..]].concat());
    let shown = ran_well(world, &["words", "add", "-i", "later", "--file", "words.txt"]);
    let end = "25 words added, 25 made no difference; the index has 50 words of its own\n";
    assert!(shown.stdout.ends_with(end), "{shown}");
    let (with, later) = (Whole::of(world, "with"), Whole::of(world, "later"));
    assert!(before.answers != later.answers, "the words changed nothing");
    with.assert_same(&later, "words put in later");
    let list = |name| ran_well(world, &["words", "list", "-i", name]).stdout;
    assert_eq!(list("with"), list("later"));
    assert_eq!(list("later").lines().count(), 50);
    run_well(world, &["words", "remove", "-i", "later", "--file", "words.txt"]);
    before.assert_same(&Whole::of(world, "later"), "words taken out");
}

#[test]
fn words_put_in_later_count_as_if_they_had_been_there() {
    assert_eq!(words().len(), 50);
    let (world, news) = (World::new(), articles(1));
    write(&world, "news.jsonl", &news);
    write_queries(&world, &news, 200, &mut Dice::new(8));
    compare(&world, &["news.jsonl"]);
}

#[test]
fn words_put_in_later_count_in_real_news_too() {
    let (Some(xwlb), Some(crud)) =
        (shared("corpus/xwlb.jsonl.zst"), shared("corpus/crud2023.jsonl.zst"))
    else {
        return;
    };
    let Some(hot) = shared("eval/hot-queries.txt") else { return };
    let world = World::new();
    let hot = std::fs::read_to_string(hot).unwrap();
    // Every word in a question of its own, and trending topics.
    let asked = words().into_iter().map(|word| format!("{word}有什么影响"));
    let queries = asked.chain(hot.lines().step_by(40).map(str::to_owned)).take(500);
    let lines: String =
        queries.enumerate().map(|(number, query)| format!("q{number}\t{query}\n")).collect();
    world.write("queries.tsv", lines.as_bytes());
    compare(&world, &[xwlb.to_str().unwrap(), crud.to_str().unwrap()]);
}

#[test]
fn what_is_no_word_is_refused_and_the_list_stays() {
    let world = World::with_sample();
    run_well(&world, &["words", "add", "-i", "idx", "微短剧"]);
    for arguments in [&["短"][..], &["两，个"], &["--file", "nothing.txt"], &[]] {
        let shown = world.run(&[&["words", "add", "-i", "idx"], arguments].concat());
        assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    }
    assert_eq!(ran_well(&world, &["words", "list", "-i", "idx"]).stdout, "微短剧\n");
    run_well(&world, &["rebuild", "-i", "idx"]);
    assert_eq!(ran_well(&world, &["words", "list", "-i", "idx"]).stdout, "微短剧\n");
}

#[test]
fn words_that_the_dictionary_lacks_are_proposed() {
    let world = World::new();
    // 琉黥 has ever different neighbours; 甲骨 is in the dictionary; 嘟嘭 always follows 哗啷.
    let around: Vec<char> =
        "山水风云花鸟虫鱼松竹梅兰琴棋书画春夏秋冬东西南北金木火土日月星辰".chars().collect();
    // Characters alone, so that there is something to be rarer than.
    let filler: String = around.repeat(8).iter().map(|c| format!("{c}，")).collect();
    let articles: Vec<_> = (0..around.len() - 1)
        .map(|number| {
            let (left, right) = (around[number], around[number + 1]);
            let body = format!("{left}琉黥{right}。{right}甲骨{left}。{left}哗啷嘟嘭{right}。{filler}");
            let year = if number < 16 { 2023 } else { 2025 };
            serde_json::json!({"id": format!("a{number}"), "body": body, "published_at": format!("{year}-03-01")})
        })
        .collect();
    write(&world, "news.jsonl", &articles);
    run_well(&world, &["index", "-i", "idx", "news.jsonl"]);
    let discover = ["words", "discover", "-i", "idx", "--format", "csv"];
    let shown = ran_well(&world, &discover);
    let rows: Vec<Vec<&str>> = shown.stdout.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0][..3], ["word", "occurrences", "articles"], "{shown}");
    let mut found: Vec<&str> = rows[1..].iter().map(|row| row[0]).collect();
    found.sort_unstable();
    assert_eq!(found, ["哗啷嘟嘭", "琉黥"], "{shown}");
    for row in &rows[1..] {
        assert_eq!(row[1..3], ["31", "31"], "{shown}");
        // 15 of the 15 recent articles and 16 of the 16 earlier ones have it.
        assert_eq!(row[5], "1.0", "{shown}");
        assert!(row[6].contains(row[0]), "{shown}");
    }
    run_well(&world, &["words", "add", "-i", "idx", "琉黥"]);
    let shown = ran_well(&world, &discover);
    assert!(!shown.stdout.contains("琉黥,"), "what the index has as a word is proposed: {shown}");
    let shown = ran_well(&world, &[&discover[..], &["--least", "40"]].concat());
    assert_eq!(shown.stdout.lines().count(), 1, "more than the header: {shown}");
}
