//! Columns in memory, as Parquet and Arrow files give them: batches of rows into records.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Date32Type, Date64Type, Decimal128Type,
    Decimal256Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType,
    Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch, downcast_dictionary_array};
use arrow_schema::{DataType, Fields, Schema, TimeUnit};
use xunwen_schema::Published;

use super::ahead::{Halt, Sink};
use super::columns::Columns;
use super::input_format::FormatError;
use crate::corpus::options::Reading;
use crate::corpus::value::Value;

/// How deep values within values are read.
const DEEPEST: usize = 8;

/// Returns the columns of a file.
///
/// # Errors
///
/// If none of them is a field of an article, nor holds one.
pub(super) fn columns(schema: &Schema, reading: &Reading) -> Result<Columns, FormatError> {
    let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    if is_known(schema.fields(), reading, 0) {
        Ok(Columns::new(names, reading))
    } else {
        Err(FormatError::NoColumns(names))
    }
}

fn is_known(fields: &Fields, reading: &Reading, depth: usize) -> bool {
    fields.iter().any(|field| {
        let is_inner = |inner: &Fields| depth < DEEPEST && is_known(inner, reading, depth + 1);
        reading.name(field.name()).is_some()
            || matches!(field.data_type(), DataType::Struct(inner) if is_inner(inner))
    })
}

/// Puts the rows of a batch into the sink; `before` is how many the file has before it.
pub(super) fn put(
    batch: &RecordBatch,
    before: u64,
    columns: &Columns,
    sink: &mut Sink,
) -> Result<(), Halt> {
    for row in 0..batch.num_rows() {
        let cells = batch.columns().iter().map(|array| value(array, row, 0)).enumerate();
        let cells = cells.filter(|(_, value)| !value.is_absent()).collect();
        sink.row(before + row as u64 + 1, columns, cells)?;
    }
    Ok(())
}

