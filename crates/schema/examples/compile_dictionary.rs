//! Compiles jieba's dictionary into `src/analysis/dictionary.fst`.
//!
//! ```console
//! cargo run -p xunwen-schema --example compile_dictionary < dict.txt > crates/schema/src/analysis/dictionary.fst
//! ```
//!
//! `dict.txt` is that of the jieba-rs version in `Cargo.lock`: `word frequency tag` per line. Words are
//! folded, as the text is that they are looked for in; those that fold alike become one, as frequent as
//! they are together. A test compares the result with the dictionary that jieba-rs itself contains.

use std::collections::BTreeMap;
use std::io::{Error, read_to_string, stdin, stdout};

fn main() -> Result<(), Error> {
    let text = read_to_string(stdin())?;
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    for line in text.lines() {
        let mut columns = line.split_ascii_whitespace();
        let Some(word) = columns.next() else { continue };
        let frequency: u64 = columns.next().unwrap_or("0").parse().map_err(Error::other)?;
        *words.entry(xunwen_schema::fold(word)).or_default() += frequency;
    }
    // The empty word holds the sum.
    words.insert(String::new(), words.values().sum());
    let mut map = fst::MapBuilder::new(stdout().lock()).map_err(Error::other)?;
    map.extend_iter(words).map_err(Error::other)?;
    map.finish().map_err(Error::other)
}
