//! Graphemes: what readers take for one character, which no span may cut.

use unicode_segmentation::UnicodeSegmentation;

use super::Atom;

/// Widens the spans of `items`, which are in order, to the bounds of the graphemes of `text`.
///
/// A letter and its accents, the two halves of a flag and a family of emoji are one grapheme each.
pub(super) fn widen(text: &str, items: &mut [Atom]) {
    let mut bounds: Vec<u32> = text.grapheme_indices(true).map(|(at, _)| at as u32).collect();
    bounds.push(text.len() as u32);
    for item in items {
        let before = bounds.partition_point(|&bound| bound <= item.start);
        let after = bounds.partition_point(|&bound| bound < item.end);
        item.start =
            before.checked_sub(1).and_then(|at| bounds.get(at)).map_or(item.start, |&at| at);
        item.end = bounds.get(after).map_or(item.end, |&at| at);
    }
}
