//! Arrow IPC, be it a stream or a file (Feather): a file is a stream with a list of its places behind.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use arrow_buffer::Buffer;
use arrow_ipc::reader::StreamDecoder;
use arrow_ipc::{RecordBatch, root_as_message};

use super::ahead::{self, Halt, Sink};
use super::columnar;
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use crate::corpus::content::Content;
use crate::corpus::options::Reading;
use crate::corpus::record::Records;

pub(in crate::corpus) struct Arrow;

/// How a file begins, with what fills it up to eight bytes.
const FILE: &[u8] = b"ARROW1\0\0";
/// How a message begins; before 2019 it began with its length.
const MESSAGE: &[u8] = &[0xff; 4];
/// The largest message about a batch, in bytes, and the largest batch, unpacked: a batch is in memory as
/// a whole.
const MOST_ABOUT: usize = 64 * 1024 * 1024;
const MOST: usize = 1024 * 1024 * 1024;

impl InputFormat for Arrow {
    fn name(&self) -> &'static str {
        "arrow"
    }

    fn about(&self) -> &'static str {
        "an Arrow file or stream (Feather, Hugging Face datasets): an article a row"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["arrow", "feather", "ipc", "arrows"]
    }

    fn is_text(&self) -> bool {
        false
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        if sample.bytes.starts_with(b"ARROW1") {
            return Evidence::new(100, "it begins with the signature of Arrow");
        }
        let length = length(sample.bytes.strip_prefix(MESSAGE)?)?;
        let message = sample.bytes.get(8..)?;
        let message = message.get(..length).and_then(|message| root_as_message(message).ok());
        message?.header_as_schema()?;
        Evidence::new(100, "it begins with the schema of an Arrow stream")
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        let reading = Arc::clone(reading);
        let stop = Arc::clone(&content.stop);
        ahead::records(&stop, move |sink| read(&mut content.buffered(), &reading, sink))
    }
}

fn length(bytes: &[u8]) -> Option<usize> {
    let (length, _) = bytes.split_first_chunk::<4>()?;
    usize::try_from(u32::from_le_bytes(*length)).ok()
}

fn read(bytes: &mut impl BufRead, reading: &Reading, sink: &mut Sink) -> Result<(), Halt> {
    if bytes.fill_buf()?.starts_with(FILE) {
        bytes.consume(FILE.len());
        // Some writers begin at a multiple of 64.
        while bytes.fill_buf()?.starts_with(&[0; 8]) {
            bytes.consume(8);
        }
    }
    let mut decoder = StreamDecoder::new();
    let mut columns = None;
    let mut rows = 0;
    while let Some(mut piece) = message(bytes)? {
        while !piece.is_empty() {
            let batch = decoder.decode(&mut piece).map_err(damaged)?;
            if columns.is_none()
                && let Some(schema) = decoder.schema()
            {
                columns = Some(columnar::columns(&schema, reading)?);
            }
            if let (Some(batch), Some(columns)) = (batch, &columns) {
                columnar::put(&batch, rows, columns, sink)?;
                rows += batch.num_rows() as u64;
            }
        }
    }
    Ok(())
}

/// Reads the next message with all that belongs to it; `None` at the end.
///
/// The decoder could do so as well, but it takes the lengths in a file at their word.
fn message(bytes: &mut impl BufRead) -> io::Result<Option<Buffer>> {
    if bytes.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut piece = vec![0; 4];
    bytes.read_exact(&mut piece)?;
    if piece == MESSAGE {
        piece.resize(8, 0);
        bytes.read_exact(&mut piece[4..])?;
    }
    let start = piece.len();
    let length = length(&piece[start - 4..]).unwrap_or_default();
    if length == 0 {
        return Ok(None);
    }
    extend(&mut piece, bytes, length, MOST_ABOUT)?;
    let about = root_as_message(&piece[start..]).map_err(damaged)?;
    let body = usize::try_from(about.bodyLength()).unwrap_or(usize::MAX);
    let batch = about.header_as_record_batch();
    let batch = batch.or_else(|| about.header_as_dictionary_batch()?.data());
    let packed = batch.filter(|batch| batch.compression().is_some()).map(|batch| places(&batch));
    extend(&mut piece, bytes, body, MOST)?;
    check_unpacked(&packed.unwrap_or_default(), piece.get(start + length..).unwrap_or_default())?;
    Ok(Some(piece.into()))
}

