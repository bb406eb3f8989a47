//! `/api/health`: whether searches are answered, and what is wrong.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use utoipa::ToSchema;

use super::answer::json;
use crate::http::problem::{Problem, Problems};
use crate::live::{Live, RefreshFailure};
use crate::log::Cause;
use crate::state::{ApiResult, SharedState};
use crate::workload::Load;

/// How long a failed search counts as something that is wrong.
const FAILURE_TIME: Duration = Duration::from_secs(5 * 60);
/// How long the index directory is looked at.
const LOOK_TIME: Duration = Duration::from_secs(1);

/// Returns whether searches are answered, from what, and what is wrong.
#[utoipa::path(
    get,
    path = "/api/health",
    responses(
        Problems,
        (status = 200, description = "Searches are answered", body = Health),
        (status = 503, description = "Searches are not answered, or there are too many connections",
            content((Health = "application/json"), (Problem = "application/problem+json")),
            headers(("retry-after" = u32, description = "Seconds to wait"))),
    )
)]
pub(crate) async fn health(State(state): State<SharedState>) -> ApiResult {
    let mut health = Health::of(&state.live, &state.pool.load(), state.limits.workers);
    // The refresh finds it as well, a moment later, unless it waits for a disk that does not answer.
    if let Some(problem) = missing(&state.live).await {
        health.report(problem);
    }
    let mut response = json(&health)?;
    if health.status == HealthStatus::Unavailable {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        let details: Vec<String> = health.problems.into_iter().map(|it| it.detail).collect();
        response.extensions_mut().insert(Cause(details.join("; ")));
    }
    Ok(response)
}

/// Looks at the index directory and returns what is wrong with it, if anything is.
async fn missing(live: &Arc<Live>) -> Option<HealthProblem> {
    let looked = Arc::clone(live);
    let seen = timeout(LOOK_TIME, spawn_blocking(move || looked.look())).await;
    let (code, detail) = match seen {
        Ok(Ok(Ok(()))) => return None,
        Ok(Ok(Err(error))) if error.kind() == ErrorKind::NotFound => {
            (HealthProblemCode::IndexGone, "the index directory holds no index any more".to_owned())
        }
        Ok(Ok(Err(error))) => (HealthProblemCode::RefreshFailed, error.to_string()),
        Ok(Err(_)) | Err(_) => {
            (HealthProblemCode::RefreshFailed, "the index directory does not answer".to_owned())
        }
    };
    Some(HealthProblem { code, detail, seconds: None })
}

/// Whether the server answers, from what, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Health {
    /// Whether searches are answered.
    pub(crate) status: HealthStatus,
    /// The articles of the index that answers.
    articles: u64,
    /// The generation that answers.
    generation: u64,
    /// The most searches that run at once.
    workers: usize,
    /// The searches that run now.
    running: usize,
    /// The running searches that were given up because they took too long.
    stuck: usize,
    /// The searches that wait for a worker, dear ones aside.
    waiting: usize,
    /// The dear searches that run, or are next to.
    dear: usize,
    /// The dear searches that wait behind those.
    dear_waiting: usize,
    /// What is wrong; empty if nothing is.
    pub(crate) problems: Vec<HealthProblem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum HealthStatus {
    /// Searches are answered and nothing is wrong.
    Ok,
    /// Searches are answered, and something is wrong.
    Degraded,
    /// Searches are not answered.
    Unavailable,
}

/// Something that is wrong with the server or its index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct HealthProblem {
    /// What kind of problem it is, for programs.
    code: HealthProblemCode,
    /// What is wrong, for people.
    pub(crate) detail: String,
    /// For how many seconds, or how many seconds ago; `null` of searches that are stuck, and of what was
    /// seen just now.
    seconds: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum HealthProblemCode {
    /// The index directory holds no index any more; what was open answers.
    IndexGone,
    /// What the index directory holds now cannot be opened; what was open answers.
    RefreshFailed,
    /// A search failed within the last five minutes.
    SearchFailed,
    /// Searches run for longer than an answer may take; if all workers do, nothing is answered.
    SearchesStuck,
}

impl Health {
    /// Returns the health of a server with these many workers.
    pub(crate) fn of(live: &Live, load: &Load, workers: usize) -> Self {
        let snapshot = live.now();
        let problems: Vec<HealthProblem> = [
            live.failure().as_ref().map(HealthProblem::of_refresh),
            HealthProblem::of_failures(load),
            HealthProblem::of_stuck(load, workers),
        ]
        .into_iter()
        .flatten()
        .collect();
        Self {
            status: status(&problems, load, workers),
            articles: snapshot.engine.articles(),
            generation: snapshot.engine.generation().number,
            workers,
            running: load.running,
            stuck: load.stuck,
            waiting: load.waiting,
            dear: load.dear,
            dear_waiting: load.dear_waiting,
            problems,
        }
    }
}

impl Health {
    /// Adds something that is wrong, unless that is known already.
    fn report(&mut self, problem: HealthProblem) {
        let is_known = self.problems.iter().any(|known| {
            matches!(known.code, HealthProblemCode::IndexGone | HealthProblemCode::RefreshFailed)
        });
        if !is_known {
            self.problems.insert(0, problem);
        }
        if self.status == HealthStatus::Ok {
            self.status = HealthStatus::Degraded;
        }
    }
}

fn status(problems: &[HealthProblem], load: &Load, workers: usize) -> HealthStatus {
    if load.stuck >= workers {
        HealthStatus::Unavailable
    } else if problems.is_empty() {
        HealthStatus::Ok
    } else {
        HealthStatus::Degraded
    }
}

impl HealthProblem {
    fn of_refresh(failure: &RefreshFailure) -> Self {
        let code = if failure.is_gone {
            HealthProblemCode::IndexGone
        } else {
            HealthProblemCode::RefreshFailed
        };
        let seconds = Some(failure.since.elapsed().as_secs());
        Self { code, detail: failure.reason.clone(), seconds }
    }

    fn of_failures(load: &Load) -> Option<Self> {
        let elapsed = load.failures.within(FAILURE_TIME)?;
        let number = load.failures.number;
        Some(Self {
            code: HealthProblemCode::SearchFailed,
            detail: format!(
                "{number} searches have failed since the start; the log has the causes"
            ),
            seconds: Some(elapsed.as_secs()),
        })
    }

    fn of_stuck(load: &Load, workers: usize) -> Option<Self> {
        let stuck = load.stuck;
        (stuck > 0).then(|| Self {
            code: HealthProblemCode::SearchesStuck,
            detail: format!("{stuck} of {workers} workers run a search that was given up"),
            seconds: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::Failures;

    const IDLE: Load = Load {
        running: 0,
        stuck: 0,
        waiting: 0,
        dear: 0,
        dear_waiting: 0,
        failures: Failures { number: 0, last: None },
    };

    #[test]
    fn searches_are_not_answered_once_all_workers_are_stuck() {
        for (stuck, expected) in
            [(0, HealthStatus::Ok), (1, HealthStatus::Degraded), (2, HealthStatus::Unavailable)]
        {
            let load = Load { running: 2, stuck, ..IDLE };
            let problems: Vec<_> = HealthProblem::of_stuck(&load, 2).into_iter().collect();
            assert_eq!(status(&problems, &load, 2), expected);
        }
    }
}
