//! The audit: what an index of dictionary words would not have found.
//!
//! Such an index holds the words that jieba (search mode, with the index's own user words) cuts an
//! article into, and finds a keyword where the words of the keyword's own cut stand. The keyword is
//! cut in the light of nothing, the article in the light of the neighbours, and the two may differ.
//! There are several ways to run such an index, see [`Reading`]; each is told apart.
//!
//! Every other doubt is decided for the dictionary index, so it misses no less than is said here:
//!
//! * a keyword's cut is the plain one, without the shorter words that search mode adds;
//! * text is folded and white space inside Chinese is taken out before the cut;
//! * runs of letters and digits are always found; what a query denies, dates and labels hold;
//! * distance, sentence and number of occurrences are not asked for, only that the places stand.

use std::collections::HashSet;
use std::ops::Range;

use tantivy::DocAddress;
use xunwen_schema::{Analyzer, Article, Atoms, Cut, Hmm, Literal};
use xxhash_rust::xxh3::xxh3_64;

use crate::ast::{Clause, Field};
use crate::engine::{Engine, Request};
use crate::error::Error;
use crate::evaluate::Scope;
use crate::plan::Plan;

/// How an index of dictionary words would have answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Articles in the exact tier.
    pub exact: u64,
    /// Articles looked at: all, or of more than [`Audit::MOST`] those whose ids have the smallest
    /// digests (xxh3), which is the same sample every time.
    pub audited: u64,
    /// The keywords and how a dictionary cuts them, in the order of the query.
    pub literals: Vec<AuditedLiteral>,
    /// The articles looked at that some reading would have missed, in the order of the answer.
    pub missed: Vec<Missed>,
}

/// A way to run an index of dictionary words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// HMM off, and the words of a keyword may stand anywhere in one field. It misses least, and
    /// also finds articles that hold the words but not the keyword.
    Anywhere,
    /// HMM off, and the words must stand in a row.
    InARow,
    /// HMM on, as jieba comes, and the words must stand in a row.
    Guessed,
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

/// An article that a dictionary index would have missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The readings that miss it.
    pub readings: Vec<Reading>,
    /// The first keyword that the first of these readings does not find in it.
    pub literal: String,
    /// How that reading cuts the article's text where the keyword stands first.
    pub cut: Vec<String>,
}

impl Audit {
    /// The most articles looked at.
    pub const MOST: usize = 5_000;

    /// Audits the exact tier of `request`, whatever its limit.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(engine: &Engine, request: &Request) -> Result<Self, Error> {
        let answer = engine.exact_tier(request)?;
        let analyzer = &engine.generation().analyzer;
        let plan = Plan::of(&request.query);
        let sample = sample(engine, answer.addresses())?;
        let mut audit =
            Self { exact: answer.totals().exact, audited: sample.len() as u64, ..Self::default() };
        let texts: Vec<&str> = plan.texts().collect();
        audit.literals = texts.iter().map(|text| audited(analyzer, text)).collect();
        let mut missed = Vec::new();
        for (place, address) in sample {
            let article = engine.article(address)?;
            let Some(root) = plan.root else { continue };
            missed.extend(missed_by(analyzer, &article, root).map(|missed| (place, missed)));
        }
        missed.sort_by_key(|&(place, _)| place);
        audit.missed = missed.into_iter().map(|(_, missed)| missed).collect();
        Ok(audit)
    }

    /// Returns how many of the articles looked at a reading would have missed.
    #[must_use]
    pub fn missed_by(&self, reading: Reading) -> usize {
        self.missed.iter().filter(|missed| missed.readings.contains(&reading)).count()
    }
}

impl Reading {
    /// All readings, the one that misses least first.
    pub const ALL: [Self; 3] = [Self::Anywhere, Self::InARow, Self::Guessed];

