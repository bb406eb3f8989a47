//! What an index holds.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use tantivy::SegmentReader;
use xunwen_schema::Published;

use crate::engine::Engine;
use crate::error::Error;

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The live generation.
    pub generation: u64,
    /// Version of the layout.
    pub format: u32,
    /// Fingerprint of the analysis.
    pub fingerprint: String,
    /// Number of words besides the built-in dictionary.
    pub user_words: usize,
    /// Number of articles.
    pub articles: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Number of tantivy segments.
    pub segments: usize,
    /// When the oldest dated article was published.
    pub oldest: Option<Published>,
    /// When the newest dated article was published.
    pub newest: Option<Published>,
    /// Articles without a date.
    pub undated: u64,
    /// Articles by outlet, as written, most first.
    pub sources: Vec<Count>,
    /// Articles by language, most first.
    pub languages: Vec<Count>,
}

/// A number of articles that share a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What they share.
    pub name: String,
    /// How many they are.
    pub articles: u64,
}

impl Facts {
    /// Collects the facts of the index that `engine` has opened.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn of(engine: &Engine) -> Result<Self, Error> {
        let generation = engine.generation();
        let segments = engine.searcher().segment_readers();
        let mut facts = Self {
            generation: generation.number,
            format: generation.manifest.format,
            fingerprint: generation.manifest.fingerprint.clone(),
            user_words: generation.manifest.user_words.len(),
            articles: engine.searcher().num_docs(),
            bytes: bytes(&generation.path),
            segments: segments.len(),
            sources: counts(segments, "source")?,
            languages: counts(segments, "lang")?,
            ..Self::default()
        };
        facts.read_dates(segments)?;
        Ok(facts)
    }

    fn read_dates(&mut self, segments: &[SegmentReader]) -> Result<(), Error> {
        let (mut oldest, mut newest) = (None::<i64>, None::<i64>);
        for segment in segments {
            let dates = segment.fast_fields().i64("published")?;
            for doc in segment.doc_ids_alive() {
                match dates.first(doc) {
                    Some(seconds) => {
                        oldest = Some(oldest.map_or(seconds, |known| known.min(seconds)));
                        newest = Some(newest.map_or(seconds, |known| known.max(seconds)));
                    }
                    None => self.undated += 1,
                }
            }
        }
        self.oldest = oldest.map(|seconds| Published::from_seconds(seconds, true));
        self.newest = newest.map(|seconds| Published::from_seconds(seconds, true));
        Ok(())
    }
}

/// Counts the articles by the values of a text column.
fn counts(segments: &[SegmentReader], column: &str) -> Result<Vec<Count>, Error> {
    let mut totals: HashMap<String, u64> = HashMap::new();
    for segment in segments {
        let Some(values) = segment.fast_fields().str(column)? else { continue };
        let mut of_segment: HashMap<u64, u64> = HashMap::new();
        for doc in segment.doc_ids_alive() {
            for ordinal in values.term_ords(doc) {
                *of_segment.entry(ordinal).or_default() += 1;
            }
        }
        for (ordinal, articles) in of_segment {
            let mut name = String::new();
            values.ord_to_str(ordinal, &mut name).map_err(tantivy::TantivyError::from)?;
            *totals.entry(name).or_default() += articles;
        }
    }
    let mut counts: Vec<Count> =
        totals.into_iter().map(|(name, articles)| Count { name, articles }).collect();
    counts.sort_by(|left, right| {
        right.articles.cmp(&left.articles).then_with(|| left.name.cmp(&right.name))
    });
    Ok(counts)
}

/// Adds up the files of a generation; one that is merged away meanwhile counts as nothing.
fn bytes(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|data| data.len()).sum()
}
