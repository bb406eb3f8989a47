//! `xunwen delete`: deletes articles from the live generation.

use std::process::ExitCode;

use xunwen_cluster::Place;
use xunwen_index::{Maintenance, Options};
use xunwen_query::Request;

use super::open::engine;
use super::request::{now, query};
use crate::args::DeleteArgs;
use crate::failure::{Failure, Misuse};
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &DeleteArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let dir = &args.index.dir;
    let request = request(args, streams)?;
    if args.ids.is_empty() && request.is_none() {
        return Err(Misuse::NothingToDelete.into());
    }
    // Locked before the query runs, so that no other writer can change the index before the deletion. A
    // cluster has no lock: what is deleted is what the query finds when it is asked.
    let maintenance = if Place::is_address(dir) {
        None
    } else {
        Some(Maintenance::begin(dir, &Options::default())?)
    };
    let mut ids = args.ids.clone();
    if let Some(request) = request {
        let found = engine(dir)?.answer(&request)?.ids()?;
        ids.extend(found.into_iter().map(|(id, _, _)| id));
    }
    if args.dry_run {
        render::would_delete(ids.len(), &mut streams.err)?;
        return streams.finish();
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let deleted = match maintenance {
        Some(maintenance) => maintenance.delete(ids)?,
        None => xunwen_cluster::delete_articles(dir, &ids)?,
    };
    render::deleted(&deleted, dir, &mut streams.err)?;
    Ok(ExitCode::from(u8::from(deleted.deleted == 0)))
}

/// Returns the request for the articles to delete, if there is a query or a filter.
fn request(args: &DeleteArgs, streams: &mut Streams) -> Result<Option<Request>, Failure> {
    let filter = args.bounds.filter()?;
    if args.query.is_none() && filter.is_empty() {
        return Ok(None);
    }
    let query = query(args.query.as_deref().unwrap_or_default(), &mut streams.err)?;
    Ok(Some(Request { filter, exact_only: true, limit: usize::MAX, ..Request::new(query, now()) }))
}
