//! The engine: an opened index, and what can be asked of it.

use std::path::PathBuf;
use std::time::Instant;

use pyo3::prelude::*;
use serde_json::json;
use xunwen_cluster::Place;
use xunwen_query::Engine as EngineData;
use xunwen_query::corpus::{
    CalendarUnit, CollocateMeasure, Collocates, Concordance, ConcordanceLine, ConcordanceOptions,
    Facet, FacetCount, FacetKind, IndexInfo, Keywords, LineOrder, Point, Trend, TrendRequest,
};
use xunwen_query::evidence::{Audit, Explanation, Receipt};
use xunwen_schema::Generation;
use xunwen_wire::{ContextLine, ContextSummary, PROGRAM, Period, TrendSummary, elapsed_ms};

use crate::answer::Answer;
use crate::calls::{Interruption, detached};
use crate::failure::Failure;
use crate::question::{Question, read};
use crate::table::{Table, counts, measures, texts};

/// An opened generation of an index.
#[pyclass(frozen, module = "xunwen._native")]
pub(crate) struct Engine {
    inner: EngineData,
}

impl Engine {
    /// Asks the engine, while other threads of Python run, until a signal comes.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&EngineData) -> Result<T, Failure> + Send,
    ) -> PyResult<T> {
        let interruption = Interruption::default();
        let engine = self.inner.with_cancel(&interruption.cancel());
        detached(py, || interruption.or_raised(work(&engine)))
    }
}

#[pymethods]
impl Engine {
    /// Opens the index at `place`, a directory or the address of a cluster's; in a directory, the live
    /// generation or another.
    #[new]
    #[pyo3(signature = (place, generation = None))]
    fn new(py: Python<'_>, place: PathBuf, generation: Option<u64>) -> PyResult<Self> {
        let inner = detached(py, || {
            if Place::is_address(&place) {
                return Ok(EngineData::remote(xunwen_cluster::open(&place)?));
            }
            match generation {
                None => Ok(EngineData::open(&place)?),
                Some(number) => {
                    let generation =
                        Generation::read(&place, number).map_err(xunwen_query::Error::from)?;
                    Ok(EngineData::of(generation)?)
                }
            }
        })?;
        Ok(Self { inner })
    }

    /// The number of the generation.
    #[getter]
    fn generation(&self) -> u64 {
        self.inner.generation().number
    }

    /// The fingerprint of the analysis.
    #[getter]
    fn fingerprint(&self) -> String {
        self.inner.generation().manifest.fingerprint.clone()
    }

    /// The number of articles.
    #[getter]
    fn articles(&self) -> u64 {
        self.inner.articles()
    }

    /// Counts the exact tier.
    fn count(&self, py: Python<'_>, question: &Question) -> PyResult<u64> {
        self.ask(py, |engine| Ok(engine.count(&question.request)?))
    }

    /// Ranks what answers.
    fn answer(&self, py: Python<'_>, question: &Question) -> PyResult<Answer> {
        let interruption = Interruption::default();
        let engine = self.inner.with_cancel(&interruption.cancel());
        let answer = detached(py, || {
            let answer = engine.answer(&question.request).map(|answer| answer.into_owned());
            interruption.or_raised(answer.map_err(Failure::from))
        })?;
        Ok(Answer::new(answer, interruption))
    }

    /// Ranks what answers, and returns the ids with scores that fall with every rank.
    fn run(&self, py: Python<'_>, question: &Question) -> PyResult<Vec<(String, f64)>> {
        let hits = self.ask(py, |engine| {
            Ok(xunwen_wire::run(&engine.answer(&question.request)?, &question.request)?)
        })?;
        // With the digits of a run that the program writes.
        let written = |score: f32| score.to_string().parse().unwrap_or_else(|_| f64::from(score));
        Ok(hits.into_iter().map(|(id, score)| (id, written(score))).collect())
    }

    /// What the index holds, as JSON.
    fn facts(&self, py: Python<'_>) -> PyResult<String> {
        self.ask(py, |engine| json(&xunwen_wire::IndexFacts::of(&IndexInfo::of(engine)?)))
    }

    /// The article `id`, as JSON.
    fn article(&self, py: Python<'_>, id: &str) -> PyResult<Option<String>> {
        self.ask(py, |engine| {
            let article = engine.article(id)?;
            article.map(|article| json(&xunwen_wire::Article::of(&article))).transpose()
        })
    }

    /// Why the article `id` is found, or not, as JSON.
    fn explain(&self, py: Python<'_>, id: &str, question: &Question) -> PyResult<Option<String>> {
        let request = &question.request;
        self.ask(py, |engine| {
            let query = request.query.clone().within(&request.filter.within);
            let explained = Explanation::of(engine, id, &query, request.now, request.expand)?;
            explained.map(|found| json(&xunwen_wire::Explanation::of(&found))).transpose()
        })
    }

