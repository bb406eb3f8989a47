//! The server: it accepts connections, and none of them can hold up the others.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tracing::{debug, error, info, warn};

use crate::http::problem::Problem;
use crate::limits::Limits;
use crate::log::{self, causes};

/// The most bytes of a request's head.
const HEAD: usize = 64 << 10;
/// Connections that are being turned away at the same time; further ones wait to be accepted.
const REFUSALS: usize = 64;
/// How long a connection that is turned away may take to send its request.
const REFUSAL_TIME: Duration = Duration::from_millis(500);
/// Pause after a failed `accept`, usually for lack of file descriptors.
const REST: Duration = Duration::from_millis(50);

/// Answers connections to `listener` with `app` until `stop` completes; requests in progress are
/// then answered, or cut off after [`Limits::stop_time`].
///
/// A client that sends the head of a request too slowly, or reads nothing of its answer, is cut
/// off. While all connections are taken, new ones are answered with 503.
///
/// # Errors
///
/// If the address of the listener cannot be read.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let connections = Arc::new(Semaphore::new(limits.connections));
    let refusals = Arc::new(Semaphore::new(REFUSALS));
    let full = full();
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    info!(address = %listener.local_addr()?, workers = limits.workers, "started");
    loop {
        let next = async {
            let refusal = Arc::clone(&refusals).acquire_owned().await;
            (refusal, accepted(&listener).await)
        };
        let (refusal, stream) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let (permit, builder, app) = match Arc::clone(&connections).try_acquire_owned() {
            Ok(permit) => (Ok(permit), builder(limits.head_time), app.clone()),
            Err(_) => (refusal, builder(REFUSAL_TIME), full.clone()),
        };
        let io = TokioIo::new(timed(stream, &limits));
        let connection = builder.serve_connection(io, TowerToHyperService::new(app));
        tokio::spawn(complete(graceful.watch(connection), permit));
    }
    drop(listener);
    shut_down(graceful, limits.stop_time).await;
    Ok(())
}

/// Waits for a connection to end and then frees its permit.
async fn complete<T>(connection: impl Future<Output = hyper::Result<()>>, permit: T) {
    // A connection that ends early is the client's doing.
    if let Err(error) = connection.await {
        debug!(cause = causes(&error), "a connection broke off");
    }
    drop(permit);
}

/// Waits until the requests in progress are answered, for a limited time.
async fn shut_down(graceful: GracefulShutdown, stop_time: Duration) {
    info!("stopping: requests that have begun are answered");
    if timeout(stop_time, graceful.shutdown()).await.is_err() {
        warn!(after = ?stop_time, "requests that were still unanswered are cut off");
    }
    info!("stopped");
}

/// Returns a builder of connections on which the head of a request may take this long.
fn builder(head_time: Duration) -> Builder {
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head_time).max_buf_size(HEAD);
    // A client may close its side after the request, as `nc -N` does, and still reads the answer.
    builder.half_close(true);
    builder
}

/// Answers every request with 503 and closes the connection.
fn full() -> Router {
    Router::new().fallback(|request: Request| async move {
        let status = StatusCode::SERVICE_UNAVAILABLE.as_u16();
        let cause = "all connections are taken";
        log::span(&request).in_scope(|| warn!(status, cause, "a connection was turned away"));
        ([(header::CONNECTION, "close")], Problem::full())
    })
}

/// Returns the next connection.
async fn accepted(listener: &TcpListener) -> TcpStream {
    let mut has_failed = false;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                if !has_failed {
                    error!(cause = causes(&error), "connections cannot be accepted");
                }
                has_failed = true;
                sleep(REST).await;
            }
        }
    }
}

/// Returns a stream that fails when the client has read nothing for [`Limits::stall_time`].
fn timed(stream: TcpStream, limits: &Limits) -> std::pin::Pin<Box<TimeoutStream<TcpStream>>> {
    // Without it answers are only slower.
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.stall_time));
    Box::pin(stream)
}
