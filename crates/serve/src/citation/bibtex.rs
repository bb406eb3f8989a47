//! BibTeX, for LaTeX.

use biblatex::{Chunk, Entry, EntryType, Spanned};
use xxhash_rust::xxh3::xxh3_64;

use super::reference::Reference;

/// The most bytes of an id in a key.
const KEY: usize = 40;

/// Returns a reference in BibTeX; biblatex reads it as well.
pub(crate) fn bibtex(reference: &Reference<'_>) -> Result<String, String> {
    let kind = if reference.outlet.is_some() { EntryType::Article } else { EntryType::Misc };
    let mut entry = Entry::new(key(reference.id), kind);
    let mut set = |name: &str, chunk: Chunk| entry.set(name, vec![Spanned::zero(chunk)]);
    // Styles write titles in small letters unless they are braced, which is wrong for names.
    set("title", Chunk::Verbatim(unescaped(&reference.title)));
    if let Some(outlet) = &reference.outlet {
        set("journal", Chunk::Normal(unescaped(outlet)));
    }
    if let Some(day) = &reference.published {
        for (name, part) in ["year", "month", "day"].into_iter().zip(day.parts()) {
            set(name, Chunk::Normal(part.to_string()));
        }
    }
    if let Some(url) = reference.url {
        set("url", Chunk::Normal(unescaped_url(url)));
        set("urldate", Chunk::Normal(reference.accessed.text().to_owned()));
    }
    if let Some(lang) = reference.lang {
        set("language", Chunk::Normal(unescaped(lang)));
    }
    if let Some(tier) = reference.tier {
        set("tier", Chunk::Normal(tier.name().to_owned()));
    }
    entry.to_bibtex_string().map(|text| text + "\n").map_err(|error| error.to_string())
}

/// Returns the key of an article: its id, where that is one; else what is left of it and a digest.
fn key(id: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let mut plain: String = id.chars().filter(|&c| is_plain(c)).collect();
    if plain != id || plain.len() > KEY || plain.is_empty() {
        plain.truncate(KEY);
        plain = format!("{plain}-{:016x}", xxh3_64(id.as_bytes()));
    }
    format!("xunwen:{plain}")
}

/// Returns a text without what the library would escape to something else: BibTeX counts braces even
/// behind a backslash, and a backslash before `~` or `^` makes it an accent.
fn unescaped(text: &str) -> String {
    let other = |c| match c {
        '{' => '(',
        '}' => ')',
        '~' => '～',
        '^' => '＾',
        '\\' => '＼',
        c => c,
    };
    text.chars().map(other).collect()
}

/// Returns an address without braces and backslashes, which it may write otherwise.
fn unescaped_url(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain_and_differ_as_ids_do() {
        assert_eq!(key("s001"), "xunwen:s001");
        let odd = ["文章", "a b", "ab", "a{b}", &"a".repeat(99), &"a".repeat(98)].map(key);
        for (at, key) in odd.iter().enumerate() {
            assert!(key.is_ascii() && !key.contains(['{', '}', ' ', ',']), "{key}");
            assert!(!odd[..at].contains(key), "{key}");
        }
    }
}
