//! The entries by their beginnings: which is the longest that stands at a place.
//!
//! All of millions of articles goes through here. The nodes of a trie lie by length and then in
//! order, so that those that go on from one lie together, and a few characters are compared at once.

use std::str::Chars;

/// So many characters are looked at together.
const LOOK: usize = 8;
/// No node, or no code.
const NONE: u16 = u16::MAX;

/// A trie of entries of characters below U+10000, fewer than 65,535 nodes of them.
pub(super) struct Trie {
    /// The nodes of one character, by the character.
    first: Vec<u16>,
    /// The last character of each node; some more behind them.
    last: Vec<u16>,
    /// Where the nodes that go on from each begin; they end where those of the next begin.
    longer: Vec<u16>,
    /// The code of each node that is an entry.
    codes: Vec<u16>,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// An entry; its code.
    Entry(u16),
    /// A character with which no entry begins.
    Other(char),
}

impl Trie {
    /// Returns the trie of `entries`, whose codes are their places.
    pub(super) fn new<'e>(entries: impl Iterator<Item = &'e str>) -> Self {
        let entries: Vec<Vec<u16>> = entries.map(|entry| entry.encode_utf16().collect()).collect();
        let beginnings =
            entries.iter().flat_map(|entry| (1..=entry.len()).map(|end| &entry[..end]));
        let mut nodes: Vec<&[u16]> = beginnings.collect();
        nodes.sort_unstable_by_key(|node| (node.len(), *node));
        nodes.dedup();
        let place = |node: &[u16]| {
            nodes.partition_point(|other| (other.len(), *other) < (node.len(), node))
        };
        let mut codes = vec![NONE; nodes.len()];
        for (code, entry) in (0..).zip(&entries) {
            codes[place(entry)] = code;
        }
        let mut first = vec![NONE; 1 << 16];
        for (number, node) in (0..).zip(nodes.iter().take_while(|node| node.len() == 1)) {
            first[usize::from(node[0])] = number;
        }
        // What goes on from a node comes behind it with an empty character.
        let behind = |node: &&[u16]| place(&[node, &[0][..]].concat()) as u16;
        let mut longer: Vec<u16> = nodes.iter().map(behind).collect();
        longer.push(nodes.len() as u16);
        let last = nodes.iter().filter_map(|node| node.last().copied());
        let last = last.chain([0; LOOK]).collect();
        Self { first, last, longer, codes }
    }

    /// Returns what `text` begins with, the longest entry if there is one, and what is behind it.
    #[inline]
    pub(super) fn next<'t>(&self, text: Chars<'t>) -> Option<(Found, Chars<'t>)> {
        let mut rest = text;
        let c = rest.next()?;
        let mut longest = (Found::Other(c), rest.clone());
        let mut node = self.first.get(c as usize).copied().unwrap_or(NONE);
        while node != NONE {
            let code = self.codes[usize::from(node)];
            if code != NONE {
                longest = (Found::Entry(code), rest.clone());
            }
            node = rest.next().map_or(NONE, |c| self.go_on(node, c));
        }
        Some(longest)
    }

    /// Returns the node that is one character longer.
    #[inline]
    fn go_on(&self, node: u16, c: char) -> u16 {
        let Ok(c) = u16::try_from(u32::from(c)) else { return NONE };
        let [start, end] = [0, 1].map(|next| usize::from(self.longer[usize::from(node) + next]));
        for at in (start..end).step_by(LOOK) {
            let Some(near) = self.last[at..].first_chunk::<LOOK>() else { return NONE };
            if near[LOOK - 1] >= c || at + LOOK >= end {
                let equal =
                    (0..LOOK).fold(
                        LOOK,
                        |equal, place| {
                            if near[place] == c { equal.min(place) } else { equal }
                        },
                    );
                return if equal < LOOK && at + equal < end { (at + equal) as u16 } else { NONE };
            }
        }
        NONE
    }
}
