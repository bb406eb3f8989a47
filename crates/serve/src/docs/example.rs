//! Examples of requests, as links.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// Returns a request with the examples of an operation's parameters, as it is linked from the page, and
/// as it is shown; none if the page cannot ask it.
pub(super) fn example(path: &str, of: &Value) -> Option<[String; 2]> {
    let mut asked = path.to_owned();
    let mut shown = path.to_owned();
    let mut sign = '?';
    for parameter in of["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default();
        for value in values(parameter) {
            if parameter["in"] == "path" {
                asked = asked.replace(&format!("{{{name}}}"), &encoded(&value));
                shown = shown.replace(&format!("{{{name}}}"), &value);
            } else {
                asked += &format!("{sign}{}={}", encoded(name), encoded(&value));
                shown += &format!("{sign}{name}={value}");
                sign = '&';
            }
        }
    }
    let relative = match asked.strip_prefix("/api/") {
        Some(rest) => rest.to_owned(),
        None => format!("..{asked}"),
    };
    Some([relative, shown]).filter(|_| !asked.contains('{'))
}

/// Returns the values that are an example of a parameter.
fn values(parameter: &Value) -> Vec<String> {
    let example = &parameter["example"];
    let example = if example.is_null() { &parameter["schema"]["example"] } else { example };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match example {
        Value::Null => Vec::new(),
        Value::Array(values) => values.iter().map(text).collect(),
        value => vec![text(value)],
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn examples_are_linked_from_beside_the_page() {
        let of = json!({"parameters": [
            {"name": "id", "in": "path", "example": "a/b"},
            {"name": "q", "in": "query", "example": ["短", "b c"]},
            {"name": "n", "in": "query", "schema": {"example": 7}},
            {"name": "none", "in": "query", "schema": {}},
        ]});
        let [asked, shown] = example("/api/x/{id}", &of).unwrap();
        assert_eq!(asked, "x/a%2Fb?q=%E7%9F%AD&q=b%20c&n=7");
        assert_eq!(shown, "/api/x/a/b?q=短&q=b c&n=7");
        assert_eq!(example("/metrics", &json!({})).unwrap()[0], "../metrics");
        assert_eq!(example("/api/x/{other}", &of), None);
    }
}
