//! What an index holds.

use xunwen_schema::{Published, generation};

use crate::corpus::facets::{Count, FacetKind, by_value, elsewhere, facets};
use crate::engine::facade::Engine;
use crate::engine::remote::Remote;
use crate::index::docset::DocSet;
use crate::index::error::Error;
use crate::index::segment::{Segment, Segments};

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexInfo {
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

impl IndexInfo {
    /// Collects the facts of the index that `engine` has opened.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn of(engine: &Engine) -> Result<Self, Error> {
        if let Some(remote) = engine.elsewhere() {
            return Self::ask(remote.as_ref());
        }
        let live = engine.generation();
        let segments = engine.local("its facts")?.index().segments();
        let all: Vec<DocSet> = segments.iter().map(Segment::live_docs).collect();
        let counts = |kind| by_value(segments, &all, kind).map(|facet| facet.counts);
        let sources = counts(FacetKind::Source)?;
        let languages = counts(FacetKind::Lang)?;
        let mut facts = Self {
            generation: live.number,
            format: live.manifest.format,
            fingerprint: live.manifest.fingerprint.clone(),
            user_words: live.manifest.user_words.len(),
            articles: engine.articles(),
            bytes: generation::bytes(&live.path),
            segments: segments.iter().count(),
            sources,
            languages,
            ..Self::default()
        };
        facts.read_dates(segments)?;
        Ok(facts)
    }

    /// Counts all articles of `engine` by `kind`, as a facet of all of them.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn counts(engine: &Engine, kind: FacetKind) -> Result<Vec<Count>, Error> {
        if let Some(remote) = engine.elsewhere() {
            let facets = elsewhere(remote.as_ref(), None, &[kind])?;
            return Ok(facets.into_iter().flat_map(|facet| facet.counts).collect());
        }
        let segments = engine.local("its counts")?.index().segments();
        let all: Vec<DocSet> = segments.iter().map(Segment::live_docs).collect();
        Ok(facets(segments, &all, &[kind])?.into_iter().flat_map(|facet| facet.counts).collect())
    }

    fn ask(remote: &dyn Remote) -> Result<Self, Error> {
        let live = remote.generation();
        let extent = remote.extent()?;
        let mut counts =
            elsewhere(remote, None, &[FacetKind::Source, FacetKind::Lang])?.into_iter();
        let mut next = || counts.next().map(|facet| facet.counts).unwrap_or_default();
        Ok(Self {
            generation: live.number,
            format: live.manifest.format,
            fingerprint: live.manifest.fingerprint.clone(),
            user_words: live.manifest.user_words.len(),
            articles: remote.articles(),
            bytes: extent.bytes,
            segments: extent.segments,
            oldest: extent.oldest.map(time),
            newest: extent.newest.map(time),
            undated: extent.undated,
            sources: next(),
            languages: next(),
        })
    }

    fn read_dates(&mut self, segments: &Segments) -> Result<(), Error> {
        let mut oldest = None::<i64>;
        let mut newest = None::<i64>;
        for segment in segments.iter() {
            let columns = segment.columns()?;
            for doc in segment.live_docs().iter() {
                match columns.published(doc) {
                    Some(seconds) => {
                        oldest = Some(oldest.map_or(seconds, |known| known.min(seconds)));
                        newest = Some(newest.map_or(seconds, |known| known.max(seconds)));
                    }
                    None => self.undated += 1,
                }
            }
        }
        self.oldest = oldest.map(time);
        self.newest = newest.map(time);
        Ok(())
    }
}

/// Returns a time of the date column, in which a day without an hour and its first second are the
/// same.
fn time(seconds: i64) -> Published {
    let day = Published::from_seconds(seconds, false);
    if day.seconds() == seconds { day } else { Published::from_seconds(seconds, true) }
}
