//! `xunwen verify`: checks that an index is sound.

use std::process::ExitCode;

use xunwen_query::evidence::Verification;
use xunwen_schema::Generation;

use super::open::directory;
use crate::args::{Format, VerifyArgs};
use crate::failure::{Failure, Refusal};
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &VerifyArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    directory(&args.index.dir, "verify")?;
    let generation = Generation::open(&args.index.dir).map_err(xunwen_query::Error::from)?;
    let found = Verification::of(generation)?;
    match args.format {
        Format::Text => render::verification_text(&found, &mut streams.out)?,
        Format::Json => render::verification_json(&found, &mut streams.out)?,
    }
    if found.is_sound() {
        return streams.finish();
    }
    streams.out.flush()?;
    Err(Refusal::Unsound(found.generation).into())
}
