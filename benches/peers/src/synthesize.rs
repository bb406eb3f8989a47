//! Synthetic articles: the sentences of real ones, recombined.
//!
//! A seed and a number determine an article: its length and outlet come from one real article, its
//! headline from another, and its sentences, a few in a row, from any. Synthetic articles are marked
//! as such: ids begin with `synthetic-`, and `synthetic` is a tag.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use serde_json::{Value, json};
use xunwen_index::{Corpus, InputOptions, inputs};
use xunwen_schema::{Article, Published};

use crate::args::SynthesizeArgs;
use crate::outcome::Outcome;
use crate::random::roll;

/// The most real articles kept in memory; of more, a uniform sample.
const KEPT: u64 = 150_000;
/// The most consecutive sentences taken from one article.
const ROW: u64 = 3;
/// The earliest date, the beginning of 2005 in China, in seconds since 1970.
const FIRST_SECOND: i64 = 1_104_508_800;
/// The range of dates, twenty years.
const SECONDS: u64 = 20 * 365 * 86_400;

/// Makes articles out of real ones and writes them to a file.
pub(crate) fn run(args: &SynthesizeArgs) -> Outcome<()> {
    to_file(&Pool::read(&args.docs, args.seed)?, args.articles, args.seed, &args.out)
}

/// Writes `count` articles to a file, compressed with zstd.
pub(crate) fn to_file(pool: &Pool, count: u64, seed: u64, path: &Path) -> Outcome<()> {
    let mut out = zstd::Encoder::new(BufWriter::new(File::create(path)?), 1)?;
    pool.write(count, seed, &mut out)?;
    out.finish()?.flush()?;
    Ok(())
}

/// Real articles, divided into sentences.
pub(crate) struct Pool {
    articles: Vec<Real>,
    titles: Vec<usize>,
}

struct Real {
    title: String,
    source: Option<String>,
    has_summary: bool,
    /// Bytes of the body.
    length: usize,
    body: String,
    /// The end of each sentence of the body, in bytes.
    ends: Vec<u32>,
}

impl Pool {
    /// Reads real articles: all, or a uniform sample (reservoir sampling).
    pub(crate) fn read(docs: &[String], seed: u64) -> Outcome<Self> {
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut articles: Vec<Real> = Vec::new();
        let mut seen = 0;
        for input in inputs(docs)?.files {
            for batch in Corpus::open(&input, &InputOptions::default())? {
                for article in
                    batch?.articles.into_iter().filter(|article| !article.body.is_empty())
                {
                    seen += 1;
                    let real = Real::new(article);
                    match roll(&mut dice, seen.max(KEPT)) as usize {
                        _ if seen <= KEPT => articles.push(real),
                        place if place < articles.len() => articles[place] = real,
                        _ => {}
                    }
                }
            }
        }
        if articles.is_empty() {
            return Err("no article with a body to take sentences from".into());
        }
        let titles = (0..articles.len()).filter(|&at| !articles[at].title.is_empty()).collect();
        Ok(Self { articles, titles })
    }

    /// Writes the first `count` articles of a seed, a line each.
    pub(crate) fn write(&self, count: u64, seed: u64, out: &mut impl Write) -> Outcome<()> {
        for number in 0..count {
            writeln!(out, "{}", self.article(number, seed))?;
        }
        Ok(())
    }

    fn article(&self, number: u64, seed: u64) -> Value {
        // A sequence for each article, independent of the articles before it.
        let mut dice =
            Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number);
        let model = self.any(&mut dice);
        let title = match self.titles[..] {
            [] => "",
            _ if model.title.is_empty() => "",
            _ => {
                &self.articles[self.titles[roll(&mut dice, self.titles.len() as u64) as usize]]
                    .title
            }
        };
        let seconds = FIRST_SECOND + roll(&mut dice, SECONDS) as i64;
        json!({
            "id": format!("synthetic-{seed}-{number:08}"),
            "title": title,
            "body": self.text(model.length, &mut dice),
            "summary": if model.has_summary { self.text(1, &mut dice) } else { String::new() },
            "source": model.source,
            "published_at": Published::from_seconds(seconds, true).to_string(),
            "tags": ["synthetic"],
        })
    }

    /// Returns sentences with a total of at least `length` bytes.
    fn text(&self, length: usize, dice: &mut Xoshiro256PlusPlus) -> String {
        let mut text = String::with_capacity(length * 5 / 4);
        while text.len() < length {
            let from = self.any(dice);
            let first = roll(dice, from.ends.len() as u64) as usize;
            let last = first + roll(dice, ROW) as usize;
            text.push_str(from.sentences(first, last));
        }
        text
    }

    fn any(&self, dice: &mut Xoshiro256PlusPlus) -> &Real {
        &self.articles[roll(dice, self.articles.len() as u64) as usize]
    }
}

impl Real {
    fn new(article: Article) -> Self {
        let mut ends: Vec<u32> = Vec::new();
        for (at, end) in article.body.match_indices(['。', '！', '？', '\n']) {
            ends.push((at + end.len()) as u32);
        }
        if ends.last() != Some(&(article.body.len() as u32)) {
            ends.push(article.body.len() as u32);
        }
        Self {
            length: article.body.len(),
            title: article.title,
            source: article.source,
            has_summary: !article.summary.is_empty(),
            body: article.body,
            ends,
        }
    }

    /// Returns the sentences from `first` to `last`, or to the end of the article.
    fn sentences(&self, first: usize, last: usize) -> &str {
        let start = first.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        let end = self.ends[last.min(self.ends.len() - 1)] as usize;
        &self.body[start..end]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn made(count: u64, seed: u64) -> Vec<u8> {
        let sample = crate::peer::project("index-data/sample/articles.jsonl").display().to_string();
        let pool = Pool::read(&[sample], seed).unwrap();
        let mut out = Vec::new();
        pool.write(count, seed, &mut out).unwrap();
        out
    }

    #[test]
    fn equal_seeds_make_equal_articles() {
        assert_eq!(made(50, 7), made(50, 7));
        assert_ne!(made(50, 7), made(50, 8));
        // Fewer are the first of more.
        assert!(made(80, 7).starts_with(&made(50, 7)));
    }

    #[test]
    fn articles_are_as_many_as_asked_for_and_say_that_they_are_synthetic() {
        let text = String::from_utf8(made(500, 1)).unwrap();
        let articles: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let ids: HashSet<&str> =
            articles.iter().map(|article| article["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 500);
        assert!(ids.iter().all(|id| id.starts_with("synthetic-")));
        assert!(articles.iter().all(|article| article["tags"] == json!(["synthetic"])));
    }

    #[test]
    fn bodies_are_about_as_long_as_real_ones_and_made_of_their_sentences() {
        let sample = crate::peer::project("index-data/sample/articles.jsonl").display().to_string();
        let pool = Pool::read(&[sample], 1).unwrap();
        let mean = |lengths: &mut dyn Iterator<Item = usize>| {
            let lengths: Vec<usize> = lengths.collect();
            lengths.iter().sum::<usize>() / lengths.len()
        };
        let real = mean(&mut pool.articles.iter().map(|real| real.length));
        let made = mean(
            &mut (0..400).map(|number| pool.article(number, 1)["body"].as_str().unwrap().len()),
        );
        assert!((real..real * 3 / 2).contains(&made), "{made} instead of {real}");
        let sentence = pool.articles[3].sentences(1, 1);
        assert!(
            pool.articles[3].body.contains(sentence)
                && sentence.ends_with(['。', '！', '？', '\n'])
        );
    }
}
