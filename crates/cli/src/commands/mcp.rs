//! `xunwen mcp`: the index as tools of assistants.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use xunwen_schema::FileAccess;
use xunwen_serve::{Limits, Live, follow, report_panics, serve_mcp};

use super::open::follower;
use super::serve::{PAUSE, stop};
use crate::args::McpArgs;
use crate::failure::Failure;
use crate::log;
use crate::streams::Streams;

pub(super) fn run(args: &McpArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let limits = Limits::default();
    let follower = follower(&args.index.dir, FileAccess::Map)?;
    let live = Arc::new(Live::of(&args.index.dir, follower, &limits)?);
    let runtime = tokio::runtime::Runtime::new()?;
    log::start(args.log.clone());
    report_panics();
    let served = runtime.block_on(async {
        tokio::spawn(follow(Arc::clone(&live), PAUSE));
        let stop = stop()?;
        let served = serve_mcp(live, limits, tokio::io::stdin(), tokio::io::stdout());
        tokio::select! {
            served = served => served.map_err(Failure::from),
            () = stop => Ok(()),
        }
    });
    // A search that is still running must not delay the exit, and neither may a read of the input.
    runtime.shutdown_timeout(Duration::from_millis(100));
    served?;
    streams.finish()
}
