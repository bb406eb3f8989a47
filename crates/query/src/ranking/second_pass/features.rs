//! What an article gains by how close together the query occurs in it.

use tantivy::DocAddress;
use tantivy::schema::Field;

use super::proximity_terms::{ProximityTerms, whole};
use super::window::WindowCoverage;
use crate::ranking::score_parts::ScorePart;
use crate::ranking::weights::{LEAD_WEIGHT, WINDOW_WEIGHT};

/// How close together, and how early, the query occurs in one article.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProximityFeatures {
    pub(crate) address: DocAddress,
    /// The field with the best stretch, and what occurs there or in the title.
    pub(crate) window: (Field, WindowCoverage),
    /// The same of the beginning, without the title.
    pub(crate) lead: (Field, WindowCoverage),
}

impl ProximityFeatures {
    /// Returns what is added to the article's score, in this order.
    pub(crate) fn additions(&self) -> [f32; 2] {
        [WINDOW_WEIGHT * whole(self.window.1.weight), LEAD_WEIGHT * whole(self.lead.1.weight)]
    }

    /// Returns the additions as parts of the score.
    pub(crate) fn parts(&self, units: &ProximityTerms) -> Vec<ScorePart> {
        let [window, lead] = self.additions();
        let parts = [
            ("within 80 characters", self.window, WINDOW_WEIGHT, window),
            ("at the beginning", self.lead, LEAD_WEIGHT, lead),
        ];
        let part = |(text, (field, cover), weight, contribution): (
            &str,
            (Field, WindowCoverage),
            _,
            _,
        )| {
            let idf = whole(cover.weight);
            let length = units.len() as u32;
            let text = text.to_owned();
            let part = ScorePart::new(field, cover.units);
            ScorePart { text, length, idf, weight, contribution, ..part }
        };
        parts.map(part).into_iter().filter(|part| part.contribution > 0.0).collect()
    }
}