    /// The receipt of an answer, as JSON.
    fn receipt(&self, py: Python<'_>, question: &Question) -> PyResult<String> {
        self.ask(py, |engine| {
            let receipt = Receipt::of(engine, &question.request, PROGRAM)?;
            json(&xunwen_wire::Receipt::from(receipt))
        })
    }

    /// A receipt, asked again, as JSON.
    fn replay(&self, py: Python<'_>, receipt: &str) -> PyResult<String> {
        self.ask(py, |engine| {
            let written: xunwen_wire::Receipt =
                serde_json::from_str(receipt).map_err(Failure::NoReceipt)?;
            let receipt = Receipt::from(written);
            let replay = receipt.replay(engine)?;
            json(&xunwen_wire::Replay::of(&receipt, &replay))
        })
    }

    /// What an index of dictionary words would have missed, as JSON.
    fn audit(&self, py: Python<'_>, question: &Question) -> PyResult<String> {
        self.ask(py, |engine| json(&xunwen_wire::Audit::of(&Audit::of(engine, &question.request)?)))
    }

    /// Counts the exact tier by what its articles share.
    fn facet(&self, py: Python<'_>, question: &Question, kind: &str) -> PyResult<Table> {
        let kind = FacetKind::ALL.into_iter().find(|own| own.name() == kind).ok_or_else(|| {
            let problem = format!("nothing is counted by {kind:?}");
            let hint = "say \"source\", \"year\", \"month\", \"day\", \"tag\" or \"lang\"";
            Failure::Argument(problem, hint).raised(py)
        })?;
        self.ask(py, |engine| {
            let answer = engine.answer(&question.request)?;
            let facet = Facet::of(&answer, &[kind])?.into_iter().next();
            let exact = answer.totals().exact;
            facet_table(&facet.unwrap_or(Facet { kind, counts: Vec::new(), without: 0 }), exact)
        })
    }

    /// Counts queries period by period, among the articles of a scope.
    fn trend(
        &self,
        py: Python<'_>,
        queries: Vec<String>,
        labels: Vec<String>,
        question: &Question,
        by: &str,
    ) -> PyResult<Table> {
        let start = Instant::now();
        let by = CalendarUnit::ALL.into_iter().find(|unit| unit.name() == by).ok_or_else(|| {
            let problem = format!("there is no trend by {by:?}");
            let hint = "say \"day\", \"month\", \"quarter\" or \"year\"";
            Failure::Argument(problem, hint).raised(py)
        })?;
        let read = queries.iter().map(|text| read(text)).collect::<Result<_, _>>();
        let read = read.map_err(|failure| failure.raised(py))?;
        let filter = question.request.filter.clone();
        let request = TrendRequest { queries: read, filter, by, now: question.request.now };
        self.ask(py, |engine| {
            let trend = Trend::of(engine, &request)?;
            trend_table(&queries, &labels, &trend, start)
        })
    }

    /// Shows keywords in context.
    fn kwic(
        &self,
        py: Python<'_>,
        question: &Question,
        width: usize,
        order: &str,
    ) -> PyResult<Table> {
        let start = Instant::now();
        let order = match order {
            "left" => LineOrder::Left,
            "right" => LineOrder::Right,
            "date" => LineOrder::Date,
            _ => {
                let problem = format!("lines are not sorted by {order:?}");
                let hint = "say \"left\", \"right\" or \"date\"";
                return Err(Failure::Argument(problem, hint).raised(py));
            }
        };
        let options = ConcordanceOptions { width, order, limit: question.request.limit };
        self.ask(py, |engine| {
            let found = Concordance::of(engine, &question.request, &options)?;
            lines_table(&question.text, &found, start)
        })
    }

    /// Finds the words that occur near the keywords.
    fn collocates(
        &self,
        py: Python<'_>,
        question: &Question,
        window: usize,
        measure: &str,
    ) -> PyResult<Table> {
        let is_named = |own: &CollocateMeasure| own.name() == measure;
        let measure = CollocateMeasure::ALL.into_iter().find(is_named).ok_or_else(|| {
            let problem = format!("words are not ordered by {measure:?}");
            Failure::Argument(problem, "say \"g2\" or \"log_dice\"").raised(py)
        })?;
        self.ask(py, |engine| {
            let limit = question.request.limit;
            let found = Collocates::of(engine, &question.request, window, measure, limit)?;
            collocates_table(&found)
        })
    }

