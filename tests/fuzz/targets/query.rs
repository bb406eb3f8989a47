//! Queries: any text is read or refused; what is read is written so that it is read again and finds the
//! same; and a phrase is found in the articles that hold it, and in no others.
#![no_main]

mod sample;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use xunwen_language::{Query, parse};
use xunwen_query::{Engine, Order, Page, Passage, Request, Tier};
use xunwen_schema::{Atoms, Literal};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::open(&sample::index()).unwrap());

/// The title, summary and body of each article of the index.
static TEXTS: LazyLock<Vec<[Atoms; 3]>> = LazyLock::new(|| {
    let articles = sample::articles().into_iter();
    articles.map(|own| [own.title, own.summary, own.body].map(|text| Atoms::scan(&text))).collect()
});

/// 2026-01-20 in China, when the sample ends.
const NOW: i64 = 1_768_838_400;

fuzz_target!(|text: &str| {
    find_as_phrase(text);
    let Ok(query) = parse(text) else { return };
    for note in query.notes() {
        assert_eq!(text.get(note.span.clone()), Some(&*note.found), "{text:?}");
        assert!(!note.to_string().is_empty());
    }
    let written = query.to_string();
    let again = parse(&written).unwrap_or_else(|error| panic!("{text:?} → {written:?}: {error}"));
    assert_eq!(again, query, "{text:?} → {written:?}");
    let found = search(query, text.len());
    assert_eq!(search(again, text.len()).totals, found.totals, "{text:?} → {written:?}");
});

/// Asks for a page, in one way or another, and checks that it agrees with itself.
fn search(query: Query, way: usize) -> Page {
    let order = [Order::Relevance, Order::Newest, Order::Oldest][way % 3];
    let request = Request {
        order,
        count_related: true,
        limit: 1 + way % 20,
        passage_width: way % 150,
        ..Request::new(query, NOW)
    };
    let page = ENGINE.search(&request).unwrap();
    let totals = &page.totals;
    assert_eq!(ENGINE.count(&request).unwrap(), totals.exact);
    assert!(totals.exact + totals.related.unwrap() <= totals.articles);
    let exact = page.hits.iter().filter(|hit| hit.tier == Tier::Exact).count();
    assert_eq!(exact as u64, totals.exact.min(request.limit as u64));
    for (index, hit) in page.hits.iter().enumerate() {
        assert_eq!(hit.rank, index + 1);
        assert_eq!(hit.tier == Tier::Exact, index < exact);
        assert!(hit.score.is_finite());
        check_marks(&hit.title);
        hit.passages.iter().for_each(|(_, passage)| check_marks(passage));
    }
    page
}

fn check_marks(passage: &Passage) {
    let Passage { text, marks, .. } = passage;
    assert!(marks.iter().all(|mark| text.get(mark.clone()).is_some_and(|piece| !piece.is_empty())));
    assert!(marks.is_sorted_by(|left, right| left.end <= right.start), "{text:?} {marks:?}");
}

/// Searches for the text, without what means something between quotes, as a phrase.
fn find_as_phrase(text: &str) {
    let phrase: String = text.chars().filter(|c| !"\"“”＂„‟«»*＊?？\\".contains(*c)).collect();
    // White space of any kind is a blank in a query: a blank line is none there, but in a text it is.
    let phrase = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(literal) = Literal::new(&phrase) else { return };
    let Ok(query) = parse(&format!("“{phrase}”")) else { return };
    let holds = |text: &Atoms| literal.find(text).next().is_some();
    let expected = TEXTS.iter().filter(|texts| texts.iter().any(holds)).count();
    assert_eq!(ENGINE.count(&Request::new(query, NOW)).unwrap(), expected as u64, "{phrase:?}");
}
