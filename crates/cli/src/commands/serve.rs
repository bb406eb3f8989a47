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

pub(super) fn run(args: &ServeArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let limits = Limits::default();
    let live = Arc::new(Live::open(&args.index.dir, &limits)?);
    let runtime = tokio::runtime::Runtime::new()?;
    let listen = |source| Failure::Listen { address: args.listen, source };
    let listener = runtime.block_on(TcpListener::bind(args.listen)).map_err(listen)?;
    writeln!(streams.err, "listening on http://{}", listener.local_addr()?)?;
    let served = runtime.block_on(serve(listener, live, limits));
    // A search that is still running must not hold up the end.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served?;
    finish(streams)
}

async fn serve(listener: TcpListener, live: Arc<Live>, limits: Limits) -> std::io::Result<()> {
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let told = async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    };
    tokio::spawn(follow(Arc::clone(&live), PAUSE));
    xunwen_serve::serve(listener, router(live, limits), limits, told).await
}
