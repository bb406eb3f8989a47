//! The formats of exports: tiers, chosen articles, sheets, runs, references, names and sizes.

use std::fs;
use std::io::{Cursor, Read};
use std::process::Command;

use axum::Router;
use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};
use xunwen_serve::Limits;

use crate::support::{Index, Running, ask, get, get_bytes, project, skipped};

/// 微短剧: `a` and `f` have it; `b`, which has 短剧, is related.
const ARTICLES: [&str; 4] = [
    r#"{"id":"a","title":"微短剧出海","body":"=1+1，微短剧。","source":"晨报","published_at":"2025-03-01T16:40:00+08:00","url":"https://news.example.com/a?b=1&c=2#d","tags":["出海"]}"#,
    r#"{"id":"b","title":"短剧新规","body":"短剧要备案。","source":"晚报","published_at":"2025-04-01"}"#,
    r#"{"id":"f","title":"=HYPERLINK(\"https://evil.example\")","body":"微短剧在河南。","source":"+1","published_at":"1870-04-01"}"#,
    r#"{"id":"z","title":"丰收","body":"小麦丰收。"}"#,
];
/// 微短剧.
const QUERY: &str = "q=%E5%BE%AE%E7%9F%AD%E5%89%A7&sort=newest";

fn app() -> Router {
    Index::of(&ARTICLES, &Limits::default()).app()
}

async fn export(app: &Router, rest: &str) -> Vec<u8> {
    let (status, bytes) = get_bytes(app, &format!("/api/export?{QUERY}{rest}")).await;
    assert_eq!(status, StatusCode::OK, "{rest}: {}", String::from_utf8_lossy(&bytes));
    bytes.to_vec()
}

async fn text(app: &Router, rest: &str) -> String {
    String::from_utf8(export(app, rest).await).unwrap()
}

