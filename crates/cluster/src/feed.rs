//! Feeding: articles from one reader to several writers, each of which sends to the cluster.
//!
//! All versions of an article go to one writer, so that the last one stays. The queues are short: a slow
//! cluster slows the reading down, and memory stays bounded.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use xunwen_query::Cancel;
use xunwen_schema::Article;
use xxhash_rust::xxh3::xxh3_64;

use crate::bulk::{Written, write};
use crate::client::Client;
use crate::error::ClusterError;

/// The articles that are sent together, at most,
const ARTICLES: usize = 500;
/// and the bytes of their texts.
const BYTES: usize = 3 << 20;
/// Batches that wait for a writer.
const WAITING: usize = 1;

/// Where articles go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Feed<'f> {
    pub(crate) client: &'f Client,
    pub(crate) index: &'f str,
    pub(crate) writers: usize,
    pub(crate) cancel: &'f Cancel,
}

/// What became of all articles, and what was noticed.
#[derive(Debug, Default)]
pub(crate) struct Fed {
    pub(crate) written: Written,
    /// Articles whose id came before, and the first such id.
    pub(crate) repeated: u64,
    pub(crate) repeated_id: Option<String>,
    /// How many different ids there were.
    pub(crate) ids: u64,
}

/// Takes articles for the writers.
pub(crate) struct Intake {
    queues: Vec<Sender<Vec<Article>>>,
    waiting: Vec<(Vec<Article>, usize)>,
    seen: HashSet<u64>,
    fed: Fed,
}

impl Feed<'_> {
    /// Lets `read` hand articles over, and writes them; `read` is told by false that a writer has failed.
    pub(crate) fn run<T>(
        &self,
        read: impl FnOnce(&mut Intake) -> T,
    ) -> Result<(T, Fed), ClusterError> {
        let total = Mutex::new(Ok(Written::default()));
        let (read, fed) = thread::scope(|scope| {
            let mut queues = Vec::new();
            for _ in 0..self.writers.max(1) {
                let (sender, batches) = bounded(WAITING);
                queues.push(sender);
                scope.spawn(|| self.write_all(batches, &total));
            }
            let waiting = queues.iter().map(|_| (Vec::new(), 0)).collect();
            let mut intake = Intake { queues, waiting, seen: HashSet::new(), fed: Fed::default() };
            let read = read(&mut intake);
            (read, intake.finish())
        });
        let written = total.into_inner().unwrap_or_else(PoisonError::into_inner)?;
        Ok((read, Fed { written, ..fed }))
    }

    fn write_all(
        &self,
        batches: Receiver<Vec<Article>>,
        total: &Mutex<Result<Written, ClusterError>>,
    ) {
        for batch in batches {
            let written = write(self.client, self.index, &batch, self.cancel);
            let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
            match (written, total.as_mut()) {
                (Ok(written), Ok(total)) => total.add(written),
                (Err(error), Ok(_)) => *total = Err(error),
                (_, Err(_)) => {}
            }
            if total.is_err() {
                // The queue is closed with its receiver, which the reader notices.
                return;
            }
        }
    }
}

impl Intake {
    /// Takes articles; returns false if they cannot be written.
    pub(crate) fn take(&mut self, articles: Vec<Article>) -> bool {
        articles.into_iter().all(|article| self.take_one(article))
    }

    fn take_one(&mut self, article: Article) -> bool {
        let hash = xxh3_64(article.id.as_bytes());
        if !self.seen.insert(hash) {
            self.fed.repeated += 1;
            self.fed.repeated_id.get_or_insert_with(|| article.id.clone());
        }
        let own = (hash % self.queues.len() as u64) as usize;
        let (waiting, bytes) = &mut self.waiting[own];
        *bytes += article.text_bytes();
        waiting.push(article);
        waiting.len() < ARTICLES && *bytes < BYTES || self.send(own)
    }

    fn send(&mut self, own: usize) -> bool {
        let (batch, _) = std::mem::take(&mut self.waiting[own]);
        batch.is_empty() || self.queues[own].send(batch).is_ok()
    }

    fn finish(mut self) -> Fed {
        for own in 0..self.queues.len() {
            self.send(own);
        }
        Fed { ids: self.seen.len() as u64, ..self.fed }
    }
}
