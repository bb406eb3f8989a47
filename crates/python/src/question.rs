//! Questions: what is asked, as the engine takes it.

use std::time::{SystemTime, UNIX_EPOCH};

use pyo3::prelude::*;
use xunwen_language::{Clause, Field, Query};
use xunwen_query::{Filter, Order, Request};
use xunwen_schema::Period;
use xunwen_wire::ExpandChoice;

use crate::failure::Failure;

/// A question: a query, which articles are asked, and which part of the answer is wanted.
#[pyclass(frozen, module = "xunwen._native")]
pub(crate) struct Question {
    pub(crate) text: String,
    pub(crate) request: Request,
}

#[pymethods]
impl Question {
    #[new]
    #[pyo3(signature = (
        query, *, within = None, since = None, until = None, sources = Vec::new(), order = "relevance",
        exact = false, offset = 0, limit = None, width = Request::PASSAGE_WIDTH, expand = None, now = None,
        count_related = false, is_plain_allowed = false,
    ))]
    #[expect(clippy::too_many_arguments, reason = "all by name, and only the package calls it")]
    fn new(
        py: Python<'_>,
        query: String,
        within: Option<&str>,
        since: Option<&str>,
        until: Option<&str>,
        sources: Vec<String>,
        order: &str,
        exact: bool,
        offset: usize,
        limit: Option<usize>,
        width: usize,
        expand: Option<Vec<String>>,
        now: Option<i64>,
        count_related: bool,
        is_plain_allowed: bool,
    ) -> PyResult<Self> {
        let request = || -> Result<Request, Failure> {
            let scope = read(within.unwrap_or_default())?;
            let asked = match read(&query) {
                // Test sets hold plain questions.
                Err(_) if is_plain_allowed => Query::plain(&query),
                asked => asked?,
            };
            let mut request = Request::new(asked, now.unwrap_or_else(present));
            request.filter = Filter { within: scope, every: true, ..filter(since, until)? };
            match &sources[..] {
                [] => {}
                [source] => request.filter.sources = vec![source.clone()],
                several => {
                    request.filter.within = of_outlets(several).within(&request.filter.within);
                }
            }
            request.order = order_named(order)?;
            request.exact_only = exact;
            request.offset = offset;
            request.limit = limit.unwrap_or(usize::MAX);
            request.passage_width = width.max(1);
            request.count_related = count_related;
            if let Some(names) = &expand {
                let chosen = names.iter().map(|name| wording(name));
                request.expand = xunwen_wire::expand(&chosen.collect::<Result<Vec<_>, _>>()?);
            }
            Ok(request)
        };
        let request = request().map_err(|failure| failure.raised(py))?;
        Ok(Self { text: query, request })
    }

    /// The canonical query, with what it is asked within.
    #[getter]
    fn canonical(&self) -> String {
        self.request.query.clone().within(&self.request.filter.within).to_string()
    }

    /// What there is to note on how the query was typed, as JSON.
    #[getter]
    fn notes(&self) -> String {
        let notes: Vec<_> = self.request.query.notes().iter().map(xunwen_wire::Note::of).collect();
        serde_json::to_string(&notes).unwrap_or_default()
    }
}

/// Reads a query.
pub(crate) fn read(text: &str) -> Result<Query, Failure> {
    xunwen_language::parse(text).map_err(|source| Failure::Query { query: text.to_owned(), source })
}

/// Returns the present, in seconds since the Unix epoch.
fn present() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
}

pub(crate) fn filter(since: Option<&str>, until: Option<&str>) -> Result<Filter, Failure> {
    let period = |text: &str| {
        Period::parse(text).ok_or_else(|| {
            Failure::Argument(
                format!("unknown date {text:?}"),
                "write a day, month or year: 2025-12-30, 2025-12, 2025, 2025年12月30日",
            )
        })
    };
    let since = since.map(period).transpose()?.map(|period| period.start);
    let until = until.map(period).transpose()?.map(|period| period.end);
    if since.zip(until).is_some_and(|(since, until)| since >= until) {
        return Err(Failure::Argument(
            "`since` is after `until`: nothing lies between".to_owned(),
            "give the earlier date to `since`; both days are included",
        ));
    }
    Ok(Filter { since, until, ..Filter::default() })
}

/// Returns the query for articles of any of these outlets.
fn of_outlets(names: &[String]) -> Query {
    let names = names.iter().map(|name| Clause::literal(name));
    let any = names.reduce(Clause::or).map(|any| any.within(Field::Source));
    any.map(Query::new).unwrap_or_default()
}

fn order_named(name: &str) -> Result<Order, Failure> {
    match name {
        "relevance" => Ok(Order::Relevance),
        "newest" => Ok(Order::Newest),
        "oldest" => Ok(Order::Oldest),
        name => Err(Failure::Argument(
            format!("unknown order {name:?}"),
            "say \"relevance\", \"newest\" or \"oldest\"",
        )),
    }
}

fn wording(name: &str) -> Result<ExpandChoice, Failure> {
    ExpandChoice::named(name).ok_or_else(|| {
        Failure::Argument(
            format!("unknown kind of other wordings {name:?}"),
            "say \"regional\", \"names\", \"numbers\", \"learned\", \"feedback\", \"all\" or \"none\"",
        )
    })
}
