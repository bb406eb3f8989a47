//! The schemas of arguments, made from the description of the API.

use std::sync::Arc;

use rmcp::model::{Tool, ToolAnnotations};
use serde_json::{Map, Value, json};

use super::tool::{LANGUAGE, TOOLS, ToolKind};

/// Returns the tools, as they are listed.
pub(super) fn tools(description: &Value) -> Arc<[Tool]> {
    TOOLS.iter().map(|kind| tool(kind, description)).collect()
}

fn tool(kind: &ToolKind, description: &Value) -> Tool {
    let receipt = if kind.counts {
        " `receipts` cite what was counted, of which state of the index, with a digest of the ids."
    } else {
        ""
    };
    let about = format!("{}{receipt} {LANGUAGE}", kind.about);
    let annotations = ToolAnnotations::with_title(kind.title)
        .read_only(true)
        .destructive(false)
        .idempotent(true)
        .open_world(false);
    Tool::new(kind.name, about, arguments(kind, description))
        .with_title(kind.title)
        .with_annotations(annotations)
}

/// Returns the schema of the arguments of a tool: the parameters of its endpoint.
fn arguments(kind: &ToolKind, description: &Value) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for parameter in parameters(description, kind) {
        let name = parameter["name"].as_str().unwrap_or_default();
        if parameter["required"] == true {
            required.push(name);
        }
        properties.insert(name.to_owned(), property(parameter));
    }
    let schema = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    if let Value::Object(schema) = schema { schema } else { Map::new() }
}

/// Returns the parameters of the endpoint that a tool asks.
pub(super) fn parameters<'a>(
    description: &'a Value,
    kind: &ToolKind,
) -> impl Iterator<Item = &'a Value> {
    description["paths"][kind.path]["get"]["parameters"].as_array().into_iter().flatten()
}

fn property(parameter: &Value) -> Value {
    let mut schema = parameter["schema"].clone();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), parameter["description"].clone());
        if !parameter["example"].is_null() {
            schema.insert("examples".to_owned(), json!([parameter["example"]]));
        }
    }
    schema
}
