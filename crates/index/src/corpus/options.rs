//! How records are read: what is known of them beforehand, and what is not to be guessed.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::encoding::Encoding;
use xunwen_schema::{Article, DateBasis, DateContext, Published};

use super::names::{ArticleField, Name, folded};
use super::notes::Note;

/// How the records of inputs are read. By default everything is recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The encoding of all texts.
    pub encoding: Option<Encoding>,
    /// Names that stand for fields, before all others.
    pub map: Vec<FieldMapping>,
    /// The names of a table's columns, which has no header then.
    pub columns: Option<Vec<String>>,
    /// The year of dates that name none.
    pub year: Option<i16>,
    /// When the inputs were fetched, in seconds since the Unix epoch: what `3小时前` is counted from.
    pub fetched_at: Option<i64>,
    /// What is put before ids.
    pub id_prefix: IdPrefix,
}

/// What is put before the ids of an input, so that those of several inputs do not collide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum IdPrefix {
    /// Nothing.
    #[default]
    None,
    /// The name of the file without its ending.
    File,
    /// The name of the folder it is in.
    Folder,
    /// A text.
    Text(String),
}

/// A name that stands for a field: `body=文章内容`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMapping {
    pub(super) field: ArticleField,
    /// The name, folded.
    pub(super) name: String,
}

/// A text that is no `FIELD=NAME`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no `FIELD=NAME`, where FIELD is one of {}", ArticleField::names().join(", "))]
pub struct UnknownMapping {
    /// The text.
    pub found: String,
}

impl FromStr for FieldMapping {
    type Err = UnknownMapping;

    fn from_str(text: &str) -> Result<Self, UnknownMapping> {
        let unknown = || UnknownMapping { found: text.to_owned() };
        let (field, name) = text.split_once('=').ok_or_else(unknown)?;
        let field = ArticleField::named(field.trim()).ok_or_else(unknown)?;
        let name = folded(name);
        if name.is_empty() { Err(unknown()) } else { Ok(Self { field, name }) }
    }
}

/// Writes what identifies jobs that read in the same way.
impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(encoding) = self.encoding {
            write!(f, " in {encoding}")?;
        }
        for FieldMapping { field, name } in &self.map {
            write!(f, " {}={name}", field.name())?;
        }
        if let Some(columns) = &self.columns {
            write!(f, " columns {}", columns.join(","))?;
        }
        if let Some(year) = self.year {
            write!(f, " year {year}")?;
        }
        if let Some(fetched_at) = self.fetched_at {
            write!(f, " fetched {fetched_at}")?;
        }
        match &self.id_prefix {
            IdPrefix::None => Ok(()),
            prefix => write!(f, " prefix {prefix:?}"),
        }
    }
}

impl Reading {
    /// Returns the field that a name stands for.
    pub(super) fn name(&self, name: &str) -> Option<Name> {
        if !self.map.is_empty() {
            let own = folded(name);
            if let Some(mapping) = self.map.iter().find(|mapping| mapping.name == own) {
                return Some(Name::given(mapping.field));
            }
        }
        Name::parse(name)
    }

    /// Returns an article of the file `name` with the prefix before its id.
    pub(super) fn with_prefix(&self, mut article: Article, name: &str) -> Article {
        let path = Path::new(name);
        let part = match &self.id_prefix {
            IdPrefix::None => return article,
            IdPrefix::File => path.file_stem(),
            IdPrefix::Folder => path.parent().and_then(Path::file_name),
            IdPrefix::Text(text) => Some(text.as_ref()),
        };
        if let Some(part) = part {
            let part = part.to_string_lossy();
            article.id = match self.id_prefix {
                IdPrefix::Text(_) => format!("{part}{}", article.id),
                _ => format!("{part}/{}", article.id),
            };
        }
        article
    }

    /// Reads a date, with a note if it is reckoned; an error is why it is none.
    pub(super) fn date(&self, text: &str) -> Result<(Published, Option<Note>), Note> {
        let context =
            DateContext { year: self.year, fetched_at: self.fetched_at, ..DateContext::NONE };
        let read = Published::parse_in(text, &context).ok_or(Note::UnreadDate)?;
        let note = match read.basis {
            DateBasis::FetchTime => Some(Note::ReckonedDate),
            DateBasis::Text | DateBasis::Year => None,
        };
        Ok((read.published, note))
    }
}
