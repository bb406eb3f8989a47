//! `xunwen words-near`: collocates.

use std::process::ExitCode;
use std::time::Instant;

use xunwen_query::corpus::{CollocateMeasure, Collocates};

use super::interruptible::interruptible;
use crate::args::{Measure, WordsNearArgs};
use crate::failure::Failure;
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &WordsNearArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let request = args.tier.request(&mut streams.err)?;
    interruptible(&args.tier.index.dir, |engine| {
        let found =
            Collocates::of(engine, &request, args.window, args.measure.measure(), args.limit.0)?;
        let asked = render::Asked { query: &args.tier.query.join(" "), start };
        render::words(&found, args.tier.format, asked, streams)?;
        Ok(ExitCode::from(u8::from(found.words.is_empty())))
    })
}

impl Measure {
    fn measure(self) -> CollocateMeasure {
        match self {
            Self::G2 => CollocateMeasure::G2,
            Self::LogDice => CollocateMeasure::LogDice,
        }
    }
}
