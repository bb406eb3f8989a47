//! What the folders that a file is in say of it: a day, or a subject.

use std::path::{Component, Path};

use xunwen_schema::Published;

use crate::corpus::unpack;

/// Names of folders that say what kind of files they hold, in lower case.
const GENERAL: [&str; 38] = [
    "news",
    "data",
    "dataset",
    "datasets",
    "corpus",
    "corpora",
    "text",
    "texts",
    "txt",
    "raw",
    "doc",
    "docs",
    "document",
    "documents",
    "article",
    "articles",
    "file",
    "files",
    "input",
    "inputs",
    "output",
    "export",
    "download",
    "downloads",
    "train",
    "test",
    "dev",
    "valid",
    "validation",
    "all",
    "tmp",
    "temp",
    "新闻",
    "语料",
    "语料库",
    "数据",
    "文本",
    "文章",
];

/// Returns the day that a path names: `2023/07/05.txt`, `2023-07-05/1.txt`, `20230705_1.txt`.
pub(super) fn day(name: &str) -> Option<String> {
    const DEEPEST: usize = 4;
    let path = Path::new(name);
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let folders = path.parent().into_iter().flat_map(Path::components);
    let folders = folders.filter_map(|component| match component {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let mut parts: Vec<&str> = folders.chain(stem).collect();
    parts.drain(..parts.len().saturating_sub(DEEPEST));
    let whole = parts.iter().rev().find_map(|part| day_in(part));
    whole.or_else(|| {
        parts.windows(3).rev().find_map(|window| {
            let [year, month, day] = window else { return None };
            let [year, month, day] =
                [number(year, "年")?, number(month, "月")?, number(day, "日")?];
            let is_year = (1800..2200).contains(&year);
            let text = format!("{year:04}-{month:02}-{day:02}");
            Published::parse(&text).filter(|_| is_year).map(|_| text)
        })
    })
}

/// Returns the day that a name begins with.
fn day_in(name: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '_' | '年' | '月' | '日');
    let end = name.find(|c| !is_part(c)).unwrap_or(name.len());
    let head = name.get(..end)?.replace(['_', '.'], "-");
    let date = head.trim_matches('-');
    let digits = date.split('-').next().unwrap_or_default();
    let candidates = [date, date.get(..10).unwrap_or_default(), digits];
    candidates.into_iter().find_map(|date| {
        let is_compact = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
        let is_parted = date.contains(['-', '年'])
            && date.len() >= 8
            && date.bytes().take(4).all(|byte| byte.is_ascii_digit());
        let year: u16 = date.get(..4)?.parse().ok()?;
        let is_day = (is_compact || is_parted) && (1800..2200).contains(&year);
        is_day.then_some(date).filter(|date| Published::parse(date).is_some()).map(str::to_owned)
    })
}

/// Returns a number with the word that may stand behind it.
fn number(part: &str, word: &str) -> Option<u16> {
    part.strip_suffix(word).unwrap_or(part).parse().ok()
}

/// Returns the folder that a file is in, if its name can be a subject.
pub(super) fn subject(name: &str) -> Option<&str> {
    let folder = Path::new(name).parent()?.file_name()?.to_str()?;
    let lower = folder.to_lowercase();
    let is_number = !folder.chars().any(|c| c.is_alphabetic() && !matches!(c, '年' | '月' | '日'));
    let is_archive = unpack::archive_endings()
        .chain(unpack::endings())
        .any(|ending| lower.ends_with(&format!(".{ending}")));
    let is_general = GENERAL.contains(&lower.as_str());
    (!is_number && !is_archive && !is_general && day_in(folder).is_none()).then_some(folder)
}

/// Returns the name of a file if it can be a title: some Chinese words.
pub(super) fn title(name: &str) -> Option<&str> {
    const SHORTEST: usize = 4;
    let stem = Path::new(name).file_stem()?.to_str()?;
    let han = stem.chars().filter(|c| xunwen_schema::characters::is_han(*c)).count();
    (han >= SHORTEST && day_in(stem).is_none()).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_days() {
        for name in [
            "2023/07/05.txt",
            "a/2023/7/5.txt",
            "2023/07/05/1.txt",
            "x/2023-07-05/3.txt",
            "20230705.txt",
            "2023年07月05日/一.txt",
            "2023年/7月/5日.txt",
            "2023_07_05_第1版.txt",
            "2023-07-05-001.txt",
            "20230705-12.txt",
        ] {
            let found = day(name).as_deref().and_then(Published::parse);
            assert_eq!(found, Published::parse("2023-07-05"), "{name}");
        }
        for name in ["12345678.txt", "a/1.txt", "2023/1.txt", "2023/13/45.txt", "1/2/3.txt", "-"] {
            assert_eq!(day(name), None, "{name}");
        }
    }

    #[test]
    fn folders_are_subjects_unless_they_say_nothing() {
        assert_eq!(subject("THUCNews/体育/0.txt"), Some("体育"));
        assert_eq!(subject("a.zip/财经/0.txt"), Some("财经"));
        for name in [
            "0.txt",
            "./0.txt",
            "news/0.txt",
            "2023/0.txt",
            "a.zip/0.txt",
            "7月/0.txt",
            "C000008/../0.txt",
        ] {
            assert_eq!(subject(name), None, "{name}");
        }
    }

    #[test]
    fn names_of_files_are_titles_if_they_are_words() {
        assert_eq!(title("a/旧码头改成夜市.txt"), Some("旧码头改成夜市"));
        assert_eq!(title("a/第1篇.txt"), None);
        assert_eq!(title("a/2023年07月05日第1版.txt"), None);
    }
}
