//! English words and phrases that a Chinese keyword is called by.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use xunwen_schema::{AtomKind, Atoms, stem};

use super::choice::{Learned, choose};
use super::evidence::{Evidence, SIGNIFICANT, Spread};
use super::examples::{Examples, fewest_of};
use super::prose::{FUNCTION_WORDS, Prose};
use crate::index::Index;
use crate::index::error::Error;

/// Words of grammar: no phrase has one.
const STOP_WORDS: &str = "a an the this that these those it its he she his her him they them their \
    we us our you your i me my who whom whose which what when where why how and or but nor so if \
    then than as at by for from in into of off on onto over under to toward towards up down with \
    within without about above across after against along among around before behind below \
    between beyond during except near since through throughout until upon via is are was were be \
    been being am do does did done have has had having will would shall should can could may might \
    must not no yes only also too very more most less least such same other others another each \
    every both either neither all any some many much few several own just even still yet already \
    there here now one two three four five six seven eight nine ten first second third while \
    because due per including include includes s t re ve ll";

static STOPS: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP_WORDS.split_whitespace().collect());

/// Stems of words too common to name a subject.
static COMMON_STEMS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/expansions/common-english.txt"));
    let words = words.lines().filter(|line| !line.starts_with('#'));
    words.map(|word| stem(word).into_owned()).collect()
});

/// The longest phrase, in words, and the most words that are read of an article.
const LONGEST_PHRASE: usize = 3;
const MOST_WORDS: usize = 1_500;
/// How often English has a common word, a rarer one, and a phrase, in a million words.
const PER_MILLION: [u64; 3] = [100, 5, 1];
/// With less English elsewhere, the frequency of a word in it is no evidence.
const LEAST_ELSEWHERE: u64 = 500;
/// A common word needs at least this many other articles as evidence.
const LEAST_ARTICLES: u64 = 100;
/// The most candidates that are looked up.
const MOST_CANDIDATES: usize = 40;
/// What is learned is at least so good as the best, and no more than this.
const LEAST_SHARE_OF_BEST: f64 = 0.25;
const MOST_LEARNED: usize = 4;
/// How good a phrase still is without one of its words.
const SHORTENED: f64 = 0.5;

/// Returns what the keyword of `examples` is called.
pub(super) fn learned(
    index: &Index,
    prose: &Prose,
    examples: &Examples,
) -> Result<Vec<Learned>, Error> {
    let mut words = Words::default();
    for article in &examples.articles {
        words.read(&article.texts().map(|(_, text)| text));
    }
    let all = u64::try_from(examples.articles.len()).unwrap_or(u64::MAX);
    let case = ExampleStatistics {
        articles: all,
        words: words.count,
        // As many words elsewhere as there are function words for.
        elsewhere: (prose.function_words.saturating_sub(words.function_words) * words.count)
            .checked_div(words.function_words)
            .unwrap_or(0),
        articles_elsewhere: examples.others.iter().map(crate::index::docset::DocSet::len).sum(),
    };
    let mut learned = Vec::new();
    for candidate in case.candidates(words) {
        let spread = Spread::of(index, &candidate.forms(), &examples.others)?;
        learned.extend(case.judged(candidate, spread));
    }
    let mut learned = choose(learned, LEAST_SHARE_OF_BEST, MOST_LEARNED);
    let shorter: Vec<Learned> = learned.iter().flat_map(shortened).collect();
    for other in shorter {
        if !learned.iter().any(|known| known.parts == other.parts) {
            learned.push(other);
        }
    }
    Ok(learned)
}

/// Returns what is left of a phrase of three words where one before the last goes unsaid:
/// micro-short drama, micro drama, short drama.
fn shortened(phrase: &Learned) -> Vec<Learned> {
    if phrase.parts.len() != LONGEST_PHRASE {
        return Vec::new();
    }
    let without = |left_out: usize| {
        let keep = |form: &String| -> String {
            let words = form.split(' ').enumerate().filter(|&(place, _)| place != left_out);
            words.map(|(_, word)| word).collect::<Vec<_>>().join(" ")
        };
        let mut forms: Vec<String> = phrase.forms.iter().map(keep).collect();
        forms.dedup();
        let mut parts = phrase.parts.clone();
        parts.remove(left_out);
        let text = forms.first().cloned().unwrap_or_default();
        Learned { parts, text, forms, score: phrase.score * SHORTENED, ..*phrase }
    };
    vec![without(1), without(0)]
}

