//! xunwen on a cluster: the same questions asked of OpenSearch and Elasticsearch.
mod access;
mod bulk;
mod client;
mod condition;
mod dialect;
mod document;
mod error;
mod exact;
mod feed;
mod index;
mod job;
mod listing;
mod mapping;
mod page;
mod part;
mod phrase;
mod place;
mod reader;
mod row;
mod scoring;
mod snapshot;
mod state;
mod statistics;

pub use access::Access;
pub use error::ClusterError;
pub use job::{ClusterJob, JobError, Rebuilt, Staged, delete_articles, rollback};
pub use mapping::Shape;
pub use part::Part;
pub use place::Place;

use std::path::Path;
use std::sync::Arc;

use index::ClusterIndex;
use state::State;
use xunwen_query::Cancel;
use xunwen_query::remote::Remote;

/// Returns the terms of a text as a cluster gets them, position by position.
#[must_use]
pub fn term_line(text: &str) -> String {
    document::terms(text).0
}

/// Returns a literal as a cluster is asked for it in a phrase; empty if it has nothing to find.
#[must_use]
pub fn phrase_line(literal: &str) -> String {
    let literal = xunwen_schema::Literal::new(literal);
    literal.map_or_else(String::new, |literal| phrase::whole_line(&literal))
}

/// Opens the live generation of the index at `place`, an address, as it is now.
///
/// # Errors
///
/// If the cluster does not answer, or has no such index that this program reads.
pub fn open(place: &Path) -> Result<Arc<dyn Remote>, ClusterError> {
    let cancel = Cancel::default();
    let index = ClusterIndex::at(place, &cancel)?;
    Ok(Arc::new(State::open(&index, &cancel)?))
}
