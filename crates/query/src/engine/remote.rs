//! Remote engines: what answers where the articles are elsewhere, in a cluster.
//!
//! An [`Engine`](crate::Engine) of a remote has the same face as one of an index directory. What the remote is asked
//! is small: how many articles, which ones, and a [`Sample`] of the few articles that a page can show.

use std::sync::Arc;

use xunwen_schema::{Article, Generation};

use crate::engine::answer::Answer;
use crate::engine::elsewhere::{Extent, Listing, Tally};
use crate::engine::page::Totals;
use crate::engine::sample::Sample;
use crate::index::cancel::Cancel;
use crate::index::error::Error;
use crate::request::Request;

/// A state of an index that another program holds.
pub trait Remote: Tally {
    /// Returns what is known of the generation: its number, its place, and its analysis.
    fn generation(&self) -> &Generation;

    /// Returns a number that is another as soon as an article is added, changed or deleted.
    fn version(&self) -> u64;

    /// Returns the number of articles.
    fn articles(&self) -> u64;

    /// Returns the same for questions that end as soon as `cancel` is cancelled.
    fn with_cancel(&self, cancel: &Cancel) -> Arc<dyn Remote>;

    /// Returns the state as it is now; `None` if it is still this one.
    ///
    /// # Errors
    ///
    /// If the remote does not answer.
    fn renewed(&self) -> Result<Option<Arc<dyn Remote>>, Error>;

    /// Returns how many articles the exact tier of `request` has.
    ///
    /// # Errors
    ///
    /// If the remote does not answer.
    fn count(&self, request: &Request) -> Result<u64, Error>;

    /// Answers `request`.
    ///
    /// # Errors
    ///
    /// If the remote does not answer.
    fn answer(&self, request: &Request) -> Result<RemoteAnswer, Error>;

    /// Returns a sample of the articles that decide the ranking of `request`, and the article `id`
    /// among them; `None` if there is no such article.
    ///
    /// # Errors
    ///
    /// If the remote does not answer.
    fn sample_with(&self, request: &Request, id: &str) -> Result<Option<Sample>, Error>;

    /// Returns the article `id`, if there is one.
    ///
    /// # Errors
    ///
    /// If the remote does not answer.
    fn article(&self, id: &str) -> Result<Option<Article>, Error>;

    /// Says what the index takes and which time it covers.
    ///
    /// # Errors
    ///
    /// If the remote does not answer.
    fn extent(&self) -> Result<Extent, Error>;
}

/// An answer of a remote.
#[derive(Clone, Debug)]
pub struct RemoteAnswer {
    /// How many articles answer the query.
    pub totals: Totals,
    /// The hits of the request.
    pub hits: RemoteHits,
}

/// The hits of an answer of a remote.
#[derive(Clone, Debug)]
pub enum RemoteHits {
    /// All that rank before the end of the page are in this sample, which ranks them.
    Sample(Sample),
    /// They are listed, too many to be ranked here.
    Listing(Arc<dyn Listing>),
}

/// Answers `request` with what `remote` finds.
pub(super) fn answer(
    remote: &Arc<dyn Remote>,
    request: &Request,
) -> Result<Answer<'static>, Error> {
    let RemoteAnswer { totals, hits } = remote.answer(request)?;
    let tally: Arc<dyn Tally> = Arc::<dyn Remote>::clone(remote);
    let answer = match hits {
        RemoteHits::Sample(sample) => sample.owned_answer(request)?,
        RemoteHits::Listing(listing) => Answer::of_listing(listing, request),
    };
    Ok(answer.counted_by(tally, request, totals))
}
