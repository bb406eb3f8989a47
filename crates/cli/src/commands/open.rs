//! Where the articles are: in a directory, or with a cluster.

use std::path::Path;

use xunwen_cluster::Place;
use xunwen_query::{Engine, Follower};
use xunwen_schema::FileAccess;

use crate::failure::{Failure, Misuse};

/// Opens the index at `place`, a directory or an address.
pub(super) fn engine(place: &Path) -> Result<Engine, Failure> {
    if Place::is_address(place) {
        return Ok(Engine::remote(xunwen_cluster::open(place)?));
    }
    Ok(Engine::open(place)?)
}

/// Follows the index at `place`.
pub(super) fn follower(place: &Path, access: FileAccess) -> Result<Follower, Failure> {
    if Place::is_address(place) {
        return Ok(Follower::remote(xunwen_cluster::open(place)?));
    }
    Ok(Follower::open_with(place, access)?)
}

/// Refuses a command that is about the files of a directory, if `place` is an address.
pub(super) fn directory(place: &Path, command: &'static str) -> Result<(), Failure> {
    if Place::is_address(place) { Err(Misuse::NotOnCluster(command).into()) } else { Ok(()) }
}
