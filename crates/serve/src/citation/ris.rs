//! RIS: a tag and a value a line, as reference managers read it.

use super::reference::Reference;

/// Returns a reference in RIS; lines end as the format says, in CR and LF.
///
/// An article of an outlet is a newspaper's (`NEWS`), any other a page of the web (`ELEC`).
pub(crate) fn ris(reference: &Reference<'_>) -> String {
    let mut lines = Vec::new();
    let mut line = |tag: &str, value: &str| lines.push(format!("{tag}  - {value}\r\n"));
    line("TY", if reference.outlet.is_some() { "NEWS" } else { "ELEC" });
    line("TI", &reference.title);
    if let Some(outlet) = &reference.outlet {
        line("T2", outlet);
        line("JO", outlet);
    }
    if let Some(day) = &reference.published {
        line("PY", &day.text()[..4]);
        line("DA", &slashed(day.text()));
    }
    if let Some(url) = reference.url {
        line("UR", url);
        line("Y2", &slashed(reference.accessed.text()));
    }
    if let Some(lang) = reference.lang {
        line("LA", lang);
    }
    line("ID", reference.id);
    if let Some(tier) = reference.tier {
        line("N1", &format!("tier: {}", tier.name()));
    }
    line("ER", "");
    lines.concat()
}

/// Returns a day as RIS writes it, with a slash after each part.
fn slashed(day: &str) -> String {
    format!("{}/", day.replace('-', "/"))
}
