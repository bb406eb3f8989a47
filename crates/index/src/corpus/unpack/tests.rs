//! Archives and compressed files, as people have them.

use std::fs;
use std::io::{Cursor, Write};

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};
use flate2::write::GzEncoder;

use crate::corpus::{Corpus, CorpusError, InputOptions, inputs};

/// What a file gave: titles, files passed over with the reasons, and the error at the end.
#[derive(Debug, Default)]
struct Found {
    titles: Vec<String>,
    passed_over: Vec<(String, String)>,
    error: Option<CorpusError>,
}

fn read(bytes: &[u8]) -> Found {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a");
    fs::write(&path, bytes).unwrap();
    let input = inputs(&[path.display().to_string()]).unwrap().files.remove(0);
    let mut found = Found::default();
    let corpus = match Corpus::open(&input, &InputOptions::default()) {
        Ok(corpus) => corpus,
        Err(error) => return Found { error: Some(error), ..found },
    };
    let prefix = format!("{}/", path.display());
    for batch in corpus {
        match batch {
            Ok(batch) => {
                found.titles.extend(batch.articles.into_iter().map(|article| article.title));
                let told = batch.passed_over.into_iter().map(|file| {
                    let name = file.input.strip_prefix(&prefix).unwrap_or_default();
                    (name.to_owned(), file.reason)
                });
                found.passed_over.extend(told);
            }
            Err(error) => found.error = Some(error),
        }
    }
    found
}

fn line(title: &str) -> Vec<u8> {
    format!("{{\"title\": \"{title}\"}}\n").into_bytes()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    zipped_by(CompressionMethod::Deflated, files)
}

fn zipped_by(method: CompressionMethod, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    liblzma::encode_all(bytes, 1).unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ::zstd::encode_all(bytes, 1).unwrap()
}

/// Replaces a piece of bytes wherever it is.
fn replaced(mut bytes: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let places: Vec<usize> =
        (0..bytes.len() - old.len()).filter(|place| bytes[*place..].starts_with(old)).collect();
    for place in places {
        bytes[place..place + new.len()].copy_from_slice(new);
    }
    bytes
}

#[test]
fn every_compression_and_every_archive_in_it_is_read() {
    let text = [line("一"), line("二")].concat();
    for pack in [gzip, bzip2, xz, zstd] {
        assert_eq!(read(&pack(&text)).titles, ["一", "二"]);
        let joined = [pack(&line("一")), pack(&line("二"))].concat();
        assert_eq!(read(&joined).titles, ["一", "二"]);
        let tar = tarred(&[("a.jsonl", &line("一")), ("b.jsonl.gz", &gzip(&line("二")))]);
        assert_eq!(read(&pack(&tar)).titles, ["一", "二"]);
    }
    let methods = [
        CompressionMethod::Stored,
        CompressionMethod::Deflated,
        CompressionMethod::Bzip2,
        CompressionMethod::Zstd,
        CompressionMethod::Xz,
    ];
    for method in methods {
        let zip = zipped_by(method, &[("a.jsonl", &line("一")), ("新/b.jsonl", &line("二"))]);
        assert_eq!(read(&zip).titles, ["一", "二"], "{method}");
    }
}

