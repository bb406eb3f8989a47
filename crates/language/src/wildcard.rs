//! Wildcards: characters that a keyword leaves open.

use std::fmt;

use xunwen_schema::Atoms;

/// The most characters that a `*` stands for.
const MOST: u32 = 10;

/// A keyword that leaves characters open: `微?剧`, `新*生产力`.
///
/// `Display` writes it as it is typed.
///
/// ```
/// let wildcard = xunwen_language::Wildcard::new("新＊生产力").unwrap();
/// assert_eq!(wildcard.pieces(), ["新", "生产力"]);
/// assert_eq!((wildcard.gaps()[0].least, wildcard.gaps()[0].most()), (0, 10));
/// assert_eq!(wildcard.to_string(), "新*生产力");
/// assert!(xunwen_language::Wildcard::new("wom?n").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wildcard {
    pieces: Vec<String>,
    gaps: Vec<Gap>,
}

/// How many characters are left open in one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// The least: one for each `?`.
    pub least: u32,
    /// Whether a `*` allows for more.
    pub is_open: bool,
}

impl Wildcard {
    /// Returns the wildcard that `text` is; `None` if it has no `?` or `*`, in any width, between two
    /// characters of scripts without spaces.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let mut wildcard = Self { pieces: vec![String::new()], gaps: Vec::new() };
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let after = rest.trim_start_matches(is_wildcard);
            let before = wildcard.pieces.last_mut()?;
            if after.len() < rest.len() && is_open(before, after) {
                wildcard.gaps.push(Gap::of(&rest[..rest.len() - after.len()]));
                wildcard.pieces.push(String::new());
                rest = after;
            } else if after.len() < rest.len() {
                before.push_str(&rest[..rest.len() - after.len()]);
                rest = after;
            } else {
                before.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        (!wildcard.gaps.is_empty()).then_some(wildcard)
    }

    /// Returns the texts between which characters are open, two or more.
    #[must_use]
    pub fn pieces(&self) -> &[String] {
        &self.pieces
    }

    /// Returns true if its last character is one that a wildcard could stand for.
    pub(crate) fn ends_in_character(&self) -> bool {
        self.pieces.last().is_some_and(|piece| is_one_character(piece.chars().next_back()))
    }

    /// Returns how many characters are open after each piece but the last.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }
}

impl Gap {
    fn of(signs: &str) -> Self {
        let least = signs.chars().filter(|sign| matches!(sign, '?' | '？')).count();
        Self { least: least as u32, is_open: signs.contains(['*', '＊']) }
    }

    /// Returns the most characters that are left open.
    #[must_use]
    pub fn most(self) -> u32 {
        self.least + if self.is_open { MOST } else { 0 }
    }
}

fn is_wildcard(c: char) -> bool {
    matches!(c, '?' | '？' | '*' | '＊')
}

/// Returns true if what comes before and after a wildcard leaves a character open.
fn is_open(before: &str, after: &str) -> bool {
    is_one_character(before.chars().next_back()) && is_one_character(after.chars().next())
}

fn is_one_character(c: Option<char>) -> bool {
    let atoms = Atoms::scan(c.unwrap_or(' ').encode_utf8(&mut [0; 4]));
    atoms.len() == 1 && atoms.get(0).is_some_and(|atom| atom.is_character())
}

impl fmt::Display for Wildcard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, piece) in self.pieces.iter().enumerate() {
            if let Some(gap) = index.checked_sub(1).and_then(|before| self.gaps.get(before)) {
                write!(f, "{:?<1$}", "", gap.least as usize)?;
                f.write_str(if gap.is_open { "*" } else { "" })?;
            }
            f.write_str(piece)?;
        }
        Ok(())
    }
}