/// Returns the ids and tiers of the hits in the order of an export.
async fn tiers(app: &Router, rest: &str) -> Vec<String> {
    text(app, &format!("{rest}&format=csv&fields=id,tier"))
        .await
        .lines()
        .skip(1)
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn related_articles_are_written_only_when_asked_for() {
    let app = app();
    assert_eq!(tiers(&app, "").await, ["a,exact", "f,exact"]);
    assert_eq!(tiers(&app, "&exact=true").await, ["a,exact", "f,exact"]);
    assert_eq!(tiers(&app, "&related=true").await, ["a,exact", "f,exact", "b,related"]);
    let articles = text(&app, "&related=true").await;
    let lines: Vec<Value> = articles.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let tiers: Vec<_> = lines.iter().map(|line| line["tier"].as_str().unwrap()).collect();
    assert_eq!(tiers, ["exact", "exact", "related"]);
    let header = text(&app, "&format=excel").await.lines().next().unwrap().to_owned();
    assert_eq!(header, "\u{feff}rank,tier,score,id,title,source,published_at,url,passage");
}

#[tokio::test]
async fn exported_articles_make_the_same_index_again() {
    let app = app();
    let exported = text(&app, "&related=true").await;
    let again = Index::of(&exported.lines().collect::<Vec<_>>(), &Limits::default()).app();
    // A title alone stays one: the tier is no text.
    assert_eq!(text(&again, "&related=true").await, exported);
}

#[tokio::test]
async fn chosen_articles_are_written_in_the_order_of_the_answer() {
    let app = app();
    assert_eq!(tiers(&app, "&ids=b,a").await, ["a,exact", "b,related"]);
    assert_eq!(tiers(&app, "&ids=b&ids=f").await, ["f,exact", "b,related"]);
    let ranks = text(&app, "&ids=b&format=csv&fields=rank").await;
    assert_eq!(ranks, "rank\n3\n");
    for rest in ["&ids=z", "&ids=a,nobody", "&exact=true&ids=b", "&ids="] {
        for path in ["/api/export", "/api/export/size"] {
            let (status, problem) = get(&app, &format!("{path}?{QUERY}{rest}")).await;
            assert_eq!(
                (status, &problem["code"]),
                (StatusCode::NOT_FOUND, &json!("no-article")),
                "{rest}"
            );
        }
    }
}

/// Reads a sheet with a library that did not write it.
async fn sheet(app: &Router, rest: &str) -> Vec<Vec<Data>> {
    let bytes = export(app, &format!("&format=xlsx{rest}")).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let formulas = book.worksheet_formula("xunwen").unwrap();
    assert!(formulas.rows().flatten().all(String::is_empty), "{formulas:?}");
    book.worksheet_range("xunwen").unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[tokio::test]
async fn a_sheet_has_numbers_dates_and_texts_that_are_never_formulas() {
    let rows = sheet(&app(), "&fields=rank,title,source,published_at,url,passage").await;
    let header: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(header, ["rank", "title", "source", "published_at", "url", "passage"]);
    assert_eq!(rows[1][0], Data::Float(1.0));
    assert_eq!(rows[1][1], Data::String("微短剧出海".to_owned()));
    assert_eq!(rows[1][4], Data::String("https://news.example.com/a?b=1&c=2#d".to_owned()));
    // Days since 1899-12-30, and 16:40 of the day.
    let Data::DateTime(date) = &rows[1][3] else { panic!("{:?}", rows[1][3]) };
    assert!((date.as_f64() - (45717.0 + 16.0 / 24.0 + 40.0 / 1440.0)).abs() < 1e-6, "{date}");
    assert_eq!(rows[1][5], Data::String("=1+1，微短剧。".to_owned()));
    assert_eq!(rows[2][1], Data::String("=HYPERLINK(\"https://evil.example\")".to_owned()));
    assert_eq!(rows[2][2], Data::String("+1".to_owned()));
    // Excel knows no day before 1900.
    assert_eq!(rows[2][3], Data::String("1870-04-01".to_owned()));
    assert_eq!(rows.len(), 3);
}

#[tokio::test]
async fn a_sheet_holds_what_the_table_holds() {
    let app = app();
    let rows = sheet(&app, "&related=true&fields=tier,id,title,tags,body").await;
    let table = text(&app, "&related=true&format=csv&fields=tier,id,title,tags,body").await;
    let table = cells(table.as_bytes());
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows, table);
}

#[tokio::test]
async fn a_sheet_that_begins_before_its_first_byte_comes_whole() {
    let limits = Limits::default();
    let many: Vec<String> =
        (0..1500).map(|at| format!(r#"{{"id":"{at}","body":"微短剧出海"}}"#)).collect();
    let index = Index::of(&many, &limits);
    let server = Running::start(index.live.clone(), limits).await;
    let path = format!("/api/export?{QUERY}&format=xlsx");
    let (status, answer) = server.ask(&path).await;
    assert_eq!(status, 200);
    // The chunk of no length is the last one.
    assert!(answer.contains("[Content_Types].xml") && answer.ends_with("\r\n0\r\n\r\n"));
    let compressed = ask(&index.app(), &path, &[("accept-encoding", "gzip")]).await;
    let mut sheet = Vec::new();
    flate2::read::GzDecoder::new(&*compressed.2).read_to_end(&mut sheet).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(sheet)).unwrap();
    assert_eq!(book.worksheet_range("xunwen").unwrap().height(), 1501);
}

#[tokio::test]
async fn a_sheet_opens_in_libreoffice() {
    if Command::new("soffice").arg("--version").output().is_err() {
        return skipped("soffice is not installed");
    }
    let sample = fs::read_to_string(project("../../index-data/sample/articles.jsonl")).unwrap();
    let articles: Vec<&str> = sample.lines().chain(ARTICLES).collect();
    let app = Index::of(&articles, &Limits::default()).app();
    let fields = "rank,tier,id,title,summary,body,source,published_at,url,tags,lang,passage";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheet.xlsx");
    // Every article that has a date.
    let path = format!("/api/export?since=1870&sort=newest&fields={fields}");
    fs::write(&file, get_bytes(&app, &format!("{path}&format=xlsx")).await.1).unwrap();
    // Comma, quotation mark, UTF-8, cells as they are shown.
    let form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false";
    let home = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let mut office = Command::new("soffice");
    office
        .args([&home, "--headless", "--convert-to", form, "--outdir"])
        .arg(folder.path())
        .arg(&file);
    assert!(office.output().unwrap().status.success());
    let shown = cells(&fs::read(file.with_extension("csv")).unwrap());
    let mut table = cells(&get_bytes(&app, &format!("{path}&format=csv")).await.1);
    // A sheet shows times by the clocks of China, and says no zone.
    for row in &mut table[1..] {
        if row[7].ends_with("+08:00") {
            row[7] = row[7].replace('T', " ").replace("+08:00", "");
        }
    }
    assert!(table.len() > 150, "{}", table.len());
    for (shown, row) in shown.iter().zip(&table) {
        assert_eq!(shown, row);
    }
    assert_eq!(shown.len(), table.len());
}

/// Reads a table.
fn cells(table: &[u8]) -> Vec<Vec<String>> {
    let mut table = csv::ReaderBuilder::new().has_headers(false).from_reader(table);
    table.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn a_sheet_links_to_the_web_only() {
    let has_links = |sheet: &[u8]| sheet.windows(15).any(|name| name == b"sheet1.xml.rels");
    assert!(has_links(&export(&app(), "&format=xlsx").await));
    // Its articles have no address, or one that is a script.
    assert!(!has_links(&export(&Index::small().app(), "&format=xlsx").await));
}

#[tokio::test]
async fn a_run_has_a_line_for_each_article_with_falling_scores() {
    let app = app();
    for (rest, qid) in [("", "1"), ("&qid=T%203", "T_3")] {
        for sort in ["newest", "relevance"] {
            let path = format!("/api/export?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&sort={sort}");
            let path = format!("{path}&related=true&format=trec{rest}");
            let run = String::from_utf8(get_bytes(&app, &path).await.1.to_vec()).unwrap();
            let lines: Vec<Vec<&str>> = run.lines().map(|line| line.split(' ').collect()).collect();
            assert_eq!((lines.len(), lines[2][2]), (3, "b"), "{run}");
            for (line, rank) in lines.iter().zip(["1", "2", "3"]) {
                assert_eq!((line[0], line[1], line[3], line[5]), (qid, "Q0", rank, "xunwen"));
            }
            let scores: Vec<f32> = lines.iter().map(|line| line[4].parse().unwrap()).collect();
            assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
        }
    }
    assert!(text(&app, "&ids=b&format=trec").await.starts_with("1 Q0 b 3 "));
}

#[tokio::test]
async fn references_are_written_for_a_whole_answer() {
    let app = app();
    let ris = text(&app, "&related=true&format=ris").await;
    assert_eq!(ris.matches("TY  - NEWS\r\n").count(), 3);
    assert_eq!(ris.matches("ER  - \r\n").count(), 3);
    assert!(ris.contains("N1  - tier: related\r\n"), "{ris}");
    let bibtex = text(&app, "&related=true&format=bibtex").await;
    assert_eq!(bibtex.matches("@article{xunwen:").count(), 3);
    assert!(bibtex.contains("tier = {related}"), "{bibtex}");
    let items: Value =
        serde_json::from_str(&text(&app, "&related=true&format=csl-json").await).unwrap();
    let ids: Vec<_> = items.as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    assert_eq!(ids, ["a", "f", "b"]);
    assert_eq!(items[2]["custom"], json!({ "tier": "related" }));
    assert_eq!(text(&app, "&source=nobody&format=csl-json").await, "[]\n");
}

#[tokio::test]
async fn a_file_is_called_after_its_question() {
    let app = app();
    for (rest, form, name) in [
        ("", "application/x-ndjson", "%E5%BE%AE%E7%9F%AD%E5%89%A7.jsonl"),
        (
            "&format=excel&since=2025-12&until=2025-12",
            "text/csv; charset=utf-8; header=present",
            "%E5%BE%AE%E7%9F%AD%E5%89%A7%202025-12.csv",
        ),
        (
            "&format=bibtex",
            "application/x-bibtex; charset=utf-8",
            "%E5%BE%AE%E7%9F%AD%E5%89%A7.bib",
        ),
    ] {
        let (_, headers, _) = ask(&app, &format!("/api/export?{QUERY}{rest}"), &[]).await;
        assert_eq!(headers["content-type"], form);
        let ending = name.rsplit('.').next().unwrap();
        let expected = format!("attachment; filename=\"xunwen.{ending}\"; filename*=UTF-8''{name}");
        assert_eq!(headers["content-disposition"], expected);
    }
}

#[tokio::test]
async fn the_size_of_an_export_is_told_before() {
    let app = app();
    for format in ["jsonl-articles", "csv", "excel", "trec", "bibtex", "ris", "csl-json"] {
        let rest = format!("&related=true&format={format}");
        let (_, size) = get(&app, &format!("/api/export/size?{QUERY}{rest}")).await;
        let bytes = export(&app, &rest).await.len();
        assert_eq!(size, json!({ "rows": 3, "bytes": bytes, "sampled": 3 }), "{format}");
    }
    let many: Vec<String> =
        (0..250).map(|at| format!(r#"{{"id":"{at:03}","body":"微短剧出海"}}"#)).collect();
    let app = Index::of(&many, &Limits::default()).app();
    for format in ["jsonl-articles", "csv", "xlsx"] {
        let rest = format!("&format={format}");
        let (_, size) = get(&app, &format!("/api/export/size?{QUERY}{rest}")).await;
        assert_eq!((&size["rows"], &size["sampled"]), (&json!(250), &json!(100)));
        let (told, bytes) =
            (size["bytes"].as_f64().unwrap(), export(&app, &rest).await.len() as f64);
        assert!((told / bytes - 1.0).abs() < 0.1, "{format}: {told} told, {bytes} written");
    }
}
