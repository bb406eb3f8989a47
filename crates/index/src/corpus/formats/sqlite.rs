//! SQLite databases, as crawlers keep them: an article a row of each table that has texts of articles.

mod tables;
#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;
use std::sync::Arc;

use encoding_rs::GB18030;
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::ahead::{self, Halt, Sink};
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use crate::corpus::content::Content;
use crate::corpus::options::Reading;
use crate::corpus::record::Records;
use crate::corpus::value::Value;
use tables::Table;

pub(in crate::corpus) struct Sqlite;

impl InputFormat for Sqlite {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn about(&self) -> &'static str {
        "a SQLite database: an article a row of each table with titles or bodies"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["db", "sqlite", "sqlite3", "db3"]
    }

    fn is_text(&self) -> bool {
        false
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        sample.bytes.starts_with(b"SQLite format 3\0").then_some(())?;
        Evidence::new(100, "it begins with the signature of SQLite")
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        let reading = Arc::clone(reading);
        let stop = Arc::clone(&content.stop);
        ahead::records(&stop, move |sink| read(content, &reading, sink))
    }
}

fn read(content: Content, reading: &Reading, sink: &mut Sink) -> Result<(), Halt> {
    let file = content.name.clone();
    let disk = content.on_disk(Content::ON_DISK)?;
    let database = open(&disk.path).map_err(damaged)?;
    let tables = Table::all(&database, reading).map_err(damaged)?;
    let chosen = tables::chosen(&tables);
    if chosen.is_empty() && !tables.is_empty() {
        let columns = tables.iter().flat_map(|table| table.columns.header.clone());
        return Err(FormatError::NoColumns(columns.collect()).into());
    }
    let log = log_of(&disk.path);
    if disk.is_own() && std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        let reason = "what its program has written last is not in the database yet: end the program, or run `PRAGMA wal_checkpoint`";
        sink.passed_over(&format!("{file}-wal"), reason)?;
    }
    let mut before = 0;
    for table in chosen {
        before += rows(&database, table, before, sink)?;
    }
    Ok(())
}

/// Opens a database so that nothing is written, neither to it nor beside it, and nothing is waited for.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(address(path), flags)?;
    // A view of a stranger calls nothing that could do harm.
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(database)
}

/// Returns the address of a file that does not change while it is read.
fn address(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut address = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => address.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => address.push(char::from(*byte)),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address + "?immutable=1"
}

/// Returns the file in which the program of a database writes first.
fn log_of(path: &Path) -> std::path::PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// Puts the rows of a table into the sink; returns how many there are.
fn rows(database: &Connection, table: &Table, before: u64, sink: &mut Sink) -> Result<u64, Halt> {
    let mut statement = database.prepare(&table.query()).map_err(damaged)?;
    let mut rows = statement.query([]).map_err(damaged)?;
    let mut count = 0;
    while let Some(row) = rows.next().map_err(damaged)? {
        let mut cells = Vec::new();
        for number in 0..table.columns.len() {
            let value = value(row.get_ref(number).map_err(damaged)?);
            if !value.is_absent() {
                cells.push((number, value));
            }
        }
        count += 1;
        sink.row(before + count, &table.columns, cells)?;
    }
    Ok(count)
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Absent,
        ValueRef::Integer(number) => Value::Number(number.to_string()),
        ValueRef::Real(number) if number.is_finite() => Value::Number(number.to_string()),
        ValueRef::Real(_) => Value::Absent,
        ValueRef::Text(bytes) => {
            Value::text(text(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned()))
        }
        ValueRef::Blob(bytes) => text(bytes).map(Value::text).unwrap_or_default(),
    }
}

/// Returns the text that bytes are: UTF-8, or GB18030, which Windows programs put in as they have it.
fn text(bytes: &[u8]) -> Option<String> {
    let is_text = |text: &str| !text.contains(|c: char| c.is_control() && !c.is_whitespace());
    if let Ok(text) = str::from_utf8(bytes) {
        return is_text(text).then(|| text.to_owned());
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    is_text(&text).then(|| text.into_owned())
}

fn damaged(error: rusqlite::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
