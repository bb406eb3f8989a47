//! Files of queries, `id<TAB>query` a line: read for `batch`, `watch`, `eval sets` and `rebuild --gate`.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use xunwen_language::{Query, parse};
use xunwen_watch::StandingQuery;

use crate::failure::{Failure, FileError, Refusal};
use crate::render;

/// The queries of a file, and the lines that cannot be asked.
pub(crate) struct QueryFile {
    path: PathBuf,
    pub(crate) queries: Vec<SavedQuery>,
    rejected: Vec<RejectedLine>,
}

/// One line of the file.
pub(crate) struct SavedQuery {
    line: usize,
    pub(crate) id: String,
    /// The query as typed.
    pub(crate) text: String,
}

/// A line that is not answered, and why.
struct RejectedLine {
    line: usize,
    reason: String,
}

impl QueryFile {
    /// Reads a file; `-` is standard input. Blank lines are skipped.
    ///
    /// A bad line does not end the reading: it is kept for [`Self::report`] and [`Self::check`].
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = read(path).map_err(FileError::reading(path))?;
        let mut file = Self { path: path.to_owned(), queries: Vec::new(), rejected: Vec::new() };
        let mut lines_of_ids = HashMap::new();
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        for (line, bytes) in (1..).zip(text.split(|&byte| byte == b'\n')) {
            match query(line, bytes, &mut lines_of_ids) {
                Ok(query) => file.queries.extend(query),
                Err(reason) => file.rejected.push(RejectedLine { line, reason }),
            }
        }
        Ok(file)
    }

    /// Reports the lines that are not answered, those that are not written in the query language and
    /// so are searched as plain words, and what there is to note on the others.
    pub(crate) fn report(&self, err: &mut dyn Write) -> io::Result<()> {
        let path = self.path.display();
        for RejectedLine { line, reason } in &self.rejected {
            writeln!(err, "warning: {path}:{line}: {reason}; not answered")?;
        }
        for SavedQuery { line, text, .. } in &self.queries {
            match parse(text) {
                Ok(query) => render::notes(&query, &format!("{path}:{line}: "), err)?,
                Err(error) => {
                    writeln!(err, "warning: {path}:{line}: {error}; taken as plain words")?;
                }
            }
        }
        Ok(())
    }

    /// Returns the queries, which are all of the language, and writes what there is to note on them.
    ///
    /// # Errors
    ///
    /// If a line cannot be asked as it is: it would stand for long with another meaning.
    pub(crate) fn standing(&self, err: &mut dyn Write) -> Result<Vec<StandingQuery>, Failure> {
        let rejected = self.rejected.iter().map(|it| (it.line, it.reason.clone()));
        let unread = self.queries.iter().filter_map(|query| {
            parse(&query.text).err().map(|error| (query.line, format!("the query: {error}")))
        });
        if let Some((line, reason)) = rejected.chain(unread).min() {
            return Err(FileError::Line { path: self.path.clone(), line, reason }.into());
        }
        if self.queries.is_empty() {
            return Err(FileError::NoQueries(self.path.clone()).into());
        }
        self.report(err)?;
        Ok(self.queries.iter().map(SavedQuery::standing).collect())
    }

    /// Fails if any line was rejected.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        match self.rejected.len() {
            0 => Ok(()),
            rejected => Err(Refusal::Queries {
                path: self.path.clone(),
                rejected,
                lines: rejected + self.queries.len(),
            }
            .into()),
        }
    }
}

impl SavedQuery {
    /// Returns the query. Test sets hold plain questions: what is not a query of the language is
    /// searched literally.
    pub(crate) fn query(&self) -> Query {
        parse(&self.text).unwrap_or_else(|_| Query::plain(&self.text))
    }

    fn standing(&self) -> StandingQuery {
        let text = self.text.trim().to_owned();
        StandingQuery { id: self.id.clone(), text, query: self.query() }
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    if path.as_os_str() != "-" {
        return fs::read(path);
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads one line; `None` if it is blank.
///
/// Ids are compared as a TREC run holds them, with white space replaced: a run in which one id
/// occurs twice is invalid.
fn query(
    line: usize,
    bytes: &[u8],
    lines_of_ids: &mut HashMap<String, usize>,
) -> Result<Option<SavedQuery>, String> {
    let text = str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.trim().is_empty() {
        return Ok(None);
    }
    let columns = text.split_once('\t').map(|(id, text)| (id.trim(), text));
    let Some((id, text)) = columns.filter(|(id, _)| !id.is_empty()) else {
        return Err("not `id<TAB>query`".to_owned());
    };
    if let Some(first) = lines_of_ids.get(&trec_id(id)) {
        return Err(format!("the id {id:?} is that of line {first}, too"));
    }
    lines_of_ids.insert(trec_id(id), line);
    Ok(Some(SavedQuery { line, id: id.to_owned(), text: text.to_owned() }))
}

/// Returns an id as a TREC run holds it: white space would end a column.
pub(crate) fn trec_id(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("_")
}
