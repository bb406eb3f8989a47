//! Colours and emphasis of text.

use std::io;

use anstyle::{AnsiColor, Style};

use crate::streams::Look;
use crate::terminal::Screen;

pub(in crate::render) const MARK: Style = AnsiColor::Red.on_default().bold();
pub(in crate::render) const QUIET: Style = Style::new().dimmed();

/// Writes text in a style where there is colour.
pub(in crate::render) struct Pen {
    pub(in crate::render) look: Look,
}

impl Pen {
    /// Writes `text` in one line, styled.
    pub(in crate::render) fn write(
        &self,
        out: &mut dyn Screen,
        text: &str,
        style: Style,
    ) -> io::Result<()> {
        let text = text.replace(char::is_control, " ");
        if !self.look.colour {
            return write!(out, "{text}");
        }
        out.begin(style)?;
        write!(out, "{text}")?;
        out.end(style)
    }

    /// Writes `text` as a line of its own, styled.
    pub(in crate::render) fn line(
        &self,
        out: &mut dyn Screen,
        text: &str,
        style: Style,
    ) -> io::Result<()> {
        self.write(out, text, style)?;
        writeln!(out)
    }
}
