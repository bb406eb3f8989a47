//! Headlines of articles that have none.

use xunwen_schema::{Article, Atoms};

use crate::highlight::one_line::OneLine;
use crate::highlight::sentences::sentences;

/// The most characters of a headline that is made.
const LONGEST: usize = 40;

/// Returns a headline for an article without a title: the first sentence of its summary or, without
/// one, of its body, in one line. A long one is cut before a word and ends in `…`, 40 characters in all.
///
/// It is the same whatever was asked. `None` if the article has a title, or no text at all.
pub(crate) fn headline(article: &Article) -> Option<String> {
    if !article.title.trim().is_empty() {
        return None;
    }
    let texts = [&article.summary, &article.body].into_iter();
    let mut first = texts.filter_map(|text| Some(&text[sentences(text).first()?.bytes.clone()]));
    let line = first.find_map(|sentence| {
        let line = OneLine::new(sentence).piece(&(0..sentence.len()));
        (!line.trim().is_empty()).then_some(line)
    })?;
    Some(shortened(&line))
}

/// Returns a line of at most [`LONGEST`] characters.
fn shortened(line: &str) -> String {
    let Some((end, _)) = line.char_indices().nth(LONGEST) else { return line.to_owned() };
    let room = line[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    let atoms = Atoms::scan(line);
    let spans = atoms.iter().map(|atom| atom.span());
    // A run of letters or figures is whole, unless it is all there is.
    let across = spans.take_while(|span| span.start < room).find(|span| span.end > room);
    let cut = across.filter(|span| span.start > 0).map_or(room, |span| span.start);
    format!("{}…", line[..cut].trim_end_matches(is_pause))
}

/// Returns whether `c` has no place before what was left out.
fn is_pause(c: char) -> bool {
    c.is_whitespace() || "，、；：,;:—-（(《“".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(summary: &str, body: &str) -> Option<String> {
        let (summary, body) = (summary.to_owned(), body.to_owned());
        headline(&Article { summary, body, title: " ".to_owned(), ..Article::default() })
    }

    #[test]
    fn the_first_sentence_stands_in_for_a_title() {
        assert_eq!(of("摘要一。摘要二。", "正文。").as_deref(), Some("摘要一。"));
        assert_eq!(of(" \n ", "  短剧\n出海了！下文。").as_deref(), Some("短剧出海了！"));
        assert_eq!(of("", ""), None);
        assert_eq!(headline(&Article { title: "短剧".to_owned(), ..Article::default() }), None);
        assert_eq!(of("", " \u{200b} "), None);
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let exact = "字".repeat(40);
        assert_eq!(of("", &exact).as_deref(), Some(exact.as_str()));
        let long = "字".repeat(41);
        assert_eq!(of("", &long), Some(format!("{}…", "字".repeat(39))));
        let words = format!("{}，telecommunications and more", "字".repeat(30));
        assert_eq!(of("", &words), Some(format!("{}…", "字".repeat(30))));
        let run = "a".repeat(60);
        assert_eq!(of("", &run), Some(format!("{}…", "a".repeat(39))));
    }
}