/// Appends the next `length` bytes.
fn extend(
    piece: &mut Vec<u8>,
    bytes: &mut impl BufRead,
    length: usize,
    most: usize,
) -> io::Result<()> {
    if length > most {
        return Err(too_large());
    }
    let read = bytes.take(length as u64).read_to_end(piece)?;
    if read < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

/// Returns where the buffers of a batch begin in what follows the message.
fn places(batch: &RecordBatch<'_>) -> Vec<usize> {
    let buffers = batch.buffers().into_iter().flatten();
    buffers
        .filter(|buffer| buffer.length() > 0)
        .filter_map(|buffer| usize::try_from(buffer.offset()).ok())
        .collect()
}

/// Refuses a packed batch that unpacks to too much: each buffer begins with its length.
fn check_unpacked(places: &[usize], body: &[u8]) -> io::Result<()> {
    let lengths = places.iter().filter_map(|place| {
        let (length, _) = body.get(*place..)?.split_first_chunk::<8>()?;
        // A negative one says that the buffer is not packed.
        u64::try_from(i64::from_le_bytes(*length)).ok()
    });
    let all = lengths.fold(0_u64, u64::saturating_add);
    if all > MOST as u64 { Err(too_large()) } else { Ok(()) }
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a batch in it has more than 1 GiB")
}

fn damaged(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

#[cfg(test)]
mod tests {
    use arrow_ipc::CompressionType;
    use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};

    use super::*;
    use crate::corpus::formats::columnar::tests::{EXPECTED, batch, outcome, read};

    fn stream(compression: Option<CompressionType>) -> Vec<u8> {
        let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
        let batch = batch();
        let mut bytes = Vec::new();
        let mut writer =
            StreamWriter::try_new_with_options(&mut bytes, &batch.schema(), options).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        drop(writer);
        bytes
    }

    fn file() -> Vec<u8> {
        let batch = batch();
        let mut bytes = Vec::new();
        let mut writer = FileWriter::try_new(&mut bytes, &batch.schema()).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        drop(writer);
        bytes
    }

    #[test]
    fn streams_and_files_are_read_with_all_types() {
        let packed = [None, Some(CompressionType::LZ4_FRAME), Some(CompressionType::ZSTD)];
        for bytes in packed.into_iter().map(stream).chain([file()]) {
            assert_eq!(outcome(&read(&bytes).unwrap()), EXPECTED);
        }
    }

    #[test]
    fn a_stream_that_is_cut_off_or_spoiled_is_no_panic() {
        let bytes = stream(Some(CompressionType::ZSTD));
        for end in [4, 50, bytes.len() / 2, bytes.len() - 20] {
            let cut = read(&bytes[..end]);
            assert!(cut.is_err(), "{end}: {cut:?}");
        }
        for place in (0..bytes.len()).step_by(7) {
            let mut spoiled = bytes.clone();
            spoiled[place] ^= 0x55;
            let _ = read(&spoiled);
        }
    }

    #[test]
    fn lengths_are_not_believed() {
        let long = [MESSAGE, &0x7fff_ffff_u32.to_le_bytes()].concat();
        let error = message(&mut long.as_slice()).unwrap_err();
        assert_eq!(error.to_string(), "a batch in it has more than 1 GiB");
        let mut body = vec![0; 16];
        body[8..].copy_from_slice(&(1_i64 << 40).to_le_bytes());
        assert!(check_unpacked(&[0], &body).is_ok());
        assert!(check_unpacked(&[0, 8], &body).is_err());
        assert!(check_unpacked(&[12, 99], &body).is_ok());
    }
}
