//! Office documents: what a zip or OLE container is to its user, by the first bytes of the file.

/// A document that is a container of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// A workbook of spreadsheets.
    Workbook,
    /// A document of Word since 2007.
    Word,
    /// A document of Word before 2007.
    OldWord,
    /// A text of OpenOffice and LibreOffice.
    OpenText,
    Presentation,
    /// An EPUB book.
    Book,
    /// A document of Apple's Pages, Numbers or Keynote.
    Apple,
    /// A mail of Outlook.
    Mail,
    /// An office document that needs a password.
    Encrypted,
    /// A package of Java or Android.
    Program,
    /// Some office document; its name says more.
    Other,
}

/// How an OLE container begins.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// How a file in a zip container begins.
const ENTRY: &[u8] = b"PK\x03\x04";

/// Files of which one kind of document has one, by the beginnings of their names.
const PARTS: [(&[u8], Document); 14] = [
    (b"xl/workbook.", Document::Workbook),
    (b"xl/worksheets/", Document::Workbook),
    (b"xl/sharedStrings.", Document::Workbook),
    (b"xl/styles.", Document::Workbook),
    (b"xl/_rels/", Document::Workbook),
    (b"word/document.xml", Document::Word),
    (b"word/_rels/", Document::Word),
    (b"ppt/presentation.xml", Document::Presentation),
    (b"ppt/slides/", Document::Presentation),
    (b"Index/Document.iwa", Document::Apple),
    (b"META-INF/MANIFEST.MF", Document::Program),
    (b"META-INF/com/", Document::Program),
    (b"AndroidManifest.xml", Document::Program),
    (b"META-INF/container.xml", Document::Book),
];

/// What the first file of a container says, which is named `mimetype`.
const MIME_TYPES: [(&[u8], Document); 4] = [
    (b"application/epub+zip", Document::Book),
    (b"application/vnd.oasis.opendocument.spreadsheet", Document::Workbook),
    (b"application/vnd.oasis.opendocument.text", Document::OpenText),
    (b"application/vnd.oasis.opendocument.presentation", Document::Presentation),
];

/// Streams of which one kind of document has one.
const STREAMS: [(&str, Document); 7] = [
    ("Workbook", Document::Workbook),
    ("Book", Document::Workbook),
    ("WordDocument", Document::OldWord),
    ("PowerPoint Document", Document::Presentation),
    ("EncryptedPackage", Document::Encrypted),
    ("EncryptionInfo", Document::Encrypted),
    ("__properties_version1.0", Document::Mail),
];

impl Document {
    /// Returns the document that a file is which begins with `head`, if it is one.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(OLE) {
            let streams = ole_streams(head);
            let known = |name: &String| STREAMS.iter().find(|(stream, _)| stream == name);
            let found = streams.iter().find_map(known);
            return Some(found.map_or(Self::Other, |(_, document)| *document));
        }
        if !head.starts_with(ENTRY) {
            return None;
        }
        let entries = zip_entries(head);
        if let Some((b"mimetype", bytes)) = entries.first() {
            let known = MIME_TYPES.iter().find(|(kind, _)| bytes.starts_with(kind));
            return Some(known.map_or(Self::Other, |(_, document)| *document));
        }
        let part = |name: &[u8]| PARTS.iter().find(|(part, _)| name.starts_with(part));
        let found = entries.iter().find_map(|(name, _)| part(name));
        found.map(|(_, document)| *document).or_else(|| {
            const SIGNS: [&[u8]; 3] = [b"[Content_Types].xml", b"_rels/.rels", b"docProps/app.xml"];
            entries.iter().any(|(name, _)| SIGNS.contains(name)).then_some(Self::Other)
        })
    }
}

/// Returns the files of a zip container that begin within `head`: name, and what there is of the packed
/// bytes.
fn zip_entries(head: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut entries = Vec::new();
    let mut rest = head;
    while rest.starts_with(ENTRY)
        && let (Some(flags), Some(packed)) = (number(rest, 6, 2), number(rest, 18, 4))
        && let (Some(name), Some(extra)) = (number(rest, 26, 2), number(rest, 28, 2))
    {
        let Some(bytes) = rest.get(30 + name..) else { break };
        let data = bytes.get(extra..).unwrap_or_default();
        entries.push((&rest[30..30 + name], data));
        // Where the size comes after the bytes, the next file has to be looked for.
        const HAS_SIZE_BEHIND: usize = 8;
        let next = if flags & HAS_SIZE_BEHIND == 0 {
            Some(packed)
        } else {
            data.windows(ENTRY.len()).position(|bytes| bytes == ENTRY)
        };
        rest = next.and_then(|next| data.get(next..)).unwrap_or_default();
    }
    entries
}

