//! Links between documents: the file is there, and so is the heading.

use std::path::Path;

use crate::support::project;

/// Returns which relative links of the document at `path` lead nowhere.
pub(super) fn problems(path: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let wrong = targets.filter(|target| !target.contains("://") && !leads(path, text, target));
        problems.extend(wrong.map(|target| format!("{}: a link to nowhere: {target}", index + 1)));
    }
    problems
}

fn leads(path: &str, text: &str, target: &str) -> bool {
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    if file.is_empty() {
        return has_heading(text, heading);
    }
    let file = project(path).parent().unwrap_or(Path::new("")).join(file);
    file.exists()
        && (heading.is_empty()
            || std::fs::read_to_string(file).is_ok_and(|text| has_heading(&text, heading)))
}

/// Returns whether a heading has this anchor: small letters, hyphens for blanks, no punctuation.
fn has_heading(text: &str, anchor: &str) -> bool {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let mut anchors = headings.map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        words.replace(|c: char| !c.is_alphanumeric() && c != '-', "")
    });
    anchors.any(|found| found == anchor)
}

#[test]
fn a_link_to_nowhere_is_found() {
    let text = "# Where to go, now\n[a](#where-to-go-now) [b](crates/README.md#the-crates)\n[c](#b) [d](e.md)\n";
    let expected = ["3: a link to nowhere: #b", "3: a link to nowhere: e.md"];
    assert_eq!(problems("README.md", text), expected);
}
