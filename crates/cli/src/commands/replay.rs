//! `xunwen replay`: a receipt, asked again.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use xunwen_query::evidence::Receipt;
use xunwen_wire::Receipt as WrittenReceipt;

use super::open::engine;
use crate::args::{Format, ReplayArgs};
use crate::failure::{Failure, FileError};
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &ReplayArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let receipt = read(&args.receipt)?;
    let engine = engine(&args.index.dir)?;
    let replay = receipt
        .replay(&engine)
        .map_err(|source| FileError::Receipt { path: args.receipt.clone(), source })?;
    match args.format {
        Format::Text => render::replay_text(&receipt, &replay, &mut streams.out)?,
        Format::Json => render::replay_json(&receipt, &replay, &mut streams.out)?,
    }
    streams.out.flush()?;
    Ok(ExitCode::from(u8::from(!replay.is_same())))
}

fn read(path: &Path) -> Result<Receipt, Failure> {
    let text = fs::read_to_string(path).map_err(FileError::reading(path))?;
    let written: WrittenReceipt = serde_json::from_str(&text)
        .map_err(|source| FileError::NoReceipt { path: path.to_owned(), source })?;
    Ok(written.into())
}
