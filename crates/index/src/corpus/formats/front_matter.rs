//! What stands in front of a text: YAML between `---`, and TOML between `+++`.

use crate::corpus::json;
use crate::corpus::options::Reading;
use crate::corpus::value::Value;

/// The language of what stands in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::corpus) enum Kind {
    Yaml,
    Toml,
}

/// How deep values are kept.
const DEEPEST: usize = 8;

/// Splits a text into what stands in front and the rest; `None` if nothing does.
pub(in crate::corpus) fn split(text: &str) -> Option<(Kind, &str, &str)> {
    /// Bytes that may stand in front.
    const MOST: usize = 64 * 1024;
    let text = text.trim_start_matches('\u{feff}').trim_start_matches(['\n', '\r']);
    let (kind, mark) = match text.get(..3)? {
        "---" => (Kind::Yaml, "---"),
        "+++" => (Kind::Toml, "+++"),
        _ => return None,
    };
    let (first, rest) = text.split_once('\n')?;
    if first.trim_end() != mark {
        return None;
    }
    let mut length = 0;
    for line in rest.split_inclusive('\n') {
        let is_end = line.trim_end() == mark || (kind == Kind::Yaml && line.trim_end() == "...");
        if is_end {
            return Some((kind, &rest[..length], &rest[length + line.len()..]));
        }
        length += line.len();
        if length > MOST {
            return None;
        }
    }
    None
}

/// Returns whether some line gives a field of an article.
pub(in crate::corpus) fn has_field(front: &str, reading: &Reading) -> bool {
    let names = front.lines().filter_map(|line| Some(line.split_once([':', '='])?.0.trim()));
    names.filter(|name| reading.name(name).is_some()).count() > 0
}

/// Returns the named values; of YAML that is none, such as `title: 快讯: 停飞`, those of its lines.
pub(in crate::corpus) fn members(kind: Kind, front: &str) -> Vec<(String, Value)> {
    let members = match kind {
        Kind::Yaml => yaml(front),
        Kind::Toml => front.parse::<toml::Table>().ok().map(of_table),
    };
    members.unwrap_or_else(|| lines(front))
}

fn yaml(front: &str) -> Option<Vec<(String, Value)>> {
    // Aliases within aliases are limited by the parser.
    let value: serde_json::Value = serde_saphyr::from_str(front).ok()?;
    match json::parse(&value.to_string()).ok()? {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

fn of_table(table: toml::Table) -> Vec<(String, Value)> {
    let mut members = Vec::new();
    for (name, value) in table {
        match value {
            // Hugo keeps what it does not know itself in tables.
            toml::Value::Table(inner) => {
                members.extend(inner.into_iter().map(|(name, value)| (name, of_toml(value, 1))));
            }
            value => members.push((name, of_toml(value, 0))),
        }
    }
    members
}

fn of_toml(value: toml::Value, depth: usize) -> Value {
    match value {
        _ if depth > DEEPEST => Value::Absent,
        toml::Value::String(text) => Value::text(text),
        toml::Value::Integer(number) => Value::Number(number.to_string()),
        toml::Value::Float(number) => Value::Number(number.to_string()),
        toml::Value::Boolean(is) => Value::Bool(is),
        toml::Value::Datetime(time) => Value::Text(time.to_string()),
        toml::Value::Array(values) => {
            Value::List(values.into_iter().map(|value| of_toml(value, depth + 1)).collect())
        }
        toml::Value::Table(table) => {
            let members = table.into_iter().map(|(name, value)| (name, of_toml(value, depth + 1)));
            Value::Object(members.collect())
        }
    }
}

/// Reads `name: value` from each line, and lists of `- value` below a name.
fn lines(front: &str) -> Vec<(String, Value)> {
    let mut members: Vec<(String, Value)> = Vec::new();
    for line in front.lines() {
        let text = line.trim();
        if let Some(item) = text.strip_prefix("- ") {
            if let Some((_, value)) = members.last_mut() {
                if value.is_absent() {
                    *value = Value::List(Vec::new());
                }
                if let Value::List(values) = value {
                    values.push(Value::text(unquoted(item)));
                }
            }
            continue;
        }
        let is_inner = line.starts_with([' ', '\t']);
        let Some((name, value)) = text.split_once([':', '=']).filter(|_| !is_inner) else {
            continue;
        };
        let list = value.trim().strip_prefix('[').and_then(|list| list.strip_suffix(']'));
        let value = match list {
            Some(list) => Value::List(
                list.split([',', '，']).map(|item| Value::text(unquoted(item))).collect(),
            ),
            None => Value::text(unquoted(value)),
        };
        members.push((name.trim().to_owned(), value));
    }
    members
}

fn unquoted(text: &str) -> String {
    let text = text.trim();
    let inner = ['"', '\''].iter().find_map(|mark| text.strip_prefix(*mark)?.strip_suffix(*mark));
    inner.unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn what_stands_in_front_is_split_off() {
        assert_eq!(split("---\ntitle: 题\n---\n文"), Some((Kind::Yaml, "title: 题\n", "文")));
        assert_eq!(split("+++\r\na = 1\r\n+++\r\n文"), Some((Kind::Toml, "a = 1\r\n", "文")));
        for text in ["---\n没有结尾", "题\n---\n文\n---\n", "----\na\n----\n", "", "——"] {
            assert_eq!(split(text), None, "{text}");
        }
    }

    #[test]
    fn yaml_and_toml_are_read() {
        let yaml = members(
            Kind::Yaml,
            "title: \"题\"\ndate: 2024-05-06T08:15:00+08:00\ntags: [低空, 海岛]\n",
        );
        let tags = Value::List(vec![text("低空"), text("海岛")]);
        let date = text("2024-05-06T08:15:00+08:00");
        let expected = [
            ("title".to_owned(), text("题")),
            ("date".to_owned(), date.clone()),
            ("tags".to_owned(), tags),
        ];
        let mut yaml = yaml;
        yaml.sort_by_key(|(name, _)| expected.iter().position(|(own, _)| own == name));
        assert_eq!(yaml, expected);
        let toml =
            members(Kind::Toml, "date = 2024-05-06T08:15:00+08:00\n[params]\nsource = '晚报'\n");
        assert_eq!(toml, [("date".to_owned(), date), ("source".to_owned(), text("晚报"))]);
    }

    #[test]
    fn faulty_yaml_is_read_by_lines() {
        let found = members(Kind::Yaml, "title: 快讯: 停飞\ntags:\n  - 一\n  - \"二\"\nx: @y\n");
        let tags = Value::List(vec![text("一"), text("二")]);
        let expected = [("title", text("快讯: 停飞")), ("tags", tags), ("x", text("@y"))];
        assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value)));
    }

    #[test]
    fn aliases_do_not_multiply() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..20 {
            let last = format!("*a{}, ", n - 1).repeat(10);
            bomb += &format!("a{n}: &a{n} [{}]\n", last.trim_end_matches(", "));
        }
        // Refused as YAML, its lines are what is left.
        assert_eq!(members(Kind::Yaml, &bomb).len(), 20);
    }
}