/// How much is read, and how much there is elsewhere.
struct ExampleStatistics {
    articles: u64,
    words: u64,
    elsewhere: u64,
    articles_elsewhere: u64,
}

impl ExampleStatistics {
    /// Returns what occurs in most of the examples, more often than in any English, best first.
    fn candidates(&self, words: Words) -> Vec<PhraseCandidate> {
        let is_frequent = |candidate: &PhraseCandidate| {
            candidate.articles >= fewest_of(self.articles)
                && candidate.articles * 2 > self.articles
                && candidate.times >= self.articles.max(3)
        };
        let mut candidates: Vec<(f64, PhraseCandidate)> = words
            .candidates
            .into_values()
            .filter(is_frequent)
            .map(|candidate| (self.surprise(&candidate), candidate))
            .filter(|(surprise, _)| *surprise >= SIGNIFICANT)
            .collect();
        candidates.sort_by(|left, right| {
            right.0.total_cmp(&left.0).then_with(|| left.1.stems.cmp(&right.1.stems))
        });
        candidates.into_iter().take(MOST_CANDIDATES).map(|(_, candidate)| candidate).collect()
    }

    /// Returns how surprising it would be in a million words of any English.
    fn surprise(&self, candidate: &PhraseCandidate) -> f64 {
        let kind = match (candidate.stems.len(), candidate.is_common()) {
            (1, true) => 0,
            (1, false) => 1,
            _ => 2,
        };
        let elsewhere = PER_MILLION[kind];
        let elsewhere_all = 1_000_000;
        let here = candidate.times;
        let here_all = self.words;
        Evidence { here, here_all, elsewhere, elsewhere_all }.g2()
    }

    /// Returns it as learned if it is more frequent here than in the other English texts of the
    /// index.
    fn judged(&self, candidate: PhraseCandidate, spread: Spread) -> Option<Learned> {
        let surprise = self.surprise(&candidate);
        let evidence = Evidence {
            here: candidate.times,
            here_all: self.words,
            elsewhere: spread.times_inside,
            elsewhere_all: self.elsewhere,
        };
        let by_articles = Evidence {
            here: candidate.articles,
            here_all: self.articles,
            elsewhere: spread.inside,
            elsewhere_all: self.articles_elsewhere,
        };
        let can_be_told = self.elsewhere >= LEAST_ELSEWHERE;
        let is_told = evidence.g2() >= SIGNIFICANT && by_articles.contrast() > 0.0;
        // What occurs in Chinese texts too, such as a brand, may mean something else there.
        let inside = spread.inside + candidate.articles;
        if candidate.stems.len() == 1 && inside * 2 < spread.articles {
            return None;
        }
        let is_learned = if candidate.is_common() {
            let is_rare = by_articles.g2() >= SIGNIFICANT;
            can_be_told && is_told && is_rare && self.articles_elsewhere >= LEAST_ARTICLES
        } else {
            is_told || !can_be_told
        };
        let contrast = if can_be_told { evidence.contrast() } else { 1.0 };
        is_learned.then(|| {
            candidate.learned(spread.articles, surprise * contrast * by_articles.share().powi(2))
        })
    }
}

/// The words and phrases of the examples.
#[derive(Debug, Default)]
struct Words {
    candidates: HashMap<Vec<String>, PhraseCandidate>,
    count: u64,
    function_words: u64,
    article: u64,
}

/// A word or phrase: all that have these stems.
#[derive(Debug, Default)]
struct PhraseCandidate {
    stems: Vec<String>,
    /// As they are written and folded, how often.
    surfaces: BTreeMap<(String, String), u64>,
    times: u64,
    articles: u64,
    last_article: u64,
}

