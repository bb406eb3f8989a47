//! `xunwen serve`: the index over HTTP.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use xunwen_schema::FileAccess;
use xunwen_serve::{
    Access, Hosts, KeyError, Keys, Limits, Live, add_key, follow, follow_keys, report_panics,
    router_for, serve,
};

use super::open::follower;
use crate::args::ServeArgs;
use crate::failure::{Failure, FileError};
use crate::log;
use crate::streams::Streams;

/// Pause between two looks at the index directory.
pub(super) const PAUSE: Duration = Duration::from_millis(500);

pub(super) fn run(args: &ServeArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    if let (Some(path), Some(name)) = (&args.keys, &args.new_key.name) {
        let key = add_key(path, name, args.new_key.limits()).map_err(keys_of(path))?;
        writeln!(streams.out, "{key}")?;
        return streams.finish();
    }
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
    let who = who_may_ask(args, address)?;
    writeln!(streams.err, "listening on http://{address}")?;
    // Scripts read the address from the first line, so nothing is logged before it.
    log::start(args.log.clone());
    report_panics();
    let served = runtime.block_on(async {
        tokio::spawn(follow(Arc::clone(&live), PAUSE));
        if let Some(keys) = &who.keys {
            tokio::spawn(follow_keys(Arc::clone(keys), PAUSE));
        }
        serve(listener, router_for(who, live, limits), limits, stop).await
    });
    // A search that is still running must not delay the exit.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served?;
    streams.finish()
}

/// Returns who may ask a server that listens on `address`.
fn who_may_ask(args: &ServeArgs, address: SocketAddr) -> Result<Access, Failure> {
    let read = |path: &PathBuf| Keys::open(path).map(Arc::new).map_err(keys_of(path));
    Ok(Access {
        hosts: Hosts::of(address, &args.allowed_host),
        origins: args.cors.clone(),
        keys: args.keys.as_ref().map(read).transpose()?,
    })
}

/// Returns what makes an error one of the keys at `path`.
fn keys_of(path: &Path) -> impl Fn(KeyError) -> FileError {
    |source| FileError::Keys { path: path.to_owned(), source }
}

/// Handles signals from now on; the future completes when one arrives.
pub(super) fn stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    })
}
