//! Hits, as objects of Python.

use pyo3::prelude::*;
use xunwen_query::{Hit as HitData, Passage as PassageData};

use crate::failure::characters;

/// An article that was found, and why.
#[pyclass(frozen, get_all, module = "xunwen._native")]
pub(crate) struct Hit {
    rank: usize,
    tier: &'static str,
    score: f64,
    id: String,
    title: String,
    /// What matched in the title: start and end in characters.
    title_marks: Vec<(usize, usize)>,
    summary: String,
    body: String,
    source: Option<String>,
    published_at: Option<String>,
    url: Option<String>,
    tags: Vec<String>,
    lang: Option<String>,
    passages: Vec<Py<Passage>>,
    matched: Vec<String>,
    via: Vec<String>,
}

/// A piece of one of an article's texts.
#[pyclass(frozen, get_all, module = "xunwen._native")]
pub(crate) struct Passage {
    field: &'static str,
    text: String,
    /// What matched: start and end in characters of `text`.
    marks: Vec<(usize, usize)>,
}

impl Hit {
    pub(crate) fn of(py: Python<'_>, hit: HitData) -> PyResult<Self> {
        let HitData { rank, tier, score, article, title, passages, matched, via } = hit;
        let passages = passages.iter().map(|(field, passage)| {
            let marks = marks(passage);
            Py::new(py, Passage { field: field.name(), text: passage.text.clone(), marks })
        });
        Ok(Self {
            rank,
            tier: tier.name(),
            score: as_written(score),
            id: article.id,
            title: article.title,
            title_marks: marks(&title),
            summary: article.summary,
            body: article.body,
            source: article.source,
            published_at: article.published_at.map(|time| time.to_string()),
            url: article.url,
            tags: article.tags,
            lang: article.lang,
            passages: passages.collect::<PyResult<_>>()?,
            matched,
            via,
        })
    }
}

fn marks(passage: &PassageData) -> Vec<(usize, usize)> {
    let in_characters = |mark| characters(&passage.text, mark);
    passage.marks.iter().map(in_characters).map(|mark| (mark.start, mark.end)).collect()
}

/// Returns a score with the digits that the program writes: those that tell it from other scores.
pub(crate) fn as_written(score: f32) -> f64 {
    let written = serde_json::to_string(&score).ok();
    written.and_then(|digits| digits.parse().ok()).unwrap_or_else(|| f64::from(score))
}
