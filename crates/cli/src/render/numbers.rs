//! Numbers for reading.

/// Returns `count` with the noun for one or many.
pub(in crate::render) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Returns a number with commas between thousands.
pub(in crate::render) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        for (number, written) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (17_532_001, "17,532,001")]
        {
            assert_eq!(thousands(number), written);
        }
    }
}
