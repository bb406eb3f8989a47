//! The Citation Style Language: articles as its data, and sentences in its styles.

use std::sync::LazyLock;

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{self as csl, IndependentStyle, Locale};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest,
};
use serde_json::{Value, json};

use super::reference::Reference;

/// A style in which an article is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// GB/T 7714-2015, by number; the number itself is the list's.
    Gb7714,
    /// APA, 7th edition.
    Apa,
}

static GB_7714: LazyLock<Option<IndependentStyle>> =
    LazyLock::new(|| independent("gb-7714-2015-numeric"));
static APA: LazyLock<Option<IndependentStyle>> = LazyLock::new(|| independent("apa"));
static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(archive::locales);

/// Returns a style of the processor's archive, which is that of the CSL project.
fn independent(name: &str) -> Option<IndependentStyle> {
    match ArchivedStyle::by_name(name)?.get() {
        csl::Style::Independent(style) => Some(style),
        csl::Style::Dependent(_) => None,
    }
}

/// Returns a reference as CSL-JSON.
///
/// An article of an outlet is a newspaper's, any other a page of the web.
pub(crate) fn item(reference: &Reference<'_>) -> Value {
    let kind = if reference.outlet.is_some() { "article-newspaper" } else { "webpage" };
    let date = |parts: Vec<u32>| json!({ "date-parts": [parts] });
    let mut item = json!({ "id": reference.id, "type": kind, "title": reference.title });
    if let Some(outlet) = &reference.outlet {
        item["container-title"] = json!(outlet);
    }
    if let Some(day) = &reference.published {
        item["issued"] = date(day.parts());
    }
    if let Some(url) = reference.url {
        item["URL"] = json!(url);
        item["accessed"] = date(reference.accessed.parts());
    }
    if let Some(lang) = reference.lang {
        item["language"] = json!(lang);
    }
    if let Some(tier) = reference.tier {
        item["custom"] = json!({ "tier": tier.name() });
    }
    item
}

/// Returns a reference in a style, as plain text.
///
/// # Errors
///
/// If the style cannot be read, which is checked by tests.
pub(crate) fn sentence(reference: &Reference<'_>, style: Style) -> Result<String, String> {
    let loaded = match style {
        Style::Gb7714 => &GB_7714,
        Style::Apa => &APA,
    };
    let (style, locales) = (loaded.as_ref().ok_or("the style is missing")?, LOCALES.as_slice());
    let read = serde_json::from_value::<Item>(item(reference));
    let item = read.map_err(|error| error.to_string())?;
    let mut driver = BibliographyDriver::new();
    let cited = vec![CitationItem::with_entry(&item)];
    driver.citation(CitationRequest::from_items(cited, style, locales));
    let list = driver.finish(BibliographyRequest { style, locale: None, locale_files: locales });
    let mut text = String::new();
    // The number before it, if the style has one, is no part of its content.
    for entry in list.bibliography.into_iter().flat_map(|list| list.items) {
        let written = entry.content.write_buf(&mut text, BufWriteFormat::Plain);
        written.map_err(|error| error.to_string())?;
    }
    Ok(replaced_stops(&text))
}

/// Returns a citation without full stops behind marks that replace them (APA 7, 9.19): processors know
/// those of ASCII only.
fn replaced_stops(text: &str) -> String {
    text.replace("？.", "？").replace("！.", "！").replace("。.", "。")
}
