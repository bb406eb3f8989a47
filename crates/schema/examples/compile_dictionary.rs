//! Compiles jieba's dictionary into `src/analysis/dictionary.fst`.
//!
//! ```console
//! cargo run -p xunwen-schema --example compile_dictionary < dict.txt > crates/schema/src/analysis/dictionary.fst
//! ```
//!
//! `dict.txt` is the one of the jieba-rs that `Cargo.lock` names: `word frequency tag` a line. A test
//! compares what is compiled with the dictionary that jieba-rs itself carries.

use std::collections::BTreeMap;
use std::io::{Error, read_to_string, stdin, stdout};

fn main() -> Result<(), Error> {
    let text = read_to_string(stdin())?;
    let mut words = BTreeMap::new();
    for line in text.lines() {
        let mut columns = line.split_ascii_whitespace();
        let Some(word) = columns.next() else { continue };
        let frequency: u64 = columns.next().unwrap_or("0").parse().map_err(Error::other)?;
        if words.insert(word, frequency).is_some() {
            return Err(Error::other(format!("{word:?} stands there twice")));
        }
    }
    // The empty word keeps the sum.
    words.insert("", words.values().sum());
    let mut map = fst::MapBuilder::new(stdout().lock()).map_err(Error::other)?;
    map.extend_iter(words).map_err(Error::other)?;
    map.finish().map_err(Error::other)
}