    /// Finds the words that mark the articles found.
    #[pyo3(signature = (question, against = None))]
    fn keywords(
        &self,
        py: Python<'_>,
        question: &Question,
        against: Option<&str>,
    ) -> PyResult<Table> {
        let against = against.map(read).transpose().map_err(|failure| failure.raised(py))?;
        self.ask(py, |engine| {
            let limit = question.request.limit;
            keywords_table(&Keywords::of(engine, &question.request, against.as_ref(), limit)?)
        })
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(Failure::unwritten)
}

fn facet_table(facet: &Facet, exact: u64) -> Result<Table, Failure> {
    let wire = xunwen_wire::Facet::of(facet, usize::MAX);
    let of = |count: &FacetCount| Some(count.articles);
    let summary = json!({ "kind": wire.kind, "without": wire.without, "exact": exact });
    let columns = vec![
        ("name", texts(facet.counts.iter().map(|count| Some(count.name.as_str())))),
        ("articles", counts(facet.counts.iter().map(of))),
    ];
    Ok(Table::new(&wire.counts, &summary, columns)?)
}

/// A row a query and period; the wire form has a row a period.
fn trend_table(
    queries: &[String],
    labels: &[String],
    trend: &Trend,
    start: Instant,
) -> Result<Table, Failure> {
    let rows: Vec<Period<'_>> = Period::all(trend).collect();
    let summary = TrendSummary::of(queries, trend, elapsed_ms(start));
    let cells = || {
        let series = labels.iter().zip(&trend.series);
        series.flat_map(|(label, series)| {
            let points = trend.periods.iter().zip(&series.points);
            points.map(move |(period, point)| (label.as_str(), period, point.as_ref()))
        })
    };
    let of = |of: fn(&Point) -> f64| move |(_, _, point): (_, _, Option<&Point>)| point.map(of);
    let columns = vec![
        ("query", texts(cells().map(|(label, _, _)| Some(label)))),
        ("period", texts(cells().map(|(_, period, _)| Some(period.name.as_str())))),
        ("articles", counts(cells().map(|(_, period, _)| Some(period.articles)))),
        ("found", counts(cells().map(|(_, _, point)| Some(point?.articles)))),
        ("per_10000", measures(cells().map(of(|point| point.per_10_000)))),
    ];
    Ok(Table::new(&rows, &summary, columns)?)
}

fn lines_table(query: &str, found: &Concordance, start: Instant) -> Result<Table, Failure> {
    let rows: Vec<ContextLine<'_>> = found.lines.iter().map(ContextLine::of).collect();
    let summary = ContextSummary::of(query, &found.totals, elapsed_ms(start));
    let text = |of: fn(&ConcordanceLine) -> &str| texts(found.lines.iter().map(of).map(Some));
    let columns = vec![
        ("id", text(|line| &line.id)),
        ("published_at", texts(rows.iter().map(|row| row.published_at.as_deref()))),
        ("source", texts(found.lines.iter().map(|line| line.source.as_deref()))),
        ("field", text(|line| line.field.name())),
        ("start", counts(found.lines.iter().map(|line| Some(line.span.start as u64)))),
        ("end", counts(found.lines.iter().map(|line| Some(line.span.end as u64)))),
        ("left", text(|line| &line.left)),
        ("keyword", text(|line| &line.keyword)),
        ("right", text(|line| &line.right)),
    ];
    Ok(Table::new(&rows, &summary, columns)?)
}

fn collocates_table(found: &Collocates) -> Result<Table, Failure> {
    let rows: Vec<_> = found.words.iter().map(xunwen_wire::Collocate::of).collect();
    let summary = json!({
        "places": found.places,
        "near": found.near,
        "terms": found.terms,
        "exact": found.totals.exact,
        "articles": found.totals.articles,
        "generation": found.totals.generation,
    });
    let columns = vec![
        ("word", texts(rows.iter().map(|row| Some(row.word)))),
        ("observed", counts(rows.iter().map(|row| Some(row.observed)))),
        ("expected", measures(rows.iter().map(|row| Some(row.expected)))),
        ("everywhere", counts(rows.iter().map(|row| Some(row.everywhere)))),
        ("g2", measures(rows.iter().map(|row| Some(row.g2)))),
        ("log_dice", measures(rows.iter().map(|row| Some(row.log_dice)))),
    ];
    Ok(Table::new(&rows, &summary, columns)?)
}

fn keywords_table(found: &Keywords) -> Result<Table, Failure> {
    let rows: Vec<_> = found.words.iter().map(xunwen_wire::Keyword::of).collect();
    let summary = json!({
        "sampled": found.sampled,
        "exact": found.totals.exact,
        "against": found.against,
        "articles": found.totals.articles,
        "generation": found.totals.generation,
    });
    let columns = vec![
        ("word", texts(rows.iter().map(|row| Some(row.word)))),
        ("hits", counts(rows.iter().map(|row| Some(row.hits)))),
        ("expected", measures(rows.iter().map(|row| Some(row.expected)))),
        ("elsewhere", counts(rows.iter().map(|row| Some(row.elsewhere)))),
        ("g2", measures(rows.iter().map(|row| Some(row.g2)))),
    ];
    Ok(Table::new(&rows, &summary, columns)?)
}
