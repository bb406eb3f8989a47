//! Writing: what several workers hold of a field becomes one list of postings a term.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use tantivy::TantivyError;
use tantivy::fieldnorm::{FieldNormReader, FieldNormReaders};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field;

use super::blocks::Postings;
use super::inverter::Inverted;
use super::terms::Numbered;

/// So many postings are merged before they are written.
const BATCH: usize = 1 << 16;
/// So many batches wait to be written.
const WAITING: usize = 2;

/// Terms in order, and their postings one behind the other.
#[derive(Default)]
struct Batch {
    terms: Vec<Term>,
    postings: Postings,
}

struct Term {
    bytes: Vec<u8>,
    /// In how many documents it stands.
    document_frequency: u32,
}

/// Writes the postings of every field; the field norms of `segment` are written already.
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

/// Merges on one thread and writes on another.
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
    std::thread::scope(|scope| {
        let merging = scope.spawn(move || Merger::new(parts).run(&sender));
        let written = write_batches(&mut serializer, batches, has_positions);
        let merged = merging.join();
        merged.map_err(|_| TantivyError::ErrorInThread("merging postings".to_owned()))?;
        written.map_err(TantivyError::from)
    })?;
    serializer.close()?;
    Ok(())
}

fn write_batches(
    serializer: &mut FieldSerializer<'_>,
    batches: Receiver<Batch>,
    has_positions: bool,
) -> io::Result<()> {
    for Batch { terms, postings } in batches {
        let mut entries = postings.documents.iter().zip(&postings.frequencies);
        let mut distances = &postings.distances[..];
        for Term { bytes, document_frequency } in &terms {
            serializer.new_term(bytes, *document_frequency, has_positions)?;
            for (&document, &frequency) in entries.by_ref().take(*document_frequency as usize) {
                let (here, rest) = distances.split_at((frequency as usize).min(distances.len()));
                serializer.write_doc(document, frequency, here);
                distances = rest;
            }
            serializer.close_term()?;
        }
    }
    Ok(())
}

/// Reads the parts of all workers side by side.
struct Merger {
    parts: Vec<Part>,
    /// The postings of one term, by part; kept for their memory.
    postings: Vec<Postings>,
}

struct Part {
    inverted: Inverted,
    head: Option<Numbered>,
}

impl Merger {
    fn new(parts: Vec<Inverted>) -> Self {
        let parts: Vec<_> = parts
            .into_iter()
            .map(|mut inverted| Part { head: inverted.terms.next(), inverted })
            .collect();
        Self { postings: vec![Postings::default(); parts.len()], parts }
    }

    /// Sends all terms; ends early if nobody receives them.
    fn run(mut self, sender: &SyncSender<Batch>) {
        let mut batch = Batch::default();
        while self.add_next(&mut batch) {
            if batch.postings.documents.len() >= BATCH
                && sender.send(std::mem::take(&mut batch)).is_err()
            {
                return;
            }
        }
        // A writer that is gone has said why.
        drop(sender.send(batch));
    }

    /// Adds the next term to `batch`; returns whether there was one.
    fn add_next(&mut self, batch: &mut Batch) -> bool {
        let heads = self.parts.iter().filter_map(|part| part.head.as_ref());
        let Some(bytes) = heads.map(|head| &head.term).min().cloned() else { return false };
        let mut lists = Vec::new();
        let mut document_frequency = 0;
        for (part, postings) in self.parts.iter_mut().zip(&mut self.postings) {
            let Some(head) = part.head.take_if(|head| head.term == bytes) else { continue };
            part.head = part.inverted.terms.next();
            document_frequency += part.inverted.document_frequency(head.number);
            postings.clear();
            part.inverted.read(head.number, postings);
            lists.push(List::new(postings));
        }
        merge(lists, &mut batch.postings);
        batch.terms.push(Term { bytes, document_frequency });
        true
    }
}

/// What is left of one part's postings of a term.
struct List<'p> {
    documents: &'p [u32],
    frequencies: &'p [u32],
    distances: &'p [u32],
}

impl<'p> List<'p> {
    fn new(postings: &'p Postings) -> Self {
        let Postings { documents, frequencies, distances } = postings;
        Self { documents, frequencies, distances }
    }

    /// Moves all documents before `end` behind `merged`.
    fn take_before(&mut self, end: u32, merged: &mut Postings) {
        let count = self.documents.partition_point(|&document| document < end);
        let (documents, rest) = self.documents.split_at(count);
        let (frequencies, rest_of_frequencies) = self.frequencies.split_at(count);
        let positions = frequencies.iter().map(|&frequency| frequency as usize).sum();
        let (distances, rest_of_distances) = self.distances.split_at(positions);
        merged.documents.extend_from_slice(documents);
        merged.frequencies.extend_from_slice(frequencies);
        merged.distances.extend_from_slice(distances);
        (self.documents, self.frequencies, self.distances) =
            (rest, rest_of_frequencies, rest_of_distances);
    }
}

/// Merges lists that have no document in common, by document.
fn merge(mut lists: Vec<List<'_>>, merged: &mut Postings) {
    loop {
        // The list whose turn it is, the document it is at, and that of the next one.
        let (mut turn, mut document, mut end) = (None, u32::MAX, u32::MAX);
        for list in &mut lists {
            match list.documents.first() {
                Some(&first) if first < document => {
                    (turn, document, end) = (Some(list), first, document);
                }
                Some(&first) => end = end.min(first),
                None => {}
            }
        }
        let Some(list) = turn else { return };
        list.take_before(end, merged);
    }
}