#[test]
fn what_follows_a_gzip_file_is_nothing_if_zeros_and_told_if_not() {
    let packed = gzip(&line("一"));
    let padded = read(&[packed.as_slice(), &[0; 5_000]].concat());
    assert!(padded.titles == ["一"] && padded.error.is_none(), "{padded:?}");
    let spoiled = read(&[packed.as_slice(), b"\0\0garbage"].concat());
    assert_eq!(spoiled.titles, ["一"]);
    match spoiled.error {
        Some(CorpusError::Corrupt { source, .. }) => {
            assert_eq!(source.to_string(), "what follows its end is no gzip data");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_in_gbk_are_read_as_they_were_meant() {
    let files: [(&str, &[u8]); 1] = [("XXXX.pdf", b"%PDF-1.7")];
    // 新闻 is D0C2 CEC5 in GBK.
    let gbk = b"\xd0\xc2\xce\xc5.pdf";
    for bytes in [zipped(&files), tarred(&files)] {
        let bytes = replaced(bytes, b"XXXX.pdf", gbk);
        let mut bytes = bytes;
        if bytes.starts_with(gbk) {
            // The sum in the header of a tar file: of its bytes, with blanks for the sum.
            bytes[148..156].fill(b' ');
            let sum: u32 = bytes[..512].iter().map(|byte| u32::from(*byte)).sum();
            bytes[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        }
        assert_eq!(read(&bytes).passed_over[0].0, "新闻.pdf");
    }
}

#[test]
fn long_names_and_sparse_files_in_tar_are_read() {
    let long = format!("{}/a.jsonl", "目录".repeat(40));
    assert_eq!(read(&tarred(&[(&long, &line("一"))])).titles, ["一"]);
    let text = line("二");
    let mut header = ::tar::Header::new_gnu();
    header.set_path("b.jsonl").unwrap();
    header.set_entry_type(::tar::EntryType::GNUSparse);
    header.set_size(text.len() as u64);
    let gnu = header.as_gnu_mut().unwrap();
    // Blanks are no bytes: the text begins at byte 512.
    gnu.sparse[0].set_offset(512);
    gnu.sparse[0].set_length(text.len() as u64);
    gnu.set_real_size(512 + text.len() as u64);
    header.set_cksum();
    let mut tar = ::tar::Builder::new(Vec::new());
    tar.append(&header, text.as_slice()).unwrap();
    let found = read(&tar.into_inner().unwrap());
    // A file with a hole has zeros in it, which is no text.
    assert_eq!(found.passed_over.len(), 1, "{found:?}");
    assert_eq!(found.passed_over[0].0, "b.jsonl");
}

#[test]
fn an_archive_in_an_archive_is_read_and_one_deeper_is_told() {
    let inner = zipped(&[("c.jsonl", &line("二"))]);
    let tar = tarred(&[("b.zip", &inner)]);
    let found = read(&zipped(&[
        ("a.jsonl", &line("一")),
        ("b.zip", &inner),
        ("b.tar", &tar),
        ("d.jsonl", &line("三")),
    ]));
    assert_eq!(found.titles, ["一", "二", "三"]);
    let reason = "it is an archive in an archive in an archive: unpack it";
    assert_eq!(found.passed_over, [("b.tar/b.zip".to_owned(), reason.to_owned())]);
}

#[test]
fn an_encrypted_file_is_told_and_the_rest_is_read() {
    let zip = zipped(&[("a.jsonl", &line("一")), ("b.jsonl", &line("二"))]);
    // The lowest bit of the flags, in both headers of the first file.
    let mut bytes = zip;
    bytes[6] |= 1;
    let list = bytes.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    bytes[list + 8] |= 1;
    let found = read(&bytes);
    assert_eq!(found.titles, ["二"]);
    let reason = "cannot be read: it is encrypted: unpack it with its password";
    assert_eq!(found.passed_over, [("a.jsonl".to_owned(), reason.to_owned())]);
}

#[test]
fn of_a_broken_archive_is_read_what_can_be() {
    let noise: Vec<u8> = (0..3_000_u64)
        .flat_map(|n| line(&format!("{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))))
        .collect();
    let files: [(&str, &[u8]); 2] = [("a.jsonl", &line("一")), ("b.jsonl", &noise)];
    for (bytes, is_told) in [(zipped(&files), true), (tarred(&files), false)] {
        let found = read(&bytes[..bytes.len() * 2 / 3]);
        assert_eq!(found.titles[0], "一");
        assert!((100..3_001).contains(&found.titles.len()), "{}", found.titles.len());
        assert!(found.error.is_some());
        assert!(!is_told || found.passed_over[0].0 == "b.jsonl", "{:?}", found.passed_over);
    }
}

#[test]
fn a_spoiled_archive_is_no_panic() {
    let files: [(&str, &[u8]); 2] = [("a.jsonl", &line("一")), ("b.csv", b"id,title\n1,x\n")];
    for bytes in [zipped(&files), tarred(&files), xz(&tarred(&files)), bzip2(&line("一"))] {
        for place in (0..bytes.len()).step_by(5) {
            let mut spoiled = bytes.clone();
            spoiled[place] ^= 0x55;
            let _ = read(&spoiled);
        }
    }
}

#[test]
fn a_file_of_zeros_is_passed_over_and_the_rest_is_read() {
    let zeros = vec![0; 32 * 1024 * 1024];
    let files: [(&str, &[u8]); 2] = [("a.bin", &zeros), ("b.jsonl", &line("二"))];
    for bytes in [zipped(&files), gzip(&tarred(&files))] {
        let found = read(&bytes);
        assert_eq!((found.titles, found.passed_over.len()), (vec!["二".to_owned()], 1));
    }
}

#[test]
fn a_document_is_no_archive() {
    let parts: [(&str, &[u8]); 3] =
        [("docProps/app.xml", b"<a/>"), ("xl/workbook.xml", b"<a/>"), ("b.jsonl", &line("一"))];
    let found = read(&zipped(&parts));
    assert!(found.titles.is_empty() && found.error.is_some(), "{found:?}");
}
