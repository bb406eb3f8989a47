//! JSON: objects as the named values of records.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::encoding::utf8_or_chinese;
use super::fields::RawFields;
use super::json_repair::repaired;
use super::names::ArticleField;
use super::options::Reading;
use super::parsed::Parsed;
use super::record::RawRecord;
use super::value::Value;

/// An object that is not parsed yet.
pub(super) struct JsonRecord(Vec<u8>);

/// How deep values within values are kept.
const DEEPEST: usize = 8;

impl JsonRecord {
    pub(super) fn boxed(bytes: Vec<u8>) -> Box<dyn RawRecord> {
        Box::new(Self(bytes))
    }
}

impl RawRecord for JsonRecord {
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String> {
        fields(&utf8_or_chinese(&self.0, reading.encoding)?, reading)?.article(reading)
    }
}

/// Returns the fields of an object, or why it has none.
pub(super) fn fields(text: &str, reading: &Reading) -> Result<RawFields, String> {
    let members = members(text)?;
    let mut fields = RawFields::default();
    fields.add_all(members, reading);
    Ok(fields)
}

/// Returns the members of an object. What Python and crawlers write that is nearly JSON is read, too.
pub(super) fn members(text: &str) -> Result<Vec<(String, Value)>, String> {
    let parsed = match parse(text) {
        Err(error) if !error.is_data() => match repaired(text) {
            Some(plain) => parse(&plain).map_err(|_| error),
            None => Err(error),
        },
        parsed => parsed,
    };
    match parsed {
        Ok(Value::Object(members)) => Ok(members),
        // An array of one article a line.
        Ok(Value::List(mut values)) if values.len() == 1 => match values.remove(0) {
            Value::Object(members) => Ok(members),
            _ => Err("not a JSON object".to_owned()),
        },
        Ok(_) => Err("not a JSON object".to_owned()),
        Err(error) => Err(reason(&error)),
    }
}

/// Parses any JSON value.
pub(super) fn parse(text: &str) -> Result<Value, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = ValueSeed { depth: 0 }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(if has_lost_digits(&value) { with_digits(text, value) } else { value })
}

fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.strip_suffix(&format!(" at line 1 column {}", error.column())) {
        Some(what) => format!("invalid JSON: {what} at column {}", error.column()),
        None => format!("invalid JSON: {message}"),
    }
}

/// Returns whether the id is a number with more digits than the parser keeps.
fn has_lost_digits(value: &Value) -> bool {
    let Value::Object(members) = value else { return false };
    members.iter().any(|(name, value)| matches!(value, Value::Number(number) if number.contains(['e', '.']) && is_id(name)))
}

fn is_id(name: &str) -> bool {
    Reading::default().name(name).is_some_and(|name| name.field == ArticleField::Id)
}

/// Puts ids in as they are written.
fn with_digits(text: &str, value: Value) -> Value {
    let Value::Object(members) = value else { return value };
    let Ok(written) = serde_json::from_str::<Written<'_>>(text) else {
        return Value::Object(members);
    };
    let member = |(name, value): (String, Value)| {
        let own = written.0.iter().find(|(own, _)| *own == name).map(|(_, raw)| raw.get());
        match (value, own) {
            (Value::Number(_), Some(raw)) if is_id(&name) => (name, Value::Number(raw.to_owned())),
            (value, _) => (name, value),
        }
    };
    Value::Object(members.into_iter().map(member).collect())
}

/// The members of an object, as they are written.
struct Written<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'de> Deserialize<'de> for Written<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Written<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Written<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<String, &RawValue>()? {
                    members.push((Cow::Owned(member.0), member.1));
                }
                Ok(Written(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// A value at a depth: what lies too deep is no field, and is not kept.
#[derive(Clone, Copy)]
struct ValueSeed {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.depth > DEEPEST {
            return IgnoredAny::deserialize(deserializer).map(|_| Value::Absent);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Absent)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        // With a sign of a fraction, so that it is known for one.
        Ok(Value::Number(format!("{number:?}")))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = array.next_element_seed(Self { depth: self.depth + 1 })? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            members.push((name, map.next_value_seed(Self { depth: self.depth + 1 })?));
        }
        Ok(Value::Object(members))
    }
}
