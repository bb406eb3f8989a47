//! `/api/export`: a whole answer, written while it is read, so that memory use stays small.

use std::io::{self, Write};
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tracing::{Span, error};
use xunwen_query::{Cancel, Engine, Request};

use crate::files::{self, Rows, Written, attachment, file_name};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::params::{ExportParams, FilterParams, QuestionParams};
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
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/plain"),
            (String = "application/x-bibtex"),
            (String = "application/x-research-info-systems"),
            (String = "application/vnd.citationstyles.csl+json"),
        ), headers(("content-disposition" = String, description = "The name of the file"))),
        (status = 404, description = "The answer has no article with one of the ids",
            body = Problem, content_type = "application/problem+json"),
        Problems,
    )
)]
pub(crate) async fn export(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<ExportParams>,
) -> ApiResult {
    let request = params.request(&state.limits)?;
    let dear_from = state.limits.dear;
    let cancel = Cancel::default();
    let given_up = CancelOnDrop::new(&cancel);
    let engine = state.live.now().engine.with_cancel(&cancel);
    let (asked, query) = (engine.clone(), request.query.clone());
    let cost = move |ticket: &Ticket| Ok(ticket.engine(&asked).cost(&query, dear_from)?);
    let (place, dear) = state.pool.export(cost).await?;
    let (sender, mut pieces) = channel(WAITING);
    let (form, ending) = params.format.file();
    let name = file_name(&params.words().each_ref().map(String::as_str), ending);
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
            Ok(stream(first, pieces, form, &name))
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

fn stream(first: Option<Piece>, rest: Receiver<Piece>, form: &'static str, name: &str) -> Response {
    let pieces = tokio_stream::iter(first).chain(ReceiverStream::new(rest));
    let span = Span::current();
    let pieces = pieces.map(move |piece| {
        piece.map_err(|problem| {
            span.in_scope(|| error!(cause = problem.cause, "an export broke off"));
            io::Error::other(String::from(problem.detail))
        })
    });
    let headers =
        [(header::CONTENT_TYPE, form.to_owned()), (header::CONTENT_DISPOSITION, attachment(name))];
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

fn write(
    engine: &Engine,
    request: &Request,
    params: &ExportParams,
    out: &mut Pieces,
) -> Result<(), Problem> {
    let start = Instant::now();
    let answer = engine.answer(request)?;
    let rows = Rows::of(&answer, &params.ids)?;
    files::write(&rows, &Written { request, params, start }, out)?;
    out.flush().map_err(|error| files::Broken::Client(error).into())
}
