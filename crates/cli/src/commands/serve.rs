//! `xunwen serve`: the index over HTTP.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use xunwen_serve::{Limits, Live, follow, router};

use super::finish;
use crate::args::ServeArgs;
use crate::failure::Failure;
use crate::streams::Streams;

/// How often the index directory is looked at.
const PAUSE: Duration = Duration::from_millis(500);
/// How long requests that have begun may take once it is to stop.
const LAST: Duration = Duration::from_secs(15);

pub(super) fn run(args: &ServeArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let live = Arc::new(Live::open(&args.index.dir)?);
    let runtime = tokio::runtime::Runtime::new()?;
    let listen = |source| Failure::Listen { address: args.listen, source };
    let listener = runtime.block_on(TcpListener::bind(args.listen)).map_err(listen)?;
    writeln!(streams.err, "listening on http://{}", listener.local_addr()?)?;
    let served = runtime.block_on(serve(listener, live));
    // A search that is still running must not hold up the end.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served?;
    finish(streams)
}

async fn serve(listener: TcpListener, live: Arc<Live>) -> std::io::Result<()> {
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    tokio::spawn(follow(Arc::clone(&live), PAUSE));
    tokio::spawn(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        stop.send_replace(true);
    });
    let told = |mut stopped: tokio::sync::watch::Receiver<bool>| async move {
        drop(stopped.wait_for(|stop| *stop).await);
    };
    let late = told(stopped.clone());
    let app = router(live, Limits::default());
    let all = axum::serve(listener, app).with_graceful_shutdown(told(stopped));
    tokio::select! {
        result = all => result,
        () = async { late.await; tokio::time::sleep(LAST).await } => Ok(()),
    }
}
