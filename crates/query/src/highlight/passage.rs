//! Passages: the piece of a text that shows why it was found.
//!
//! Whole sentences by Chinese and English punctuation where they fit, else a piece of one. A
//! passage is plain data: what to do with its marks is for the caller to decide.

use std::ops::Range;

use xunwen_language::Field;
use xunwen_schema::Atoms;

use crate::highlight::matcher::{Highlighter, Occurrence, Pattern};
use crate::highlight::sentences::{Sentence, grow, sentences, trimmed};
use crate::highlight::windows::Windows;

/// A piece of an article's text and the places in it that matched.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::Request;
///
/// let hits = engine.search(&Request::new(parse("海外")?, 0))?.hits;
/// let (_field, passage) = &hits[0].passages[0];
/// assert_eq!(passage.text, "微短剧在海外走红。");
/// assert_eq!(&passage.text[passage.marks[0].clone()], "海外");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The piece, exactly as the article has it.
    pub text: String,
    /// Bytes of `text` that matched: sorted, disjoint, on character boundaries, joined where they
    /// touch.
    pub marks: Vec<Range<usize>>,
    /// Bytes of `text` where another wording of the query stands, and nothing of the query itself:
    /// sorted, disjoint. In a hit they are among the marks, in a whole article beside them.
    pub others: Vec<Range<usize>>,
    /// Whether the article's text begins before it.
    pub cut_before: bool,
    /// Whether the article's text continues after it.
    pub cut_after: bool,
}

/// How much a piece of a sentence is worth beside whole ones that show the same.
const CUT_SHARE: f32 = 0.8;

/// One text of a hit with what was found in it.
pub(crate) struct MarkedText<'t> {
    text: &'t str,
    atoms: Atoms,
    patterns: &'t [Pattern],
    occurrences: Vec<Occurrence>,
}

