//! A page that describes the API, made from the OpenAPI document.
//!
//! It is plain HTML without a script, and its links are relative, so that it works below any path.

mod example;
mod html;
mod operation;
mod schema;

use serde_json::Value;

use html::{Text, prose};
use operation::operation;

/// The style of the page.
pub(crate) const STYLE: &str = include_str!("docs.css");

/// Returns the page that describes the API of an OpenAPI document.
pub(crate) fn page(description: &Value) -> String {
    let title = Text(description["info"]["title"].as_str().unwrap_or_default());
    let about = prose(description["info"]["description"].as_str().unwrap_or_default());
    let operations: Vec<(&str, &str, &Value)> = operations(description).collect();
    let contents: String = operations
        .iter()
        .map(|(path, method, _)| {
            let name = Text(path);
            format!("<li><a href=\"#{name}\"><b>{}</b> {name}</a></li>\n", method.to_uppercase())
        })
        .collect();
    let sections: String = operations
        .iter()
        .map(|(path, method, of)| operation(description, path, method, of))
        .collect();
    let schemas = schema::all(description);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
        <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}: the API</title>\n\
        <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"docs.css\">\n</head>\n<body>\n\
        <header>\n<h1>{title}: the API</h1>\n<p>{about}</p>\n\
        <p><a href=\"openapi.json\">openapi.json</a> · <a href=\"../\">the page to search on</a></p>\n\
        </header>\n<nav>\n<ul>\n{contents}<li><a href=\"#schemas\">Schemas</a></li>\n</ul>\n</nav>\n\
        <main>\n{sections}{schemas}</main>\n</body>\n</html>\n"
    )
}

/// Returns all operations: path, method, and description.
fn operations(description: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = description["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(|(method, of)| (path.as_str(), method.as_str(), of))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_document_says_is_text() {
        let evil = "<script>alert(1)</script>\"'&";
        let parameter = json!({"name": evil, "in": "query", "description": evil, "required": true,
            "example": evil, "schema": {"type": "string", "maxLength": 7, "default": evil}});
        let get = json!({"summary": evil, "parameters": [parameter],
            "responses": {"200": {"description": evil, "content": {evil: {"schema": {"$ref": evil}}}}}});
        let thing = json!({"type": "object", "required": [evil], "description": evil,
            "properties": {evil: {"type": ["string", "null"], "enum": [evil], "description": evil}}});
        let document = json!({"info": {"title": evil, "description": evil},
            "paths": {"/api/<b>": {"get": get}}, "components": {"schemas": {evil: thing}}});
        let page = page(&document);
        assert!(
            !page.contains("<script") && !page.contains("<b>\"") && !page.contains("'&"),
            "{page}"
        );
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"), "{page}");
        assert!(page.contains("at most 7 characters"), "{page}");
        assert!(
            page.contains("href=\"&lt;b&gt;?%3Cscript%3Ealert%281%29%3C%2Fscript%3E%22%27%26="),
            "{page}"
        );
    }
}
