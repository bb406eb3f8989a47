//! The answer of a tool: that of the API, and receipts of what it counted.

use axum::Router;
use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::{Map, Value, json};

use super::ask::{ask, target};
use super::tool::ToolKind;

/// Where receipts are asked for.
const RECEIPT: &str = "/api/receipt";
/// The arguments that decide what is counted, besides `q`.
const COUNTED: [&str; 3] = ["since", "until", "source"];

/// Asks the API what `arguments` say, and cites what it counts.
pub(super) async fn answer(
    api: &Router,
    kind: &ToolKind,
    lists: &[String],
    arguments: &Map<String, Value>,
) -> CallToolResult {
    match answered(api, kind, lists, arguments).await {
        Ok(answer) => CallToolResult::structured(answer),
        Err(problem) => refused(problem, arguments),
    }
}

async fn answered(
    api: &Router,
    kind: &ToolKind,
    lists: &[String],
    arguments: &Map<String, Value>,
) -> Result<Value, Value> {
    let mut answer = ask(api, &target(kind.path, lists, arguments)).await?;
    if kind.counts {
        let mut receipts = Vec::new();
        for question in questions(arguments) {
            receipts.push(cited(ask(api, &target(RECEIPT, &[], &question)).await?));
        }
        if let Some(answer) = answer.as_object_mut() {
            answer.insert("receipts".to_owned(), Value::Array(receipts));
        }
    }
    Ok(answer)
}

/// Returns what is counted, query by query.
fn questions(arguments: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let queries = match arguments.get("q") {
        Some(Value::Array(queries)) => queries.clone(),
        Some(query) => vec![query.clone()],
        None => vec![Value::Null],
    };
    let question = |query: Value| {
        let bounds = COUNTED.iter().filter_map(|name| arguments.get_key_value(*name));
        let mut question: Map<String, Value> =
            bounds.map(|(name, value)| (name.clone(), value.clone())).collect();
        question.insert("q".to_owned(), query);
        question
    };
    queries.into_iter().map(question).collect()
}

/// Returns a receipt without the ids, which may be very many; their digest stays.
fn cited(mut receipt: Value) -> Value {
    if let Some(receipt) = receipt.as_object_mut() {
        receipt.remove("ids");
    }
    receipt
}

/// Returns the error that an assistant reads: what is wrong, where in the query, and all of it as data.
fn refused(problem: Value, arguments: &Map<String, Value>) -> CallToolResult {
    let detail = problem["detail"].as_str().unwrap_or("the API cannot be asked");
    let place = place(&problem["span"], arguments.get("q"));
    let text = format!("error: {detail}{place}");
    let mut result = CallToolResult::structured_error(json!({ "problem": problem }));
    result.content = vec![ContentBlock::text(text)];
    result
}

/// Says where in a query the error is.
fn place(span: &Value, query: Option<&Value>) -> String {
    let at = |place: usize| span[place].as_u64().and_then(|at| usize::try_from(at).ok());
    let (Some(start), Some(end)) = (at(0), at(1)) else { return String::new() };
    let found = query.and_then(Value::as_str).and_then(|query| query.get(start..end));
    let found = found.map(|found| format!(": {found:?}")).unwrap_or_default();
    format!(" (at the bytes {start} to {end} of `q`{found})")
}
