//! Entries of three or more characters: the longest that continues a pair.
//!
//! The nodes of the trie are sorted by length, then by characters, so that the children of a node are
//! adjacent, and several of them are compared at once.

use super::pairs::{CharSlot, NONE};

/// Characters that are compared at once.
const LANES: usize = 8;

/// A trie of entries of three or more characters, all below U+10000, with fewer than 32,767 nodes.
///
/// Its first nodes are the pairs with which they begin.
pub(super) struct Trie {
    /// The last character of each node, then padding.
    last: Vec<u16>,
    /// The first child of each node; its last child precedes the first child of the next node.
    children: Vec<u16>,
    /// The code of each node that is an entry, else [`NONE`].
    codes: Vec<u16>,
}

impl Trie {
    /// Returns the trie of `entries`, whose codes are their indices and whose [`nodes`] are given.
    pub(super) fn new(entries: &[Vec<u16>], nodes: &[&[u16]]) -> Self {
        let index = |node: &[u16]| {
            nodes.partition_point(|other| (other.len(), *other) < (node.len(), node))
        };
        let mut codes = vec![NONE; nodes.len()];
        for (code, entry) in (0..).zip(entries) {
            let index = index(entry);
            if nodes.get(index) == Some(&&entry[..]) {
                codes[index] = code;
            }
        }
        // U+0000 sorts before any other character.
        let first_child = |node: &&[u16]| index(&[node, &[0][..]].concat()) as u16;
        let mut children: Vec<u16> = nodes.iter().map(first_child).collect();
        children.push(nodes.len() as u16);
        let last = nodes.iter().filter_map(|node| node.last().copied());
        let last = last.chain([0; LANES]).collect();
        Self { last, children, codes }
    }

    /// Returns the code and the length of the longest entry that begins with the pair `node` and
    /// continues with `rest`, if there is one.
    #[inline]
    pub(super) fn longest(&self, mut node: u16, rest: &[CharSlot]) -> Option<(u16, usize)> {
        let mut longest = None;
        let mut slots = rest.iter();
        loop {
            let code = self.codes[usize::from(node)];
            if code != NONE {
                longest = Some((code, 2 + rest.len() - slots.len()));
            }
            let Some(child) = slots.next().and_then(|next| self.child(node, next.character)) else {
                return longest;
            };
            node = child;
        }
    }

    /// Returns the child of `node` that ends with `c`.
    #[inline]
    fn child(&self, node: u16, c: char) -> Option<u16> {
        let c = u16::try_from(u32::from(c)).ok()?;
        let [start, end] = [0, 1].map(|next| usize::from(self.children[usize::from(node) + next]));
        for at in (start..end).step_by(LANES) {
            let near = self.last[at..].first_chunk::<LANES>()?;
            if near[LANES - 1] >= c || at + LANES >= end {
                let equal =
                    (0..LANES).fold(
                        LANES,
                        |equal, lane| {
                            if near[lane] == c { equal.min(lane) } else { equal }
                        },
                    );
                return (equal < LANES && at + equal < end).then_some((at + equal) as u16);
            }
        }
        None
    }
}

/// Returns the prefixes of the `entries` of three or more characters, from two characters to the whole
/// entry, sorted by length, then by characters.
pub(super) fn nodes(entries: &[Vec<u16>]) -> Vec<&[u16]> {
    let long = entries.iter().filter(|entry| entry.len() > 2);
    let prefixes = long.flat_map(|entry| (2..=entry.len()).map(|end| &entry[..end]));
    let mut nodes: Vec<&[u16]> = prefixes.collect();
    nodes.sort_unstable_by_key(|node| (node.len(), *node));
    nodes.dedup();
    nodes
}
