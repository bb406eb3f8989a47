//! Colours and emphasis of text.

use anstyle::{AnsiColor, Style};

use crate::streams::Look;

pub(in crate::render) const MARK: Style = AnsiColor::Red.on_default().bold();
pub(in crate::render) const QUIET: Style = Style::new().dimmed();

/// Writes text in a style where there is colour.
pub(in crate::render) struct Pen {
    pub(in crate::render) look: Look,
}

impl Pen {
    /// Returns `text` in one line, styled.
    pub(in crate::render) fn styled(&self, text: &str, style: Style) -> String {
        let text = text.replace(char::is_control, " ");
        if self.look.colour { format!("{style}{text}{style:#}") } else { text }
    }
}
