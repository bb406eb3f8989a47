//! Entries of three characters and more: which is the longest that goes on from a pair.
//!
//! The nodes of a trie lie by length and then in order, so that those that go on from one lie
//! together, and a few characters are compared at once.

use super::pairs::{NONE, Place};

/// So many characters are looked at together.
const LOOK: usize = 8;

/// A trie of entries of three characters and more, all below U+10000, fewer than 32,767 nodes.
///
/// Its first nodes are the pairs that they begin with.
pub(super) struct Trie {
    /// The last character of each node; some more behind them.
    last: Vec<u16>,
    /// Where the nodes that go on from each begin; they end where those of the next begin.
    longer: Vec<u16>,
    /// The code of each node that is an entry, else [`NONE`].
    codes: Vec<u16>,
}

impl Trie {
    /// Returns the trie of `entries`, whose codes are their places and whose [`nodes`] are these.
    pub(super) fn new(entries: &[Vec<u16>], nodes: &[&[u16]]) -> Self {
        let place = |node: &[u16]| {
            nodes.partition_point(|other| (other.len(), *other) < (node.len(), node))
        };
        let mut codes = vec![NONE; nodes.len()];
        for (code, entry) in (0..).zip(entries) {
            let place = place(entry);
            if nodes.get(place) == Some(&&entry[..]) {
                codes[place] = code;
            }
        }
        // What goes on from a node comes behind it with an empty character.
        let behind = |node: &&[u16]| place(&[node, &[0][..]].concat()) as u16;
        let mut longer: Vec<u16> = nodes.iter().map(behind).collect();
        longer.push(nodes.len() as u16);
        let last = nodes.iter().filter_map(|node| node.last().copied());
        let last = last.chain([0; LOOK]).collect();
        Self { last, longer, codes }
    }

    /// Returns the code and the length of the longest entry that begins with the pair `node` and goes
    /// on with `rest`, if there is one.
    #[inline]
    pub(super) fn longest(&self, mut node: u16, rest: &[Place]) -> Option<(u16, usize)> {
        let (mut longest, mut places) = (None, rest.iter());
        loop {
            let code = self.codes[usize::from(node)];
            if code != NONE {
                longest = Some((code, 2 + rest.len() - places.len()));
            }
            let Some(longer) = places.next().and_then(|next| self.go_on(node, next.character))
            else {
                return longest;
            };
            node = longer;
        }
    }

    /// Returns the node that is one character longer.
    #[inline]
    fn go_on(&self, node: u16, c: char) -> Option<u16> {
        let c = u16::try_from(u32::from(c)).ok()?;
        let [start, end] = [0, 1].map(|next| usize::from(self.longer[usize::from(node) + next]));
        for at in (start..end).step_by(LOOK) {
            let near = self.last[at..].first_chunk::<LOOK>()?;
            if near[LOOK - 1] >= c || at + LOOK >= end {
                let equal =
                    (0..LOOK).fold(
                        LOOK,
                        |equal, place| {
                            if near[place] == c { equal.min(place) } else { equal }
                        },
                    );
                return (equal < LOOK && at + equal < end).then_some((at + equal) as u16);
            }
        }
        None
    }
}

/// Returns the beginnings of the `entries` of three characters and more, from pairs to themselves, by
/// length and in order.
pub(super) fn nodes(entries: &[Vec<u16>]) -> Vec<&[u16]> {
    let long = entries.iter().filter(|entry| entry.len() > 2);
    let beginnings = long.flat_map(|entry| (2..=entry.len()).map(|end| &entry[..end]));
    let mut nodes: Vec<&[u16]> = beginnings.collect();
    nodes.sort_unstable_by_key(|node| (node.len(), *node));
    nodes.dedup();
    nodes
}
