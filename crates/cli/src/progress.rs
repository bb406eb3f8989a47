//! The progress of an indexing job, for a person who watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use xunwen_index::Progress;

use crate::streams::Streams;

/// A bar with rate and remaining time on a terminal, nothing elsewhere.
pub(crate) struct Bar {
    bar: ProgressBar,
    /// Whether the total is known and the style chosen.
    is_set_up: bool,
}

impl Bar {
    pub(crate) fn new(streams: &Streams) -> Self {
        let target = if streams.err_is_terminal {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        Self { bar: ProgressBar::with_draw_target(None, target), is_set_up: false }
    }

    pub(crate) fn show(&mut self, progress: &Progress) {
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

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
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
