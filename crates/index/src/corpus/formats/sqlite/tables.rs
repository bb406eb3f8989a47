//! The tables of a database, and which of them hold articles.

use rusqlite::Connection;

use crate::corpus::formats::columns::Columns;
use crate::corpus::options::Reading;

/// A table, or what is read like one.
pub(super) struct Table {
    name: String,
    kind: Kind,
    has_rowid: bool,
    pub(super) columns: Columns,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Table,
    /// A view, or an index of full texts: its rows may be those of a table once more.
    Derived,
}

impl Table {
    /// Returns all tables and views, but for those of SQLite itself, in the order of their names.
    pub(super) fn all(database: &Connection, reading: &Reading) -> rusqlite::Result<Vec<Self>> {
        let mut statement = database.prepare(
            "SELECT name, type, wr FROM pragma_table_list
             WHERE schema = 'main' AND type IN ('table', 'view', 'virtual')
             AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        )?;
        let found = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, bool>(2)?))
        })?;
        let mut tables = Vec::new();
        for table in found {
            let (name, kind, is_without_rowid) = table?;
            // A view of a table that is gone, or a table of a module that is not there.
            let Ok(header) = columns(database, &name) else { continue };
            let kind = if kind == "table" { Kind::Table } else { Kind::Derived };
            let has_rowid = kind == Kind::Table && !is_without_rowid;
            tables.push(Self { name, kind, has_rowid, columns: Columns::new(header, reading) });
        }
        Ok(tables)
    }

    /// Returns the query for all rows, in an order that is the same each time.
    pub(super) fn query(&self) -> String {
        let columns: Vec<String> = self.columns.header.iter().map(|name| quoted(name)).collect();
        let mut query = format!("SELECT {} FROM {}", columns.join(", "), quoted(&self.name));
        let is_free =
            |name: &&str| !self.columns.header.iter().any(|own| own.eq_ignore_ascii_case(name));
        let rowid = ["rowid", "_rowid_", "oid"].into_iter().find(is_free);
        if let Some(rowid) = rowid.filter(|_| self.has_rowid) {
            query.push_str(" ORDER BY ");
            query.push_str(rowid);
        }
        query
    }
}

/// Returns the tables to be read: those with texts of articles. Views are read where no table has any.
pub(super) fn chosen(tables: &[Table]) -> Vec<&Table> {
    let of = |kind| {
        let is_wanted = move |table: &&Table| table.kind == kind && table.columns.has_text();
        tables.iter().filter(is_wanted).collect::<Vec<_>>()
    };
    let chosen = of(Kind::Table);
    if chosen.is_empty() { of(Kind::Derived) } else { chosen }
}

fn columns(database: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = database.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let names = statement.query_map([table], |row| row.get(0))?;
    names.collect()
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
