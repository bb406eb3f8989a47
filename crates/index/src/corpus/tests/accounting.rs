//! Nothing is lost without a word: articles, rejects and files that are passed over account for all of
//! an input.

use std::io::Cursor;

use ::zip::ZipWriter;
use ::zip::write::SimpleFileOptions;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// Pieces of lines, of which some are objects, and most are not.
fn line() -> impl Strategy<Value = String> {
    let whole = prop_oneof![
        Just("{\"title\": \"好\"}"),
        Just("{\"title\": \"新\", \"body\": \"闻\\n，\\\"\"}"),
        Just("{\"id\": 18446744073709551616, \"title\": \"大\"}"),
        Just("{\"title\": NaN}"),
        Just("[]"),
        Just("null"),
        Just(""),
        Just(" \t"),
    ];
    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("\""),
        Just("\\"),
        Just(":"),
        Just(","),
        Just("["),
        Just("]"),
        Just("好"),
        Just("title"),
        Just("1e9"),
        Just("<p>"),
        Just("\u{b}"),
    ];
    prop_oneof![whole.prop_map(str::to_owned), vec(piece, 1..8).prop_map(|all| all.concat())]
}

/// A cell that needs no quotes in any table.
fn cell() -> impl Strategy<Value = String> {
    "[a-z好新闻，。 ]{0,6}"
}

/// A file of an archive, with how many articles it has, and whether it is passed over.
fn file() -> impl Strategy<Value = (&'static str, Vec<u8>, usize, usize)> {
    let lines = |count: usize| "{\"title\": \"好\"}\n".repeat(count).into_bytes();
    prop_oneof![
        (0..4_usize).prop_map(move |count| ("a.jsonl", lines(count), count, 0)),
        (1..4_usize).prop_map(move |count| ("b.jsonl.gz", gzip(&lines(count)), count, 0)),
        (1..4_usize).prop_map(|count| {
            let rows = "好,新闻\n".repeat(count);
            ("c.csv", format!("title,body\n{rows}").into_bytes(), count, 0)
        }),
        Just(("d.txt", "标题一行\n\n正文写在这里。\n".as_bytes().to_vec(), 1, 0)),
        Just(("e.pdf", b"%PDF-1.7\n1 0 obj".to_vec(), 0, 1)),
        Just(("f.bin", vec![0, 1, 2, 3], 0, 1)),
    ]
}

proptest! {
    #[test]
    fn every_line_is_an_article_or_a_reject(lines in vec(line(), 0..30), is_packed: bool) {
        let text = format!("{}\n", lines.join("\n"));
        let text = text.as_str();
        let bytes = if is_packed { gzip(text.as_bytes()) } else { text.as_bytes().to_vec() };
        let found = read(&Folder::new().write(bytes), format("jsonl")).unwrap();
        let is_blank = |line: &&str| line.trim_matches([' ', '\t']).is_empty();
        let expected = text.split('\n').filter(|line| !is_blank(line)).count();
        prop_assert_eq!(found.articles.len() + found.rejects.len(), expected);
        prop_assert!(found.rejects.is_sorted(), "{:?}", found.rejects);
    }

    #[test]
    fn every_row_is_an_article_or_a_reject(
        rows in vec((cell(), cell()), 1..40), at in any::<prop::sample::Index>(), is_csv: bool,
    ) {
        let (name, delimiter) = if is_csv { ("csv", ',') } else { ("tsv", '\t') };
        let mut lines: Vec<String> =
            rows.iter().map(|(title, body)| format!("x{title}{delimiter}{body}")).collect();
        // A quote that nothing closes costs its own row at most.
        lines.insert(at.index(rows.len() + 1), format!("\"坏{delimiter}行"));
        let text = format!("title{delimiter}body\n{}\n", lines.join("\n"));
        let found = read(&Folder::new().write(text), format(name)).unwrap();
        prop_assert_eq!(found.articles.len() + found.rejects.len(), rows.len() + 1);
        prop_assert!(found.articles.len() >= rows.len(), "{:?}", found.rejects);
    }

    #[test]
    fn every_file_of_an_archive_is_read_or_told(files in vec(file(), 1..8)) {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (at, (name, bytes, ..)) in files.iter().enumerate() {
            zip.start_file(format!("{at}/{name}"), SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        let found = read(&Folder::new().write(zip.finish().unwrap().into_inner()), None).unwrap();
        let articles: usize = files.iter().map(|(_, _, articles, _)| articles).sum();
        let passed_over: usize = files.iter().map(|(.., passed_over)| passed_over).sum();
        prop_assert_eq!((found.articles.len(), found.passed_over), (articles, passed_over));
    }
}

/// Long inputs of what opens and never closes, or asks for another look at all that came before: what
/// is not linear in its time, or deep as the text is long, does not end here.
#[test]
fn hostile_inputs_end_and_are_told() {
    const BYTES: usize = 100_000;
    let pieces = [
        "[",
        "{\"a\":",
        "\"",
        "<div>",
        "<doc>",
        "<doc id=1>\n",
        "<!--",
        "&",
        "&amp",
        "\\",
        "{\\rtf1 ",
        "---\n",
        "a,\"b\n",
        "a\t\"b\n",
        "题\n新华社· 2025-12-30\n",
        "TY  - NEWS\n",
        "WARC/1.0\r\n",
        "<p><b>",
        "{\"items\":[",
        "</doc>",
        "<script>",
        "日",
        "1",
        " ",
        "\r",
        "x_!_",
    ];
    let mut untold = Vec::new();
    for piece in pieces {
        let text = piece.repeat(BYTES / piece.len());
        let path = Folder::new();
        let path = path.write(&text);
        for format in [None].into_iter().chain(Format::all().map(Some)) {
            let Ok(found) = read(&path, format) else { continue };
            let told = found.articles.len() + found.rejects.len() + found.passed_over;
            let is_blank = text.trim().is_empty();
            // Rows that repeat the header are none.
            let is_blank = is_blank || format.is_some_and(|format| format.name() == "tsv");
            if told == 0 && found.error.is_none() && !is_blank {
                untold.push((piece, format));
            }
        }
    }
    assert!(untold.is_empty(), "{untold:?}");
}
