//! An operation of the API: its parameters, its body, its answers.

use serde_json::Value;

use super::example::example;
use super::html::{Text, prose, table};
use super::schema::{bounds, kind, members, resolved};

/// Returns the section of an operation.
pub(super) fn operation(description: &Value, path: &str, method: &str, of: &Value) -> String {
    let name = Text(path);
    let about: String = ["summary", "description"]
        .iter()
        .filter_map(|part| of[part].as_str())
        .map(|text| format!("<p>{}</p>\n", prose(text)))
        .collect();
    let parameters: Vec<[String; 4]> =
        of["parameters"].as_array().into_iter().flatten().map(parameter).collect();
    let parameters = table(["parameter", "type", "limits", "meaning"], &parameters);
    let example = if method == "get" { example(path, of) } else { None };
    let example = example.map_or_else(String::new, |[href, shown]| {
        format!("<p>Example: <a href=\"{}\">{}</a></p>\n", Text(&href), Text(&shown))
    });
    format!(
        "<section id=\"{name}\">\n<h2><b>{}</b> {name}</h2>\n{about}{parameters}{example}{}{}</section>\n",
        method.to_uppercase(),
        body(description, &of["requestBody"]),
        answers(&of["responses"]),
    )
}

fn parameter(of: &Value) -> [String; 4] {
    let name = Text(of["name"].as_str().unwrap_or_default());
    let place = if of["in"] == "path" { " in the path" } else { "" };
    let schema = &of["schema"];
    let meaning = prose(of["description"].as_str().unwrap_or_default());
    [format!("<code>{name}</code>"), format!("{}{place}", kind(schema)), bounds(schema), meaning]
}

/// Returns the members of a request's body.
fn body(description: &Value, body: &Value) -> String {
    let Some(content) = body["content"].as_object().and_then(|forms| forms.iter().next()) else {
        return String::new();
    };
    let (form, schema) = (Text(content.0), &content.1["schema"]);
    let about = prose(body["description"].as_str().unwrap_or_default());
    let members = members(resolved(description, schema));
    let example = content.1["example"].to_string();
    let example = if example == "null" { String::new() } else { shown(&example) };
    format!(
        "<h3>Body: {}, <code>{form}</code></h3>\n<p>{about}</p>\n{members}{example}",
        kind(schema)
    )
}

fn shown(example: &str) -> String {
    format!("<p>Example: <code>{}</code></p>\n", Text(example))
}

fn answers(responses: &Value) -> String {
    let answer = |(status, of): (&String, &Value)| {
        let content = of["content"].as_object().into_iter().flatten();
        let forms: Vec<String> = content
            .map(|(form, of)| format!("{} <code>{}</code>", kind(&of["schema"]), Text(form)))
            .collect();
        let about = prose(of["description"].as_str().unwrap_or_default());
        [Text(status).to_string(), about, forms.join("<br>")]
    };
    let rows: Vec<[String; 3]> = responses.as_object().into_iter().flatten().map(answer).collect();
    table(["status", "when", "answer"], &rows)
}
