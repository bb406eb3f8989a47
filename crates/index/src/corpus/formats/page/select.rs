//! Elements of a page.

use scraper::{ElementRef, Html, Selector};

/// Returns the elements that `selector` finds.
pub(super) fn select<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    Selector::parse(selector).map(|selector| html.select(&selector).collect()).unwrap_or_default()
}
