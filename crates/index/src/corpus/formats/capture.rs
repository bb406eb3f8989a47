//! What a crawler has fetched: one record of a web archive, and the page in it.

use xunwen_schema::Published;

use super::html::declared_encoding;
use super::http::{Headers, Response};
use super::page;
use crate::corpus::encoding::Encoding;
use crate::corpus::fields::RawFields;
use crate::corpus::options::Reading;
use crate::corpus::parsed::Parsed;
use crate::corpus::record::{RawRecord, Unusable};
use crate::corpus::value::Value;

/// What a record of the archive is.
pub(super) enum Kind {
    /// What a server answered.
    Response,
    /// A file, with nothing around it.
    Resource,
    /// Text that was made of a page.
    Conversion,
    Other,
}

/// A record of the archive that is not parsed yet.
pub(super) struct Capture {
    pub(super) kind: Kind,
    pub(super) headers: Headers,
    pub(super) block: Vec<u8>,
}

impl Capture {
    /// Returns it as a record; what is no page, such as a picture, is passed over.
    pub(super) fn record(self) -> Result<Box<dyn RawRecord>, Unusable> {
        match self.what_else() {
            None => Ok(Box::new(self)),
            Some(what) => Err(Unusable::PassedOver(format!("no page: {what}"))),
        }
    }

    /// Returns what it is if it is no page.
    fn what_else(&self) -> Option<String> {
        let answer;
        let headers = match self.kind {
            Kind::Response => {
                let Some((status, headers, _)) = Response::head(&self.block) else {
                    return Some("no answer of a web server".to_owned());
                };
                if !(200..300).contains(&status) {
                    return Some(format!("status {status}"));
                }
                answer = headers;
                &answer
            }
            _ => &self.headers,
        };
        let kind = headers.get("content-type").unwrap_or("text/html");
        (!is_page_type(kind)).then(|| kind.to_owned())
    }

    /// Returns the text of the block, and whether it is HTML.
    fn text(&self) -> Result<(String, bool), String> {
        let (bytes, declared, is_html) = match self.kind {
            Kind::Response => {
                let response = Response::parse(&self.block)?;
                (response.body, response.charset, true)
            }
            Kind::Conversion => (self.block.clone(), None, false),
            Kind::Resource | Kind::Other => (self.block.clone(), None, true),
        };
        let declared =
            declared.and_then(|name| name.parse().ok()).or_else(|| declared_encoding(&bytes));
        let is_utf8 = str::from_utf8(&bytes).is_ok();
        let encoding = match declared {
            _ if is_utf8 => Encoding::UTF_8,
            Some(declared) if !declared.is_utf8() => declared,
            _ => Encoding::recognise(&bytes, true).ok_or("not text")?,
        };
        Ok((encoding.decode_head(&bytes), is_html))
    }
}

fn is_page_type(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    kind.contains("html") || kind.contains("text/plain")
}

impl RawRecord for Capture {
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String> {
        let url = self.headers.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']));
        let (text, is_html) = self.text()?;
        // What `3小时前` on the page is counted from. It is not when the page was published.
        let fetched =
            self.headers.get("warc-date").and_then(Published::parse).map(Published::seconds);
        let reading = Reading { fetched_at: reading.fetched_at.or(fetched), ..reading.clone() };
        if is_html {
            return page::fields(&text, url, &reading)?.article(&reading);
        }
        let mut fields = RawFields::default();
        let (title, body) = text.trim().split_once('\n').unwrap_or(("", text.trim()));
        fields.add("title", Value::text(title.trim().to_owned()), &reading);
        fields.add("body", Value::text(body.trim().to_owned()), &reading);
        fields.add("url", Value::text(url.unwrap_or_default().to_owned()), &reading);
        fields.article(&reading)
    }
}