impl<'t> MarkedText<'t> {
    pub(crate) fn new(text: &'t str, field: Field, highlighter: &'t Highlighter) -> Self {
        let atoms = Atoms::scan(text);
        let occurrences = highlighter.find(&atoms, field);
        Self { text, atoms, patterns: highlighter.patterns(), occurrences }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(crate) fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// Returns the occurrences of what is marked.
    fn telling(&self) -> impl Iterator<Item = &Occurrence> {
        self.occurrences.iter().filter(|own| self.patterns[own.pattern].is_telling)
    }

    /// Returns whether there is something to mark.
    pub(crate) fn has_marks(&self) -> bool {
        self.telling().next().is_some()
    }

    /// Returns the whole text as one passage.
    pub(crate) fn whole(&self) -> Passage {
        self.cut(0..self.text.len())
    }

    /// Returns the whole text as one passage, in which the marks are those of the query itself.
    pub(crate) fn whole_apart(&self) -> Passage {
        let whole = self.whole();
        Passage { marks: without(whole.marks, &whole.others), ..whole }
    }

    /// Returns the best passage of at most `width` characters.
    pub(crate) fn passage(&self, width: usize, highlighter: &Highlighter) -> Passage {
        let sentences = sentences(self.text);
        let best = self.best_window(&sentences, width, highlighter);
        let window = best
            .or_else(|| {
                self.telling().next().map(|first| self.window_around(self.span(first), width))
            })
            .unwrap_or_else(|| self.lead(&sentences, width));
        self.cut(window)
    }

    /// Returns the run of whole sentences, or the piece of a long one, that holds the most.
    fn best_window(
        &self,
        sentences: &[Sentence],
        width: usize,
        highlighter: &Highlighter,
    ) -> Option<Range<usize>> {
        let spans = self.telling().map(|own| (self.span(own), own.pattern)).collect();
        let mut windows = Windows::new(spans, highlighter.patterns());
        let mut best: Option<(f32, Range<usize>)> = None;
        for (index, sentence) in sentences.iter().enumerate() {
            let Some(first) = windows.first_within(&sentence.bytes) else { continue };
            let (window, share) = match grow(&sentences[index..], width) {
                Some(window) => (window, 1.0),
                None => (self.window_around(first, width), CUT_SHARE),
            };
            let value = share * windows.value(&window);
            if value > 0.0 && best.as_ref().is_none_or(|(most, _)| value > *most) {
                best = Some((value, window));
            }
        }
        best.map(|(_, window)| window)
    }

    fn span(&self, occurrence: &Occurrence) -> Range<usize> {
        self.atoms.span(occurrence.positions.clone())
    }

    /// Returns a window of at most `width` characters that contains `span`, a quarter of the
    /// room before it, beginning after punctuation where some is near.
    fn window_around(&self, span: Range<usize>, width: usize) -> Range<usize> {
        let own = characters(&self.text[span.clone()]);
        let room = width.saturating_sub(own);
        let earliest = back(self.text, span.start, room / 4);
        let start =
            clause_start(&self.text[earliest..span.start]).map_or(earliest, |at| earliest + at);
        let end = forth(self.text, start, width);
        self.trim_to_atoms(start..end, &span)
    }

    /// Takes atoms that the window cuts, and white space, off its ends; `keep` stays whole if it fits.
    fn trim_to_atoms(&self, window: Range<usize>, keep: &Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = window;
        if let Some(atom) = self.atom_across(start).filter(|atom| atom.end <= keep.start) {
            start = atom.end;
        }
        if let Some(atom) = self.atom_across(end).filter(|atom| keep.end <= atom.start) {
            end = atom.start;
        }
        trimmed(self.text, start..end)
    }

    /// Returns the bytes of the atom that begins before byte `at` and ends after it.
    fn atom_across(&self, at: usize) -> Option<Range<usize>> {
        let span = |position: usize| self.atoms.get(position).map(|atom| atom.span());
        let (mut left, mut right) = (0, self.atoms.len());
        while left < right {
            let middle = left.midpoint(right);
            if span(middle)?.end <= at {
                left = middle + 1;
            } else {
                right = middle;
            }
        }
        span(left).filter(|atom| atom.start < at)
    }

    /// Returns the first sentences that fit, or the beginning of the first.
    fn lead(&self, sentences: &[Sentence], width: usize) -> Range<usize> {
        let Some(first) = sentences.first() else { return 0..0 };
        grow(sentences, width).unwrap_or_else(|| {
            let start = first.bytes.start;
            let end = forth(self.text, start, width);
            self.trim_to_atoms(start..end, &(start..start))
        })
    }

    fn cut(&self, window: Range<usize>) -> Passage {
        Passage {
            text: self.text[window.clone()].to_owned(),
            marks: self.marks(&window, |_| true),
            others: without(
                self.marks(&window, |pattern| pattern.is_via),
                &self.marks(&window, |pattern| !pattern.is_via),
            ),
            cut_before: !self.text[..window.start].trim().is_empty(),
            cut_after: !self.text[window.end..].trim().is_empty(),
        }
    }

    /// Returns what matched of some patterns in `window`, as bytes from its start. A match too long
    /// for the window is marked as far as it shows.
    fn marks(
        &self,
        window: &Range<usize>,
        is_wanted: impl Fn(&Pattern) -> bool,
    ) -> Vec<Range<usize>> {
        let wanted = self.telling().filter(|own| is_wanted(&self.patterns[own.pattern]));
        let clipped = wanted.filter_map(|occurrence| {
            let span = self.span(occurrence);
            let whole = window.start <= span.start && span.end <= window.end;
            let too_long = window.start == span.start && span.end > window.end;
            (whole || too_long)
                .then(|| span.start - window.start..span.end.min(window.end) - window.start)
        });
        joined(clipped.filter(|mark| !mark.is_empty()).collect())
    }
}

/// Sorts marks and joins those that overlap or touch.
fn joined(mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
    let mut result: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match result.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => result.push(mark),
        }
    }
    result
}

/// Returns what of `marks` lies outside `holes`; both are sorted and disjoint.
fn without(marks: Vec<Range<usize>>, holes: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut rest = Vec::with_capacity(marks.len());
    for Range { mut start, end } in marks {
        let first = holes.partition_point(|hole| hole.end <= start);
        for hole in holes[first..].iter().take_while(|hole| hole.start < end) {
            if start < hole.start {
                rest.push(start..hole.start);
            }
            start = hole.end;
        }
        if start < end {
            rest.push(start..end);
        }
    }
    rest
}

