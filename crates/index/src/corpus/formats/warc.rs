//! WARC: the pages that a crawler has fetched, as ISO 28500 keeps them.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use super::capture::{Capture, Kind};
use super::http::Headers;
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use crate::corpus::content::Content;
use crate::corpus::options::Reading;
use crate::corpus::record::{LONGEST_RECORD, Position, Record, Records, too_long};

pub(in crate::corpus) struct Warc;

impl InputFormat for Warc {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn about(&self) -> &'static str {
        "WARC: the pages of a web archive, such as those of Common Crawl"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["warc", "wet"]
    }

    fn is_text(&self) -> bool {
        false
    }

    fn is_never_empty(&self) -> bool {
        true
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let has_version = sample.bytes.starts_with(b"WARC/")
            && sample.bytes.get(5).is_some_and(u8::is_ascii_digit);
        has_version.then(|| Evidence { weight: 100, reason: "records of a web archive".to_owned() })
    }

    fn records(&self, content: Content, _: &Arc<Reading>) -> Result<Records, FormatError> {
        Ok(Box::new(Pages { archive: content.buffered(), at: Position::default() }))
    }
}

/// The pages of an archive. What is no answer of a server, such as the question, is no record.
struct Pages {
    archive: Box<dyn BufRead + Send>,
    at: Position,
}

impl Pages {
    fn next_page(&mut self) -> io::Result<Option<Record>> {
        loop {
            let Some(headers) = self.headers()? else { return Ok(None) };
            let length =
                headers.get("content-length").and_then(|length| length.parse::<u64>().ok());
            let Some(length) = length else {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "a record of the web archive without a length",
                ));
            };
            let kind = match headers.get("warc-type").map(str::to_ascii_lowercase).as_deref() {
                Some("response") => Kind::Response,
                Some("resource") => Kind::Resource,
                Some("conversion") => Kind::Conversion,
                _ => Kind::Other,
            };
            if matches!(kind, Kind::Other) {
                self.skip(length)?;
                continue;
            }
            self.at.line += 1;
            let is_too_long = length > LONGEST_RECORD as u64;
            let block = if is_too_long {
                self.skip(length).map(|()| Vec::new())?
            } else {
                self.block(length)?
            };
            let mut record = Record::new(self.at.line, self.at, Err(too_long()));
            if !is_too_long {
                let url = headers.get("warc-target-uri").map(Arc::from);
                record.raw = Capture { kind, headers, block }.record();
                if record.raw.is_err() {
                    record.file = url;
                }
            }
            return Ok(Some(record));
        }
    }

    /// Reads the headers of the next record; `None` at the end.
    fn headers(&mut self) -> io::Result<Option<Headers>> {
        // After each record are two empty lines; more, and other remains, are passed over.
        loop {
            let Some(line) = self.line()? else { return Ok(None) };
            if line.starts_with(b"WARC/") {
                break;
            }
        }
        let mut text = Vec::new();
        while let Some(line) = self.line()? {
            if line.trim_ascii().is_empty() {
                return Ok(Some(Headers::parse(&text)));
            }
            text.extend_from_slice(&line);
        }
        Err(io::ErrorKind::UnexpectedEof.into())
    }

    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        const LONGEST: u64 = 64 * 1024;
        let mut line = Vec::new();
        self.archive.by_ref().take(LONGEST).read_until(b'\n', &mut line)?;
        self.at.offset += line.len() as u64;
        Ok((!line.is_empty()).then_some(line))
    }

    fn block(&mut self, length: u64) -> io::Result<Vec<u8>> {
        let mut block = Vec::new();
        let count = self.archive.by_ref().take(length).read_to_end(&mut block)? as u64;
        self.at.offset += count;
        if count < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(block) }
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        let count = io::copy(&mut self.archive.by_ref().take(length), &mut io::sink())?;
        self.at.offset += count;
        if count < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

impl Iterator for Pages {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_page().transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use xunwen_schema::Article;

    use super::*;

    const PAGE: &str = "<html><title>题</title><p>短讯。</p></html>";

    fn record(kind: &str, block: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://x/1>\r\nWARC-Date: 2026-11-28T01:38:45Z\r\n\
             Content-Type: text/html\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn response(headers: &str, body: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\n");
        record("response", &[head.as_bytes(), body].concat())
    }

    fn articles(archive: Vec<u8>) -> Vec<Result<Article, String>> {
        let pages = Pages { archive: Box::new(io::Cursor::new(archive)), at: Position::default() };
        pages.map(|page| page.unwrap().article()).collect()
    }

    #[test]
    fn pages_are_read_with_their_addresses_and_without_a_date() {
        let archive = [
            record("warcinfo", b"software: x\r\n"),
            record("request", b"GET / HTTP/1.1\r\n\r\n"),
            response("Content-Type: text/html\r\n", PAGE.as_bytes()),
            response("Content-Type: image/png\r\n", b"\x89PNG"),
            record(
                "response",
                b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>none</p>",
            ),
            record("resource", PAGE.as_bytes()),
        ];
        let found = articles(archive.concat());
        let reasons: Vec<_> = found.iter().filter_map(|found| found.as_ref().err()).collect();
        assert_eq!(reasons, ["no page: image/png", "no page: status 404"]);
        assert_eq!(found.len(), 4);
        let first = found[0].as_ref().unwrap();
        assert_eq!((first.title.as_str(), first.body.as_str()), ("题", "短讯。"));
        assert_eq!((first.url.as_deref(), first.published_at), (Some("https://x/1"), None));
    }

    #[test]
    fn transfer_and_encodings_are_undone() {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(PAGE.as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        let chunked = [
            b"5;x=y\r\n",
            &packed[..5],
            format!("\r\n{:x}\r\n", packed.len() - 5).as_bytes(),
            &packed[5..],
            b"\r\n0\r\n\r\n",
        ]
        .concat();
        let (gbk, _, _) =
            encoding_rs::GBK.encode("<html><title>题</title><p>短讯，云陵县的气象站。</p></html>");
        let archive = [
            response("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", &chunked),
            response("Content-Type: text/html; charset=gb2312\r\n", &gbk),
        ];
        for found in articles(archive.concat()) {
            let found = found.unwrap();
            assert!(found.title == "题" && found.body.starts_with("短讯"), "{found:?}");
        }
    }

    #[test]
    fn a_cut_archive_gives_what_is_before_the_cut() {
        let whole = [response("", PAGE.as_bytes()), response("", PAGE.as_bytes())].concat();
        let cut = whole[..whole.len() - 20].to_vec();
        let mut pages = Pages { archive: Box::new(io::Cursor::new(cut)), at: Position::default() };
        assert!(pages.next().unwrap().unwrap().article().is_ok());
        assert!(pages.next().unwrap().is_err());
    }
}
