//! Text for reading.

use std::io;
use std::ops::Range;

use anstyle::Style;
use unicode_width::UnicodeWidthChar;
use xunwen_query::{Expansion, Hit, Passage, Tier, Totals};

use super::audit::audit_text;
use super::facets::facet_text;
use super::result::Result;
use crate::failure::Failure;
use crate::render::numbers::counted;
use crate::render::style::{MARK, Pen, QUIET};
use crate::streams::Look;
use crate::terminal::Screen;

const TITLE: Style = Style::new().bold();
const INDENT: &str = "   ";

/// Writes hits, a line between the tiers, facets, and the totals.
pub(crate) fn text(
    result: &Result<'_>,
    look: Look,
    out: &mut dyn Screen,
) -> std::result::Result<(), Failure> {
    let pen = Pen { look };
    let mut last_tier = Tier::Exact;
    for hit in result.answer.hits() {
        let hit = hit?;
        if hit.tier != last_tier {
            pen.heading(out, "related: about it, without holding all of it")?;
            last_tier = hit.tier;
        }
        pen.hit(out, &hit)?;
    }
    for facet in result.facets {
        facet_text(facet, &pen, out)?;
    }
    pen.expansions(out, result)?;
    pen.totals(out, result)?;
    Ok(result.audit.map_or(Ok(()), |audit| audit_text(audit, out))?)
}

impl Pen {
    fn hit(&self, out: &mut dyn Screen, hit: &Hit) -> io::Result<()> {
        let number = format!("{:>2}. ", hit.rank);
        if hit.title.text.is_empty() {
            write!(out, "{number}")?;
            let shown = hit.headline().unwrap_or_else(|| hit.article.id.clone());
            self.line(out, &shown, TITLE)?;
        } else {
            self.marked(out, &number, &hit.title, TITLE)?;
        }
        write!(out, "{INDENT} ")?;
        self.line(out, &facts(hit), QUIET)?;
        for (_, passage) in &hit.passages {
            self.marked(out, &format!("{INDENT} "), passage, Style::new())?;
        }
        writeln!(out)
    }

    /// Writes a passage in lines as wide as the terminal, white space made single spaces.
    fn marked(
        &self,
        out: &mut dyn Screen,
        head: &str,
        passage: &Passage,
        style: Style,
    ) -> io::Result<()> {
        let pieces = pieces(passage);
        let room = self
            .look
            .columns
            .map_or(usize::MAX, |columns| columns.saturating_sub(INDENT.len() + 1).max(2));
        let mut line = Line { pen: self, out, style, room, used: 0, is_marked: false };
        line.start(head)?;
        for (c, is_marked) in pieces {
            line.put(c, is_marked)?;
        }
        line.end()
    }

    fn heading(&self, out: &mut dyn Screen, text: &str) -> io::Result<()> {
        self.line(out, &format!("--- {text} ---"), QUIET)?;
        writeln!(out)
    }

    /// Writes a line for each part of the query that has other wordings.
    fn expansions(&self, out: &mut dyn Screen, result: &Result<'_>) -> io::Result<()> {
        let all = result.answer.expansions();
        for parts in all.chunk_by(|left, right| left.of == right.of) {
            let part = |other: &Expansion| {
                let articles = counted(other.articles, "article", "articles");
                format!("{} ({}, {articles})", other.text, other.kind.name())
            };
            let others: Vec<String> = parts.iter().map(part).collect();
            let line = format!("also for {}: {}", parts[0].of, others.join(", "));
            self.line(out, &line, QUIET)?;
        }
        Ok(())
    }

    fn totals(&self, out: &mut dyn Screen, result: &Result<'_>) -> io::Result<()> {
        let Totals { exact, related, articles, .. } = result.answer.totals();
        let related = related.map(|count| format!(", {count} related")).unwrap_or_default();
        let line = format!(
            "{exact} exact{related} of {}, {} ms",
            counted(articles, "article", "articles"),
            result.elapsed_ms()
        );
        self.line(out, &line, QUIET)
    }
}

/// Returns source, time, tier and reason of a hit in one line.
fn facts(hit: &Hit) -> String {
    let mut facts = Vec::new();
    facts.extend(hit.article.source.clone());
    facts.extend(
        hit.article.published_at.map(|published| {
            published.to_string().replacen('T', " ", 1).chars().take(16).collect()
        }),
    );
    facts.push(match hit.tier {
        Tier::Exact => "exact".to_owned(),
        Tier::Related => reason(hit),
    });
    facts.extend(hit.article.url.clone());
    facts.join(" · ")
}

/// Names what of the query, and which other wordings of it, a related hit contains.
fn reason(hit: &Hit) -> String {
    let mut reason = "related".to_owned();
    for (word, names) in [("by", &hit.matched), ("via", &hit.via)] {
        if !names.is_empty() {
            reason += &format!(" {word} {}", names.join(", "));
        }
    }
    reason
}

/// Returns the characters of a passage with whether they are marked; white space is single
/// spaces, between Han characters none, and what was cut off shows as dots.
fn pieces(passage: &Passage) -> Vec<(char, bool)> {
    let mut pieces: Vec<(char, bool)> = Vec::new();
    if passage.cut_before {
        pieces.push(('…', false));
    }
    let mut gap = false;
    for (at, c) in passage.text.char_indices() {
        if c.is_whitespace() || c.is_control() {
            gap = true;
            continue;
        }
        let is_marked = passage.marks.iter().any(|mark: &Range<usize>| mark.contains(&at));
        if gap
            && let Some(&(last, was_marked)) = pieces.last()
            && !(is_wide(last) && is_wide(c))
        {
            pieces.push((' ', was_marked && is_marked));
        }
        gap = false;
        pieces.push((c, is_marked));
    }
    if passage.cut_after {
        pieces.push(('…', false));
    }
    pieces
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// A line that is being written, broken where the terminal ends.
struct Line<'a> {
    pen: &'a Pen,
    out: &'a mut dyn Screen,
    style: Style,
    room: usize,
    used: usize,
    is_marked: bool,
}

impl Line<'_> {
    fn start(&mut self, head: &str) -> io::Result<()> {
        write!(self.out, "{head}")?;
        self.open()
    }

    fn put(&mut self, c: char, is_marked: bool) -> io::Result<()> {
        let width = c.width().unwrap_or(0);
        if self.used + width > self.room {
            self.set_marked(false)?;
            self.close()?;
            write!(self.out, "\n{INDENT} ")?;
            self.open()?;
            self.used = 0;
        }
        self.set_marked(is_marked)?;
        self.used += width;
        write!(self.out, "{c}")
    }

    fn end(&mut self) -> io::Result<()> {
        self.set_marked(false)?;
        self.close()?;
        writeln!(self.out)
    }

    fn set_marked(&mut self, is_marked: bool) -> io::Result<()> {
        if self.is_marked == is_marked {
            return Ok(());
        }
        self.is_marked = is_marked;
        match (self.pen.look.colour, is_marked) {
            (false, _) => write!(self.out, "**"),
            (true, true) => self.out.begin(MARK),
            (true, false) => {
                self.out.end(MARK)?;
                self.open()
            }
        }
    }

    fn open(&mut self) -> io::Result<()> {
        if self.pen.look.colour { self.out.begin(self.style) } else { Ok(()) }
    }

    fn close(&mut self) -> io::Result<()> {
        if self.pen.look.colour { self.out.end(self.style) } else { Ok(()) }
    }
}
