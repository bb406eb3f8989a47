//! The audit: what an index of dictionary words would not have found.
//!
//! Such an index holds the words that jieba (search mode, with the index's own user words) cuts an
//! article into, and finds a keyword where the words of the keyword's own cut occur. The keyword is
//! cut without context, the article with it, and the two may differ.
//! There are several ways to run such an index, see [`DictionaryMode`]; each is counted separately.
//!
//! Every other doubt is decided for the dictionary index, so it misses no less than is said here:
//!
//! * a keyword's cut is the plain one, without the shorter words that search mode adds;
//! * text is folded and white space inside Chinese is taken out before the cut;
//! * runs of letters and digits are always found; what a query denies, dates and labels hold;
//! * distance, sentence and number of occurrences are not asked for, only that the keywords occur.

mod dictionary_index;
pub(super) mod missed;

use tantivy::DocAddress;
use xunwen_language::Clause;
use xunwen_schema::{Analyzer, Article, Atoms, Cut, Hmm};
use xxhash_rust::xxh3::xxh3_64;

use crate::engine::facade::Engine;
use crate::index::Index;
use crate::index::error::Error;
use crate::matching::scope::Scope;
use crate::request::Request;
use dictionary_index::DictionaryArticle;
use missed::{DictionaryMode, MissedArticle};

/// How an index of dictionary words would have answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Articles in the exact tier.
    pub exact: u64,
    /// Articles looked at: all, or of more than [`Audit::MOST_AUDITED`] those whose ids have the smallest
    /// digests (xxh3), which is the same sample every time.
    pub audited: u64,
    /// The keywords and how a dictionary cuts them, in the order of the query.
    pub literals: Vec<AuditedLiteral>,
    /// The articles looked at that some reading would have missed, in the order of the answer.
    pub missed: Vec<MissedArticle>,
}

/// A keyword, and what a dictionary takes it for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditedLiteral {
    /// The keyword.
    pub text: String,
    /// The words it is cut into, HMM off.
    pub words: Vec<String>,
    /// The words it is cut into, HMM on.
    pub guessed: Vec<String>,
}

impl Audit {
    /// The most articles looked at.
    pub const MOST_AUDITED: usize = 5_000;

    /// Audits the exact tier of `request`, whatever its limit.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(engine: &Engine, request: &Request) -> Result<Self, Error> {
        let index = engine.local("an audit")?.index();
        let answer = engine.exact_tier(request)?;
        let analyzer = &engine.generation().analyzer;
        let sample = sample(index, answer.addresses())?;
        let mut audit =
            Self { exact: answer.totals().exact, audited: sample.len() as u64, ..Self::default() };
        let literals = answer.query().literals.iter();
        audit.literals = literals.map(|it| audited(analyzer, &it.literal.text)).collect();
        let mut missed = Vec::new();
        for (place, address) in sample {
            let article = index.article(address)?;
            let Some(root) = request.query.root() else { continue };
            missed.extend(missed_by(analyzer, &article, root).map(|missed| (place, missed)));
        }
        missed.sort_by_key(|&(place, _)| place);
        audit.missed = missed.into_iter().map(|(_, missed)| missed).collect();
        Ok(audit)
    }

    /// Returns how many of the articles looked at a reading would have missed.
    #[must_use]
    pub fn missed_by(&self, reading: DictionaryMode) -> usize {
        self.missed.iter().filter(|missed| missed.modes.contains(&reading)).count()
    }
}

/// Says which modes miss an article, if any does.
fn missed_by(analyzer: &Analyzer, article: &Article, root: &Clause) -> Option<MissedArticle> {
    let mut missed: Option<MissedArticle> = None;
    for reading in DictionaryMode::ALL {
        let reader = DictionaryArticle::new(analyzer, article, reading);
        if !reader.finds(root, Scope::Any) {
            let missed = missed.get_or_insert_with(|| reader.missed(root, article));
            missed.modes.push(reading);
        }
    }
    missed
}

/// Returns the hits to look at with their places in the answer, in the order of the index.
fn sample(index: &Index, addresses: Vec<DocAddress>) -> Result<Vec<(usize, DocAddress)>, Error> {
    let mut sample: Vec<(usize, DocAddress)> = addresses.iter().copied().enumerate().collect();
    if sample.len() > Audit::MOST_AUDITED {
        let digests: Vec<u64> =
            index.ids(&addresses)?.iter().map(|id| xxh3_64(id.as_bytes())).collect();
        sample.sort_by_key(|&(place, _)| (digests[place], place));
        sample.truncate(Audit::MOST_AUDITED);
    }
    sample.sort_by_key(|&(_, address)| address);
    Ok(sample)
}

fn audited(analyzer: &Analyzer, text: &str) -> AuditedLiteral {
    let atoms = Atoms::scan(text);
    let cut = |hmm| {
        let words = analyzer.plain_words(&atoms, Cut::Whole, hmm).into_iter();
        words.map(|word| atoms.join(word).to_owned()).collect()
    };
    AuditedLiteral { text: text.to_owned(), words: cut(Hmm::Off), guessed: cut(Hmm::On) }
}
