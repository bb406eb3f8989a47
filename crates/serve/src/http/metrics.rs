//! Metrics, in the text form that Prometheus reads.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use crate::workload::Load;

/// The metrics of a server.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    /// Responses by route, method and status.
    responses: Family<[(&'static str, String); 3], Counter>,
    /// Seconds from the head of a request to the head of its response, by route.
    seconds: Family<[(&'static str, String); 1], Histogram, fn() -> Histogram>,
    articles: Gauge,
    generation: Gauge,
    /// Searches, by what they do now.
    searches: Family<[(&'static str, &'static str); 1], Gauge>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("xunwen");
        let responses = Family::default();
        let seconds = Family::new_with_constructor(seconds as fn() -> Histogram);
        let articles = Gauge::default();
        let generation = Gauge::default();
        registry.register("responses", "Responses by route, method and status", responses.clone());
        registry.register("response_seconds", "Seconds to a response by route", seconds.clone());
        registry.register("articles", "Articles in the index", articles.clone());
        registry.register("generation", "The generation that answers", generation.clone());
        let searches = Family::default();
        registry.register("searches", "Searches by what they do now", searches.clone());
        Self { registry, responses, seconds, articles, generation, searches }
    }

    /// Counts a response to a request of `method` by `route`, the pattern of its path.
    pub(crate) fn count(&self, route: &str, method: &Method, status: StatusCode, time: Duration) {
        let route = ("route", route.to_owned());
        let method = ("method", name(method).to_owned());
        let status = ("status", status.as_str().to_owned());
        self.seconds.get_or_create(&[route.clone()]).observe(time.as_secs_f64());
        self.responses.get_or_create(&[route, method, status]).inc();
    }

    /// Writes all metrics, for an index of this size and generation and the workload of now.
    pub(crate) fn text(
        &self,
        articles: u64,
        generation: u64,
        load: &Load,
    ) -> Result<String, std::fmt::Error> {
        let Load { running, stuck, waiting, dear, dear_waiting, .. } = *load;
        let states = [("running", running), ("stuck", stuck), ("waiting", waiting)];
        for (state, searches) in
            states.into_iter().chain([("dear", dear), ("dear-waiting", dear_waiting)])
        {
            let searches = i64::try_from(searches).unwrap_or(i64::MAX);
            self.searches.get_or_create(&[("state", state)]).set(searches);
        }
        self.articles.set(articles.cast_signed());
        self.generation.set(generation.cast_signed());
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.001, 2.0, 14))
}

/// Returns the name of a method. Clients may make up others, without end.
fn name(method: &Method) -> &str {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::OPTIONS => method.as_str(),
        _ => "other",
    }
}
