//! Progress of a job: a bar and a few lines for a person, or one event a line for a program.

use std::io::Write;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use xunwen_index::{Event, Progress};

use crate::args::ProgressFormat;
use crate::render;
use crate::streams::Streams;

/// Least time between two progress events.
const EVERY: Duration = Duration::from_secs(1);

/// Reports the events of a job.
///
/// Errors writing to standard error are ignored: there is nowhere left to report them, and they must
/// not abort a job.
pub(crate) struct Reporter<'s> {
    err: &'s mut dyn Write,
    format: ProgressFormat,
    bar: Bar,
    /// When progress was last reported to a program.
    reported_at: Option<Instant>,
}

impl<'s> Reporter<'s> {
    pub(crate) fn new(streams: &'s mut Streams, format: ProgressFormat) -> Self {
        let is_shown = streams.err_is_terminal && format == ProgressFormat::Text;
        Self { bar: Bar::new(is_shown), err: &mut streams.err, format, reported_at: None }
    }

    pub(crate) fn report(&mut self, event: &Event) {
        match (self.format, event) {
            (ProgressFormat::Json, Event::Read(_)) => {
                if self.reported_at.is_none_or(|at| at.elapsed() >= EVERY) {
                    self.reported_at = Some(Instant::now());
                    drop(render::event_json(event, self.err));
                }
            }
            (ProgressFormat::Json, event) => drop(render::event_json(event, self.err)),
            (ProgressFormat::Text, Event::Read(progress)) => self.bar.show(progress),
            (ProgressFormat::Text, event) => {
                let err = &mut *self.err;
                self.bar.bar.suspend(|| drop(render::event_text(event, err)));
            }
        }
    }

    pub(crate) fn finish(&self) {
        self.bar.bar.finish_and_clear();
    }
}

/// A progress bar with rate and remaining time; hidden unless standard error is a terminal.
struct Bar {
    bar: ProgressBar,
    /// Whether the total is known and the style chosen.
    is_set_up: bool,
}

impl Bar {
    fn new(is_shown: bool) -> Self {
        let target =
            if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Self { bar: ProgressBar::with_draw_target(None, target), is_set_up: false }
    }

    fn show(&mut self, progress: &Progress) {
        if !self.is_set_up {
            self.set_up(progress.input_bytes_total);
        }
        self.bar.set_position(progress.input_bytes);
        let rate = progress.articles as f64 / self.bar.elapsed().as_secs_f64().max(0.001);
        let rejected = match progress.rejected {
            0 => String::new(),
            count => format!(", {count} rejected"),
        };
        self.bar.set_message(format!("{} articles, {rate:.0}/s{rejected}", progress.articles));
    }

    fn set_up(&mut self, total: Option<u64>) {
        let template = match total {
            Some(total) => {
                self.bar.set_length(total);
                "{wide_bar} {percent}% {msg}, {eta} left"
            }
            None => "{spinner} {bytes} {msg}, {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.is_set_up = true;
    }
}
