//! The report: tables in Markdown, and ratios of xunwen to the other engines.

use std::fmt::Write;
use std::time::Duration;

use crate::measure::{Spread, spread};
use crate::queries::Class;
use crate::results::{Comparison, Measured};

/// Returns the tables of a comparison.
pub(crate) fn comparison(comparison: &Comparison, threads: usize) -> String {
    let articles = &comparison.articles;
    let mut out = format!(
        "{} articles, {:.0} MB of text (UTF-8 of title, body and summary), {threads} threads.\n\n",
        articles.count,
        articles.bytes as f64 / 1e6,
    );
    for result in &comparison.results {
        let _ = writeln!(out, "* **{}**: {}", result.peer.name, result.peer.what);
    }
    indexing(comparison, &mut out);
    searching(comparison, &mut out);
    recall(comparison, &mut out);
    ratios(comparison, &mut out);
    out
}

fn indexing(comparison: &Comparison, out: &mut String) {
    let count = comparison.articles.count as f64;
    let bytes = comparison.articles.bytes as f64;
    out.push_str("\n| indexing | articles/s | MB/s | bytes of index for a byte of text | peak memory, MB |\n|---|--:|--:|--:|--:|\n");
    for result in &comparison.results {
        let Some(cost) = result.cost() else { continue };
        let _ = writeln!(
            out,
            "| {} | {:.0} | {:.1} | {:.2} | {:.0} |",
            result.peer.name,
            count / cost.seconds,
            bytes / 1e6 / cost.seconds,
            result.bytes as f64 / bytes,
            cost.peak as f64 / 1e6,
        );
    }
}

fn searching(comparison: &Comparison, out: &mut String) {
    out.push_str("\n| p50 / p95 / p99, ms |");
    for class in Class::ALL {
        let queries = comparison.queries.iter().filter(|query| query.class == class).count();
        let _ = write!(out, " {} ({queries}) |", class.name());
    }
    out.push_str("\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
    for result in &comparison.results {
        let _ = write!(out, "| {} |", result.peer.name);
        for class in Class::ALL {
            let _ = write!(out, " {} |", shown(spread(&result.times, &comparison.queries, class)));
        }
        out.push('\n');
    }
}

/// Returns a spread as a cell of a table.
pub(crate) fn shown(spread: Option<Spread>) -> String {
    spread.map_or_else(
        || "—".to_owned(),
        |spread| [spread.p50, spread.p95, spread.p99].map(milliseconds).join(" / "),
    )
}

fn milliseconds(time: Duration) -> String {
    let time = time.as_secs_f64() * 1e3;
    if time < 9.995 { format!("{time:.2}") } else { format!("{time:.0}") }
}

fn recall(comparison: &Comparison, out: &mut String) {
    out.push_str("\n| literals, counted | as a scan does | articles missed | too many | misses most of |\n|---|--:|--:|--:|---|\n");
    for result in &comparison.results {
        let recall = &result.recall;
        let share = |articles: u64| articles as f64 * 100.0 / recall.truth.max(1) as f64;
        let worst = recall.worst.as_ref().map_or(String::new(), |worst| {
            format!("{}: {} of {}", worst.query, worst.count, worst.truth)
        });
        let _ = writeln!(
            out,
            "| {} | {} of {} | {:.2}% | {:.2}% | {worst} |",
            result.peer.name,
            recall.equal,
            recall.asked,
            share(recall.missed),
            share(recall.extra),
        );
    }
}

/// Writes the ratios of xunwen to the two engines that it is measured against.
fn ratios(comparison: &Comparison, out: &mut String) {
    let named = |name: &str| comparison.results.iter().find(|result| result.peer.name == name);
    let Some(own) = named("xunwen") else { return };
    for name in ["lucene-bigrams", "tantivy-jieba"] {
        let Some(other) = named(name) else { continue };
        let _ = writeln!(out, "\n| xunwen to {name} | p50 | p99 |\n|---|--:|--:|");
        for class in Class::ALL {
            let pair = [own, other].map(|result| spread(&result.times, &comparison.queries, class));
            if let [Some(own), Some(other)] = pair {
                let p50 = ratio(own.p50, other.p50);
                let p99 = ratio(own.p99, other.p99);
                let _ = writeln!(out, "| time, {} | {p50:.2} | {p99:.2} |", class.name());
            }
        }
        if let Some(rate) = rates(own, other) {
            let _ = writeln!(
                out,
                "\nxunwen indexes {rate:.2} times as many articles a second as {name}."
            );
        }
    }
    let _ = writeln!(
        out,
        "\nxunwen's index takes {:.3} bytes for a byte of text.",
        own.bytes as f64 / comparison.articles.bytes as f64
    );
}

/// Returns the time of the first in units of the second's.
fn ratio(own: Duration, other: Duration) -> f64 {
    own.as_secs_f64() / other.as_secs_f64()
}

/// Returns how many times as fast as the second the first indexes.
fn rates(own: &Measured, other: &Measured) -> Option<f64> {
    Some(other.cost()?.seconds / own.cost()?.seconds)
}
