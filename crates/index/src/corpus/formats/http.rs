//! Answers of web servers, as archives keep them: headers, and a body that may be packed.

use std::borrow::Cow;
use std::io::Read;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::corpus::record::{LONGEST_RECORD, too_long};

/// Named values, one a line. Names are compared in lower case.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Headers(Vec<(String, String)>);

/// An answer, unpacked.
pub(in crate::corpus) struct Response {
    pub(in crate::corpus) body: Vec<u8>,
    /// The encoding that the server states.
    pub(in crate::corpus) charset: Option<String>,
}

impl Headers {
    pub(in crate::corpus) fn parse(text: &[u8]) -> Self {
        let text = String::from_utf8_lossy(text);
        let pairs = text.lines().filter_map(|line| line.split_once(':'));
        Self(
            pairs
                .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
                .collect(),
        )
    }

    pub(in crate::corpus) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

impl Response {
    /// Splits an answer into its status, its headers and its body; `None` if it is none.
    pub(in crate::corpus) fn head(answer: &[u8]) -> Option<(u16, Headers, &[u8])> {
        /// Bytes that the headers may have.
        const MOST: usize = 256 * 1024;
        let look = answer.get(..MOST).unwrap_or(answer);
        let ends = [&b"\r\n\r\n"[..], b"\n\n"].into_iter().filter_map(|end| {
            look.windows(end.len()).position(|window| window == end).map(|at| (at, at + end.len()))
        });
        let (end, start) = ends.min()?;
        let head = answer.get(..end)?;
        let first = String::from_utf8_lossy(head.split(|byte| *byte == b'\n').next()?);
        let status = first.strip_prefix("HTTP/")?.split_whitespace().nth(1)?.parse().ok()?;
        Some((status, Headers::parse(head), answer.get(start..)?))
    }

    /// Parses an answer and unpacks its body; an error is the reason to reject it.
    pub(in crate::corpus) fn parse(answer: &[u8]) -> Result<Self, String> {
        let (_, headers, body) = Self::head(answer).ok_or("no answer of a web server")?;
        let is_chunked =
            headers.get("transfer-encoding").is_some_and(|how| how.contains("chunked"));
        // Some crawlers keep the headers and undo what they say.
        let joined = is_chunked.then(|| joined(body)).flatten();
        let body = joined.map_or(Cow::Borrowed(body), Cow::Owned);
        let packing = headers.get("content-encoding").unwrap_or_default().to_ascii_lowercase();
        let body = unpacked(&body, &packing)?;
        let kind = headers.get("content-type").unwrap_or_default().to_ascii_lowercase();
        let charset = kind.split_once("charset=").map(|(_, name)| {
            let name = name.split([';', ' ', ',']).next().unwrap_or_default();
            name.trim_matches(['"', '\'']).to_owned()
        });
        Ok(Self { body, charset })
    }
}

/// Returns a body that was sent in chunks; `None` if it was not.
fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = chunks.iter().position(|byte| *byte == b'\n')?;
        let line = str::from_utf8(chunks.get(..end)?).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        chunks = chunks.get(end + 1..)?;
        if length == 0 {
            return Some(body);
        }
        let Some(chunk) = chunks.get(..length) else {
            // The answer was cut off.
            body.extend_from_slice(chunks);
            return Some(body);
        };
        body.extend_from_slice(chunk);
        chunks = chunks.get(length..)?;
        chunks = chunks.strip_prefix(b"\r\n").or_else(|| chunks.strip_prefix(b"\n"))?;
    }
}

fn unpacked(body: &[u8], packing: &str) -> Result<Vec<u8>, String> {
    let mut reader: Box<dyn Read + '_> = match packing {
        _ if body.starts_with(&[0x1f, 0x8b]) => Box::new(MultiGzDecoder::new(body)),
        "deflate" if body.first().is_some_and(|byte| byte & 0x0f == 8) => {
            Box::new(ZlibDecoder::new(body))
        }
        "deflate" => Box::new(DeflateDecoder::new(body)),
        _ if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
            Box::new(zstd::Decoder::new(body).map_err(|error| error.to_string())?)
        }
        // A text under this name was unpacked before.
        "br" if str::from_utf8(body).is_err() => return Err("packed with Brotli".to_owned()),
        _ => return Ok(body.to_vec()),
    };
    let mut text = Vec::new();
    let read = reader.by_ref().take(LONGEST_RECORD as u64 + 1).read_to_end(&mut text);
    match read {
        _ if text.len() > LONGEST_RECORD => Err(too_long()),
        // What came before a cut is as good.
        Err(error) if text.is_empty() => Err(format!("the page cannot be unpacked: {error}")),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_a_status_headers_and_a_body() {
        let (status, headers, body) =
            Response::head(b"HTTP/2 200\r\nContent-Type: text/html\r\n\r\n<p>\n\n").unwrap();
        assert_eq!(
            (status, headers.get("content-type"), body),
            (200, Some("text/html"), &b"<p>\n\n"[..])
        );
        for answer in ["", "HTTP/1.1 200 OK\r\n", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 x\n\n"] {
            assert!(Response::head(answer.as_bytes()).is_none(), "{answer}");
        }
    }

    #[test]
    fn chunks_are_joined() {
        assert_eq!(joined(b"2\r\nab\r\n1;x\r\nc\r\n0\r\n\r\n").unwrap(), b"abc");
        assert_eq!(joined(b"5\r\nab").unwrap(), b"ab");
        assert_eq!(joined(b"<html>\n"), None);
    }

    #[test]
    fn what_is_stated_and_not_so_does_no_harm() {
        let answer = b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nContent-Encoding: gzip\nContent-Type: text/html; charset=\"GBK\"\n\n<p>x";
        let found = Response::parse(answer).unwrap();
        assert_eq!((found.body.as_slice(), found.charset.as_deref()), (&b"<p>x"[..], Some("gbk")));
    }
}