/// Returns the names in the directory of an OLE container, as far as it begins within `head`.
fn ole_streams(head: &[u8]) -> Vec<String> {
    /// Bytes of an entry of the directory; of the name in it; and where the length of the name is.
    const ENTRY: usize = 128;
    const NAME: usize = 64;
    /// Entries that are looked at: the first sectors of a directory lie together.
    const MOST: usize = 32;
    let directory = number(head, 30, 2).zip(number(head, 48, 4)).and_then(|(shift, sector)| {
        let size = 1_usize.checked_shl(u32::try_from(shift).ok()?)?;
        head.get(sector.checked_add(1)?.checked_mul(size)?..)
    });
    let entries = directory.unwrap_or_default().chunks_exact(ENTRY).take(MOST);
    entries
        .map(|entry| {
            let (units, _) = entry[..NAME].as_chunks::<2>();
            let units = units.iter().map(|unit| u16::from_le_bytes(*unit));
            char::decode_utf16(units.take_while(|unit| *unit != 0))
                .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        })
        .collect()
}

/// Returns the number that is written at `place`, the lowest byte first.
fn number(bytes: &[u8], place: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(place..place.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| (number << 8) | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use ::zip::ZipWriter;
    use ::zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(names: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in names {
            let stored =
                SimpleFileOptions::default().compression_method(::zip::CompressionMethod::Stored);
            zip.start_file(*name, stored).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_zip_is_a_document_by_its_parts() {
        type Members = &'static [(&'static str, &'static str)];
        let table: [(Members, Option<Document>); 8] = [
            (&[("docProps/app.xml", "a"), ("xl/workbook.xml", "")], Some(Document::Workbook)),
            (&[("[Content_Types].xml", "a"), ("word/document.xml", "")], Some(Document::Word)),
            (&[("[Content_Types].xml", "a")], Some(Document::Other)),
            (&[("mimetype", "application/epub+zip")], Some(Document::Book)),
            (
                &[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")],
                Some(Document::Workbook),
            ),
            (&[("word/1.txt", "新闻"), ("xl/2.txt", "新闻")], None),
            (&[("a.csv", "id,title")], None),
            (&[], None),
        ];
        for (files, expected) in table {
            assert_eq!(Document::of(&zipped(files)), expected, "{files:?}");
        }
    }

    #[test]
    fn what_lies_in_a_file_of_a_zip_does_not_count() {
        let inner = zipped(&[("xl/workbook.xml", "a")]);
        let inner = String::from_utf8_lossy(&inner).into_owned();
        assert_eq!(Document::of(&zipped(&[("a.bin", &inner)])), None);
    }

    /// Returns an OLE container with these streams: a header, then a directory in sector 0.
    fn ole(streams: &[&str]) -> Vec<u8> {
        let mut bytes = vec![0; 512];
        bytes[..8].copy_from_slice(OLE);
        bytes[30] = 9;
        for name in streams {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            entry.resize(128, 0);
            bytes.extend(entry);
        }
        bytes
    }

    #[test]
    fn an_ole_container_is_a_document_by_its_streams() {
        let table: [(&[&str], Document); 6] = [
            (&["Root Entry", "Workbook"], Document::Workbook),
            (&["Root Entry", "Book"], Document::Workbook),
            (&["Root Entry", "1Table", "WordDocument", "Workbook"], Document::OldWord),
            (&["Root Entry", "EncryptionInfo"], Document::Encrypted),
            (&["Root Entry", "__properties_version1.0"], Document::Mail),
            (&[], Document::Other),
        ];
        for (streams, expected) in table {
            assert_eq!(Document::of(&ole(streams)), Some(expected), "{streams:?}");
        }
        let mut far = ole(&["Root Entry", "Workbook"]);
        far[48..52].copy_from_slice(&[0xff; 4]);
        assert_eq!(Document::of(&far), Some(Document::Other));
        assert_eq!(Document::of(OLE), Some(Document::Other));
    }
}
