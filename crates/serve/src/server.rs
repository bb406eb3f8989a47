//! The server: connections in, and none of them can stop the others.

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
use tracing::{error, info, warn};

use crate::limits::Limits;
use crate::log::{self, causes};
use crate::problem::Problem;

/// The most bytes of a request's head.
const HEAD: usize = 64 << 10;
/// Connections that are turned away at once; more wait to be accepted.
const REFUSALS: usize = 64;
/// How long a connection that is turned away may take to say what it wanted.
const REFUSAL_TIME: Duration = Duration::from_millis(500);
/// How long accepting rests when the system refuses, for want of files mostly.
const REST: Duration = Duration::from_millis(50);

/// Answers what comes to `listener` with `app`, until `stop` is done and all requests that have
/// begun are answered, or have had their time.
///
/// A client that sends its head too slowly, or takes nothing of its answer, is cut off; one that
/// comes when all connections are taken is answered with 503.
///
/// # Errors
///
/// If the listener does not work at all.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let (places, refusals) = (places(limits.connections), places(REFUSALS));
    let (full, graceful) = (full(), GracefulShutdown::new());
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
        let (place, builder, app) = match Arc::clone(&places).try_acquire_owned() {
            Ok(place) => (Ok(place), builder(limits.head_time), app.clone()),
            Err(_) => (refusal, builder(REFUSAL_TIME), full.clone()),
        };
        let io = TokioIo::new(timed(stream, &limits));
        let connection = builder.serve_connection(io, TowerToHyperService::new(app));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // What ends a connection early is the client's affair.
            drop(connection.await);
            drop(place);
        });
    }
    drop(listener);
    info!("stopping: requests that have begun are answered");
    if timeout(limits.stop_time, graceful.shutdown()).await.is_err() {
        warn!(after = ?limits.stop_time, "requests that were still unanswered are cut off");
    }
    info!("stopped");
    Ok(())
}

fn places(number: usize) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(number))
}

/// Returns how connections are served whose requests' heads may take this long.
fn builder(head_time: Duration) -> Builder {
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head_time).max_buf_size(HEAD);
    builder
}

/// Turns every request away, and the connection with it.
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

/// Cuts a connection off that takes nothing of what is sent.
fn timed(stream: TcpStream, limits: &Limits) -> std::pin::Pin<Box<TimeoutStream<TcpStream>>> {
    // It matters for speed alone.
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.stall_time));
    Box::pin(stream)
}
