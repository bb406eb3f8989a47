//! `xunwen analyze`: how a text becomes terms.

use std::process::ExitCode;

use xunwen_schema::{Analyzer, Atoms};

use super::request::user_words;
use crate::args::{AnalyzeArgs, Format};
use crate::failure::Failure;
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &AnalyzeArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let words = args.words.as_deref().map(user_words).transpose()?.unwrap_or_default();
    let text = args.text.join(" ");
    let atoms = Atoms::scan(&text);
    let tokens = Analyzer::with_user_words(words).tokens(&atoms);
    match args.format {
        Format::Text => render::tokens_text(&text, &atoms, &tokens, &mut streams.out)?,
        Format::Json => render::tokens_json(&text, &atoms, &tokens, &mut streams.out)?,
    }
    streams.finish()
}
