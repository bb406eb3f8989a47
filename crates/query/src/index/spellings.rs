//! Spellings: which names of outlets the filter by another name finds as well.
//!
//! A filter by 搜狐财经 finds what is signed `Sou Hu Cai Jing`, too, and a filter by `BBC` whatever has
//! these initials. Who counts outlets has to count what the filter finds.

use std::collections::HashMap;

use xunwen_schema::{source_keys, source_lookup_keys};

/// Names that are longer, in bytes, stand for themselves: nobody types them as pinyin.
const LONGEST_NAME: usize = 300;

/// Names of outlets, and which others the filter finds under each.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    others: HashMap<String, Vec<String>>,
}

impl Spellings {
    /// Returns the spellings among `names`, each of which is given once.
    pub(crate) fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let names: Vec<&str> = names.filter(|name| name.len() <= LONGEST_NAME).collect();
        let mut sought: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, name) in names.iter().enumerate() {
            for key in source_lookup_keys(name) {
                sought.entry(key).or_default().push(place);
            }
        }
        let mut others: HashMap<String, Vec<String>> = HashMap::new();
        for (place, &name) in names.iter().enumerate() {
            let keys = source_keys(name);
            let finders = keys.iter().filter_map(|key| sought.get(key)).flatten();
            for &finder in finders.filter(|&&finder| finder != place) {
                let found = others.entry(names[finder].to_owned()).or_default();
                if found.last().is_none_or(|last| last != name) {
                    found.push(name.to_owned());
                }
            }
        }
        Self { others }
    }

    /// Returns whether each name finds only itself.
    pub(crate) fn is_empty(&self) -> bool {
        self.others.is_empty()
    }

    /// Returns the names besides itself that the filter by `name` finds, each once.
    pub(crate) fn others(&self, name: &str) -> &[String] {
        self.others.get(name).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_finds_its_spellings_and_no_homophone() {
        let names = ["搜狐财经", "Sou Hu Cai Jing", "搜狐采经", "SHCJ", "新华社", "搜狐財經"];
        let spellings = Spellings::of(names.into_iter());
        let others =
            |name| -> Vec<&str> { spellings.others(name).iter().map(String::as_str).collect() };
        assert_eq!(others("搜狐财经"), ["Sou Hu Cai Jing", "搜狐財經"]);
        assert_eq!(others("搜狐采经"), ["Sou Hu Cai Jing"]);
        assert_eq!(others("Sou Hu Cai Jing"), ["搜狐财经", "搜狐采经", "搜狐財經"]);
        // Initials find outlets, and no outlet is sought by its initials.
        assert_eq!(others("SHCJ"), ["搜狐财经", "Sou Hu Cai Jing", "搜狐采经", "搜狐財經"]);
        assert_eq!(others("新华社"), [""; 0]);
    }

    #[test]
    fn a_name_that_is_very_long_stands_for_itself() {
        let name = "重".repeat(100_000);
        let twin = "重 ".repeat(100_000);
        assert_eq!(Spellings::of([name.as_str(), &twin].into_iter()).others(&name), [""; 0]);
    }
}
