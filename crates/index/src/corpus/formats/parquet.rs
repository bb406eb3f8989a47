//! Parquet files, as Spark writes them and data hubs give them.

use std::fs::File;
use std::io;
use std::sync::Arc;

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::ahead::{self, Halt, Sink};
use super::columnar;
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use crate::corpus::content::Content;
use crate::corpus::options::Reading;
use crate::corpus::record::Records;

pub(in crate::corpus) struct Parquet;

/// Rows of a batch, which is in memory as a whole.
const BATCH: usize = 64;

impl InputFormat for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn about(&self) -> &'static str {
        "a Parquet file: an article a row"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["parquet", "pq"]
    }

    fn is_text(&self) -> bool {
        false
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        sample.bytes.starts_with(b"PAR1").then_some(())?;
        Evidence::new(100, "it begins with the signature of Parquet")
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        let reading = Arc::clone(reading);
        let stop = Arc::clone(&content.stop);
        ahead::records(&stop, move |sink| read(content, &reading, sink))
    }
}

fn read(content: Content, reading: &Reading, sink: &mut Sink) -> Result<(), Halt> {
    let disk = content.on_disk(Content::ON_DISK)?;
    let file = File::open(&disk.path)?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(damaged)?;
    let columns = columnar::columns(builder.schema(), reading)?;
    let mut rows = 0;
    for batch in builder.with_batch_size(BATCH).build().map_err(damaged)? {
        let batch = batch.map_err(damaged)?;
        columnar::put(&batch, rows, &columns, sink)?;
        rows += batch.num_rows() as u64;
    }
    Ok(())
}

fn damaged(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ::parquet::arrow::ArrowWriter;
    use ::parquet::basic::{Compression, GzipLevel, ZstdLevel};
    use ::parquet::file::properties::WriterProperties;

    use crate::corpus::formats::columnar::tests::{EXPECTED, batch, outcome, read};

    fn written(compression: Compression) -> Vec<u8> {
        let batch = batch();
        let properties = WriterProperties::builder().set_compression(compression).build();
        let mut bytes = Vec::new();
        let mut writer =
            ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        bytes
    }

    #[test]
    fn all_types_and_compressions_are_read() {
        let compressions = [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(GzipLevel::default()),
            Compression::ZSTD(ZstdLevel::default()),
            Compression::LZ4_RAW,
        ];
        for compression in compressions {
            let found = read(&written(compression)).unwrap();
            assert_eq!(outcome(&found), EXPECTED, "{compression}");
        }
    }

    #[test]
    fn a_file_that_is_cut_off_or_spoiled_is_an_error_and_no_panic() {
        let bytes = written(Compression::SNAPPY);
        for end in [4, 50, bytes.len() / 2, bytes.len() - 1] {
            assert!(read(&bytes[..end]).is_err(), "{end}");
        }
        for place in (4..bytes.len()).step_by(7) {
            let mut spoiled = bytes.clone();
            spoiled[place] ^= 0x55;
            let _ = read(&spoiled);
        }
    }

    #[test]
    fn a_file_without_known_columns_is_refused() {
        use arrow_array::{Int32Array, RecordBatch};
        let numbers = Arc::new(Int32Array::from(vec![1]));
        let batch = RecordBatch::try_from_iter([("甲", numbers as _)]).unwrap();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        let error = read(&bytes).unwrap_err();
        assert!(error.to_string().contains("no column"), "{error}");
    }
}
