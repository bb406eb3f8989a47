//! Writing: the postings of several workers become one posting list per term.

use std::io;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use tantivy::TantivyError;
use tantivy::fieldnorm::{FieldNormReader, FieldNormReaders};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field;

use super::blocks::{Block, Postings};
use super::inverter::Inverted;
use super::terms::Term;

/// Postings per batch, from the merging to the writing thread.
const BATCH: usize = 1 << 16;
/// The most batches that wait to be written.
const WAITING: usize = 2;

/// Terms in order, and their postings in sequence.
#[derive(Default)]
struct MergedTerms {
    /// For each term, the end of its bytes, and its document frequency.
    terms: Vec<(usize, u32)>,
    bytes: Vec<u8>,
    postings: Postings,
}

impl MergedTerms {
    fn clear(&mut self) {
        self.terms.clear();
        self.bytes.clear();
        self.postings.clear();
    }
}

/// Writes the postings of every field; the field norms of `segment` must have been written.
pub(super) fn write_postings(
    segment: &Segment,
    fields: Vec<(Field, Vec<Inverted>)>,
) -> tantivy::Result<()> {
    let norms = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
    let mut serializer = InvertedIndexSerializer::open(segment)?;
    for (field, parts) in fields {
        write_field(&mut serializer, field, parts, norms.get_field(field)?)?;
    }
    serializer.close()?;
    Ok(())
}

/// Writes the postings of one field: one thread merges, another writes.
fn write_field(
    serializer: &mut InvertedIndexSerializer,
    field: Field,
    parts: Vec<Inverted>,
    norms: Option<FieldNormReader>,
) -> tantivy::Result<()> {
    let tokens = parts.iter().map(|part| part.tokens).sum();
    if tokens == 0 {
        return Ok(());
    }
    let has_positions = parts.iter().any(Inverted::has_positions);
    let mut serializer = serializer.new_field(field, tokens, norms)?;
    let (sender, batches) = sync_channel(WAITING);
    // Written batches are sent back and reused: they are too large to be allocated again and again.
    let (sender_back, written) = channel();
    std::thread::scope(|scope| {
        let parts = &parts;
        let merging = scope.spawn(move || Merger::new(parts, has_positions).run(&sender, &written));
        let written = write_batches(&mut serializer, batches, &sender_back, has_positions);
        let merged = merging.join();
        merged.map_err(|_| TantivyError::ErrorInThread("merging postings".to_owned()))?;
        written.map_err(TantivyError::from)
    })?;
    serializer.close()?;
    Ok(())
}

fn write_batches(
    serializer: &mut FieldSerializer<'_>,
    batches: Receiver<MergedTerms>,
    back: &Sender<MergedTerms>,
    has_positions: bool,
) -> io::Result<()> {
    for batch in batches {
        write_batch(serializer, &batch, has_positions)?;
        // The merging thread may have ended.
        drop(back.send(batch));
    }
    Ok(())
}

fn write_batch(
    serializer: &mut FieldSerializer<'_>,
    MergedTerms { terms, bytes, postings }: &MergedTerms,
    has_positions: bool,
) -> io::Result<()> {
    let mut entries = postings.documents.iter().zip(&postings.frequencies);
    let mut distances = &postings.distances[..];
    let mut start = 0;
    for &(end, document_frequency) in terms {
        serializer.new_term(&bytes[start..end], document_frequency, has_positions)?;
        for (&document, &frequency) in entries.by_ref().take(document_frequency as usize) {
            let (here, rest) = distances.split_at((frequency as usize).min(distances.len()));
            serializer.write_doc(document, frequency, here);
            distances = rest;
        }
        serializer.close_term()?;
        start = end;
    }
    Ok(())
}

/// Merges the postings of all workers.
struct Merger<'p> {
    parts: Vec<Part<'p>>,
    has_positions: bool,
    /// The blocks of one term, reused for their memory.
    blocks: Vec<Block<'p>>,
}

/// The postings of one worker.
struct Part<'p> {
    inverted: &'p Inverted,
    /// The next term, and its number.
    head: Option<(Term<'p>, u32)>,
    rest: Box<dyn Iterator<Item = (Term<'p>, u32)> + 'p>,
}

impl<'p> Merger<'p> {
    fn new(parts: &'p [Inverted], has_positions: bool) -> Self {
        let part = |inverted: &'p Inverted| {
            let mut rest = Box::new(inverted.terms.iter());
            Part { inverted, head: rest.next(), rest }
        };
        Self { parts: parts.iter().map(part).collect(), has_positions, blocks: Vec::new() }
    }

    /// Sends all terms; ends early if the receiver is gone.
    fn run(mut self, sender: &SyncSender<MergedTerms>, written: &Receiver<MergedTerms>) {
        let mut batch = MergedTerms::default();
        while self.add_next(&mut batch) {
            if batch.postings.documents.len() < BATCH {
                continue;
            }
            let mut empty = written.try_recv().unwrap_or_default();
            empty.clear();
            if sender.send(std::mem::replace(&mut batch, empty)).is_err() {
                return;
            }
        }
        // If the writing thread is gone, it has reported an error.
        drop(sender.send(batch));
    }

    /// Appends the next term to `batch`; returns whether there was one.
    fn add_next(&mut self, batch: &mut MergedTerms) -> bool {
        let heads = self.parts.iter().filter_map(|part| part.head);
        let Some(term) = heads.map(|(term, _)| term).min() else { return false };
        self.blocks.clear();
        let mut document_frequency = 0;
        for part in &mut self.parts {
            let Some((_, number)) = part.head.take_if(|head| head.0 == term) else { continue };
            part.head = part.rest.next();
            document_frequency += part.inverted.document_frequency(number);
            self.blocks.extend(part.inverted.blocks(number));
        }
        // The documents of different runs do not interleave.
        self.blocks.sort_unstable_by_key(|block| block.first);
        for block in &self.blocks {
            batch.postings.unpack(block, self.has_positions);
        }
        term.write(&mut batch.bytes);
        batch.terms.push((batch.bytes.len(), document_frequency));
        true
    }
}
