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

/// What is handed to a worker at once: so many articles, or so many bytes of text.
const MOST_ARTICLES: usize = 64;
const MOST_BYTES: usize = 256 << 10;
/// Batches that wait for a worker, per worker.
const WAITING: usize = 2;

/// Articles, by document.
type Batch = Vec<(u32, Article)>;

/// The postings of all fields that have any, by field.
pub(super) type FieldPostings = Vec<(Field, Inverted)>;

/// Threads at work on one segment.
pub(super) struct Workers {
    sender: Option<Sender<Batch>>,
    batch: Batch,
    batch_bytes: usize,
    threads: Vec<JoinHandle<FieldPostings>>,
    memory: Vec<Arc<AtomicUsize>>,
}

impl Workers {
    /// Starts `count` threads that share `memory` bytes.
    pub(super) fn start(schema: &Schema, count: usize, memory: usize) -> tantivy::Result<Self> {
        let (sender, receiver) = crossbeam_channel::bounded(WAITING * count);
        let mut workers = Self {
            sender: Some(sender),
            batch: Batch::new(),
            batch_bytes: 0,
            threads: Vec::with_capacity(count),
            memory: Vec::with_capacity(count),
        };
        for number in 0..count {
            let taken = Arc::new(AtomicUsize::new(0));
            let worker = Worker::new(schema, memory / count.max(1), Arc::clone(&taken));
            let receiver = receiver.clone();
            let thread = std::thread::Builder::new().name(format!("invert-{number}"));
            workers.threads.push(thread.spawn(move || worker.run(&receiver))?);
            workers.memory.push(taken);
        }
        Ok(workers)
    }

    /// Hands `article` to the next worker that has time.
    pub(super) fn add(&mut self, document: u32, article: Article) -> tantivy::Result<()> {
        self.batch_bytes += article.text_bytes();
        self.batch.push((document, article));
        if self.batch.len() < MOST_ARTICLES && self.batch_bytes < MOST_BYTES {
            return Ok(());
        }
        self.send()
    }

    /// Returns the memory that they took when they last said so, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.memory.iter().map(|taken| taken.load(Ordering::Relaxed)).sum()
    }

    /// Waits for all workers; returns what each made of its articles.
    pub(super) fn finish(mut self) -> tantivy::Result<Vec<FieldPostings>> {
        let sent = self.send();
        self.sender = None;
        let joined: Result<Vec<_>, _> = self.threads.drain(..).map(JoinHandle::join).collect();
        let postings = joined.map_err(|_| gone())?;
        sent.map(|()| postings)
    }

    fn send(&mut self) -> tantivy::Result<()> {
        self.batch_bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        let sender = self.sender.as_ref().ok_or_else(gone)?;
        sender.send(batch).map_err(|_| gone())
    }
}

fn gone() -> TantivyError {
    TantivyError::ErrorInThread("a thread that indexes has ended before its work".to_owned())
}

/// One thread's part of a segment.
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

    fn run(mut self, batches: &Receiver<Batch>) -> FieldPostings {
        for batch in batches {
            for (document, article) in batch {
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
        // What tantivy does with longer ones.
        let keys = keys.map(|(_, key)| key.as_ref().as_bytes());
        for key in keys.filter(|key| key.len() <= MAX_TOKEN_LEN) {
            waiting.add(key, 0);
        }
    });
}
