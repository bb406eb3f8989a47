//! Tables of articles in pages: what many sites call an Excel file is one.

use scraper::{ElementRef, Html};

use super::select::select;
use crate::corpus::fields::RawFields;
use crate::corpus::formats::columns::Columns;
use crate::corpus::html_bounds;
use crate::corpus::markup::text_of;
use crate::corpus::options::Reading;
use crate::corpus::value::Value;

/// Returns the rows of the table of articles that a page is, each with the reason if it is none;
/// nothing if it is no such table.
pub(in crate::corpus::formats) fn rows(
    page: &str,
    reading: &Reading,
) -> Vec<Result<RawFields, String>> {
    /// Columns of a header that are fields.
    const FEWEST: usize = 2;
    const ROWS: usize = 2;
    let tags = page.match_indices('<').map(|(at, _)| page.as_bytes().get(at + 1..at + 3));
    let is_row = |tag: &Option<&[u8]>| tag.is_some_and(|tag| tag.eq_ignore_ascii_case(b"tr"));
    if tags.filter(is_row).nth(ROWS - 1).is_none() || html_bounds::check(page).is_err() {
        return Vec::new();
    }
    let html = Html::parse_document(page);
    let mut columns: Option<Columns> = None;
    let mut found = Vec::new();
    let mut length = 0;
    for row in select(&html, "tr") {
        let cells = cells(row);
        length += cells.iter().map(text_length).sum::<usize>();
        match &columns {
            None => {
                let header = cells.into_iter().map(|cell| match cell {
                    Value::Text(text) => text,
                    _ => String::new(),
                });
                let header = Columns::new(header.collect(), reading);
                columns = Some(header).filter(|header| header.known() >= FEWEST);
            }
            Some(columns)
                if cells.iter().all(Value::is_absent) || columns.is_repeated_by(&cells) => {}
            Some(columns) => found.push(columns.fields(cells)),
        }
    }
    // A page of which the table is only a part is an article with a table.
    let page = select(&html, "body").first().map_or(0, |body| text_of(*body).len());
    if length * 2 < page { Vec::new() } else { found }
}

fn text_length(value: &Value) -> usize {
    if let Value::Text(text) = value { text.len() } else { 0 }
}

fn cells(row: ElementRef<'_>) -> Vec<Value> {
    let cells = row.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th"));
    cells.map(|cell| Value::text(text_of(cell))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(page: &str) -> Vec<Result<String, String>> {
        let reading = Reading::default();
        let rows = rows(page, &reading).into_iter();
        rows.map(|row| Ok(row?.article(&reading)?.article.title)).collect()
    }

    #[test]
    fn a_table_under_a_header_is_articles() {
        let page = "<html><table><tr><td colspan=2>结果</td></tr><tr><th>标题</th><th>正文</th></tr>\
            <tr><td>甲</td><td>一<br>二</td></tr><TR><td>乙</td><td>三</td></tr><tr><td>丙</td></tr></table>";
        let fault = "1 cells where the header has 2".to_owned();
        assert_eq!(titles(page), [Ok("甲".to_owned()), Ok("乙".to_owned()), Err(fault)]);
    }

    #[test]
    fn other_tables_are_none() {
        assert_eq!(titles("<table><tr><td>题<td>文</table>"), []);
        assert_eq!(titles("<table><tr><td>左</td></tr><tr><td>右</td></tr></table>"), []);
        let table = "<table><tr><th>标题<th>时间</tr><tr><td>甲<td>2024-03-18</tr></table>";
        assert_eq!(titles(&format!("<p>{}</p>{table}", "文".repeat(100))), []);
    }
}
