//! The bounds of a page: what a parser of HTML would take far too long for.

use std::collections::HashMap;

/// The longest page, in bytes. A tree takes many times the memory of its text.
const LONGEST: usize = 16 * 1024 * 1024;
/// How deep elements may lie: for each, a parser may look through all those around it.
const DEEPEST: usize = 2_000;

/// Checks that a page can be parsed in time that grows with its length; an error is the reason to
/// reject it.
pub(super) fn check(page: &str) -> Result<(), String> {
    if page.len() > LONGEST {
        return Err(format!("a page longer than {LONGEST} bytes"));
    }
    if deepest(page) > DEEPEST {
        return Err(format!("a page with elements deeper than {DEEPEST}"));
    }
    Ok(())
}

/// Returns how many elements are open at most, roughly: of those that end, and whose end is not implied.
fn deepest(page: &str) -> usize {
    /// Elements without an end, and those that end where the next begins.
    const IMPLIED: [&str; 27] = [
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup",
        "br", "img", "hr", "meta", "link", "input", "base", "col", "area", "embed", "source",
        "track", "wbr", "param", "colgroup",
    ];
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut depth, mut deepest) = (0_usize, 0);
    for part in page.split('<').skip(1) {
        let (is_end, part) = part.strip_prefix('/').map_or((false, part), |part| (true, part));
        const LONGEST_NAME: usize = 20;
        let name = part.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric);
        let name: String = name.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
        if name.is_empty() || IMPLIED.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        if !is_end {
            *count += 1;
            depth += 1;
            deepest = deepest.max(depth);
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_as_people_write_them_are_not_deep() {
        assert_eq!(
            deepest("<html><body><p>一<p>二<br><div>三</div><div>四</div></body></html>"),
            3
        );
        assert_eq!(deepest(&"<p>一".repeat(5_000)), 0);
        assert!(check(&"<div>一</div>".repeat(5_000)).is_ok());
    }

    #[test]
    fn what_would_take_too_long_is_refused() {
        assert!(check(&"<div>".repeat(5_000)).is_err());
        assert!(check(&"<font a=1>x</b>".repeat(5_000)).is_err());
        assert!(check(&" ".repeat(LONGEST + 1)).is_err());
    }
}
