//! Publication times in the spellings of Chinese news.

mod clock;
mod context;
mod cursor;
mod day;
mod english;
mod epoch;
mod moment;
mod numerals;
mod parts;
mod period;
mod plain;
mod published;
mod read;
mod relative;
mod spellings;
mod unit;
mod usual;
mod words;
mod zone;

#[cfg(test)]
mod tests;

pub use context::{DateBasis, DateContext};
pub use period::Period;
pub use published::{Published, ReadDate};
pub use spellings::{CONTEXT_SPELLINGS, EXAMPLE_CONTEXT, REFUSED_SPELLINGS, SPELLINGS};
pub use unit::{CHINA_OFFSET, DAY_SECONDS};
