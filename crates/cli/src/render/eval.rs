//! Figures of rankings.

use std::io::{self, Write};

use serde_json::{Value, json};
use xunwen_eval::{Baseline, Comparison, Evaluation, Metric};

use super::columns::padding;
use super::json_lines::write_typed;
use crate::args::Format;

/// The changed queries that are shown of a comparison.
const MOST_CHANGES: usize = 10;

/// The figures of one set.
pub(crate) struct SetFigures {
    /// What the set is called.
    pub(crate) name: String,
    /// How many queries are judged.
    pub(crate) queries: usize,
    /// The systems, ours first.
    pub(crate) systems: Vec<Evaluated>,
}

/// A system on one set.
pub(crate) struct Evaluated {
    pub(crate) system: &'static str,
    pub(crate) evaluation: Evaluation,
    /// Our system against this one, by metric.
    pub(crate) against: Vec<Comparison>,
}

/// Writes a table: a line for each set, metric and system.
pub(crate) fn sets_text(
    sets: &[SetFigures],
    baseline: &Baseline,
    metrics: &[Metric],
    out: &mut dyn Write,
) -> io::Result<()> {
    for set in sets {
        writeln!(out, "{}, {} queries", set.name, set.queries)?;
        for (column, &metric) in metrics.iter().enumerate() {
            for system in &set.systems {
                let mean = system.evaluation.means[column];
                let line = format!("  {:<8}  {:<16}  {mean:.4}", metric.to_string(), system.system);
                match system.system {
                    "xunwen" => writeln!(out, "{line}")?,
                    _ => writeln!(out, "{line}  {}", against(&system.against[column]))?,
                }
            }
            for other in &baseline.systems {
                let Some(figure) = other.figures.get(&set.name).and_then(|it| it.get(&metric))
                else {
                    continue;
                };
                let name = &other.name;
                let fill = padding(name, 16);
                writeln!(out, "  {:<8}  {name}{fill}  {figure:.3}   stored", metric.to_string())?;
            }
        }
    }
    Ok(())
}

fn against(comparison: &Comparison) -> String {
    let Comparison { p, wins, losses, .. } = comparison;
    let difference = comparison.difference();
    format!("xunwen {difference:+.4}, {}, better {wins}, worse {losses}", chance(*p))
}

/// Returns a p-value for reading.
fn chance(p: f64) -> String {
    if p < 0.0001 { "p < 0.0001".to_owned() } else { format!("p {p:.4}") }
}

/// Writes the same as JSON Lines, a line for each set, metric and system.
pub(crate) fn sets_json(
    sets: &[SetFigures],
    baseline: &Baseline,
    metrics: &[Metric],
    out: &mut dyn Write,
) -> io::Result<()> {
    for set in sets {
        for (column, metric) in metrics.iter().enumerate() {
            for system in &set.systems {
                let comparison = &system.against[column];
                let is_ours = system.system == "xunwen";
                let figure = json!({
                    "set": set.name,
                    "queries": set.queries,
                    "metric": metric.to_string(),
                    "system": system.system,
                    "mean": system.evaluation.means[column],
                    "difference": (!is_ours).then(|| comparison.difference()),
                    "p": (!is_ours).then_some(comparison.p),
                });
                write_typed(out, "figure", &figure)?;
            }
            for other in &baseline.systems {
                if let Some(mean) = other.figures.get(&set.name).and_then(|it| it.get(metric)) {
                    let figure = json!({
                        "set": set.name,
                        "metric": metric.to_string(),
                        "system": other.name,
                        "mean": mean,
                    });
                    write_typed(out, "stored", &figure)?;
                }
            }
        }
    }
    Ok(())
}

/// Writes the means of a run and, if asked, the values of each query.
pub(crate) fn evaluation(
    found: &Evaluation,
    per_query: bool,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let queries = found.queries.iter().filter(|_| per_query);
    let rows = queries.map(|query| (query.query.as_str(), &query.values));
    for (query, values) in rows.chain([("all", &found.means)]) {
        for (metric, value) in found.metrics.iter().zip(values) {
            match format {
                Format::Text => writeln!(out, "{query}\t{metric}\t{value:.4}")?,
                Format::Json => {
                    let line =
                        json!({ "query": query, "metric": metric.to_string(), "value": value });
                    write_typed(out, "value", &line)?;
                }
            }
        }
    }
    Ok(())
}

/// Writes how a run differs from another on one metric.
pub(crate) fn compared(
    found: &Comparison,
    all_changes: bool,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let most = if all_changes { usize::MAX } else { MOST_CHANGES };
    let changes = found.changes.iter().take(most);
    let Comparison { metric, base, other, p, wins, losses, ties, .. } = found;
    if format == Format::Json {
        let changes: Vec<Value> = changes
            .map(|it| json!({ "query": it.query, "base": it.base, "run": it.other }))
            .collect();
        let line = json!({
            "metric": metric.to_string(), "base": base, "run": other, "p": p,
            "wins": wins, "losses": losses, "ties": ties, "changes": changes,
        });
        return write_typed(out, "comparison", &line);
    }
    let difference = found.difference();
    writeln!(
        out,
        "{metric}  {base:.4} -> {other:.4}  {difference:+.4}, {}: better {wins}, worse {losses}, equal {ties}",
        chance(*p)
    )?;
    for change in changes {
        writeln!(
            out,
            "  {}  {:.4} -> {:.4}  {:+.4}",
            change.query,
            change.base,
            change.other,
            change.difference()
        )?;
    }
    Ok(())
}