    /// Returns its name in output, such as `in_a_row`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::InARow => "in_a_row",
            Self::Guessed => "guessed",
        }
    }

    fn hmm(self) -> Hmm {
        if self == Self::Guessed { Hmm::On } else { Hmm::Off }
    }
}

/// Says which readings miss an article, if any does.
fn missed_by(analyzer: &Analyzer, article: &Article, root: &Clause) -> Option<Missed> {
    let mut missed: Option<Missed> = None;
    for reading in Reading::ALL {
        let reader = Reader::new(analyzer, article, reading);
        if !reader.finds(root, Scope::Any) {
            let missed = missed.get_or_insert_with(|| reader.missed(root, article));
            missed.readings.push(reading);
        }
    }
    missed
}

/// Returns the hits to look at with their places in the answer, in the order of the index.
fn sample(engine: &Engine, addresses: Vec<DocAddress>) -> Result<Vec<(usize, DocAddress)>, Error> {
    let mut sample: Vec<(usize, DocAddress)> = addresses.iter().copied().enumerate().collect();
    if sample.len() > Audit::MOST {
        let digests: Vec<u64> =
            engine.ids(&addresses)?.iter().map(|id| xxh3_64(id.as_bytes())).collect();
        sample.sort_by_key(|&(place, _)| (digests[place], place));
        sample.truncate(Audit::MOST);
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

/// An article as a dictionary index holds it.
struct Reader<'a> {
    analyzer: &'a Analyzer,
    reading: Reading,
    fields: Vec<IndexedText>,
}

/// A field of an article, and the words that a dictionary index holds of it.
struct IndexedText {
    field: Field,
    atoms: Atoms,
    words: HashSet<String>,
    places: HashSet<Range<usize>>,
}

impl<'a> Reader<'a> {
    fn new(analyzer: &'a Analyzer, article: &Article, reading: Reading) -> Self {
        let texts = [
            (Field::Title, &article.title),
            (Field::Summary, &article.summary),
            (Field::Body, &article.body),
        ];
        let fields = texts.map(|(field, text)| {
            let atoms = Atoms::scan(text);
            let cut = analyzer.plain_words(&atoms, Cut::Search, reading.hmm());
            let words = cut.iter().map(|word| atoms.join(word.clone()).to_owned()).collect();
            IndexedText { field, atoms, words, places: cut.into_iter().collect() }
        });
        Self { analyzer, reading, fields: fields.into() }
    }

    /// Returns whether a search for `clause` would find the article.
    fn finds(&self, clause: &Clause, scope: Scope) -> bool {
        match clause {
            Clause::Literal(text) => self.finds_literal(text, scope, false),
            Clause::Prefix(text) => self.finds_literal(text, scope, true),
            Clause::And(clauses) | Clause::Same { clauses, .. } => {
                clauses.iter().all(|clause| self.finds(clause, scope))
            }
            Clause::Or(clauses) => clauses.iter().any(|clause| self.finds(clause, scope)),
            Clause::Near { left, right, .. } => self.finds(left, scope) && self.finds(right, scope),
            Clause::Field { field, .. } if field.is_label() => true,
            Clause::Field { field, clause } => self.finds(clause, Scope::Only(*field)),
            Clause::Boost { clause, .. } | Clause::AtLeast { clause, .. } => {
                self.finds(clause, scope)
            }
            Clause::Not(_) | Clause::Date(_) => true,
        }
    }

    fn finds_literal(&self, text: &str, scope: Scope, open_end: bool) -> bool {
        let atoms = Atoms::scan(text);
        let is_han = |word: &Range<usize>| {
            word.clone().any(|at| atoms.get(at).is_some_and(|atom| atom.is_han()))
        };
        let mut cut = self.analyzer.plain_words(&atoms, Cut::Whole, self.reading.hmm());
        cut.retain(is_han);
        // A text that goes on stands in no row that can be told.
        if self.reading == Reading::Anywhere || open_end {
            return self.in_scope(scope).any(|text| text.has_all(&atoms, &cut, open_end));
        }
        let Some(literal) = Literal::new(text) else { return true };
        self.in_scope(scope).any(|text| text.has_row(&literal, &cut))
    }

    fn in_scope(&self, scope: Scope) -> impl Iterator<Item = &IndexedText> {
        self.fields.iter().filter(move |text| match scope {
            Scope::Any => true,
            Scope::Only(Field::Lead) => text.field == Field::Body,
            Scope::Only(own) => own == text.field,
        })
    }

    /// Says what of `root` is not found, and how the article is cut there.
    fn missed(&self, root: &Clause, article: &Article) -> Missed {
        let (literal, scope) = self.lacking(root, Scope::Any).unwrap_or_default();
        let place = Literal::new(literal).and_then(|literal| {
            let mut fields = self.in_scope(scope);
            fields.find_map(|text| Some((&text.atoms, literal.find(&text.atoms).next()?)))
        });
        Missed {
            id: article.id.clone(),
            title: article.title.clone(),
            readings: Vec::new(),
            literal: literal.to_owned(),
            cut: place.map(|(atoms, place)| self.cut_at(atoms, &place)).unwrap_or_default(),
        }
    }

    /// Returns the first literal of `clause` that is not found although the clause needs it.
    fn lacking<'c>(&self, clause: &'c Clause, scope: Scope) -> Option<(&'c str, Scope)> {
        if self.finds(clause, scope) {
            return None;
        }
        match clause {
            Clause::Literal(text) | Clause::Prefix(text) => Some((text, scope)),
            Clause::And(clauses) | Clause::Or(clauses) | Clause::Same { clauses, .. } => {
                // Of alternatives, the one that stands is the one that is missed.
                let mut lacking = clauses.iter().filter_map(|clause| self.lacking(clause, scope));
                let first = lacking.next()?;
                let mut all = std::iter::once(first).chain(lacking);
                Some(all.find(|found| self.stands(found)).unwrap_or(first))
            }
            Clause::Near { left, right, .. } => {
                self.lacking(left, scope).or_else(|| self.lacking(right, scope))
            }
            Clause::Field { field, clause } => self.lacking(clause, Scope::Only(*field)),
            Clause::Boost { clause, .. } | Clause::AtLeast { clause, .. } => {
                self.lacking(clause, scope)
            }
            Clause::Not(_) | Clause::Date(_) => None,
        }
    }

    fn stands(&self, &(text, scope): &(&str, Scope)) -> bool {
        Literal::new(text).is_some_and(|literal| {
            self.in_scope(scope).any(|text| literal.find(&text.atoms).next().is_some())
        })
    }

    /// Returns the words of the plain cut that touch `place`.
    fn cut_at(&self, atoms: &Atoms, place: &Range<usize>) -> Vec<String> {
        let cut = self.analyzer.plain_words(atoms, Cut::Whole, self.reading.hmm()).into_iter();
        cut.filter(|word| word.start < place.end && place.start < word.end)
            .map(|word| atoms.join(word).to_owned())
            .collect()
    }
}

impl IndexedText {
    /// Returns whether all words of a cut stand, anywhere.
    fn has_all(&self, atoms: &Atoms, cut: &[Range<usize>], open_end: bool) -> bool {
        cut.iter().all(|positions| {
            let word = atoms.join(positions.clone());
            let goes_on = || self.words.iter().any(|other| other.starts_with(word));
            let is_open = open_end && positions.end == atoms.len();
            self.words.contains(word) || (is_open && goes_on())
        })
    }

    /// Returns whether all words of a cut stand where the literal does.
    fn has_row(&self, literal: &Literal, cut: &[Range<usize>]) -> bool {
        literal.find(&self.atoms).any(|place| {
            let at = |word: &Range<usize>| place.start + word.start..place.start + word.end;
            cut.iter().all(|word| self.places.contains(&at(word)))
        })
    }
}
