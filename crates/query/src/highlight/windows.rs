//! Windows: how much of a query pieces of a text show, counted on the way from one to the next.

use std::ops::Range;

use crate::highlight::matcher::Pattern;

/// The matches in a text, by first byte, and those that begin in the current window.
pub(super) struct Windows<'p> {
    patterns: &'p [Pattern],
    /// Their bytes, with the numbers of their patterns.
    matches: Vec<(Range<usize>, usize)>,
    /// The length of the longest match.
    longest: usize,
    /// The matches that begin in the current window, and how many each pattern has of them.
    inside: Range<usize>,
    counts: Vec<u32>,
}

impl<'p> Windows<'p> {
    /// Returns windows on `matches` of `patterns`.
    pub(super) fn new(mut matches: Vec<(Range<usize>, usize)>, patterns: &'p [Pattern]) -> Self {
        // They come by position; atoms without bytes of their own may share a first byte.
        matches.sort_by_key(|(bytes, _)| bytes.start);
        let longest = matches.iter().map(|(bytes, _)| bytes.len()).max().unwrap_or(0);
        Self { patterns, matches, longest, inside: 0..0, counts: vec![0; patterns.len()] }
    }

    /// Returns the first match that lies within `bytes`.
    pub(super) fn first_within(&self, bytes: &Range<usize>) -> Option<Range<usize>> {
        let own = &self.matches[self.place(bytes.start)..self.place(bytes.end)];
        own.iter().map(|(own, _)| own).find(|own| own.end <= bytes.end).cloned()
    }

    /// Says how much of the query a window shows: different patterns first, then how often.
    ///
    /// Windows that follow one another cost as many steps as matches come in and go out.
    pub(super) fn value(&mut self, window: &Range<usize>) -> f32 {
        self.move_to(self.place(window.start)..self.place(window.end));
        let cut = self.cut(window);
        cut.iter().for_each(|&pattern| self.counts[pattern] -= 1);
        let counted = self.patterns.iter().zip(&self.counts).filter(|&(_, &count)| count > 0);
        let value = counted
            .map(|(pattern, &count)| pattern.weight * (1.0 + 0.05 * count.min(5) as f32))
            .sum();
        cut.iter().for_each(|&pattern| self.counts[pattern] += 1);
        value
    }

    /// Returns the first match that begins at or after byte `at`.
    fn place(&self, at: usize) -> usize {
        self.matches.partition_point(|(bytes, _)| bytes.start < at)
    }

    /// Makes `inside` those that begin in the current window.
    fn move_to(&mut self, inside: Range<usize>) {
        if inside.start >= self.inside.end || inside.end <= self.inside.start {
            self.leave(self.inside.clone());
            self.inside = inside.start..inside.start;
        }
        self.enter(inside.start..self.inside.start);
        self.leave(self.inside.start..inside.start);
        self.enter(self.inside.end..inside.end);
        self.leave(inside.end..self.inside.end);
        self.inside = inside;
    }

    fn enter(&mut self, places: Range<usize>) {
        for (_, pattern) in self.matches.get(places).into_iter().flatten() {
            self.counts[*pattern] += 1;
        }
    }

    fn leave(&mut self, places: Range<usize>) {
        for (_, pattern) in self.matches.get(places).into_iter().flatten() {
            self.counts[*pattern] -= 1;
        }
    }

    /// Returns the patterns of matches that begin in the window and end behind it.
    fn cut(&self, window: &Range<usize>) -> Vec<usize> {
        let near = window.end.saturating_sub(self.longest);
        let own = self.matches[self.inside.clone()].iter().rev();
        let own = own.take_while(|(bytes, _)| bytes.start >= near);
        own.filter(|(bytes, _)| bytes.end > window.end).map(|&(_, pattern)| pattern).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_a_window_counts_in_any_order_of_windows() {
        let patterns: Vec<Pattern> =
            ["短剧", "出海"].iter().filter_map(|it| Pattern::term(it, 1.0)).collect();
        let matches = vec![(0..6, 0), (6..12, 1), (9..15, 0), (30..36, 0)];
        let mut windows = Windows::new(matches, &patterns);
        assert_eq!(windows.first_within(&(3..15)), Some(6..12));
        assert_eq!(windows.first_within(&(13..33)), None);
        for (window, expected) in [
            (0..15, 1.10 + 1.05),
            (0..14, 1.05 + 1.05),
            (1..36, 1.10 + 1.05),
            (30..36, 1.05),
            (5..8, 0.0),
            (0..40, 1.15 + 1.05),
            (6..12, 1.05),
        ] {
            let value = windows.value(&window);
            assert!((value - expected).abs() < 1e-5, "{window:?}: {value}");
        }
    }
}
