//! The manual of inputs, which is part of the crate's README.

const README: &str = include_str!("../README.md");

/// The chapter that follows the one on inputs.
const NEXT_CHAPTER: &str = "\n# Jobs and generations\n";

/// Returns what can be indexed, in Markdown: formats, names of fields, dates, rejects.
#[must_use]
pub fn input_guide() -> &'static str {
    README.split_once(NEXT_CHAPTER).map_or(README, |(chapter, _)| chapter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_is_the_first_chapter_of_the_readme() {
        let guide = input_guide();
        assert!(guide.starts_with("# What can be indexed\n"), "{guide}");
        assert!(guide.contains("`search-page`") && !guide.contains("SIGKILL"), "{guide}");
    }
}
