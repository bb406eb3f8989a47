//! `xunwen index`: articles in, an up-to-date index out.

use std::process::ExitCode;

use xunwen_index::{Job, Options, inputs};

use super::user_words;
use crate::args::IndexArgs;
use crate::failure::Failure;
use crate::progress::Bar;
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &IndexArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let job = Job {
        inputs: inputs(&args.inputs)?,
        format: args.input_format,
        strict: args.strict,
        options: Options {
            threads: args.threads,
            memory: (args.memory as usize) << 20,
            user_words: args.words.as_deref().map(user_words).transpose()?,
            ..Options::default()
        },
    };
    let mut bar = Bar::new(streams);
    let report = job.run(&args.index.dir, &mut |progress| bar.show(progress));
    bar.finish();
    render::report(&report?, &args.index.dir, &mut streams.err)?;
    Ok(ExitCode::SUCCESS)
}
