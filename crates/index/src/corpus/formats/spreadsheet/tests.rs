use std::path::Path;
use std::sync::Arc;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use xunwen_schema::Article;

use crate::corpus::tests::read_whole;
use crate::corpus::{Batch, CorpusError, InputOptions, Reading};

fn written(make: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    make(&mut book);
    book.save_to_buffer().unwrap()
}

fn fill(sheet: &mut Worksheet, top: u32, rows: &[&[&str]]) {
    for (row, cells) in (top..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            if !cell.is_empty() {
                sheet.write(row, column, *cell).unwrap();
            }
        }
    }
}

/// Reads a workbook; an error is why it is none.
fn read(bytes: &[u8]) -> Result<Batch, CorpusError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("新闻.xlsx");
    std::fs::write(&path, bytes).unwrap();
    read_file(&path, Reading::default())
}

fn read_file(path: &Path, reading: Reading) -> Result<Batch, CorpusError> {
    let options = InputOptions { reading: Arc::new(reading), ..InputOptions::default() };
    read_whole(path, &options)
}

fn titles(batch: &Batch) -> Vec<&str> {
    batch.articles.iter().map(|article| article.title.as_str()).collect()
}

#[test]
fn the_header_is_found_below_titles_and_notes() {
    let bytes = written(|book| {
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 0, 3, "慧科新闻检索结果", &Format::new()).unwrap();
        fill(sheet, 1, &[&["来源：", "全部"], &[], &["序号", "标题", "正文", "媒体"]]);
        fill(sheet, 4, &[&["1", "题一", "文一", "青屿日报"], &[], &["2", "题二", "", "澄江财经"]]);
    });
    let found = read(&bytes).unwrap();
    assert_eq!(titles(&found), ["题一", "题二"]);
    let Article { body, source, .. } = &found.articles[0];
    assert_eq!((body.as_str(), source.as_deref()), ("文一", Some("青屿日报")));
    assert!(found.rejects.is_empty() && found.passed_over.is_empty());
}

#[test]
fn each_sheet_has_its_own_header_and_one_without_is_told_if_it_has_text() {
    let long = "值日生每天早上七点在操场边读数，然后把它写在黑板的右上角，谁也舍不得擦掉。";
    let bytes = written(|book| {
        fill(book.add_worksheet(), 0, &[&["title", "content"], &["题一", "文一"]]);
        fill(book.add_worksheet(), 0, &[&["说明"], &["共三页"]]);
        fill(book.add_worksheet(), 0, &[&["甲", "乙"], &["1", long]]);
        fill(book.add_worksheet(), 0, &[&["内容", "标题"], &["文二", "题二"], &["内容", "标题"]]);
    });
    let found = read(&bytes).unwrap();
    assert_eq!(titles(&found), ["题一", "题二"]);
    assert_eq!(found.articles[1].body, "文二");
    let told: Vec<_> = found.passed_over.iter().map(|file| file.reason.as_str()).collect();
    assert_eq!(told, ["no row of this sheet names fields of an article"]);
    assert!(found.passed_over[0].input.ends_with("新闻.xlsx/Sheet3"), "{:?}", found.passed_over);
}

#[test]
fn cells_have_types() {
    let bytes = written(|book| {
        let sheet = book.add_worksheet();
        fill(sheet, 0, &[&["id", "标题", "发布日期", "时间", "标签", "链接"]]);
        sheet.write(1, 0, 7).unwrap();
        sheet.write(1, 1, 2024).unwrap();
        let moment = ExcelDateTime::from_ymd(2023, 7, 5).unwrap().and_hms(10, 11, 12).unwrap();
        let format = Format::new().set_num_format("yyyy/m/d hh:mm:ss");
        sheet.write_with_format(1, 2, &moment, &format).unwrap();
        sheet.write(1, 4, "社会；教育").unwrap();
        sheet.write(2, 0, 1.23e19).unwrap();
        sheet.write(2, 1, "题二").unwrap();
        let day = ExcelDateTime::from_ymd(2023, 7, 6).unwrap();
        sheet.write_with_format(2, 2, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        let time = ExcelDateTime::from_hms(19, 30, 0).unwrap();
        sheet.write_with_format(2, 3, &time, &Format::new().set_num_format("hh:mm")).unwrap();
    });
    let found = read(&bytes).unwrap();
    let shown: Vec<_> = found
        .articles
        .iter()
        .map(|article| {
            let date = article.published_at.map(|date| date.to_string()).unwrap_or_default();
            (article.id.as_str(), article.title.as_str(), date)
        })
        .collect();
    let expected = [
        ("7", "2024", "2023-07-05T10:11:12+08:00".to_owned()),
        ("1.23E+19", "题二", "2023-07-06T19:30:00+08:00".to_owned()),
    ];
    assert_eq!(shown, expected);
    assert_eq!(found.articles[0].tags, ["社会", "教育"]);
}

#[test]
fn a_workbook_without_a_header_is_refused_unless_its_columns_are_named() {
    let bytes = written(|book| fill(book.add_worksheet(), 0, &[&["甲", "乙"], &["题", "文"]]));
    match read(&bytes) {
        Err(CorpusError::NoColumns { header, .. }) => assert_eq!(header, ["甲", "乙"]),
        other => panic!("{other:?}"),
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.xlsx");
    std::fs::write(&path, &bytes).unwrap();
    let columns = Some(vec!["title".to_owned(), "body".to_owned()]);
    let found = read_file(&path, Reading { columns, ..Reading::default() }).unwrap();
    assert_eq!(titles(&found), ["甲", "题"]);
}

#[test]
fn an_empty_workbook_has_no_articles_and_a_damaged_one_is_an_error() {
    let empty = written(|book| _ = book.add_worksheet());
    assert_eq!(read(&empty).unwrap(), Batch::default());
    let bytes = written(|book| fill(book.add_worksheet(), 0, &[&["title"], &["题"]]));
    for end in [100, bytes.len() / 2, bytes.len() - 1] {
        let cut = read(&bytes[..end]);
        assert!(cut.is_err(), "{end}: {cut:?}");
    }
}

#[test]
fn a_cell_at_the_far_corner_costs_no_memory() {
    let bytes = written(|book| {
        let sheet = book.add_worksheet();
        fill(sheet, 0, &[&["title", "content"], &["题一", "文一"]]);
        sheet.write(1_048_575, 16_383, "远").unwrap();
        sheet.write(1_048_575, 0, "题二").unwrap();
    });
    assert_eq!(titles(&read(&bytes).unwrap()), ["题一", "题二"]);
}
