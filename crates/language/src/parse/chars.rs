//! Characters that mean something in a query, in half and full width.

/// Quotes of one kind: any of `openers` begins, any of `closers` ends.
///
/// Straight and curly quotes end one another, for keyboards mix them.
#[derive(Debug)]
pub(super) struct Quote {
    openers: &'static [char],
    closers: &'static [char],
    /// Openers that close too; inside a keyword, or without a closer, they are text.
    doubtful: &'static [char],
}

pub(super) const QUOTES: [Quote; 3] = [
    Quote {
        openers: &['"', '＂', '“', '„', '”', '‟'],
        closers: &['"', '＂', '”', '‟', '“', '„'],
        doubtful: &['”', '‟'],
    },
    Quote { openers: &['「', '｢'], closers: &['」', '｣'], doubtful: &[] },
    Quote { openers: &['『'], closers: &['』'], doubtful: &[] },
];

impl Quote {
    /// Returns the place in [`QUOTES`] of the quotes that `opener` begins.
    pub(super) fn opened_by(opener: char) -> Option<usize> {
        QUOTES.iter().position(|quote| quote.openers.contains(&opener))
    }

    pub(super) fn is_closed_by(&self, closer: char) -> bool {
        self.closers.contains(&closer)
    }

    pub(super) fn is_doubtful(&self, opener: char) -> bool {
        self.doubtful.contains(&opener)
    }

    /// Returns the usual closer for `opener`.
    pub(super) fn closer(&self, opener: char) -> char {
        if opener == '“' { '”' } else { self.closers[0] }
    }
}

/// Returns true if a backslash inside quotes makes `c` text.
pub(super) fn is_escapable(c: char) -> bool {
    c == '\\' || QUOTES.iter().any(|quote| quote.is_closed_by(c))
}

/// Returns `text` as it is written between straight quotes.
pub(crate) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\\' || QUOTES[0].is_closed_by(c) {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

/// Returns the half-width form of a full-width character, and any other character as it is.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Returns `text` with full-width characters in half width.
pub(super) fn half_width_of(text: &str) -> String {
    text.chars().map(half_width).collect()
}

/// Returns true if `text` begins with a digit, in any width.
pub(super) fn is_digit_first(text: &str) -> bool {
    text.chars().next().is_some_and(|c| half_width(c).is_ascii_digit())
}

/// Returns the length in bytes of the `name` at the beginning of `text`, in any width and case.
pub(super) fn length_of(name: &str, text: &str) -> Option<usize> {
    let mut rest = text.chars();
    let same = |c: char| rest.next().is_some_and(|own| half_width(own).eq_ignore_ascii_case(&c));
    name.chars().all(same).then(|| text.len() - rest.as_str().len())
}

/// Returns true if `c` ends any keyword: white space or a bar.
pub(super) fn is_separator(c: char) -> bool {
    c.is_whitespace() || half_width(c) == '|'
}