fn characters(text: &str) -> usize {
    text.chars().count()
}

/// Returns the byte that is `count` characters before `at`, or the first.
fn back(text: &str, at: usize, count: usize) -> usize {
    text[..at].char_indices().rev().take(count).last().map_or(at, |(at, _)| at)
}

/// Returns the byte that is `count` characters after `at`, or the end.
fn forth(text: &str, at: usize, count: usize) -> usize {
    text[at..].char_indices().nth(count).map_or(text.len(), |(offset, _)| at + offset)
}

/// Returns where the last clause of `text` begins, if punctuation parts it from one before.
fn clause_start(text: &str) -> Option<usize> {
    let is_stop = |c: char| {
        matches!(c, '，' | ',' | '、' | '；' | ';' | '：' | ':' | '。' | '！' | '？' | '\n')
    };
    let (at, stop) = text.char_indices().find(|&(_, c)| is_stop(c))?;
    let after = at + stop.len_utf8();
    Some(after + (text[after..].len() - text[after..].trim_start().len()))
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "ranges are what is listed")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, words: &[&str], width: usize) -> (String, Vec<String>) {
        let patterns = words.iter().filter_map(|word| Pattern::term(word, 1.0)).collect();
        let highlighter = Highlighter::new(patterns);
        let passage = MarkedText::new(text, Field::Body, &highlighter).passage(width, &highlighter);
        let marks = passage.marks.iter().map(|mark| passage.text[mark.clone()].to_owned());
        (passage.text.clone(), marks.collect())
    }

    #[track_caller]
    fn assert_shows(text: &str, words: &[&str], width: usize, expected: &str, marks: &[&str]) {
        let (passage, marked) = shown(text, words, width);
        assert_eq!(
            (passage.as_str(), marked),
            (expected, marks.iter().map(|&it| it.into()).collect())
        );
    }

    #[test]
    fn whole_sentences_are_shown_where_they_fit() {
        let text = "今天晴。短剧出海了。明天有雨。";
        assert_shows(text, &["短剧"], 6, "短剧出海了。", &["短剧"]);
        assert_shows(text, &["短剧"], 11, "短剧出海了。明天有雨。", &["短剧"]);
        assert_shows("今天晴。", &["短剧"], 9, "今天晴。", &[]);
        assert_shows("", &["短剧"], 9, "", &[]);
    }

    #[test]
    fn a_narrow_passage_shows_what_it_can_of_the_match() {
        let text = "一二三四五六七八九十短剧出海甲乙丙丁戊己庚辛";
        assert_shows(text, &["短剧出海"], 8, "十短剧出海甲乙丙", &["短剧出海"]);
        assert_shows(text, &["短剧出海"], 4, "短剧出海", &["短剧出海"]);
        assert_shows(text, &["短剧出海"], 2, "短剧", &["短剧"]);
        assert_shows(text, &["短剧出海"], 1, "短", &["短"]);
        assert_shows(text, &["短剧出海"], 0, "", &[]);
    }

    #[test]
    fn what_lies_outside_of_holes_is_left() {
        assert_eq!(without(vec![0..9, 12..15], &[3..6]), [0..3, 6..9, 12..15]);
        assert_eq!(without(vec![0..9, 12..15], &[0..3, 6..13]), [3..6, 13..15]);
        assert!(without(vec![3..6], &[0..9]).is_empty());
        assert_eq!(without(vec![3..6], &[0..3, 6..9]), [3..6]);
    }

    #[test]
    fn another_wording_is_told_apart_from_the_query() {
        let own = Pattern::term("特朗普", 1.0).unwrap();
        let other = Pattern::term("川普", 1.0).unwrap().via("川普");
        let mut silent = Pattern::term("的", 1.0).unwrap();
        silent.is_telling = false;
        let highlighter = Highlighter::new(vec![own, other, silent]);
        let marked = MarkedText::new("特朗普即川普的全名", Field::Body, &highlighter);
        let Passage { marks, others, .. } = marked.whole();
        assert_eq!((marks, others), (vec![0..9, 12..18], vec![12..18]));
        let Passage { marks, others, .. } = marked.whole_apart();
        assert_eq!((marks, others), (vec![0..9], vec![12..18]));
    }

    #[test]
    fn marks_that_touch_are_one() {
        assert_shows(
            "微短剧出海。",
            &["微短", "短剧", "出海"],
            20,
            "微短剧出海。",
            &["微短剧出海"],
        );
    }

    #[test]
    fn a_match_is_one_mark_across_line_breaks_and_odd_characters() {
        for text in ["看短\n剧。", "看短\r\n  剧。", "看短\u{200b}剧。", "看短　剧。"]
        {
            let whole = text.trim_start_matches('看').trim_end_matches('。');
            assert_shows(text, &["短剧"], 20, text, &[whole]);
        }
        assert_shows("👍👨\u{200d}👩短剧👍", &["短剧"], 20, "👍👨\u{200d}👩短剧👍", &["短剧"]);
        assert_shows("看微短劇。", &["微短剧"], 20, "看微短劇。", &["微短劇"]);
    }

    /// A text of 2 MB with 100,000 matches; a comparison of each window with each match would take
    /// 10,000,000,000 steps.
    #[test]
    fn long_texts_with_many_matches_are_cut_in_time() {
        let sentence = "今天的短剧，明天的出海。";
        let text = sentence.repeat(55_000);
        assert_shows(&text, &["短剧", "出海"], 12, sentence, &["短剧", "出海"]);
        let one_sentence = text.replace('。', "，");
        let (passage, marks) = shown(&one_sentence, &["短剧", "出海"], 12);
        assert_eq!((characters(&passage), marks), (12, vec!["短剧".to_owned(), "出海".to_owned()]));
    }

    proptest! {
        /// The judge compares every window with every match.
        #[test]
        fn the_window_that_shows_most_is_chosen(
            text in "[短剧出海。，a ]{0,60}", width in 1..30_usize,
        ) {
            let patterns: Vec<Pattern> = ["短剧", "剧出", "出海", "海。短", "a"]
                .iter().filter_map(|word| Pattern::term(word, 1.0)).collect();
            let highlighter = Highlighter::new(patterns);
            let marked = MarkedText::new(&text, Field::Body, &highlighter);
            let sentences = sentences(&text);
            let mut best: Option<(f32, Range<usize>)> = None;
            for (index, sentence) in sentences.iter().enumerate() {
                let within = |window: &Range<usize>| -> Vec<Occurrence> {
                    let own = marked.occurrences.iter();
                    own.filter(|own| {
                        let span = marked.span(own);
                        window.start <= span.start && span.end <= window.end
                    }).cloned().collect()
                };
                let Some(first) = within(&sentence.bytes).into_iter().next() else { continue };
                let (window, share) = match grow(&sentences[index..], width) {
                    Some(window) => (window, 1.0),
                    None => (marked.window_around(marked.span(&first), width), CUT_SHARE),
                };
                let value: f32 = (0..highlighter.patterns().len()).map(|pattern| {
                    let times = within(&window).iter().filter(|own| own.pattern == pattern).count();
                    if times == 0 { 0.0 } else { 1.0 + 0.05 * times.min(5) as f32 }
                }).sum();
                if share * value > best.as_ref().map_or(0.0, |best| best.0) {
                    best = Some((share * value, window));
                }
            }
            let chosen = marked.best_window(&sentences, width, &highlighter);
            prop_assert_eq!(chosen, best.map(|best| best.1));
        }

        #[test]
        fn any_passage_keeps_the_laws(
            text in "\\PC{0,40}|[a-c0-9短剧出海。，！”\\r\\n \u{3000}👍\u{200b}.-]{0,80}",
            word in "[a-c短剧出海，]{1,4}",
            width in 0..40_usize,
        ) {
            let (passage, marks) = shown(&text, &[&word], width);
            prop_assert!(text.contains(&passage) && characters(&passage) <= width);
            prop_assert!(marks.iter().all(|mark| !mark.is_empty()));
        }
    }
}
