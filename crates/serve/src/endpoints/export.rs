//! `/api/export`: a whole answer, written while it is read, so that memory use stays small.

use std::io::{self, Write};
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tracing::{Span, error};
use xunwen_query::{Answer, Cancel, Engine, Error, Request};
use xunwen_wire::{
    AnswerLine, Article, Column, Expansion, Hit, Note, Row, Summary, Table, TableReader,
    elapsed_ms, exported,
};

use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::log::causes;
use crate::params::{ExportFormat, ExportParams, FilterParams, QuestionParams};
use crate::queue::Place;
use crate::state::{ApiResult, SharedState};
use crate::ticket::{CancelOnDrop, Ticket};

/// Bytes of a chunk of the stream.
const CHUNK: usize = 64 << 10;
/// Chunks that may wait for a slow client; then writing waits.
const WAITING: usize = 4;

/// Writes a whole answer as a stream.
#[utoipa::path(
    get,
    path = "/api/export",
    params(QuestionParams, FilterParams, ExportParams),
    responses(
        (status = 200, description = "The whole answer", content(
            (String = "application/x-ndjson"),
            (String = "text/csv"),
        )),
        Problems,
    )
)]
pub(crate) async fn export(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<ExportParams>,
) -> ApiResult {
    if params.format == ExportFormat::Json && !params.fields.is_empty() {
        let detail = "`fields` goes with the formats csv, excel and jsonl-articles";
        return Err(Problem::bad("fields", detail).of("fields"));
    }
    let request = params.request(&state.limits)?;
    let dear_from = state.limits.dear;
    let cancel = Cancel::default();
    let given_up = CancelOnDrop::new(&cancel);
    let engine = state.live.now().engine.with_cancel(&cancel);
    let (asked, query) = (engine.clone(), request.query.clone());
    let cost = move |ticket: &Ticket| Ok(ticket.engine(&asked).cost(&query, dear_from)?);
    let (place, dear) = state.pool.export(cost).await?;
    let (sender, mut pieces) = channel(WAITING);
    let format = params.format;
    let end = Instant::now() + state.limits.export_time;
    let failed = sender.clone();
    let task = state.pool.spawn(move || {
        let mut pieces = Pieces { sender, piece: Vec::new(), end, dear };
        let written = write(&engine, &request, &params, &mut pieces);
        drop(place);
        written
    });
    tokio::spawn(report(task, failed));
    // A failure before anything is written has a status; after that the stream breaks off.
    match timeout(state.limits.time, pieces.recv()).await {
        Err(_) => Err(Problem::slow("nothing was written in time")),
        Ok(Some(Err(problem))) => Err(problem),
        Ok(first) => {
            // From now on an export ends when its stream does.
            given_up.release();
            Ok(stream(first, pieces, format))
        }
    }
}

type Piece = Result<Bytes, Problem>;

/// Waits for an export to end and breaks its stream off if it failed, also by a panic: a client
/// must not take a part for the whole.
async fn report(export: oneshot::Receiver<Result<(), Problem>>, stream: Sender<Piece>) {
    let written = export.await.unwrap_or_else(|error| Err(Problem::internal(error.to_string())));
    if let Err(problem) = written {
        // A client that has gone learns nothing more.
        drop(stream.send(Err(problem)).await);
    }
}

fn stream(first: Option<Piece>, rest: Receiver<Piece>, format: ExportFormat) -> Response {
    let pieces = tokio_stream::iter(first).chain(ReceiverStream::new(rest));
    let span = Span::current();
    let pieces = pieces.map(move |piece| {
        piece.map_err(|problem| {
            span.in_scope(|| error!(cause = problem.cause, "an export broke off"));
            io::Error::other(problem.detail)
        })
    });
    let (form, disposition) = match format {
        ExportFormat::Csv | ExportFormat::Excel => {
            ("text/csv; charset=utf-8; header=present", "attachment; filename=\"xunwen.csv\"")
        }
        _ => ("application/x-ndjson", "attachment; filename=\"xunwen.jsonl\""),
    };
    let headers = [(header::CONTENT_TYPE, form), (header::CONTENT_DISPOSITION, disposition)];
    (headers, Body::from_stream(pieces)).into_response()
}

/// The pieces of an export, on their way to the client.
struct Pieces {
    sender: Sender<Piece>,
    piece: Vec<u8>,
    end: Instant,
    /// Held until something was found, if finding it is dear.
    dear: Option<Place>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if Instant::now() > self.end {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.dear = None;
        let piece = Bytes::from(std::mem::take(&mut self.piece));
        // Sending fails once the client has gone.
        self.sender.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// What ends an export early.
enum Broken {
    Index(Error),
    Client(io::Error),
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Self::Index(error)
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Client(error)
    }
}

fn write(
    engine: &Engine,
    request: &Request,
    params: &ExportParams,
    out: &mut Pieces,
) -> Result<(), Problem> {
    let start = Instant::now();
    let answer = engine.answer(request)?;
    let written = match params.format {
        ExportFormat::JsonlArticles => articles(&answer, &params.fields, out),
        ExportFormat::Csv => table(&answer, &params.fields, TableReader::Program, out),
        ExportFormat::Excel => table(&answer, &params.fields, TableReader::Excel, out),
        ExportFormat::Json => {
            let notes = request.query.notes().iter().map(Note::of).collect();
            let summary = Summary { notes, ..summary(&answer, &params.question.q) };
            hits(&answer, summary, start, out)
        }
    };
    match written.and_then(|()| Ok(out.flush()?)) {
        Err(Broken::Index(error)) => Err(error.into()),
        Err(Broken::Client(error)) => Err(Problem::slow(causes(&error))),
        Ok(()) => Ok(()),
    }
}

fn articles(answer: &Answer<'_>, columns: &[Column], out: &mut Pieces) -> Result<(), Broken> {
    for hit in exported(answer, columns) {
        let hit = hit?;
        if columns.is_empty() {
            line(&Article::of(&hit.article), out)?;
        } else {
            line(&Row { hit: &hit, columns }, out)?;
        }
    }
    Ok(())
}

fn table(
    answer: &Answer<'_>,
    columns: &[Column],
    reader: TableReader,
    out: &mut Pieces,
) -> Result<(), Broken> {
    let columns = if columns.is_empty() { &Column::TABLE[..] } else { columns };
    let mut table = Table::new(out, reader)?;
    table.row(columns.iter().map(|column| column.name()))?;
    for hit in exported(answer, columns) {
        let hit = hit?;
        table.row(columns.iter().map(|column| column.cell(&hit)))?;
    }
    Ok(table.finish()?)
}

/// Returns the summary of `answer` to `q`, before its time is known.
fn summary<'a>(answer: &'a Answer<'_>, q: &'a str) -> Summary<'a> {
    let expansions = answer.expansions().iter().map(Expansion::of).collect();
    Summary { expansions, ..Summary::of(q, answer.totals(), answer.len(), 0.0) }
}

fn hits(
    answer: &Answer<'_>,
    summary: Summary<'_>,
    start: Instant,
    out: &mut Pieces,
) -> Result<(), Broken> {
    for hit in answer.hits() {
        line(&AnswerLine::Hit(Hit::of(&hit?, None)), out)?;
    }
    let summary = Summary { elapsed_ms: elapsed_ms(start), ..summary };
    Ok(line(&AnswerLine::Summary(summary), out)?)
}

fn line(of: &impl Serialize, out: &mut Pieces) -> io::Result<()> {
    serde_json::to_writer(&mut *out, of)?;
    out.write_all(b"\n")
}
