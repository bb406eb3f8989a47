//! A call of a tool, as a request to the API.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};
use tower::ServiceExt;

use crate::http::problem::Problem;

/// Returns the target of the request that `arguments` make of the endpoint at `path`.
///
/// `lists` names the parameters whose values are separated by commas. Everything else is left to the
/// API to judge: what it does not know, it refuses.
pub(super) fn target(path: &str, lists: &[String], arguments: &Map<String, Value>) -> String {
    let mut target = path.to_owned();
    let mut sign = '?';
    for (name, value) in arguments {
        let place = format!("{{{name}}}");
        if target.contains(&place) {
            target = target.replace(&place, &encoded(&text(value)));
            continue;
        }
        for value in values(value, lists.contains(name)) {
            target += &format!("{sign}{}={}", encoded(name), encoded(&value));
            sign = '&';
        }
    }
    target
}

fn values(value: &Value, is_list: bool) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) if is_list => {
            vec![values.iter().map(text).collect::<Vec<_>>().join(",")]
        }
        Value::Array(values) => values.iter().map(text).collect(),
        value => vec![text(value)],
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Asks the API.
///
/// # Errors
///
/// The problem with which it answers, as JSON.
pub(super) async fn ask(api: &Router, target: &str) -> Result<Value, Value> {
    let (status, body) = response(api, target).await.map_err(|problem| value(&problem))?;
    let json = serde_json::from_slice(&body);
    let json = json.map_err(|error| value(&Problem::internal(error.to_string())))?;
    if status == StatusCode::OK { Ok(json) } else { Err(json) }
}

async fn response(api: &Router, target: &str) -> Result<(StatusCode, Bytes), Problem> {
    let request = Request::get(target).body(Body::empty());
    let request = request.map_err(|error| Problem::bad("parameters", error.to_string()))?;
    let Ok(response) = api.clone().oneshot(request).await;
    let status = response.status();
    let body = response.into_body().collect().await;
    let body = body.map_err(|error| Problem::internal(error.to_string()))?;
    Ok((status, body.to_bytes()))
}

fn value(problem: &Problem) -> Value {
    serde_json::to_value(problem).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn arguments_become_parameters() {
        let arguments = json!({"id": "a/b", "q": ["短", "a&b"], "facets": ["source", "month"],
            "limit": 3, "exact": true, "since": null});
        let target = target("/api/x/{id}", &["facets".to_owned()], arguments.as_object().unwrap());
        let (path, query) = target.split_once('?').unwrap();
        let mut parameters: Vec<&str> = query.split('&').collect();
        parameters.sort_unstable();
        assert_eq!(path, "/api/x/a%2Fb");
        let expected = ["exact=true", "facets=source%2Cmonth", "limit=3", "q=%E7%9F%AD", "q=a%26b"];
        assert_eq!(parameters, expected);
    }
}
