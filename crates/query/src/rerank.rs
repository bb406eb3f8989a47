//! The second look: the best of the related tier are ranked again by where the query stands.
//!
//! BM25 counts what stands anywhere in an article. An article that has most of the query close
//! together, or at its beginning, more likely answers it than one that has it here and there; so
//! the weight of what stands in its best stretch, and of what stands in its lead, is added.
//! A stretch that stands under a title need not repeat it: what the title has, every stretch has.
//!
//! Only the first `RERANKED` articles by BM25 are looked at, whatever page is asked for; the
//! additions are never negative, so pages stay parts of one ranking.

mod feedback;
mod places;
mod units;
mod window;

use tantivy::DocAddress;
use tantivy::schema::Field;
use xunwen_schema::Fields;

use crate::rank::Ranked;
use crate::related::RelatedTerm;
use crate::score::{Bm25, ScorePart, Weighted};
use crate::segment::Segments;
use crate::weights::{LEAD_WEIGHT, WINDOW_WEIGHT};

pub(crate) use units::Units;

use units::whole;
use window::{Cover, best_window, lead};

/// Where the query stands in one article.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) address: DocAddress,
    /// The field with the best stretch, and what stands there or in the title.
    pub(crate) window: (Field, Cover),
    /// The same of the beginning, without the title.
    pub(crate) lead: (Field, Cover),
}

impl Standing {
    /// Returns what is added to the article's score, in this order.
    pub(crate) fn additions(&self) -> [f32; 2] {
        [WINDOW_WEIGHT * whole(self.window.1.weight), LEAD_WEIGHT * whole(self.lead.1.weight)]
    }

    /// Returns the additions as parts of the score.
    pub(crate) fn parts(&self, units: &Units) -> Vec<ScorePart> {
        let [window, lead] = self.additions();
        let parts = [
            ("within 80 characters", self.window, WINDOW_WEIGHT, window),
            ("at the beginning", self.lead, LEAD_WEIGHT, lead),
        ];
        let part = |(text, (field, cover), weight, contribution): (&str, (Field, Cover), _, _)| {
            let (idf, length) = (whole(cover.weight), units.len() as u32);
            let text = text.to_owned();
            let part = ScorePart::new(field, cover.units);
            ScorePart { text, length, idf, weight, contribution, ..part }
        };
        parts.map(part).into_iter().filter(|part| part.contribution > 0.0).collect()
    }
}

/// Finds where units, as they were looked up, stand in each of `articles`; in no order that means
/// anything.
pub(crate) fn standings(
    segments: &Segments,
    fields: &Fields,
    looked_up: (&Units, &[Weighted]),
    articles: &[Ranked],
) -> tantivy::Result<Vec<Standing>> {
    let units = looked_up.0;
    let mut standings = Vec::with_capacity(articles.len());
    for segment in segments.iter() {
        let ordinal = segment.ordinal();
        let own = articles.iter().filter(|article| article.address.segment_ord == ordinal);
        let mut docs: Vec<u32> = own.map(|article| article.address.doc_id).collect();
        docs.sort_unstable();
        let found = places::read(segment, fields, looked_up, &docs)?;
        for (doc, places) in docs.into_iter().zip(found) {
            let texts = [(fields.body, &places.body), (fields.summary, &places.summary)];
            let window =
                texts.map(|(field, text)| (field, best_window(text, units, &places.in_title)));
            let lead = texts.map(|(field, text)| (field, lead(text, units)));
            let address = DocAddress::new(ordinal, doc);
            standings.push(Standing { address, window: better(window), lead: better(lead) });
        }
    }
    Ok(standings)
}

/// Returns the terms that `best`, the best articles in order, have in common beside the query; those
/// that `standings` do not tell of are passed over.
pub(crate) fn feedback(
    index: (&Segments, &Fields),
    bm25: &Bm25<'_>,
    units: &Units,
    standings: &[Standing],
    best: &[Ranked],
) -> tantivy::Result<Vec<RelatedTerm>> {
    let mut known = Vec::with_capacity(best.len());
    for ranked in best {
        let own = standings.iter().find(|standing| standing.address == ranked.address);
        known.extend(own.map(|standing| (*ranked, standing)));
    }
    feedback::feedback(index, bm25, units, &known)
}

/// Returns the one with more of the query; the first of equals.
fn better([first, second]: [(Field, Cover); 2]) -> (Field, Cover) {
    if second.1.weight > first.1.weight { second } else { first }
}
