//! How much occurrences count in texts of each length.

use std::sync::{Arc, OnceLock};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use xunwen_schema::Fields;

use crate::index::segment::Segments;
use crate::index::statistics::mean_lengths;
use crate::ranking::weights::{B, K1, LITERAL_FIELDS, TERM_FIELDS};

/// Frequencies below this, which nearly all are, have their saturated value in a table.
const TABLED_FREQUENCIES: usize = 8;

/// The lengths in each field, computed when they are first asked for; all clones share them.
#[derive(Clone, Default)]
pub(crate) struct FieldNormCache {
    fields: Arc<OnceLock<[FieldNorms; 3]>>,
}

/// How lengths count in one field: by the index's code for a length, of which there are 256.
pub(crate) struct FieldNorms {
    pub(super) field: Field,
    pub(super) literal_weight: f32,
    pub(super) term_weight: f32,
    norms: [f32; 256],
    /// What few occurrences count, from none on.
    few: [[f32; 256]; TABLED_FREQUENCIES],
}

impl FieldNormCache {
    /// Returns the fields of `segments`, in the order of `Fields::texts`.
    pub(super) fn fields(
        &self,
        segments: &Segments,
        fields: &Fields,
    ) -> tantivy::Result<&[FieldNorms; 3]> {
        if let Some(known) = self.fields.get() {
            return Ok(known);
        }
        let texts = fields.texts();
        let means = mean_lengths(segments, fields)?;
        Ok(self.fields.get_or_init(|| {
            [0, 1, 2].map(|at| {
                FieldNorms::new(texts[at], LITERAL_FIELDS[at], TERM_FIELDS[at], means[at])
            })
        }))
    }
}

impl FieldNorms {
    fn new(field: Field, literal_weight: f32, term_weight: f32, mean: f32) -> Self {
        let mut norms = [0.0; 256];
        for (slot, code) in norms.iter_mut().zip(0..=u8::MAX) {
            let length = FieldNormReader::id_to_fieldnorm(code) as f32;
            *slot = K1 * (1.0 - B + B * length / mean.max(1.0));
        }
        let mut few = [[0.0; 256]; TABLED_FREQUENCIES];
        for (frequency, counted) in (0..).zip(&mut few) {
            *counted = norms.map(|norm| saturated(frequency, norm));
        }
        Self { field, literal_weight, term_weight, norms, few }
    }

    /// Returns how much `frequency` occurrences count in a text of this length.
    #[inline]
    pub(super) fn saturated(&self, frequency: u32, length: u8) -> f32 {
        let length = usize::from(length);
        match self.few.get(frequency as usize) {
            Some(counted) => counted[length],
            None => saturated(frequency, self.norms[length]),
        }
    }
}

fn saturated(frequency: u32, norm: f32) -> f32 {
    let frequency = frequency as f32;
    frequency * (K1 + 1.0) / (frequency + norm)
}
