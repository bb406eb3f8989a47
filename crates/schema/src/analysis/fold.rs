//! Folding: characters that readers regard as the same become the same, one to one.
//!
//! Full width to half width, compatibility forms (Unicode NFKC where it yields one character), case,
//! and traditional to simplified (OpenCC's table of characters).
//!
//! Laws: `fold(fold(c)) == fold(c)`, and every character folds to exactly one.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Returns the form of `c` under which it is indexed and searched.
///
/// ```
/// let folded: String = "軟體Ａ股".chars().map(xunwen_schema::fold).collect();
/// assert_eq!(folded, "软体a股");
/// ```
#[must_use]
pub fn fold(c: char) -> char {
    match c {
        '\0'..='\x7f' => c.to_ascii_lowercase(),
        // Short cuts for the blocks that nearly all Chinese text consists of.
        '\u{4e00}'..='\u{9fff}' => simplify(c),
        '\u{ff01}'..='\u{ff5e}' => from_full_width(c).to_ascii_lowercase(),
        '\u{3001}'..='\u{3002}' | '\u{3008}'..='\u{3011}' | '\u{2014}'..='\u{201d}' => c,
        _ => fold_slowly(c),
    }
}

/// Applies all rules until nothing changes: a compatibility form may itself fold to an upper-case letter
/// or a traditional character.
fn fold_slowly(c: char) -> char {
    let mut current = c;
    // The longest chain has three steps; the bound guarantees termination.
    for _ in 0..4 {
        let next = simplify(lower(compatible(current)));
        if next == current {
            break;
        }
        current = next;
    }
    current
}

fn from_full_width(c: char) -> char {
    char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
}

fn compatible(c: char) -> char {
    only(std::iter::once(c).nfkc()).unwrap_or(c)
}

fn lower(c: char) -> char {
    only(c.to_lowercase()).unwrap_or(c)
}

/// Returns the only item of an iterator; `None` if it has none or several.
fn only(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

fn simplify(c: char) -> char {
    Simplified::table().get(c)
}

const BMP_START: u32 = 0x3400;
const BMP_END: u32 = 0x9fff;

static SIMPLIFIED: LazyLock<Simplified> = LazyLock::new(Simplified::load);

/// The table of `simplified.txt`, arranged for look-up.
pub(super) struct Simplified {
    /// What each character from [`BMP_START`] to [`BMP_END`] folds to.
    bmp: Vec<char>,
    /// Characters beyond, in code point order, and what they fold to.
    rare: Vec<(char, char)>,
}

impl Simplified {
    /// Returns the table, which is loaded on first use.
    pub(super) fn table() -> &'static Self {
        &SIMPLIFIED
    }

    /// Returns what `c` folds to, if it is a Han character.
    #[inline]
    pub(super) fn get(&self, c: char) -> char {
        match u32::from(c) {
            code @ BMP_START..=BMP_END => self.bmp[(code - BMP_START) as usize],
            0x2_0000.. => self
                .rare
                .binary_search_by_key(&c, |&(traditional, _)| traditional)
                .map_or(c, |found| self.rare[found].1),
            _ => c,
        }
    }

    fn load() -> Self {
        let mut bmp: Vec<char> = (BMP_START..=BMP_END).filter_map(char::from_u32).collect();
        let mut rare = Vec::new();
        for (traditional, simplified) in pairs() {
            match u32::from(traditional) {
                code @ BMP_START..=BMP_END => bmp[(code - BMP_START) as usize] = simplified,
                _ => rare.push((traditional, simplified)),
            }
        }
        rare.sort_unstable();
        Self { bmp, rare }
    }
}

/// The text of the table, which the fingerprint of the analysis covers.
pub(super) const TABLE: &str = include_str!("simplified.txt");

fn pairs() -> impl Iterator<Item = (char, char)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut characters = line.chars();
        Some((characters.next()?, characters.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        text.chars().map(fold).collect()
    }

    #[test]
    fn width_case_script_and_compatibility_forms_fold() {
        for (text, expected) in [
            ("ＡＢｃ１２", "abc12"),
            ("２０２４年", "2024年"),
            ("６．９６億", "6.96亿"),
            ("軟體產業", "软体产业"),
            ("臺灣計程車", "台湾计程车"),
            ("Ⅳ", "ⅳ"),             // NFKC gives two letters: only the case folds
            ("①²", "12"),           // compatibility digits
            ("金\u{f90a}", "金金"), // a compatibility ideograph
            ("⼈", "人"),           // a Kangxi radical
            ("ｶﾞ", "カ\u{3099}"),    // half-width kana
            ("\u{3000}", " "),
            ("：“”", ":“”"),
            ("薴", "苎"), // the table maps it through 苧
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in '\0'..=char::MAX {
            assert_eq!(fold(fold(c)), fold(c), "{c:?} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn the_short_cuts_agree_with_the_full_rules() {
        for c in '\0'..=char::MAX {
            assert_eq!(fold(c), fold_slowly(c), "{c:?} U+{:04X}", u32::from(c));
        }
    }
}
