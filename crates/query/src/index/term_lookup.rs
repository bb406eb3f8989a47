//! Lookups: what the dictionaries of an index say of terms, asked once each.
//!
//! A question asks for a term again and again: how rare it is, how rare a word is that it is a pair
//! of, where it occurs. In a large index each lookup is a walk through memory of every segment.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{DocAddress, DocId};
use xunwen_schema::TextField;

use crate::index::cancel::{Cancelled, Meter};
use crate::index::docset::DocSet;
use crate::index::segment::{Segment, Segments};
use crate::index::statistics::live_doc_freq;

/// Looks terms up for one question.
pub(crate) struct Lookup<'s> {
    pub(crate) segments: &'s Segments,
    known: RefCell<HashMap<Field, HashMap<String, Rc<TermInfos>>>>,
    meter: Meter,
}

/// A segment, and the lookups of the question that reads it.
#[derive(Clone, Copy)]
pub(crate) struct SegmentLookup<'l> {
    pub(crate) segment: &'l Segment,
    lookup: &'l Lookup<'l>,
}

/// What the dictionaries say of a term of one field.
pub(crate) struct TermInfos {
    pub(crate) field: Field,
    /// By segment.
    pub(crate) infos: Vec<Option<TermInfo>>,
    /// How many live documents have it, once that was asked.
    frequency: OnceCell<u64>,
}

impl<'s> Lookup<'s> {
    pub(crate) fn new(segments: &'s Segments) -> Self {
        Self { segments, known: RefCell::default(), meter: Meter::new(segments.cancel()) }
    }

    /// Counts units of work, and looks at the token of the question now and then.
    ///
    /// # Errors
    ///
    /// If the question is cancelled.
    #[inline]
    pub(crate) fn count(&self, units: u64) -> Result<(), Cancelled> {
        self.meter.count(units)
    }

    /// Returns a segment of the index to be read with these lookups.
    pub(crate) fn at(&'s self, segment: &'s Segment) -> SegmentLookup<'s> {
        SegmentLookup { segment, lookup: self }
    }

    /// Returns what the dictionaries say of `term`.
    pub(crate) fn find(&self, field: Field, term: &str) -> tantivy::Result<Rc<TermInfos>> {
        if let Some(found) = self.known.borrow().get(&field).and_then(|known| known.get(term)) {
            return Ok(Rc::clone(found));
        }
        let mut infos = Vec::new();
        for segment in self.segments.iter() {
            infos.push(segment.terms(field)?.info(term)?);
        }
        let frequency =
            self.frequency_elsewhere(field, term).map_or_else(OnceCell::new, OnceCell::from);
        let found = Rc::new(TermInfos { field, infos, frequency });
        let mut known = self.known.borrow_mut();
        known.entry(field).or_default().insert(term.to_owned(), Rc::clone(&found));
        Ok(found)
    }

    /// Returns in how many articles of the collection `field` has `term`, if the index is a sample.
    pub(crate) fn frequency_elsewhere(&self, field: Field, term: &str) -> Option<u64> {
        let collection = self.segments.collection()?;
        let texts = self.segments.fields().texts();
        let own = texts.iter().position(|&text| text == field)?;
        Some(collection.document_frequency(TextField::ALL[own], term))
    }

    /// Returns how many live articles have what was found.
    pub(crate) fn frequency(&self, found: &TermInfos) -> tantivy::Result<u64> {
        if let Some(&known) = found.frequency.get() {
            return Ok(known);
        }
        let mut sum = 0;
        for (segment, info) in self.segments.iter().zip(&found.infos) {
            if let Some(info) = info {
                sum += live_doc_freq(segment, found.field, info)?;
            }
        }
        Ok(*found.frequency.get_or_init(|| sum))
    }

    /// Returns how many live articles have the rarest of `terms` in `field`; all, if there are no
    /// terms.
    pub(crate) fn rarest_frequency<'t>(
        &self,
        field: Field,
        terms: impl Iterator<Item = &'t str>,
    ) -> tantivy::Result<u64> {
        let mut rarest = self.segments.num_docs();
        for term in terms {
            rarest = rarest.min(self.frequency(&*self.find(field, term)?)?);
        }
        Ok(rarest)
    }
}

impl<'l> SegmentLookup<'l> {
    /// Returns the lookups for all segments.
    pub(crate) fn lookup(&self) -> &'l Lookup<'l> {
        self.lookup
    }

    /// Counts units of work, as [`Lookup::count`] does.
    #[inline]
    pub(crate) fn count(&self, units: u64) -> Result<(), Cancelled> {
        self.lookup.count(units)
    }

    /// Reads the text that `doc` has in `field`, as it is stored.
    pub(crate) fn text(&self, field: Field, doc: DocId) -> tantivy::Result<String> {
        let segments = self.lookup.segments;
        let article = segments.article(DocAddress::new(self.segment.ordinal(), doc))?;
        Ok(segments.fields().text(field, &article).unwrap_or_default().to_owned())
    }

    /// Returns what the dictionary of `field` says of `term`.
    pub(crate) fn info(&self, field: Field, term: &str) -> tantivy::Result<Option<TermInfo>> {
        let found = self.lookup.find(field, term)?;
        Ok(found.infos[self.segment.ordinal() as usize].clone())
    }

    /// Adds to `docs` the documents that have the rarest of some terms in `field`; of each, `infos` says
    /// what the dictionary knows. Returns false if there are no terms.
    pub(crate) fn add_rarest<'i>(
        &self,
        field: Field,
        infos: impl Iterator<Item = &'i TermInfo>,
        docs: &mut DocSet,
    ) -> tantivy::Result<bool> {
        let Some(rarest) = infos.min_by_key(|info| info.doc_freq) else { return Ok(false) };
        self.count(rarest.doc_freq.into())?;
        self.segment.terms(field)?.insert_into(rarest, docs)?;
        Ok(true)
    }
}
