//! Articles in: files, streams of Arrow, and lines of JSON that Python makes.

use std::io::{self, Read};
use std::mem;
use std::sync::{Mutex, PoisonError};

use arrow_array::RecordBatchReader;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_pyarrow::FromPyArrow;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator};
use xunwen_index::{Input, Inputs};

use crate::calls::Interruption;
use crate::failure::Failure;

/// Rows that are handed over at once: some megabytes.
const ROWS: usize = 4_096;

/// Articles that can be read once.
#[pyclass(frozen, module = "xunwen._native")]
pub(crate) struct Source {
    inner: Mutex<Option<Kind>>,
}

enum Kind {
    Files(Vec<String>),
    Arrow(Box<RecordBatchStreamReader>),
    Lines(Py<PyIterator>),
}

#[pymethods]
impl Source {
    /// Files, folders and patterns, as `xunwen index` takes them.
    #[staticmethod]
    fn files(names: Vec<String>) -> Self {
        Self::new(Kind::Files(names))
    }

    /// Whatever gives columns of Arrow: `__arrow_c_stream__`.
    #[staticmethod]
    fn arrow(columns: &Bound<'_, PyAny>) -> PyResult<Self> {
        let reader = RecordBatchStreamReader::from_pyarrow_bound(columns)?;
        Ok(Self::new(Kind::Arrow(Box::new(reader))))
    }

    /// An iterator of bytes: JSON Lines.
    #[staticmethod]
    fn lines(lines: Bound<'_, PyIterator>) -> Self {
        Self::new(Kind::Lines(lines.unbind()))
    }
}

impl Source {
    fn new(kind: Kind) -> Self {
        Self { inner: Mutex::new(Some(kind)) }
    }

    /// Returns the inputs of a job. What Python raises while it is read is kept in `interruption`.
    pub(crate) fn inputs(&self, interruption: &Interruption) -> Result<Inputs, Failure> {
        let kind = self.inner.lock().unwrap_or_else(PoisonError::into_inner).take();
        let kind = kind.ok_or_else(|| {
            Failure::Argument("these articles have been read".to_owned(), "pass them once more")
        })?;
        let stream = |input| Inputs { files: vec![input], ..Inputs::default() };
        match kind {
            Kind::Files(names) => Ok(xunwen_index::inputs(&names)?),
            Kind::Arrow(reader) => {
                Ok(stream(Input::stream("the table", ArrowBytes::new(*reader)?)))
            }
            Kind::Lines(lines) => {
                let reader = PythonBytes {
                    pieces: lines,
                    piece: Vec::new(),
                    at: 0,
                    interruption: interruption.clone(),
                };
                Ok(stream(Input::stream("the articles", reader)))
            }
        }
    }
}

/// A stream of Arrow in memory, as the bytes of one in a file.
struct ArrowBytes {
    batches: RecordBatchStreamReader,
    writer: StreamWriter<Vec<u8>>,
    /// What is left of the batch that is being handed over.
    rest: Option<arrow_array::RecordBatch>,
    bytes: Vec<u8>,
    at: usize,
    is_done: bool,
}

impl ArrowBytes {
    fn new(batches: RecordBatchStreamReader) -> Result<Self, Failure> {
        let writer = StreamWriter::try_new(Vec::new(), &batches.schema())?;
        let (rest, bytes, at, is_done) = Default::default();
        Ok(Self { batches, writer, rest, bytes, at, is_done })
    }

    /// Makes bytes of the next rows.
    fn fill(&mut self) -> io::Result<()> {
        let next = match self.rest.take() {
            Some(rest) => Some(rest),
            None => self.batches.next().transpose().map_err(io::Error::other)?,
        };
        match next {
            Some(batch) => {
                let rows = ROWS.min(batch.num_rows());
                self.writer.write(&batch.slice(0, rows)).map_err(io::Error::other)?;
                let rest = batch.num_rows() - rows;
                self.rest = (rest > 0).then(|| batch.slice(rows, rest));
            }
            None => {
                self.writer.finish().map_err(io::Error::other)?;
                self.is_done = true;
            }
        }
        self.bytes = mem::take(self.writer.get_mut());
        self.at = 0;
        Ok(())
    }
}

impl Read for ArrowBytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.bytes.len() && !self.is_done {
            self.fill()?;
        }
        let count = (&self.bytes[self.at..]).read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

/// Bytes that an iterator of Python makes.
struct PythonBytes {
    pieces: Py<PyIterator>,
    piece: Vec<u8>,
    at: usize,
    interruption: Interruption,
}

impl Read for PythonBytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.piece.len() {
            let next = Python::attach(|py| {
                let piece = self.pieces.bind(py).clone().next().transpose()?;
                piece.map(|piece| Ok(piece.cast::<PyBytes>()?.as_bytes().to_vec())).transpose()
            });
            match next {
                Ok(Some(piece)) => (self.piece, self.at) = (piece, 0),
                Ok(None) => return Ok(0),
                Err(error) => {
                    self.interruption.keep(error);
                    return Err(io::Error::other(
                        "the iterator of articles has raised an exception",
                    ));
                }
            }
        }
        let count = (&self.piece[self.at..]).read(buffer)?;
        self.at += count;
        Ok(count)
    }
}
