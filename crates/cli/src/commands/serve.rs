//! `xunwen serve`: the index over HTTP.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use xunwen_schema::FileAccess;
use xunwen_serve::{Hosts, Limits, Live, follow, report_panics, router_for, serve};

use super::open::follower;
use crate::args::ServeArgs;
use crate::failure::Failure;
use crate::log;
use crate::streams::Streams;

/// Pause between two looks at the index directory.
const PAUSE: Duration = Duration::from_millis(500);

pub(super) fn run(args: &ServeArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let limits = Limits { slow_time: Duration::from_millis(args.slow), ..Limits::default() };
    let access = if args.read_files { FileAccess::Read } else { FileAccess::Map };
    let follower = follower(&args.index.dir, access)?;
    let live = Arc::new(Live::of(&args.index.dir, follower, &limits)?);
    let runtime = tokio::runtime::Runtime::new()?;
    let listen = |source| Failure::Listen { address: args.listen, source };
    let listener = runtime.block_on(TcpListener::bind(args.listen)).map_err(listen)?;
    // Registered before the address is printed: a reader of it may send a signal at once.
    let stop = runtime.block_on(async { stop() })?;
    let address = listener.local_addr()?;
    let hosts = Hosts::of(address, &args.allowed_host);
    writeln!(streams.err, "listening on http://{address}")?;
    // Scripts read the address from the first line, so nothing is logged before it.
    log::start(args.log.clone());
    report_panics();
    let served = runtime.block_on(async {
        tokio::spawn(follow(Arc::clone(&live), PAUSE));
        serve(listener, router_for(hosts, live, limits), limits, stop).await
    });
    // A search that is still running must not delay the exit.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served?;
    streams.finish()
}

/// Handles signals from now on; the future completes when one arrives.
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    })
}
