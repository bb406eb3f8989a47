//! The server: connections in, and none of them can stop the others.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use crate::limits::Limits;

/// The most bytes of a request's head.
const HEAD: usize = 64 << 10;
/// How long accepting rests when the system refuses, for want of files mostly.
const REST: Duration = Duration::from_millis(50);

/// Answers what comes to `listener` with `app`, until `stop` is done and all requests that have
/// begun are answered, or have had their time.
///
/// A client that sends its head too slowly, or takes nothing of its answer, is cut off.
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
    let connections = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head_time).max_buf_size(HEAD);
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&connections).acquire_owned().await;
            (place, accepted(&listener).await)
        };
        let (place, stream) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let io = TokioIo::new(timed(stream, &limits));
        let service = TowerToHyperService::new(app.clone());
        let connection = graceful.watch(builder.serve_connection(io, service));
        tokio::spawn(async move {
            // What ends a connection early is the client's affair.
            drop(connection.await);
            drop(place);
        });
    }
    drop(listener);
    // Who has not been answered by then is cut off.
    drop(timeout(limits.stop_time, graceful.shutdown()).await);
    Ok(())
}

/// Returns the next connection.
async fn accepted(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(_) => sleep(REST).await,
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
