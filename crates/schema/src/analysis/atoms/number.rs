//! Numbers: which digits, points and commas make up one.

/// What separates two groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A decimal point, or a middle dot between digits.
    Point,
    /// A comma.
    Comma,
}

/// What a mark between two groups of digits is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A decimal point inside a number.
    Decimal,
    /// A thousands comma, which is nothing.
    Thousands,
    /// A break between two numbers.
    Break,
}

/// Returns whether `folded` between two digits is a mark, and which.
pub(super) fn mark(folded: char) -> Option<Mark> {
    match folded {
        '.' => Some(Mark::Point),
        ',' => Some(Mark::Comma),
        // The middle dots in use: of Latin, of bullets, of hyphenation, of mathematics, of kana, of
        // runes, of words.
        '\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{30fb}' | '\u{16eb}'
        | '\u{2e31}' | '\u{a78f}' => Some(Mark::Point),
        _ => None,
    }
}

/// Returns what each of `marks` is, which separate groups of digits of these `lengths`, one more
/// than there are marks.
///
/// Commas are of thousands if one to three digits come first and three after each. A single point
/// in what commas do not break is decimal; where there are two or more, all are breaks.
pub(super) fn roles(lengths: &[usize], marks: &[Mark]) -> Vec<Role> {
    let mut roles = vec![Role::Break; marks.len()];
    let commas = marks.iter().take_while(|&&mark| mark == Mark::Comma).count();
    let are_thousands = lengths.first().is_some_and(|first| (1..=3).contains(first))
        && lengths[1..=commas].iter().all(|&length| length == 3);
    let mut start = 0;
    if are_thousands {
        roles[..commas].fill(Role::Thousands);
        start = commas;
    }
    while start < marks.len() {
        let rest = &marks[start..];
        let points = rest.iter().take_while(|&&mark| mark == Mark::Point).count();
        if points == 1 {
            roles[start] = Role::Decimal;
        }
        // The comma after the points, if there is one, is a break.
        start += points + 1;
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a number without thousands commas, its breaks as spaces.
    fn read(text: &str) -> String {
        let lengths: Vec<usize> = text.split(['.', ',']).map(str::len).collect();
        let marks: Vec<Mark> = text.chars().filter_map(mark).collect();
        let mut roles = roles(&lengths, &marks).into_iter();
        let written = text.chars().map(|c| match mark(c).and_then(|_| roles.next()) {
            None => c.to_string(),
            Some(Role::Decimal) => ".".to_owned(),
            Some(Role::Thousands) => String::new(),
            Some(Role::Break) => " ".to_owned(),
        });
        written.collect()
    }

    #[test]
    fn points_and_commas_are_read_as_people_write_them() {
        for (text, expected) in [
            ("7", "7"),
            ("6.96", "6.96"),
            ("1,000", "1000"),
            ("12,345,678.90", "12345678.90"),
            ("1,000.5.6", "1000 5 6"),
            ("2025.12.31", "2025 12 31"),
            ("192.168.7.7", "192 168 7 7"),
            ("1,2", "1 2"),
            ("1000,000", "1000 000"),
            ("1,000,00", "1 000 00"),
            ("0.5,1.5,2.5", "0.5 1.5 2.5"),
            ("1.5,000", "1.5 000"),
            ("3,5.5.5,7", "3 5 5 5 7"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
