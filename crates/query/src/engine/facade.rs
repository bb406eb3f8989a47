//! The engine: opens an index and answers questions.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use xunwen_language::Query;
use xunwen_schema::{Article, FileAccess, Generation};

use crate::engine::answer::Answer;
use crate::engine::local::LocalEngine;
use crate::engine::page::Page;
use crate::engine::remote::{self, Remote};
use crate::engine::sample::Sample;
use crate::highlight::article::MarkedArticle;
use crate::index::cancel::Cancel;
use crate::index::error::Error;
use crate::ranking::baseline::Baseline;
use crate::request::{Expand, Request};

/// Answers questions about one generation of an index, as it was when opened.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::Request;
///
/// let request = Request::new(parse("短剧")?, 0);
/// assert_eq!(engine.count(&request)?, 2);
/// assert_eq!(engine.search(&request)?.hits[0].article.title, "短剧新赛道");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The articles are in files of this machine, or elsewhere, with a [`Remote`]: who asks need not know.
#[derive(Clone)]
pub struct Engine {
    backing: Backing,
}

#[derive(Clone)]
enum Backing {
    Local(LocalEngine),
    Remote(Arc<dyn Remote>),
}

impl Engine {
    /// Opens the live generation of the index directory `dir`.
    ///
    /// # Errors
    ///
    /// If the directory has no generation that this program can read.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        Self::open_with(dir, FileAccess::Map)
    }

    /// Does what [`Self::open`] does, with another access to files.
    ///
    /// # Errors
    ///
    /// As for [`Self::open`].
    pub fn open_with(dir: &Path, access: FileAccess) -> Result<Self, Error> {
        LocalEngine::open_with(dir, access).map(Self::of_local)
    }

    /// Opens a generation, live or not.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn of(generation: Generation) -> Result<Self, Error> {
        LocalEngine::of(generation).map(Self::of_local)
    }

    /// Returns the engine of a state that another program holds.
    #[must_use]
    pub fn remote(remote: Arc<dyn Remote>) -> Self {
        Self { backing: Backing::Remote(remote) }
    }

    /// Returns an engine that answers from a sample.
    #[must_use]
    pub fn sample(sample: Sample) -> Self {
        Self::of_local(sample.into_engine())
    }

    fn of_local(engine: LocalEngine) -> Self {
        Self { backing: Backing::Local(engine) }
    }

    /// Returns the engine that has opened the index itself.
    ///
    /// # Errors
    ///
    /// If the articles are elsewhere: `what` then cannot be had.
    pub(crate) fn local(&self, what: &'static str) -> Result<&LocalEngine, Error> {
        match &self.backing {
            Backing::Local(engine) => Ok(engine),
            Backing::Remote(remote) => {
                let place = remote.generation().path.display().to_string();
                Err(Error::Unsupported { what, place })
            }
        }
    }

    /// Returns the remote that holds the articles, if they are elsewhere.
    pub(crate) fn elsewhere(&self) -> Option<&Arc<dyn Remote>> {
        match &self.backing {
            Backing::Local(_) => None,
            Backing::Remote(remote) => Some(remote),
        }
    }

    /// Returns the same engine for questions that end with [`Error::Cancelled`] as soon as `cancel` is
    /// cancelled; what has been read is shared.
    #[must_use]
    pub fn with_cancel(&self, cancel: &Cancel) -> Self {
        match &self.backing {
            Backing::Local(engine) => Self::of_local(engine.with_cancel(cancel)),
            Backing::Remote(remote) => Self::remote(remote.with_cancel(cancel)),
        }
    }

    /// Returns the generation that answers.
    #[must_use]
    pub fn generation(&self) -> &Generation {
        match &self.backing {
            Backing::Local(engine) => engine.generation(),
            Backing::Remote(remote) => remote.generation(),
        }
    }

    /// Returns the article named `id`, with what `query` finds marked in its whole texts: title,
    /// summary and body, and with the other wordings of it that `expand` allows; `None` if the index has
    /// no such article.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn marked_article(
        &self,
        id: &str,
        query: &Query,
        expand: Expand,
    ) -> Result<Option<MarkedArticle>, Error> {
        match &self.backing {
            Backing::Local(engine) => engine.marked_article(id, query, expand),
            Backing::Remote(remote) => {
                let request = Request { limit: 0, expand, ..Request::new(query.clone(), 0) };
                let sample = remote.sample_with(&request, id)?;
                sample.map_or(Ok(None), |sample| sample.marked_article(id, query, expand))
            }
        }
    }

    /// Returns the article named `id`, if the index has it.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn article(&self, id: &str) -> Result<Option<Article>, Error> {
        match &self.backing {
            Backing::Local(engine) => engine.article(id),
            Backing::Remote(remote) => remote.article(id),
        }
    }

    /// Answers with the whole exact tier of `request` and nothing else.
    pub(crate) fn exact_tier(&self, request: &Request) -> Result<Answer<'_>, Error> {
        self.answer(&Request {
            offset: 0,
            limit: usize::MAX,
            exact_only: true,
            count_related: false,
            ..request.clone()
        })
    }

    /// Returns the number of articles in the index.
    #[must_use]
    pub fn articles(&self) -> u64 {
        match &self.backing {
            Backing::Local(engine) => engine.articles(),
            Backing::Remote(remote) => remote.articles(),
        }
    }

    /// Returns a number that is the same as long as the same articles are searched in the same way,
    /// by whatever process, and another as soon as an article is added, changed or deleted.
    #[must_use]
    pub fn version(&self) -> u64 {
        match &self.backing {
            Backing::Local(engine) => engine.version(),
            Backing::Remote(remote) => remote.version(),
        }
    }

    /// Answers `request` with one page.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn search(&self, request: &Request) -> Result<Page, Error> {
        let start = Instant::now();
        let answer = self.answer(request)?;
        let hits = answer.hits().collect::<Result<_, _>>()?;
        Ok(Page { totals: answer.totals(), hits, elapsed: start.elapsed() })
    }

    /// Returns how many articles the exact tier of `request` has, whatever page it asks for.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn count(&self, request: &Request) -> Result<u64, Error> {
        match &self.backing {
            Backing::Local(engine) => engine.count(request),
            Backing::Remote(remote) => remote.count(&request.folded()),
        }
    }

    /// Returns what finding the exact tier of `query` costs at most, in postings and positions to be
    /// read: some nanoseconds each. It is reckoned from the dictionaries, and only until it is
    /// `enough`.
    ///
    /// ```
    /// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
    /// use xunwen_language::parse;
    ///
    /// let cost = |query: &str| engine.cost(&parse(query).unwrap_or_default(), u64::MAX);
    /// assert_eq!(cost("没有的")?, 0);
    /// assert!(cost("短剧 近/9字 海外")? > cost("海外")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn cost(&self, query: &Query, enough: u64) -> Result<u64, Error> {
        match &self.backing {
            Backing::Local(engine) => engine.cost(query, enough),
            // What a cluster has to do for it is not done here.
            Backing::Remote(_) => Ok(0),
        }
    }

    /// Ranks what answers `request`; the hits themselves are read one by one.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn answer(&self, request: &Request) -> Result<Answer<'_>, Error> {
        match &self.backing {
            Backing::Local(engine) => engine.answer(request),
            Backing::Remote(remote) => remote::answer(remote, &request.folded()),
        }
    }

    /// Returns the ids of the first `limit` articles as a plain index would rank them, with their
    /// scores, best first. For comparison only: an article need not hold what `query` asks for.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn baseline(
        &self,
        query: &Query,
        baseline: Baseline,
        limit: usize,
    ) -> Result<Vec<(String, f32)>, Error> {
        self.local("a plain index's ranking")?.baseline(query, baseline, limit)
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("generation", self.generation()).finish_non_exhaustive()
    }
}
