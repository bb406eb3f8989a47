//! A word that is proposed.

/// A word that the dictionary lacks.
#[derive(Clone, Debug, PartialEq)]
pub struct NewWord {
    /// The word, folded.
    pub word: String,
    /// How often it occurs in what was read.
    pub occurrences: u64,
    /// In how many articles: so many would rank in another way with it.
    pub articles: u64,
    /// Pointwise mutual information at its weakest joint, in nats.
    pub cohesion: f64,
    /// The smaller of the entropies of what precedes and what follows it, in nats.
    pub variety: f64,
    /// How many times as many of the recent articles have it as of the earlier ones; `None` where
    /// nothing is recent, or nothing earlier.
    pub rise: Option<f64>,
    /// An example of it in context.
    pub example: String,
}

/// The least cohesion, in nats, of a word with a piece of one character, and of one without.
pub(super) const LEAST_COHESION: [f64; 2] = [4.0, 6.5];