impl Words {
    /// Reads the texts of one article.
    fn read(&mut self, texts: &[&str]) {
        self.article += 1;
        let mut rest = MOST_WORDS;
        for text in texts {
            let atoms = Atoms::scan(text);
            let mut row: Vec<(usize, String)> = Vec::new();
            for position in 0..atoms.len() {
                let word = atoms.text(position);
                let is_word =
                    atoms.get(position).is_some_and(|atom| atom.kind == AtomKind::Letters)
                        && word.is_ascii();
                if is_word && rest > 0 {
                    rest -= 1;
                    self.count += 1;
                    self.function_words += u64::from(FUNCTION_WORDS.contains(&word));
                }
                if !is_word || rest == 0 || word.len() < 2 || STOPS.contains(word) {
                    row.clear();
                    continue;
                }
                row.push((position, stem(word).into_owned()));
                self.add_phrases(text, &atoms, &row);
            }
        }
    }

    /// Adds the phrases that end a row of words.
    fn add_phrases(&mut self, text: &str, atoms: &Atoms, row: &[(usize, String)]) {
        for length in 1..=LONGEST_PHRASE.min(row.len()) {
            let phrase = &row[row.len() - length..];
            let positions = phrase[0].0..phrase[length - 1].0 + 1;
            let stems: Vec<String> = phrase.iter().map(|(_, stem)| stem.clone()).collect();
            let candidate = self.candidates.entry(stems.clone()).or_default();
            candidate.stems = stems;
            candidate.times += 1;
            candidate.articles += u64::from(candidate.last_article != self.article);
            candidate.last_article = self.article;
            *candidate.surfaces.entry(surface(text, atoms, positions)).or_default() += 1;
        }
    }
}

/// Returns a phrase as it is written, in one line, and as it is looked for.
fn surface(text: &str, atoms: &Atoms, positions: Range<usize>) -> (String, String) {
    let written = text[atoms.span(positions.clone())].split_whitespace().collect::<Vec<_>>();
    let folded = positions.map(|position| atoms.text(position)).collect::<Vec<_>>();
    (written.join(" "), folded.join(" "))
}

impl PhraseCandidate {
    fn is_common(&self) -> bool {
        self.stems.iter().all(|stem| COMMON_STEMS.contains(stem))
    }

    fn forms(&self) -> Vec<String> {
        let forms = self.surfaces.keys().map(|(_, folded)| folded.clone());
        let forms: std::collections::BTreeSet<String> = forms.collect();
        forms.into_iter().collect()
    }

    fn learned(self, articles: u64, score: f64) -> Learned {
        let most = self.surfaces.iter().max_by_key(|&(surface, &times)| (times, surface));
        let text = most.map(|((written, _), _)| written.clone()).unwrap_or_default();
        let forms = self.forms();
        Learned { parts: self.stems, text, forms, times: self.times, articles, score }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_counted_by_stem_and_never_across_grammar() {
        let mut words = Words::default();
        words.read(&["Micro-short dramas and a micro-short\n drama.", "", "短剧 of Henan, drama"]);
        words.read(&["Dramas"]);
        let counted = |stems: &[&str]| {
            let stems: Vec<String> = stems.iter().map(|&stem| stem.to_owned()).collect();
            words.candidates.get(&stems).map(|found| (found.times, found.articles))
        };
        assert_eq!((words.count, words.function_words), (12, 2));
        assert_eq!(counted(&["drama"]), Some((4, 2)));
        assert_eq!(counted(&["micro", "short", "drama"]), Some((2, 1)));
        assert_eq!(counted(&["drama", "micro"]), None);
        assert_eq!(counted(&["henan", "drama"]), None);
        let stems: Vec<String> = ["micro", "short", "drama"].map(str::to_owned).into();
        let phrase = words.candidates.remove(&stems).unwrap().learned(1, 1.0);
        assert_eq!(phrase.text, "micro-short drama");
        assert_eq!(phrase.forms, ["micro short drama", "micro short dramas"]);
    }
}
