//! Sentences: where a text has them, by Chinese and English punctuation.

use std::ops::Range;

use xunwen_schema::characters::is_sentence_end;

/// A sentence of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its bytes in the text, without the white space around them.
    pub(super) bytes: Range<usize>,
    /// Its characters in the text.
    characters: Range<usize>,
}

/// Returns the sentences of `text`, in order.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let mut counted = (0, 0);
    let mut characters = |at: usize| {
        let (byte, before) = counted;
        counted = (at, before + text[byte..at].chars().count());
        counted.1
    };
    let sentence = |bytes: Range<usize>| {
        let characters = characters(bytes.start)..characters(bytes.end);
        Sentence { bytes, characters }
    };
    spans(text).into_iter().map(sentence).collect()
}

/// Returns the bytes of as many whole sentences, from the first on, as `width` characters hold;
/// `None` if the first alone is longer.
pub(super) fn grow(sentences: &[Sentence], width: usize) -> Option<Range<usize>> {
    let first = sentences.first()?;
    let end = first.characters.start.saturating_add(width);
    let fitting = sentences.partition_point(|sentence| sentence.characters.end <= end);
    let last = sentences.get(fitting.checked_sub(1)?)?;
    Some(first.bytes.start..last.bytes.end)
}

/// Returns the bytes of the sentences of `text`, without the white space around them.
fn spans(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        if !ends_sentence(&text[..at], c, next) {
            continue;
        }
        while characters.next_if(|&(_, next)| belongs_behind_end(next)).is_some() {}
        let end = characters.peek().map_or(text.len(), |&(at, _)| at);
        sentences.push(trimmed(text, start..end));
        start = end;
    }
    sentences.push(trimmed(text, start..text.len()));
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

fn ends_sentence(before: &str, c: char, next: Option<char>) -> bool {
    match c {
        c if is_sentence_end(c) => true,
        '.' => {
            next.is_none_or(char::is_whitespace) && !before.ends_with(|c: char| c.is_ascii_digit())
        }
        // A blank line; a single line break may be no more than wrapping.
        '\n' => before.trim_end_matches([' ', '\t', '\u{3000}', '\r']).ends_with('\n'),
        _ => false,
    }
}

fn belongs_behind_end(c: char) -> bool {
    let is_closing = matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '》' | '】' | '"');
    is_closing || is_sentence_end(c)
}

/// Returns `range` of `text` without the white space at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    if range.start >= range.end {
        return range.start..range.start;
    }
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_behind_their_quotes() {
        let text = "他说：“走吧。”她笑了！？再见……  \n\n下一段 It is 3.5 m. Yes?";
        let all: Vec<&str> = sentences(text).into_iter().map(|it| &text[it.bytes]).collect();
        let expected = ["他说：“走吧。”", "她笑了！？", "再见……", "下一段 It is 3.5 m.", "Yes?"];
        assert_eq!(all, expected);
    }

    #[test]
    fn as_many_sentences_as_fit_make_a_window() {
        let text = "今天晴。 It rains. 明天有雨。";
        let sentences = sentences(text);
        let window = |width: usize| grow(&sentences, width).map(|window| &text[window]);
        assert_eq!(window(3), None);
        assert_eq!(window(4), Some("今天晴。"));
        assert_eq!(window(13), Some("今天晴。"));
        assert_eq!(window(14), Some("今天晴。 It rains."));
        assert_eq!(window(usize::MAX), Some(text));
        assert_eq!(grow(&sentences[2..], 5), Some(text.len() - 15..text.len()));
        assert_eq!(grow(&[], 5), None);
    }
}
