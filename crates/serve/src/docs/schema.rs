//! Schemas in words.

use serde_json::Value;

use super::html::{Text, prose, table};

/// Where schemas are that others refer to.
const PLACE: &str = "#/components/schemas/";

/// Returns the sections of all schemas.
pub(super) fn all(description: &Value) -> String {
    let schemas = description["components"]["schemas"].as_object().into_iter().flatten();
    let section = |(name, schema): (&String, &Value)| {
        let about = prose(schema["description"].as_str().unwrap_or_default());
        let what = if schema["properties"].is_object() { String::new() } else { kind(schema) };
        let name = Text(name);
        format!("<h3 id=\"schema-{name}\">{name}</h3>\n<p>{about} {what}</p>\n{}", members(schema))
    };
    let sections: String = schemas.map(section).collect();
    format!("<section id=\"schemas\">\n<h2>Schemas</h2>\n{sections}</section>\n")
}

/// Returns the schema itself, or the one that it refers to.
pub(super) fn resolved<'a>(description: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema["$ref"].as_str().and_then(|place| place.strip_prefix(PLACE));
    name.map_or(schema, |name| &description["components"]["schemas"][name])
}

/// Returns the members of an object.
pub(super) fn members(schema: &Value) -> String {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let member = |(name, of): (&String, &Value)| {
        let optional = if required.contains(&name.as_str()) { "" } else { ", optional" };
        let meaning = prose(of["description"].as_str().unwrap_or_default());
        let kind = format!("{}{optional}", kind(of));
        [format!("<code>{}</code>", Text(name)), kind, bounds(of), meaning]
    };
    let parts = schema["allOf"].as_array().into_iter().flatten().chain([schema]);
    let members = parts.flat_map(|part| part["properties"].as_object().into_iter().flatten());
    let rows: Vec<[String; 4]> = members.map(member).collect();
    table(["member", "type", "limits", "meaning"], &rows)
}

/// Returns what kind of value a schema describes.
pub(super) fn kind(schema: &Value) -> String {
    if let Some(place) = schema["$ref"].as_str() {
        let name = Text(place.strip_prefix(PLACE).unwrap_or(place));
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    for (choices, word) in [("oneOf", " or "), ("anyOf", " or "), ("allOf", " and ")] {
        if let Some(schemas) = schema[choices].as_array() {
            return schemas.iter().map(kind).collect::<Vec<_>>().join(word);
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.iter().map(value).collect::<Vec<_>>().join(", ");
    }
    match &schema["type"] {
        Value::String(name) if name == "array" => format!("list of {}", kind(&schema["items"])),
        Value::String(name) => Text(name).to_string(),
        Value::Array(names) => {
            let one = |name: &Value| kind(&alternative(schema, name));
            names.iter().map(one).collect::<Vec<_>>().join(" or ")
        }
        _ => "anything".to_owned(),
    }
}

/// Returns a schema with one of its types.
fn alternative(schema: &Value, name: &Value) -> Value {
    serde_json::json!({ "type": name, "items": schema["items"] })
}

/// Returns the limits and the default of a value.
pub(super) fn bounds(schema: &Value) -> String {
    let words = [
        ("minimum", "at least", ""),
        ("maximum", "at most", ""),
        ("minLength", "at least", " characters"),
        ("maxLength", "at most", " characters"),
        ("minItems", "at least", " of them"),
        ("maxItems", "at most", " of them"),
        ("pattern", "like", ""),
        ("default", "default", ""),
    ];
    let bound = |(name, before, after): &(&str, &str, &str)| {
        let bound = &schema[name];
        (!bound.is_null()).then(|| format!("{before} {}{after}", value(bound)))
    };
    words.iter().filter_map(bound).collect::<Vec<_>>().join(", ")
}

fn value(of: &Value) -> String {
    match of {
        Value::String(text) => format!("<code>{}</code>", Text(text)),
        Value::Number(number) => number.to_string(),
        other => format!("<code>{}</code>", Text(&other.to_string())),
    }
}
