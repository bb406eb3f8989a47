//! Replays: what came and went since a receipt.

use std::io::{self, Write};

use xunwen_query::evidence::{Listed, Receipt, Replay};

use super::json_lines::write_json_line;
use super::numbers::counted;

/// Writes for reading whether the answer is the same, and what came and went.
pub(crate) fn replay_text(
    receipt: &Receipt,
    replay: &Replay,
    out: &mut dyn Write,
) -> io::Result<()> {
    let now = &replay.now;
    let verdict = if replay.is_same() {
        format!("the same: {} exact", now.exact)
    } else {
        let came = replay.came.len();
        let gone = replay.gone.len();
        format!(
            "not the same: {} exact, then {}; {came} came, {gone} gone",
            now.exact, receipt.exact
        )
    };
    writeln!(out, "{verdict}")?;
    writeln!(out, "  query   {}", receipt.query)?;
    writeln!(out, "  asked   {} by {}", receipt.answered_at, receipt.program)?;
    write_index(receipt, now, out)?;
    for (sign, listed) in [("+", &replay.came), ("-", &replay.gone)] {
        for Listed { id, title } in listed {
            let title = title.as_deref().unwrap_or("(no longer in the index)");
            writeln!(
                out,
                "{sign} {id}  {}",
                title.split_whitespace().collect::<Vec<_>>().join(" ")
            )?;
        }
    }
    Ok(())
}

fn write_index(receipt: &Receipt, now: &Receipt, out: &mut dyn Write) -> io::Result<()> {
    let articles = counted(now.articles, "article", "articles");
    if now.fingerprint != receipt.fingerprint {
        let found = &now.fingerprint;
        let expected = &receipt.fingerprint;
        writeln!(out, "  index   another one: fingerprint {found}, then {expected}")?;
    }
    match (now.articles == receipt.articles, now.generation == receipt.generation) {
        (true, true) => writeln!(out, "  index   {articles}, generation {}", now.generation),
        _ => writeln!(
            out,
            "  index   {articles}, generation {}; then {}, generation {}",
            now.generation, receipt.articles, receipt.generation
        ),
    }
}

/// Writes one JSON object.
pub(crate) fn replay_json(
    receipt: &Receipt,
    replay: &Replay,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_json_line(out, &xunwen_wire::Replay::of(receipt, replay))
}
