//! Kinds of files that are known and not read: each with what to do instead.

use crate::corpus::office::Document;

/// A kind of file: its name, how it begins, its endings, and what to do.
struct Kind {
    name: &'static str,
    magic: &'static [&'static [u8]],
    /// What it is where its beginning takes more than a look.
    is: fn(&[u8]) -> bool,
    endings: &'static [&'static str],
    advice: &'static str,
}

/// What a kind has that only its endings, or its first bytes, tell.
const NONE: Kind = Kind { name: "", magic: &[], is: |_| false, endings: &[], advice: "" };

static KINDS: &[Kind] = &[
    Kind {
        name: "a PDF document",
        magic: &[b"%PDF-"],
        endings: &["pdf"],
        advice: "convert it to text, with `pdftotext` for example",
        ..NONE
    },
    Kind {
        name: "a CAJ document",
        magic: &[b"CAJ\0", b"HN\0", b"KDH ", b"TEB\0"],
        endings: &["caj", "kdh", "nh", "teb"],
        advice: "export it as PDF with CAJViewer, and convert that to text",
        ..NONE
    },
    Kind {
        name: "a DjVu document",
        magic: &[b"AT&TFORM"],
        endings: &["djvu", "djv"],
        advice: "convert it to text, with `djvutxt` for example",
        ..NONE
    },
    Kind {
        name: "a RAR archive",
        magic: &[b"Rar!\x1a\x07"],
        endings: &["rar"],
        advice: "unpack it, with `unrar x` or `7z x` for example, and give the folder",
        ..NONE
    },
    Kind {
        name: "a 7z archive",
        magic: &[b"7z\xbc\xaf\x27\x1c"],
        endings: &["7z"],
        advice: "unpack it, with `7z x` for example, and give the folder",
        ..NONE
    },
    Kind {
        name: "part of a zip archive in several files",
        magic: &[b"PK\x07\x08PK\x03\x04"],
        endings: &["z01"],
        advice: "unpack it, with `7z x` for example, and give the folder",
        ..NONE
    },
    Kind {
        name: "an archive of another kind",
        magic: &[b"MSCF\0\0\0\0", b"ITSF", b"xar!", b"!<arch>\n"],
        endings: &["cab", "chm", "iso", "dmg", "deb", "rpm", "lzh", "arj"],
        advice: "unpack it, with `7z x` for example, and give the folder",
        ..NONE
    },
    Kind {
        name: "compressed by LZ4, Snappy, lzip, LZMA or compress",
        magic: &[
            b"\x04\x22\x4d\x18",
            b"\x02\x21\x4c\x18",
            b"\xff\x06\0\0sNaPpY",
            b"LZIP\x01",
            b"\x5d\0\0\x80\0",
            b"\x1f\x9d",
        ],
        endings: &["lz4", "snappy", "sz", "lz", "lzma", "z", "lzo"],
        advice: "unpack it, with `lz4 -d`, `lzip -d` or `unxz` for example, and give the file",
        ..NONE
    },
    Kind {
        name: "an EPUB book",
        is: |head| is(head, Document::Book),
        endings: &["epub"],
        advice: "convert it to HTML or text, with `pandoc` or `ebook-convert` for example",
        ..NONE
    },
    Kind {
        name: "a book for Kindle",
        is: |head| head.get(60..68) == Some(b"BOOKMOBI"),
        endings: &["mobi", "azw", "azw3", "kfx"],
        advice: "convert it to HTML or text, with `ebook-convert` for example",
        ..NONE
    },
    Kind {
        name: "an encrypted office document",
        is: |head| is(head, Document::Encrypted),
        advice: "save it without a password",
        ..NONE
    },
    Kind {
        name: "an old Word document",
        is: |head| is(head, Document::OldWord),
        endings: &["doc", "wps", "dot"],
        advice: "save it as .docx or text, with `soffice --convert-to docx` for example",
        ..NONE
    },
    Kind {
        name: "an OpenDocument text",
        is: |head| is(head, Document::OpenText),
        endings: &["odt", "ott"],
        advice: "save it as .docx or text, with `soffice --convert-to docx` for example",
        ..NONE
    },
    Kind {
        name: "a presentation",
        is: |head| is(head, Document::Presentation),
        endings: &["ppt", "pptx", "odp", "pps", "dps"],
        advice: "export it as text",
        ..NONE
    },
    Kind {
        name: "a document of Pages, Numbers or Keynote",
        is: |head| is(head, Document::Apple),
        endings: &["pages", "numbers", "keynote"],
        advice: "export it as CSV, .xlsx, .docx or text",
        ..NONE
    },
    Kind {
        name: "a mail of Outlook",
        magic: &[b"!BDN"],
        is: |head| is(head, Document::Mail),
        endings: &["msg", "pst"],
        advice: "save it as HTML or text",
    },
    Kind {
        name: "an XML spreadsheet of Excel 2003",
        is: |head| contains(head, b"progid=\"Excel.Sheet\""),
        advice: "save it as .xlsx or CSV",
        ..NONE
    },
    Kind {
        name: "an SQL dump",
        magic: &[b"PGDMP"],
        is: is_sql,
        endings: &["sql", "dump"],
        advice: "load it and export the table as CSV, or as SQLite",
    },
    Kind {
        name: "the write-ahead log of a SQLite database",
        magic: &[b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83"],
        endings: &["db-wal", "db-shm", "db-journal", "sqlite-wal", "sqlite-shm"],
        advice: "end the program that writes the database, or run `PRAGMA wal_checkpoint` in it",
        ..NONE
    },
    Kind {
        name: "an Access database",
        magic: &[b"\0\x01\0\0Standard Jet DB", b"\0\x01\0\0Standard ACE DB"],
        endings: &["mdb", "accdb"],
        advice: "export the table as CSV, with `mdb-export` for example",
        ..NONE
    },
    #[cfg(not(feature = "columnar"))]
    Kind {
        name: "a Parquet or Arrow file",
        magic: &[b"PAR1", b"ARROW1", b"\xff\xff\xff\xff"],
        endings: &["parquet", "arrow", "feather"],
        advice: "convert it to JSON Lines, or build this program with its feature `columnar`",
        ..NONE
    },
    Kind {
        name: "a Feather file of version 1",
        magic: &[b"FEA1"],
        advice: "write it as Parquet, or as Feather of version 2",
        ..NONE
    },
    Kind {
        name: "an encrypted Parquet file",
        magic: &[b"PARE"],
        advice: "write it without encryption",
        ..NONE
    },
    Kind {
        name: "an ORC file",
        is: |head| head.starts_with(b"ORC") && is_binary(head),
        endings: &["orc"],
        advice: "convert it to Parquet",
        ..NONE
    },
    Kind {
        name: "an Avro file",
        magic: &[b"Obj\x01"],
        endings: &["avro"],
        advice: "convert it to JSON Lines, with `avro-tools tojson` for example",
        ..NONE
    },
    Kind {
        name: "a dump of MongoDB",
        endings: &["bson"],
        advice: "convert it to JSON Lines, with `bsondump` for example",
        ..NONE
    },
    Kind {
        name: "a pickle of Python, or another file of its libraries",
        is: |head| matches!(head, [0x80, 2..=5, ..]),
        magic: &[b"\x93NUMPY", b"\x89HDF\r\n\x1a\n"],
        endings: &["pkl", "pickle", "npy", "npz", "h5", "hdf5", "pt", "joblib"],
        advice: "write its records as JSON Lines",
    },
    Kind {
        name: "a file of R, Stata, SPSS or SAS",
        magic: &[b"RDX3\n", b"RDX2\n", b"<stata_dta>", b"$FL2@(#)"],
        endings: &["rds", "rdata", "rda", "dta", "sav", "sas7bdat"],
        advice: "export the table as CSV",
        ..NONE
    },
    Kind {
        name: "a picture, film or sound",
        magic: &[
            b"\x89PNG",
            b"\xff\xd8\xff",
            b"GIF87a",
            b"GIF89a",
            b"ID3\x02",
            b"ID3\x03",
            b"ID3\x04",
            b"OggS\0",
            b"fLaC\0",
            b"II*\0",
            b"MM\0*",
            b"\x1a\x45\xdf\xa3",
        ],
        is: |head| {
            let riff = head.starts_with(b"RIFF").then(|| head.get(8..12)).flatten();
            riff.is_some_and(|kind| [b"WAVE", b"AVI ", b"WEBP"].iter().any(|own| *own == kind))
                || head.get(4..8) == Some(b"ftyp")
        },
        endings: &[
            "png", "jpg", "jpeg", "gif", "webp", "mp4", "mp3", "avi", "mov", "wav", "svg", "ico",
            "tif", "tiff", "bmp", "heic", "flv", "mkv", "m4a", "ogg", "flac",
        ],
        advice: "give its text",
    },
    Kind {
        name: "a program",
        magic: &[b"\x7fELF"],
        is: |head| (head.starts_with(b"MZ") && is_binary(head)) || is(head, Document::Program),
        endings: &["exe", "dll", "so", "bin", "jar", "apk", "class", "pyc"],
        advice: "give the files it makes",
    },
];

/// Returns what a file is that is not read, and what to do, by its first bytes.
pub(in crate::corpus) fn refused(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let begins =
        |kind: &&Kind| kind.magic.iter().any(|magic| head.starts_with(magic)) || (kind.is)(head);
    KINDS.iter().find(begins).map(|kind| (kind.name, kind.advice))
}

/// Returns what a file is that is not read, and what to do, by the ending of its name.
pub(in crate::corpus) fn refused_name(ending: &str) -> Option<(&'static str, &'static str)> {
    KINDS.iter().find(|kind| kind.endings.contains(&ending)).map(|kind| (kind.name, kind.advice))
}

fn is(head: &[u8], document: Document) -> bool {
    Document::of(head) == Some(document)
}

/// Returns whether the first bytes have one that no text has.
fn is_binary(head: &[u8]) -> bool {
    const LOOKED_AT: usize = 512;
    let is_odd = |byte: &u8| *byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r' | 12 | 26 | 27);
    head.iter().take(LOOKED_AT).any(is_odd)
}

fn contains(head: &[u8], part: &[u8]) -> bool {
    const LOOKED_AT: usize = 1_024;
    head.get(..LOOKED_AT.min(head.len()))
        .unwrap_or_default()
        .windows(part.len())
        .any(|own| own == part)
}

/// Returns whether a file begins with statements of SQL that make or fill a table, behind comments.
fn is_sql(head: &[u8]) -> bool {
    const FIRST: [&str; 14] = [
        "CREATE TABLE",
        "CREATE DATABASE",
        "DROP TABLE",
        "INSERT INTO",
        "REPLACE INTO",
        "SET NAMES",
        "SET FOREIGN_KEY_CHECKS",
        "SET SQL_MODE",
        "SET STATEMENT_TIMEOUT",
        "BEGIN TRANSACTION",
        "START TRANSACTION",
        "PRAGMA FOREIGN_KEYS",
        "LOCK TABLES",
        "/*!",
    ];
    const LINES: usize = 100;
    let text = String::from_utf8_lossy(head);
    let mut is_comment = false;
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim).take(LINES) {
        let begins = line.starts_with("/*") && !line.starts_with("/*!");
        if is_comment || begins {
            is_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("--") && !line.starts_with('#') {
            let line = line.to_ascii_uppercase();
            return FIRST.iter().any(|first| line.starts_with(first));
        }
    }
    ["-- MySQL dump", "-- MariaDB dump", "-- PostgreSQL database dump"]
        .iter()
        .any(|first| text.starts_with(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(head: &[u8]) -> &'static str {
        refused(head).map_or("", |(name, _)| name)
    }

    #[test]
    fn kinds_are_known_by_their_first_bytes() {
        let table: [(&[u8], &str); 14] = [
            (b"%PDF-1.7\n", "a PDF document"),
            (b"Rar!\x1a\x07\x01\0", "a RAR archive"),
            (b"ORC\x0a\x03\0", "an ORC file"),
            (b"RIFF\x24\x08\0\0WAVEfmt ", "a picture, film or sound"),
            (b"\0\0\0\x1cftypisom", "a picture, film or sound"),
            (b"MZ\x90\0\x03", "a program"),
            (b"-- MySQL dump 10.13\n--\n", "an SQL dump"),
            (b"/*\n Navicat Premium\n*/\n\nSET NAMES utf8mb4;\n", "an SQL dump"),
            (b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n", "an SQL dump"),
            (b"-- phpMyAdmin SQL Dump\n\nSET SQL_MODE = \"\";\n", "an SQL dump"),
            (b"/*!40101 SET NAMES utf8 */;\n", "an SQL dump"),
            (b"insert into `news` values (1);\n", "an SQL dump"),
            (b"CAJ\0\0", "a CAJ document"),
            (b"\x80\x04\x95\x10", "a pickle of Python, or another file of its libraries"),
        ];
        for (head, expected) in table {
            assert_eq!(name(head), expected, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn texts_that_begin_like_another_kind_are_none() {
        let table: [&str; 8] = [
            "ORCID,title\n1,题\n",
            "MZ 新闻社讯\n",
            "RIFFraff,title\n",
            "ID3,title\n",
            "-- 新闻\n正文",
            "/* 新闻 */\nid,title\n",
            "HN 新闻\n",
            "CAJ,title\n",
        ];
        for text in table {
            assert_eq!(name(text.as_bytes()), "", "{text}");
        }
    }

    #[test]
    fn every_kind_has_a_name_and_says_what_to_do() {
        for kind in KINDS {
            assert!(!kind.name.is_empty() && !kind.advice.is_empty(), "{}", kind.name);
            assert!(kind.endings.iter().all(|ending| *ending == ending.to_lowercase()));
        }
    }
}
