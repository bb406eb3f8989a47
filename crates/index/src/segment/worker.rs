//! Workers: threads that turn articles into postings.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender};
use tantivy::TantivyError;
use tantivy::schema::{Field, Schema};
use tantivy::tokenizer::MAX_TOKEN_LEN;
use xunwen_schema::{Article, Atoms, Fields, each_index_term};

use super::inverter::{Inverted, Inverter};

/// The most articles that are sent to a worker at once.
const MOST_ARTICLES: usize = 128;
/// The bytes of text at which a batch is sent.
const MOST_BYTES: usize = 256 << 10;
/// Bytes of text per term, roughly.
const TERM_BYTES: usize = 3;

/// Articles for a worker.
#[derive(Default)]
struct ArticleBatch {
    /// Documents and their articles.
    articles: Vec<(u32, Article)>,
    /// The size of their texts.
    bytes: usize,
    /// Whether other workers have received articles since this worker's last batch.
    begins_range: bool,
}

/// The postings of one worker, by field.
pub(super) type FieldPostings = Vec<(Field, Inverted)>;

/// The threads that index one segment.
///
/// They take turns: each gets a range of articles, about as many as a worker sorts at once. The runs of
/// different workers therefore never interleave, and their postings are merged by concatenation.
pub(super) struct Workers {
    threads: Vec<Thread>,
    /// The worker whose turn it is.
    turn: usize,
    /// Batches sent in this turn.
    sent: usize,
    /// Batches per turn.
    range: usize,
    batch: ArticleBatch,
}

struct Thread {
    sender: Sender<ArticleBatch>,
    handle: JoinHandle<FieldPostings>,
    memory: Arc<AtomicUsize>,
}

impl Workers {
    /// Starts `count` threads that share `memory` bytes.
    pub(super) fn start(schema: &Schema, count: usize, memory: usize) -> tantivy::Result<Self> {
        let memory = memory / count.max(1);
        let range = (Inverter::most(memory) * TERM_BYTES).div_ceil(MOST_BYTES);
        let threads = (0..count.max(1)).map(|number| Thread::start(schema, number, memory, range));
        let threads = threads.collect::<Result<_, _>>()?;
        Ok(Self { threads, turn: 0, sent: 0, range, batch: ArticleBatch::default() })
    }

    /// Sends `article` to the worker whose turn it is.
    pub(super) fn add(&mut self, document: u32, article: Article) -> tantivy::Result<()> {
        self.batch.bytes += article.text_bytes();
        self.batch.articles.push((document, article));
        if self.batch.articles.len() < MOST_ARTICLES && self.batch.bytes < MOST_BYTES {
            return Ok(());
        }
        self.send()
    }

    /// Returns the memory in use as last reported by the workers, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.threads.iter().map(|thread| thread.memory.load(Ordering::Relaxed)).sum()
    }

    /// Waits for all workers; returns the postings of each.
    pub(super) fn finish(mut self) -> tantivy::Result<Vec<FieldPostings>> {
        let sent = self.send();
        // Dropping all senders ends all workers at once.
        let handles: Vec<_> = self.threads.into_iter().map(|thread| thread.handle).collect();
        let joined: Result<Vec<_>, _> = handles.into_iter().map(JoinHandle::join).collect();
        let postings = joined.map_err(|_| gone())?;
        sent.map(|()| postings)
    }

    fn send(&mut self) -> tantivy::Result<()> {
        let batch =
            ArticleBatch { begins_range: self.sent == 0, ..std::mem::take(&mut self.batch) };
        let thread = self.threads.get(self.turn).ok_or_else(gone)?;
        thread.sender.send(batch).map_err(|_| gone())?;
        self.sent += 1;
        if self.sent == self.range {
            self.sent = 0;
            self.turn = (self.turn + 1) % self.threads.len();
        }
        Ok(())
    }
}

impl Thread {
    /// Starts worker `number`. Its queue holds the `range` batches of a turn, so that the next worker's
    /// turn can begin at once.
    fn start(schema: &Schema, number: usize, memory: usize, range: usize) -> tantivy::Result<Self> {
        let (sender, receiver) = crossbeam_channel::bounded(range);
        let taken = Arc::new(AtomicUsize::new(0));
        let worker = Worker::new(schema, memory, Arc::clone(&taken));
        let thread = std::thread::Builder::new().name(format!("invert-{number}"));
        let handle = thread.spawn(move || worker.run(&receiver))?;
        Ok(Self { sender, handle, memory: taken })
    }
}

fn gone() -> TantivyError {
    TantivyError::ErrorInThread("an indexing thread has ended early".to_owned())
}

/// The work of one thread.
struct Worker {
    fields: Fields,
    inverters: Vec<(Field, Inverter)>,
    memory: Arc<AtomicUsize>,
}

impl Worker {
    fn new(schema: &Schema, memory: usize, taken: Arc<AtomicUsize>) -> Self {
        let inverters = schema.fields().filter(|(_, entry)| entry.is_indexed());
        let inverters = inverters.map(|(field, entry)| {
            let option = entry.field_type().index_record_option();
            let has_positions = option.is_some_and(|option| option.has_positions());
            (field, Inverter::new(has_positions, memory))
        });
        Self { fields: Fields::schema().1, inverters: inverters.collect(), memory: taken }
    }

    fn run(mut self, batches: &Receiver<ArticleBatch>) -> FieldPostings {
        for batch in batches {
            if batch.begins_range {
                self.inverters.iter_mut().for_each(|(_, inverter)| inverter.sort());
            }
            for (document, article) in batch.articles {
                self.add(document, &article);
            }
            let taken = self.inverters.iter().map(|(_, inverter)| inverter.memory()).sum();
            self.memory.store(taken, Ordering::Relaxed);
        }
        self.inverters.into_iter().map(|(field, inverter)| (field, inverter.finish())).collect()
    }

    fn add(&mut self, document: u32, article: &Article) {
        let keys = self.fields.keys(article);
        for (field, inverter) in &mut self.inverters {
            if let Some(text) = self.fields.text(*field, article) {
                add_text(inverter, document, text);
            } else {
                add_keys(inverter, document, keys.iter().filter(|key| key.0 == *field));
            }
        }
    }
}

fn add_text(inverter: &mut Inverter, document: u32, text: &str) {
    let atoms = Atoms::scan(text);
    inverter.add(document, atoms.len() as u32, |waiting| {
        each_index_term(&atoms, |term, position| waiting.add(term.as_bytes(), position));
    });
}

fn add_keys<'k, K: AsRef<str> + 'k>(
    inverter: &mut Inverter,
    document: u32,
    keys: impl Iterator<Item = &'k (Field, K)>,
) {
    inverter.add(document, 1, |waiting| {
        // tantivy, too, drops longer ones.
        let keys = keys.map(|(_, key)| key.as_ref().as_bytes());
        for key in keys.filter(|key| key.len() <= MAX_TOKEN_LEN) {
            waiting.add(key, 0);
        }
    });
}
