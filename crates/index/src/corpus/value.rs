//! The values of a record, whatever format they come from.

/// A value, in as much detail as some field can use.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Value {
    /// There is none.
    #[default]
    Absent,
    Bool(bool),
    /// A number, as written.
    Number(String),
    Text(String),
    List(Vec<Self>),
    /// Named values, in order.
    Object(Vec<(String, Self)>),
}

/// What programs and people write where there is nothing, in lower case.
const NOTHING: [&str; 14] = [
    "nan",
    "null",
    "none",
    "n/a",
    "na",
    "nil",
    "undefined",
    "\\n",
    "-",
    "--",
    "无",
    "無",
    "暂无",
    "空",
];

impl Value {
    /// Returns a text, or nothing where it says that there is none.
    pub(super) fn text(text: String) -> Self {
        if is_nothing(&text) { Self::Absent } else { Self::Text(text) }
    }

    pub(super) fn is_absent(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Text(text) => is_nothing(text),
            Self::List(values) => values.iter().all(Self::is_absent),
            Self::Object(members) => members.is_empty(),
            Self::Bool(_) | Self::Number(_) => false,
        }
    }

    /// Returns the member `name` of an object.
    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Returns what a database wraps with its type: `{"$oid": "…"}`, `{"$date": {"$numberLong": "…"}}`.
    pub(super) fn unwrapped(self) -> Self {
        match self {
            Self::Object(mut members) if members.len() == 1 && members[0].0.starts_with('$') => {
                let (name, value) = members.remove(0);
                match value.unwrapped() {
                    Self::Text(number) if name.starts_with("$number") => Self::Number(number),
                    value => value,
                }
            }
            value => value,
        }
    }

    /// Returns what it is, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Absent => "null",
            Self::Bool(_) => "true or false",
            Self::Text(_) => "text",
            Self::Number(_) => "a number",
            Self::List(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// Returns whether a text says that there is nothing.
fn is_nothing(text: &str) -> bool {
    const LONGEST: usize = 9;
    let text = text.trim();
    text.is_empty()
        || (text.len() <= LONGEST
            && NOTHING.iter().any(|nothing| nothing.eq_ignore_ascii_case(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_that_there_is_nothing_is_absent() {
        for text in ["", " \n", "NaN", "NULL", "None", "\\N", "无", " - ", "N/A"] {
            assert_eq!(Value::text(text.to_owned()), Value::Absent, "{text:?}");
        }
        for text in ["0", "无人机", "nano", "否", "\\n\\n"] {
            assert_eq!(Value::text(text.to_owned()), Value::Text(text.to_owned()));
        }
    }

    #[test]
    fn types_of_databases_are_unwrapped() {
        let object = |name: &str, value| Value::Object(vec![(name.to_owned(), value)]);
        let long = object("$numberLong", Value::Text("-5".to_owned()));
        assert_eq!(object("$date", long).unwrapped(), Value::Number("-5".to_owned()));
        let oid = object("$oid", Value::Text("64fa".to_owned()));
        assert_eq!(oid.unwrapped(), Value::Text("64fa".to_owned()));
        let other = object("name", Value::Text("新华社".to_owned()));
        assert_eq!(other.clone().unwrapped(), other);
    }
}
