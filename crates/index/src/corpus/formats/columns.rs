//! Columns: the fields that the cells of a table are, by the names in its header.

use crate::corpus::fields::RawFields;
use crate::corpus::names::{ArticleField, Name};
use crate::corpus::options::Reading;
use crate::corpus::value::Value;

/// The columns of a table, as named by its header.
#[derive(Debug)]
pub(in crate::corpus) struct Columns {
    pub(in crate::corpus) header: Vec<String>,
    names: Vec<Option<Name>>,
}

impl Columns {
    pub(in crate::corpus) fn new(header: Vec<String>, reading: &Reading) -> Self {
        let header: Vec<String> = header.into_iter().map(|cell| cell.trim().to_owned()).collect();
        let names = header.iter().map(|cell| reading.name(cell)).collect();
        Self { header, names }
    }

    /// Returns how many of the columns are fields of an article.
    pub(in crate::corpus) fn known(&self) -> usize {
        self.names.iter().flatten().count()
    }

    /// Returns how many columns there are.
    pub(in crate::corpus) fn len(&self) -> usize {
        self.header.len()
    }

    /// Returns whether a row repeats the header, as when files were joined.
    pub(in crate::corpus) fn is_repeated_by(&self, cells: &[Value]) -> bool {
        let is_same = |(name, cell): (&String, &Value)| match cell {
            Value::Text(text) => text.trim() == name,
            Value::Absent => name.is_empty(),
            _ => false,
        };
        cells.len() == self.header.len() && self.header.iter().zip(cells).all(is_same)
    }

    /// Returns the fields of a row; an error is the reason to reject it.
    pub(in crate::corpus) fn fields(&self, cells: Vec<Value>) -> Result<RawFields, String> {
        if cells.len() != self.names.len() {
            let found = cells.len();
            let expected = self.names.len();
            return Err(format!("{found} cells where the header has {expected}"));
        }
        let mut fields = RawFields::default();
        for ((name, header), cell) in self.names.iter().zip(&self.header).zip(cells) {
            fields.add_as(*name, header, cell);
        }
        Ok(fields)
    }

    /// Returns the fields of a row of which only some cells are given, by the numbers of their columns.
    /// A column without a name is called as a spreadsheet calls it.
    pub(in crate::corpus) fn sparse_fields(&self, cells: Vec<(usize, Value)>) -> RawFields {
        let mut fields = RawFields::default();
        for (number, cell) in cells {
            match self.header.get(number).filter(|name| !name.is_empty()) {
                Some(name) => fields.add_as(self.names.get(number).copied().flatten(), name, cell),
                None => fields.add_as(None, &format!("column {}", letters(number)), cell),
            }
        }
        fields
    }

    /// Returns the field that a column is.
    pub(in crate::corpus) fn field(&self, number: usize) -> Option<ArticleField> {
        self.names.get(number).copied().flatten().map(|name| name.field)
    }

    /// Returns whether rows can be articles: a column is a text of one.
    pub(in crate::corpus) fn has_text(&self) -> bool {
        let is_text = |name: &Name| {
            matches!(name.field, ArticleField::Title | ArticleField::Body | ArticleField::Summary)
        };
        self.names.iter().flatten().any(is_text)
    }
}

/// Returns how spreadsheets call a column, counted from 0: A to Z, then AA.
fn letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (number % 26) as u8));
        if number < 26 {
            break;
        }
        number = number / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_in_a_spreadsheet() {
        let table = [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ];
        for (number, expected) in table {
            assert_eq!(letters(number), expected);
        }
    }
}
