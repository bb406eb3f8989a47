//! Chinese words that an English keyword is called by.

use std::collections::{HashMap, HashSet};

use xunwen_schema::{Article, Atoms};

use super::choice::{Learned, choose};
use super::evidence::{Evidence, Spread, UNLIKELY};
use super::examples::{Examples, fewest_of};
use crate::index::Index;
use crate::index::error::Error;

/// The longest word, in characters, and the most characters that are read of an article.
const LONGEST_WORD: usize = 6;
const MOST_CHARACTERS: usize = 300;
/// No word begins or ends with these.
const GRAMMAR: &str = "的了是在和与及或也都就而但将把被让对向从到为以于由其这那该此各每之着过等";
/// With fewer other articles in English, their words are no evidence.
const LEAST_ARTICLES: u64 = 5;
/// The most candidates that are looked up.
const MOST_CANDIDATES: usize = 40;
/// What is learned is at least so good as the best, and no more than this.
const LEAST_SHARE_OF_BEST: f64 = 0.4;
const MOST_LEARNED: usize = 3;

/// Returns what the keyword of `examples` is called.
pub(super) fn learned(index: &Index, examples: &Examples) -> Result<Vec<Learned>, Error> {
    let all = examples.articles.len() as u64;
    let articles_elsewhere = examples.others.iter().map(crate::index::docset::DocSet::len).sum();
    let mut learned = Vec::new();
    for (word, articles) in candidates(&examples.articles) {
        let forms = vec![word.clone()];
        let spread = Spread::of(index, &forms, &examples.others)?;
        let rarity = Evidence {
            here: articles,
            here_all: all,
            elsewhere: spread.articles.saturating_sub(articles),
            elsewhere_all: index.articles().saturating_sub(all),
        };
        let evidence =
            Evidence { elsewhere: spread.inside, elsewhere_all: articles_elsewhere, ..rarity };
        let surprise = rarity.g2();
        let contrast = evidence.contrast();
        let is_told = articles_elsewhere < LEAST_ARTICLES || evidence.g2() >= UNLIKELY;
        if surprise >= UNLIKELY && contrast > 0.0 && is_told {
            learned.push(Learned {
                parts: word.chars().map(String::from).collect(),
                text: word,
                forms,
                times: articles,
                articles: spread.articles,
                // The translation of a keyword occurs in most of the examples.
                score: surprise * contrast * rarity.share().powi(2),
            });
        }
    }
    Ok(choose(learned, LEAST_SHARE_OF_BEST, MOST_LEARNED))
}

/// Returns the pieces of Chinese text that occur in half of the articles, and in how many, those
/// in most first. A piece that only occurs inside a longer one is left out.
fn candidates(articles: &[Article]) -> Vec<(String, u64)> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for article in articles {
        for piece in pieces(article) {
            *counts.entry(piece).or_default() += 1;
        }
    }
    let least = fewest_of(articles.len() as u64);
    counts.retain(|_, count| *count >= least);
    // 风筝节在 is no word, though it may occur wherever 风筝节 does.
    counts.retain(|piece, _| {
        let edges = [piece.chars().next(), piece.chars().next_back()];
        !edges.into_iter().flatten().any(|c| GRAMMAR.contains(c))
    });
    let is_part = |piece: &str, count: u64| {
        let mut longer = counts.iter().filter(|(other, _)| other.len() > piece.len());
        longer.any(|(other, &others)| others == count && other.contains(piece))
    };
    let own = counts.iter().filter(|&(piece, &count)| !is_part(piece, count));
    let mut candidates: Vec<(String, u64)> =
        own.map(|(piece, &count)| (piece.clone(), count)).collect();
    candidates.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    candidates.truncate(MOST_CANDIDATES);
    candidates
}

/// Returns every row of two to six Han characters of an article, once.
fn pieces(article: &Article) -> HashSet<String> {
    let mut pieces = HashSet::new();
    let mut rest = MOST_CHARACTERS;
    for (_, text) in article.texts() {
        let atoms = Atoms::scan(text);
        let mut row = 0;
        for position in 0..atoms.len() {
            let is_han = rest > 0 && atoms.get(position).is_some_and(|atom| atom.is_han());
            row = if is_han { row + 1 } else { 0 };
            rest -= usize::from(is_han);
            for length in 2..=row.min(LONGEST_WORD) {
                pieces.insert(atoms.join(position + 1 - length..position + 1).to_owned());
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_stand_in_half_of_the_articles_and_not_only_in_longer_ones() {
        let titles = ["微短剧的新赛道", "郑州微短剧，出海", "短剧", "别的事"];
        let articles: Vec<Article> = titles
            .into_iter()
            .map(|title| Article { title: title.to_owned(), ..Article::default() })
            .collect();
        // 微短 occurs in 微短剧 only; 剧的 ends with a word of grammar, and is there once.
        let found = candidates(&articles);
        assert_eq!(found, [("短剧".to_owned(), 3), ("微短剧".to_owned(), 2)]);
    }
}
