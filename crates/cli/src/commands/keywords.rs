//! `xunwen keywords`: words that mark a query's articles.

use std::process::ExitCode;
use std::time::Instant;

use xunwen_query::corpus::Keywords;

use super::interruptible::interruptible;
use super::request::query;
use crate::args::KeywordsArgs;
use crate::failure::Failure;
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &KeywordsArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let request = args.tier.request(&mut streams.err)?;
    let against = args.against.as_ref().map(|text| query(text, &mut streams.err)).transpose()?;
    interruptible(&args.tier.index.dir, |engine| {
        let found = Keywords::of(engine, &request, against.as_ref(), args.limit.0)?;
        let asked = render::Asked { query: &args.tier.query.join(" "), start };
        render::words(&found, args.tier.format, asked, streams)?;
        Ok(ExitCode::from(u8::from(found.words.is_empty())))
    })
}
