//! Hits as columns.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, Float32Array, LargeStringArray, RecordBatch, StringArray, TimestampSecondArray,
    UInt64Array,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use xunwen_query::Hit;
use xunwen_wire::Column;

/// Returns the schema of hits with these columns.
pub(crate) fn schema(columns: &[Column]) -> SchemaRef {
    let field = |&column: &Column| Field::new(column.name(), kind(column), is_optional(column));
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

fn kind(column: Column) -> DataType {
    match column {
        Column::Rank => DataType::UInt64,
        Column::Score => DataType::Float32,
        // A batch may have more text than 2 GiB.
        Column::Body => DataType::LargeUtf8,
        Column::PublishedAt => DataType::Timestamp(TimeUnit::Second, Some(ZONE.into())),
        Column::Tags => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
        _ => DataType::Utf8,
    }
}

fn is_optional(column: Column) -> bool {
    matches!(
        column,
        Column::Source | Column::PublishedAt | Column::Url | Column::Lang | Column::Tags
    )
}

/// Times are shown by China's clocks.
const ZONE: &str = "+08:00";

/// Returns hits as a batch of columns.
pub(crate) fn batch(
    schema: &SchemaRef,
    columns: &[Column],
    hits: &[Hit],
) -> Result<RecordBatch, ArrowError> {
    let arrays = columns.iter().map(|&column| array(column, hits)).collect();
    RecordBatch::try_new(Arc::clone(schema), arrays)
}

fn array(column: Column, hits: &[Hit]) -> ArrayRef {
    match column {
        Column::Rank => {
            Arc::new(UInt64Array::from_iter_values(hits.iter().map(|hit| hit.rank as u64)))
        }
        Column::Tier => texts(hits, |hit| hit.tier.name()),
        Column::Score => Arc::new(Float32Array::from_iter_values(hits.iter().map(|hit| hit.score))),
        Column::Id => texts(hits, |hit| &hit.article.id),
        Column::Title => texts(hits, |hit| &hit.article.title),
        Column::Summary => texts(hits, |hit| &hit.article.summary),
        Column::Body => {
            let bodies = hits.iter().map(|hit| &hit.article.body);
            Arc::new(LargeStringArray::from_iter_values(bodies))
        }
        Column::Source => optional(hits, |hit| hit.article.source.as_deref()),
        Column::PublishedAt => {
            let times = hits.iter().map(|hit| Some(hit.article.published_at?.seconds()));
            Arc::new(TimestampSecondArray::from_iter(times).with_timezone(ZONE))
        }
        Column::Url => optional(hits, |hit| hit.article.url.as_deref()),
        Column::Tags => tags(hits),
        Column::Lang => optional(hits, |hit| hit.article.lang.as_deref()),
        Column::Passage => {
            Arc::new(StringArray::from_iter_values(hits.iter().map(|hit| column.cell(hit))))
        }
    }
}

fn texts(hits: &[Hit], of: impl Fn(&Hit) -> &str) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(hits.iter().map(of)))
}

fn optional(hits: &[Hit], of: impl Fn(&Hit) -> Option<&str>) -> ArrayRef {
    Arc::new(StringArray::from_iter(hits.iter().map(of)))
}

fn tags(hits: &[Hit]) -> ArrayRef {
    let mut lists = ListBuilder::new(StringBuilder::new());
    for hit in hits {
        hit.article.tags.iter().for_each(|tag| lists.values().append_value(tag));
        lists.append(true);
    }
    Arc::new(lists.finish())
}