/// Returns the value of an array in a row.
fn value(array: &ArrayRef, row: usize, depth: usize) -> Value {
    if depth > DEEPEST || array.is_null(row) {
        return Value::Absent;
    }
    match array.data_type() {
        DataType::Boolean => Value::Bool(array.as_boolean().value(row)),
        DataType::Utf8 => Value::text(array.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Value::text(array.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => Value::text(array.as_string_view().value(row).to_owned()),
        DataType::Binary => text_of(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => text_of(array.as_binary::<i64>().value(row)),
        DataType::BinaryView => text_of(array.as_binary_view().value(row)),
        DataType::FixedSizeBinary(_) => text_of(array.as_fixed_size_binary().value(row)),
        DataType::List(_) => list(&array.as_list::<i32>().value(row), depth),
        DataType::LargeList(_) => list(&array.as_list::<i64>().value(row), depth),
        DataType::ListView(_) => list(&array.as_list_view::<i32>().value(row), depth),
        DataType::LargeListView(_) => list(&array.as_list_view::<i64>().value(row), depth),
        DataType::FixedSizeList(_, _) => list(&array.as_fixed_size_list().value(row), depth),
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let members = fields
                .iter()
                .zip(columns)
                .map(|(field, column)| (field.name().clone(), value(column, row, depth + 1)));
            Value::Object(members.filter(|(_, value)| !value.is_absent()).collect())
        }
        DataType::Map(_, _) => map(array, row, depth),
        DataType::Dictionary(_, _) => entry(array, row, depth),
        other => number(array, row, other).or_else(|| date(array, row, other)).unwrap_or_default(),
    }
}

fn list(values: &ArrayRef, depth: usize) -> Value {
    Value::List((0..values.len()).map(|row| value(values, row, depth + 1)).collect())
}

/// Returns the entries of a map that have a text or a number as their key.
fn map(array: &ArrayRef, row: usize, depth: usize) -> Value {
    let entries = array.as_map().value(row);
    let [keys, values] = entries.columns() else { return Value::Absent };
    let member = |row| match value(keys, row, depth + 1) {
        Value::Text(key) | Value::Number(key) => Some((key, value(values, row, depth + 1))),
        _ => None,
    };
    Value::Object((0..entries.len()).filter_map(member).collect())
}

/// Returns the value that a key of a dictionary stands for.
fn entry(array: &ArrayRef, row: usize, depth: usize) -> Value {
    fn of<K: ArrowDictionaryKeyType>(
        array: &arrow_array::DictionaryArray<K>,
        row: usize,
        depth: usize,
    ) -> Value {
        let key = array.key(row).filter(|key| *key < array.values().len());
        key.map(|key| value(array.values(), key, depth + 1)).unwrap_or_default()
    }
    let array: &dyn Array = array;
    downcast_dictionary_array!(array => of(array, row, depth), _ => Value::Absent)
}

/// Returns the text that bytes are, if they are one: older programs do not say so.
fn text_of(bytes: &[u8]) -> Value {
    let is_text = |text: &&str| !text.contains('\0');
    str::from_utf8(bytes)
        .ok()
        .filter(is_text)
        .map(|text| Value::text(text.to_owned()))
        .unwrap_or_default()
}

fn number(array: &ArrayRef, row: usize, of: &DataType) -> Option<Value> {
    let written = match of {
        DataType::Int8 => at::<Int8Type>(array, row).to_string(),
        DataType::Int16 => at::<Int16Type>(array, row).to_string(),
        DataType::Int32 => at::<Int32Type>(array, row).to_string(),
        DataType::Int64 => at::<Int64Type>(array, row).to_string(),
        DataType::UInt8 => at::<UInt8Type>(array, row).to_string(),
        DataType::UInt16 => at::<UInt16Type>(array, row).to_string(),
        DataType::UInt32 => at::<UInt32Type>(array, row).to_string(),
        DataType::UInt64 => at::<UInt64Type>(array, row).to_string(),
        // A column of whole numbers with gaps is one of floats to pandas: 7.0 is 7.
        DataType::Float16 => finite(f64::from(at::<Float16Type>(array, row)))?,
        DataType::Float32 => finite_single(at::<Float32Type>(array, row))?,
        DataType::Float64 => finite(at::<Float64Type>(array, row))?,
        DataType::Decimal128(_, _) => {
            whole(array.as_primitive::<Decimal128Type>().value_as_string(row))
        }
        DataType::Decimal256(_, _) => {
            whole(array.as_primitive::<Decimal256Type>().value_as_string(row))
        }
        _ => return None,
    };
    Some(Value::Number(written))
}

fn at<T: ArrowPrimitiveType>(array: &ArrayRef, row: usize) -> T::Native {
    array.as_primitive::<T>().value(row)
}

fn finite(number: f64) -> Option<String> {
    number.is_finite().then(|| number.to_string())
}

fn finite_single(number: f32) -> Option<String> {
    number.is_finite().then(|| number.to_string())
}

/// Returns a decimal number without zeros behind the point.
fn whole(number: String) -> String {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        number
    }
}

/// Returns a date or a time as text that reads as one.
fn date(array: &ArrayRef, row: usize, of: &DataType) -> Option<Value> {
    const DAY: i64 = 86_400;
    let text = match of {
        DataType::Date32 => local(i64::from(at::<Date32Type>(array, row)) * DAY, false),
        DataType::Date64 => local(at::<Date64Type>(array, row).div_euclid(1_000), false),
        DataType::Timestamp(unit, zone) => {
            let (number, per_second) = match unit {
                TimeUnit::Second => (at::<TimestampSecondType>(array, row), 1),
                TimeUnit::Millisecond => (at::<TimestampMillisecondType>(array, row), 1_000),
                TimeUnit::Microsecond => (at::<TimestampMicrosecondType>(array, row), 1_000_000),
                TimeUnit::Nanosecond => (at::<TimestampNanosecondType>(array, row), 1_000_000_000),
            };
            let seconds = number.div_euclid(per_second);
            match zone {
                // With a zone, it is an instant; without one, what a clock has shown.
                Some(_) => Published::from_seconds(seconds, true).to_string(),
                None => local(seconds, true),
            }
        }
        DataType::Time32(TimeUnit::Second) => clock(at::<Time32SecondType>(array, row).into()),
        DataType::Time32(_) => clock((at::<Time32MillisecondType>(array, row) / 1_000).into()),
        DataType::Time64(TimeUnit::Microsecond) => {
            clock(at::<Time64MicrosecondType>(array, row) / 1_000_000)
        }
        DataType::Time64(_) => clock(at::<Time64NanosecondType>(array, row) / 1_000_000_000),
        _ => return None,
    };
    Some(Value::Text(text))
}

/// Returns what a clock has shown that counts seconds since 1970: a day, or a day with a time.
fn local(seconds: i64, has_time: bool) -> String {
    /// Dates are written as of China.
    const CHINA: i64 = 8 * 3_600;
    let written = Published::from_seconds(seconds.saturating_sub(CHINA), has_time).to_string();
    written.strip_suffix("+08:00").map_or(written.clone(), |local| local.replace('T', " "))
}

fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use arrow_array::builder::{ListBuilder, StringBuilder};
    use arrow_array::{
        BinaryArray, Decimal128Array, DictionaryArray, Float64Array, Int64Array, LargeStringArray,
        StringViewArray, StructArray, TimestampMillisecondArray, types::Int8Type,
    };
    use arrow_schema::Field;

    use super::*;
    use crate::corpus::tests::read_whole;
    use crate::corpus::{Batch, CorpusError, InputOptions};

    /// What is expected of the two rows of [`batch`]: id, title, body, outlet, date, tags, language.
    pub(in crate::corpus::formats) const EXPECTED: [[&str; 7]; 2] = [
        [
            "20230705101112000001",
            "题一",
            "一段\n二段",
            "青屿日报",
            "2023-07-05T10:11:12+08:00",
            "社会/教育",
            "zh",
        ],
        ["2", "题二", "", "澄江财经", "2023-07-06", "", "zh"],
    ];

    fn strings(lists: [&[&str]; 2]) -> ArrayRef {
        let mut builder = ListBuilder::new(StringBuilder::new());
        for list in lists {
            list.iter().for_each(|text| builder.values().append_value(text));
            builder.append(true);
        }
        Arc::new(builder.finish())
    }

    /// Returns two articles in columns of many types.
    pub(in crate::corpus::formats) fn batch() -> RecordBatch {
        let ids = Decimal128Array::from(vec![Some(2_023_070_510_111_200_000_100), Some(200)]);
        let ids = ids.with_precision_and_scale(38, 2).unwrap();
        let outlet: ArrayRef = Arc::new(LargeStringArray::from(vec!["青屿日报", "澄江财经"]));
        let name = Arc::new(Field::new("name", DataType::LargeUtf8, false));
        let languages: DictionaryArray<Int8Type> = ["zh", "zh"].into_iter().collect();
        // 2023-07-05 02:11:12 in Greenwich, to the millisecond: 19,543 days after 1970, and 7,872 seconds.
        let moment = TimestampMillisecondArray::from(vec![Some(1_688_523_072_345), None]);
        let day = arrow_array::Date32Array::from(vec![None, Some(19_544)]);
        let columns: [(&str, ArrayRef); 9] = [
            ("id", Arc::new(ids)),
            ("title", Arc::new(StringViewArray::from(vec!["题一", "题二"]))),
            ("paragraphs", strings([&["一段", "二段"], &[]])),
            ("source", Arc::new(StructArray::from(vec![(name, outlet)]))),
            ("published_at", Arc::new(moment.with_timezone("UTC"))),
            ("date", Arc::new(day)),
            ("tags", strings([&["社会", "教育"], &[]])),
            ("lang", Arc::new(languages)),
            ("image", Arc::new(BinaryArray::from_vec(vec![b"\xff\0", b"\0"]))),
        ];
        RecordBatch::try_from_iter(columns).unwrap()
    }

    /// Reads a file; an error is the first that it has.
    pub(in crate::corpus::formats) fn read(bytes: &[u8]) -> Result<Batch, CorpusError> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("corpus");
        std::fs::write(&path, bytes).unwrap();
        read_whole(&path, &InputOptions::default())
    }

    pub(in crate::corpus::formats) fn outcome(found: &Batch) -> Vec<[String; 7]> {
        let shown = found.articles.iter().cloned().map(|article| {
            let date = article.published_at.map(|date| date.to_string()).unwrap_or_default();
            let source = article.source.unwrap_or_default();
            let lang = article.lang.unwrap_or_default();
            [article.id, article.title, article.body, source, date, article.tags.join("/"), lang]
        });
        shown.collect()
    }

    fn of(array: impl Array + 'static) -> Value {
        let array: ArrayRef = Arc::new(array);
        value(&array, 0, 0)
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let number = |text: &str| Value::Number(text.to_owned());
        assert_eq!(of(Float64Array::from(vec![7.0])), number("7"));
        assert_eq!(of(Float64Array::from(vec![0.5])), number("0.5"));
        assert_eq!(of(Float64Array::from(vec![f64::NAN])), Value::Absent);
        assert_eq!(of(Int64Array::from(vec![i64::MIN])), number("-9223372036854775808"));
        assert_eq!(whole("7.50".to_owned()), "7.5");
        assert_eq!(whole("700".to_owned()), "700");
    }

    #[test]
    fn a_clock_without_a_zone_shows_what_it_shows() {
        let text = |text: &str| Value::Text(text.to_owned());
        // 10:11:12 on day 19,543.
        let moment = TimestampMillisecondArray::from(vec![19_543 * 86_400_000 + 36_672_000]);
        assert_eq!(of(moment), text("2023-07-05 10:11:12"));
        assert_eq!(of(arrow_array::Date32Array::from(vec![-1])), text("1969-12-31"));
        let time = arrow_array::Time64MicrosecondArray::from(vec![36_672_000_000]);
        assert_eq!(of(time), text("10:11:12"));
    }

    #[test]
    fn bytes_are_text_if_they_read_as_one() {
        assert_eq!(
            of(BinaryArray::from_vec(vec!["新闻".as_bytes()])),
            Value::Text("新闻".to_owned())
        );
        assert_eq!(of(BinaryArray::from_vec(vec![b"\xff\xfe"])), Value::Absent);
    }
}
