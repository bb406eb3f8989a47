//! The fields of a JSON object. Members that fill no field are skipped, not kept.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use xunwen_schema::Article;

use super::fields::{RawFields, Value};
use super::names::Name;
use super::record::{RawRecord, utf8};

/// An object that is not parsed yet.
pub(super) struct JsonRecord(Vec<u8>);

impl JsonRecord {
    pub(super) fn boxed(bytes: Vec<u8>) -> Box<dyn RawRecord> {
        Box::new(Self(bytes))
    }
}

impl RawRecord for JsonRecord {
    fn article(self: Box<Self>) -> Result<Article, String> {
        fields(utf8(&self.0)?)?.article()
    }
}

/// Returns the fields of an object, or why it has none.
pub(super) fn fields(text: &str) -> Result<RawFields, String> {
    serde_json::from_str::<Object>(text).map(|object| object.0).map_err(|error| reason(&error))
}

fn reason(error: &serde_json::Error) -> String {
    if error.is_data() {
        return "not a JSON object".to_owned();
    }
    let message = error.to_string();
    match message.strip_suffix(&format!(" at line 1 column {}", error.column())) {
        Some(what) => format!("invalid JSON: {what} at column {}", error.column()),
        None => format!("invalid JSON: {message}"),
    }
}

struct Object(RawFields);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut fields = RawFields::default();
        while let Some(Key { name, .. }) = map.next_key()? {
            match name {
                Some(name) => fields.add(name, map.next_value()?),
                None => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(Object(fields))
    }
}

struct Key {
    name: Option<Name>,
    /// Whether it begins with `$`: database dumps write `{"$oid": "…"}` for an id.
    is_wrapper: bool,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(Key { name: Name::parse(name), is_wrapper: name.starts_with('$') })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Absent)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other("true or false"))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = array.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut wrapped = Value::Other("an object");
        while let Some(Key { is_wrapper, .. }) = map.next_key()? {
            if is_wrapper {
                wrapped = map.next_value()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(wrapped)
    }
}
