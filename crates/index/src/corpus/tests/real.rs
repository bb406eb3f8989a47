//! Real corpora, which may not be committed: skipped, visibly, where they are absent.

use std::io::Write;
use std::time::Instant;

use xunwen_schema::Published;

use super::*;

/// Returns a file of the shared corpora. If there is none, says so past the harness, which hides
/// what a passing test prints: `.ci/run` counts the lines.
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus")).join(name);
    let found = path.exists().then_some(path);
    if found.is_none() {
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        let line = format!("skipped: {test}: no shared corpus {name}\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
    found
}

#[track_caller]
fn assert_reads(name: &str, articles: usize) {
    let Some(path) = shared(name) else { return };
    let start = Instant::now();
    let mut found = 0;
    let mut bytes = 0;
    for batch in Corpus::open(&input(&path), &InputOptions::default()).unwrap() {
        let batch = batch.unwrap();
        assert_eq!(batch.rejects, []);
        found += batch.articles.len();
        bytes += batch.bytes;
    }
    let rate = bytes as f64 / 1e6 / start.elapsed().as_secs_f64();
    println!("{name}: {found} articles, {bytes} bytes, {rate:.0} MB/s");
    assert_eq!(found, articles);
}

#[test]
fn xwlb_is_read_whole() {
    assert_reads("xwlb.jsonl.zst", 75_806);
}

#[test]
fn crud2023_is_read_whole() {
    assert_reads("crud2023.jsonl.zst", 64_996);
}

/// Title, source, time, and the beginning and end of summary or body.
const PAGE: [[&str; 5]; 10] = [
    [
        "西方民调:全球年轻人对华好感度上涨,认为中国才是世界领导力量",
        "Sou Hu Cai Jing",
        "2025-12-30 09:19",
        "Core Viewpoint - The latest global survey",
        "the future of global relations [25][26].",
    ],
    [
        "每一朵繁花都曾奋力开放——2025年河南经济记忆",
        "He Nan Ri Bao",
        "2025-12-29 23:36",
        "Core Insights - The economic narrative of Henan",
        "navigate challenges effectively [15]",
    ],
    [
        "微短剧,用优质内容收获更大价值(深观察)",
        "Ren Min Ri Bao Hai Wai Ban",
        "2025-12-28 22:48",
        "Core Insights - The Chinese micro-short drama",
        "creators receive tangible benefits [9]",
    ],
    [
        "从“微”处发力 成“强”势影响",
        "Xin Lang Cai Jing",
        "2025-12-27 17:39",
        "Core Insights - The micro-short drama industry in China",
        "organizing promotional events [8]",
    ],
    [
        "短剧走出“土味套路”:千亿规模激起 “竖店”争夺战",
        "2 1 Shi Ji Jing Ji Bao Dao",
        "2025-12-25 02:47",
        "Core Insights - The short drama industry in China",
        "such as AI-generated short dramas [10]",
    ],
    [
        "最高300万元奖励,河南微短剧产业要再进一步?",
        "Sou Hu Cai Jing",
        "2025-12-24 07:24",
        "Core Viewpoint - The article discusses the rapid growth",
        "innovative projects [11].",
    ],
    [
        "郑州微短剧出海计划发布",
        "Zheng Zhou Ri Bao",
        "2025-12-24 00:44",
        "近年来,郑州微短剧产业跑出\"加速度\",目前,全市微短剧制作企业800多家、从业人员近4万人, 日均",
        "杨明杰说,新华 社 ...",
    ],
    [
        "微短剧要摆脱野蛮生长",
        "Jing Ji Ri Bao",
        "2025-12-23 22:49",
        "Core Insights - The rapid development of digital",
        "cultural value and artistic quality [2]",
    ],
    [
        "在“量”的基座上筑起“质”的高峰(坚持“两创”·关注新时代文艺)",
        "Ren Min Ri Bao",
        "2025-12-22 22:27",
        "Core Viewpoint - The rapid integration of artificial",
        "celebrate the human experience [7].",
    ],
    [
        "设立省级微短剧发展资金 单项奖励最高300万元 河南真金白银打造微短剧产业高地",
        "He Nan Ri Bao",
        "2025-12-22 14:12",
        "Core Viewpoint - The micro-short drama industry",
        "talent recruitment and evaluation [4]",
    ],
];

#[track_caller]
fn assert_is_page(articles: &[Article]) {
    assert_eq!(articles.len(), PAGE.len());
    for (article, [title, source, time, begin, end]) in articles.iter().zip(PAGE) {
        assert_eq!((article.title.as_str(), article.source.as_deref()), (title, Some(source)));
        assert_eq!(article.published_at, Published::parse(time), "{title}");
        let is_chinese = source == "Zheng Zhou Ri Bao";
        let (text, other) = match is_chinese {
            true => (&article.body, &article.summary),
            false => (&article.summary, &article.body),
        };
        assert!(text.starts_with(begin) && text.ends_with(end), "{text}");
        assert_eq!((other.as_str(), article.lang.as_deref()), ("", Some("zh")), "{title}");
    }
}

#[test]
fn a_copied_search_page_gives_its_ten_articles() {
    let Some(path) = shared("search-page.txt") else { return };
    let page = fs::read_to_string(path).unwrap();
    let folder = Folder::new();
    let found = folder.read(&page).unwrap();
    assert_eq!(found.rejects, []);
    assert_is_page(&found.articles);
    assert_is_page(&folder.read(page.replace('\n', "\r\n")).unwrap().articles);
    let headless = page.split_once("Search documents\n").unwrap().1;
    assert_is_page(&folder.read(headless).unwrap().articles);
    let twice = folder.read(format!("{page}\n{page}")).unwrap().articles;
    assert_is_page(&twice[..10]);
    assert_eq!(twice[..10], twice[10..]);
}
