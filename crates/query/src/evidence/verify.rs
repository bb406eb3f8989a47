//! Verification: whether an index is what it says it is, and finds what it holds.

use std::path::PathBuf;

use tantivy::DocAddress;
use xunwen_schema::{
    Article, Atoms, CommitPayload, CommittedFiles, Generation, Literal, Manifest, OpenError,
};
use xxhash_rust::xxh3::xxh3_64;

use crate::engine::local::LocalEngine;
use crate::index::docset::DocSet;
use crate::index::error::Error;
use crate::index::segment::Segments;
use crate::index::term_lookup::Lookup;
use crate::matching::phrase::Phrase;

/// How often files are looked at that a writer replaces at the same time.
const ATTEMPTS: usize = 10;

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// The generation.
    pub generation: u64,
    /// The files that do not hold what was written, or are missing, by name.
    pub damaged: Vec<PathBuf>,
    /// Files that no commit lists, because an older program wrote them: only their own checksums are
    /// known, so nothing shows if one is swapped for the same kind of file of another segment.
    pub unlisted: usize,
    /// Articles in the index, as its segments count them; 0 if a file is damaged.
    pub articles: u64,
    /// Articles in the index, as the job that wrote it counted them; older programs did not say.
    pub counted: Option<u64>,
    /// Articles of the sample whose texts were looked for.
    pub sampled: usize,
    /// The ids of those that cannot be read, or are not found by pieces of their own texts, sorted.
    pub lost: Vec<String>,
}

impl Verification {
    /// The most articles of a sample.
    pub const SAMPLE: usize = 500;
    /// The atoms of a piece of text that is looked for.
    const PIECE_ATOMS: usize = 6;

    /// Looks at a generation: the checksums of all files, the number of articles, and whether a sample
    /// of them, evenly spread, is found by pieces of their own texts.
    ///
    /// # Errors
    ///
    /// If the index cannot be read at all.
    pub fn of(generation: Generation) -> Result<Self, Error> {
        let (damaged, unlisted) = damaged_files(&generation)?;
        let number = generation.number;
        let mut found = Self { generation: number, damaged, unlisted, ..Self::default() };
        // What is damaged may not even be readable.
        if found.damaged.is_empty() {
            let engine = &LocalEngine::of(generation)?;
            let payload = engine.index().commit_payload()?;
            found.counted = CommitPayload::parse(payload.as_deref()).articles;
            found.articles = engine.articles();
            found.look_for_sample(engine)?;
        }
        Ok(found)
    }

    /// Returns whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let is_counted = self.counted.is_none_or(|counted| counted == self.articles);
        self.damaged.is_empty() && self.lost.is_empty() && is_counted
    }

    fn look_for_sample(&mut self, engine: &LocalEngine) -> Result<(), Error> {
        let lookup = Lookup::new(engine.index().segments());
        for address in sample(engine.index().segments()) {
            self.sampled += 1;
            let article = engine.index().article(address)?;
            if !is_found(engine, &lookup, address, &article)? {
                self.lost.push(article.id);
            }
        }
        self.lost.sort();
        Ok(())
    }
}

/// Returns the names of the files that do not hold what was written, and the number of those that no
/// commit lists.
fn damaged_files(generation: &Generation) -> Result<(Vec<PathBuf>, usize), OpenError> {
    let mut attempt = 1;
    loop {
        let before = CommittedFiles::open(&generation.path)?;
        let (mut damaged, unlisted) = before.check_all()?;
        // A writer may have removed files meanwhile.
        let is_stale = !CommittedFiles::open(&generation.path)?.is_of_same_commit(&before);
        if !damaged.is_empty() && is_stale && attempt < ATTEMPTS {
            attempt += 1;
            continue;
        }
        damaged.extend(Manifest::check(&generation.path).err());
        return Ok((names(damaged)?, unlisted));
    }
}

/// Returns the names of damaged files.
fn names(damaged: Vec<OpenError>) -> Result<Vec<PathBuf>, OpenError> {
    let name = |error| match error {
        OpenError::Damaged { path, .. } => Ok(path.file_name().map_or(path.clone(), PathBuf::from)),
        other => Err(other),
    };
    damaged.into_iter().map(name).collect()
}

/// Returns the documents whose places are the multiples of one step, in all segments together.
fn sample(segments: &Segments) -> Vec<DocAddress> {
    let mut all = Vec::new();
    for segment in segments.iter() {
        let live = segment.live_docs();
        all.extend(live.iter().map(|doc| DocAddress::new(segment.ordinal(), doc)));
    }
    all.iter().step_by(all.len().div_ceil(Verification::SAMPLE).max(1)).copied().collect()
}

/// Returns whether an article is found by its id, and by a piece of each of its texts.
fn is_found(
    engine: &LocalEngine,
    lookup: &Lookup<'_>,
    address: DocAddress,
    article: &Article,
) -> Result<bool, Error> {
    if engine.index().find(&article.id)? != Some(address) {
        return Ok(false);
    }
    let segment = engine.index().segments().segment(address.segment_ord);
    let at = lookup.at(segment);
    let only = DocSet::singleton(segment.max_doc(), address.doc_id);
    let fields = engine.index().fields();
    for (field, text) in article.texts() {
        let Some(piece) = piece(text) else { continue };
        let phrase = Phrase::new(piece, false);
        if phrase.frequencies(at, fields.of_text(field), &only)?.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns a piece of `text` as a literal: from anywhere in it, but always the same.
fn piece(text: &str) -> Option<Literal> {
    let atoms = Atoms::scan(text);
    let last = (atoms.len() + 1).saturating_sub(Verification::PIECE_ATOMS) as u64;
    let start = (xxh3_64(text.as_bytes()) % last.max(1)) as usize;
    let end = (start + Verification::PIECE_ATOMS).min(atoms.len());
    // A break at either end is no part of a literal.
    Literal::new(text.get(atoms.span(start..end))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_stands_in_its_text() {
        for text in ["微短剧，出海。GPT-4 与 U.S. 的新闻", "好", "a，b。c！d；e：f？g", "6.96亿元"]
        {
            let piece = piece(text).unwrap();
            assert!(piece.find(&Atoms::scan(text)).next().is_some(), "{text}");
        }
        assert!(piece("。！").is_none());
    }
}
