//! `xunwen peek`: how files would be read.

use std::process::ExitCode;

use xunwen_index::{Peek, inputs};

use crate::args::{Format, PeekArgs};
use crate::failure::Failure;
use crate::render;
use crate::signals::Signals;
use crate::streams::Streams;

pub(super) fn run(args: &PeekArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let signals = Signals::listen()?;
    let found = Peek::of(&inputs(&args.inputs)?, &args.reading.options(), &signals.stop)?;
    match args.format {
        Format::Text => render::peek_text(&found, &mut streams.out)?,
        Format::Json => render::peek_json(&found, &mut streams.out)?,
    }
    streams.out.flush()?;
    Ok(ExitCode::from(u8::from(found.articles == 0)))
}
