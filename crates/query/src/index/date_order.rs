//! Documents in the order of their dates.
//!
//! The newest of many documents are found by passing through all of a segment, newest first, until
//! enough of the many are met: how many these are does not matter then.

use std::cmp::Reverse;

use tantivy::DocId;

use crate::index::docset::DocSet;
use crate::request::Order;

/// All documents of a segment, newest first; those without a date last.
pub(crate) struct DateOrder {
    documents: Vec<DocId>,
    dated: usize,
}

impl DateOrder {
    /// Sorts documents; `places` are those of all, in the order of their numbers: the newer, the
    /// greater; 0 without a date.
    pub(crate) fn new(places: impl Iterator<Item = u64>) -> Self {
        let mut documents: Vec<(u64, DocId)> = places.zip(0..).collect();
        documents.sort_unstable_by_key(|&(place, _)| Reverse(place));
        let dated = documents.partition_point(|&(place, _)| place > 0);
        Self { documents: documents.into_iter().map(|(_, document)| document).collect(), dated }
    }

    /// Returns the first `limit` of `wanted` in the order of their dates, and those of the same date
    /// as the last of them; `place` returns a document's date key as it was when they were sorted.
    pub(crate) fn first(
        &self,
        wanted: &DocSet,
        order: Order,
        limit: usize,
        place: impl Fn(DocId) -> u64,
    ) -> Vec<DocId> {
        let (dated, undated) = self.documents.split_at(self.dated);
        let backwards = dated.iter().rev().chain(undated).copied();
        match order {
            Order::Oldest => first(backwards, wanted, limit, place),
            _ => first(self.documents.iter().copied(), wanted, limit, place),
        }
    }
}

fn first(
    documents: impl Iterator<Item = DocId>,
    wanted: &DocSet,
    limit: usize,
    place: impl Fn(DocId) -> u64,
) -> Vec<DocId> {
    let mut documents = documents.filter(|&document| wanted.contains(document));
    let mut found: Vec<DocId> = documents.by_ref().take(limit).collect();
    if let Some(&last) = found.last() {
        found.extend(documents.take_while(|&document| place(document) == place(last)));
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The judge sorts all.
        #[test]
        fn the_first_are_those_of_all_sorted(
            drawn in prop::collection::vec((0_u64..6, any::<bool>()), 0..80),
            limit in 0_usize..30,
        ) {
            let by_date = DateOrder::new(drawn.iter().map(|&(place, _)| place));
            let mut wanted = DocSet::new(drawn.len() as u32);
            let mut sorted: Vec<(u64, DocId)> = Vec::new();
            for (doc, &(place, _)) in (0..).zip(&drawn).filter(|(_, drawn)| drawn.1) {
                wanted.insert(doc);
                sorted.push((place, doc));
            }
            for order in [Order::Newest, Order::Oldest] {
                // What has no date is neither new nor old.
                let key = |place: u64| match order {
                    Order::Oldest => (place == 0, place),
                    _ => (false, 6 - place),
                };
                sorted.sort_by_key(|&(place, _)| key(place));
                let last = limit.checked_sub(1).and_then(|last| sorted.get(last)).copied();
                let is_first = |&&(place, _): &&(u64, DocId)| {
                    last.is_none_or(|last| key(place) <= key(last.0)) && limit > 0
                };
                let mut expected: Vec<DocId> =
                    sorted.iter().filter(is_first).map(|&(_, doc)| doc).collect();
                let mut found =
                    by_date.first(&wanted, order, limit, |doc| drawn[doc as usize].0);
                let places: Vec<_> = found.iter().map(|&doc| key(drawn[doc as usize].0)).collect();
                prop_assert!(places.is_sorted());
                expected.sort_unstable();
                found.sort_unstable();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
