//! JSON Lines.

use std::io::Write;

use serde::Serialize;

/// Writes one JSON value and ends the line.
pub(in crate::render) fn write_json_line(
    out: &mut dyn Write,
    line: &impl Serialize,
) -> std::io::Result<()> {
    let json = serde_json::to_string(line)?;
    writeln!(out, "{json}")
}

/// Writes `{"type":…,"data":…}`.
pub(in crate::render) fn write_typed(
    out: &mut dyn Write,
    kind: &str,
    data: &impl Serialize,
) -> std::io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a, T> {
        #[serde(rename = "type")]
        kind: &'a str,
        data: &'a T,
    }
    write_json_line(out, &Line { kind, data })
}
