//! Indexes: the generations of an index on a cluster, and which of them is live.
//!
//! The name of an index is an alias. Its generations are indexes of the cluster, called by this name and
//! their number, and the alias is moved from one to another in one step: a reader sees one or the other,
//! whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use xunwen_query::Cancel;

use crate::access::Access;
use crate::client::{Client, Sent};
use crate::dialect::Dialect;
use crate::error::{ClusterError, Kind};
use crate::mapping::{Identity, Shape};
use crate::place::Place;

/// An index of a cluster, with all its generations.
#[derive(Clone, Debug)]
pub(crate) struct ClusterIndex {
    pub(crate) client: Arc<Client>,
    pub(crate) dialect: Arc<Dialect>,
    pub(crate) place: Place,
}

impl ClusterIndex {
    /// Asks the cluster at `place`, an address, what it is.
    pub(crate) fn at(place: &Path, cancel: &Cancel) -> Result<Self, ClusterError> {
        let place = Place::parse(&place.to_string_lossy())?;
        let client = Client::new(&place, &Access::of_environment()?)?;
        let dialect = Arc::new(Dialect::of(&client, cancel)?);
        Ok(Self { client: Arc::new(client), dialect, place })
    }

    /// Returns the name of the index that is the live generation.
    pub(crate) fn live(&self, cancel: &Cancel) -> Result<String, ClusterError> {
        self.find_live(cancel)?.ok_or_else(|| {
            ClusterError::new(
                format!("the cluster has no index {}", self.place.name),
                "look at the name, or make it with `xunwen index`",
            )
            .of_kind(Kind::Missing)
        })
    }

    /// Does the same; `None` if there is no such index.
    pub(crate) fn find_live(&self, cancel: &Cancel) -> Result<Option<String>, ClusterError> {
        let path = format!("/{}/_alias", self.place.name);
        let found = match self.client.ask("GET", &path, Sent::Nothing, cancel) {
            Err(error) if error.kind == Kind::Missing => return Ok(None),
            found => found?,
        };
        let names: Vec<&String> = found.as_object().into_iter().flat_map(|it| it.keys()).collect();
        match names[..] {
            [] => Ok(None),
            [name] => Ok(Some(name.clone())),
            _ => Err(ClusterError::new(
                format!("{} stands for several indexes of the cluster", self.place.name),
                "let it stand for one of them (POST /_aliases)",
            )),
        }
    }

    /// Returns what the index `name` says of itself.
    pub(crate) fn identity(&self, name: &str, cancel: &Cancel) -> Result<Identity, ClusterError> {
        let answer = self.client.ask("GET", &format!("/{name}/_mapping"), Sent::Nothing, cancel)?;
        Identity::of(name, &answer[name]["mappings"])
    }

    /// Returns all generations, in the order of their numbers, and what they say of themselves.
    pub(crate) fn generations(
        &self,
        cancel: &Cancel,
    ) -> Result<BTreeMap<u64, (String, Identity)>, ClusterError> {
        let path = format!("/{}-*/_mapping", self.place.name);
        let found = self.client.ask("GET", &path, Sent::Nothing, cancel)?;
        let mut generations = BTreeMap::new();
        for (name, index) in found.as_object().into_iter().flatten() {
            if let Some(number) = self.number(name) {
                let identity = Identity::of(name, &index["mappings"])?;
                generations.insert(number, (name.clone(), identity));
            }
        }
        Ok(generations)
    }

    /// Notes that the index `name` was filled.
    pub(crate) fn complete(
        &self,
        name: &str,
        identity: &Identity,
        cancel: &Cancel,
    ) -> Result<(), ClusterError> {
        let identity = Identity { is_complete: true, ..identity.clone() };
        let body = json!({ "_meta": identity.meta() });
        let path = format!("/{name}/_mapping");
        self.client.ask("PUT", &path, Sent::Json(&body), cancel).map(drop)
    }

    /// Returns the number of the generation that the index `name` is.
    fn number(&self, name: &str) -> Option<u64> {
        let digits = name.strip_prefix(&self.place.name)?.strip_prefix('-')?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    }

    /// Returns the name of the index that is generation `number`.
    pub(crate) fn name(&self, number: u64) -> String {
        format!("{}-{number:06}", self.place.name)
    }

    /// Creates the index of a generation, unless there is one already.
    pub(crate) fn create(
        &self,
        identity: &Identity,
        shape: Shape,
        cancel: &Cancel,
    ) -> Result<(), ClusterError> {
        let path = format!("/{}?wait_for_active_shards=1", self.name(identity.generation));
        match self.client.ask("PUT", &path, Sent::Json(&identity.creation(shape)), cancel) {
            Ok(_) => {
                // What is written before all copies are there would go with its only node.
                let path = format!(
                    "/_cluster/health/{}?wait_for_status=green&timeout=20s",
                    self.name(identity.generation)
                );
                drop(self.client.ask_again("GET", &path, Sent::Nothing, 0, cancel));
                Ok(())
            }
            Err(error) if error.problem.contains("resource_already_exists") => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Makes the index `to` the live generation, in one step.
    pub(crate) fn switch(
        &self,
        from: Option<&str>,
        to: &str,
        cancel: &Cancel,
    ) -> Result<(), ClusterError> {
        let alias = &self.place.name;
        let mut actions = Vec::new();
        if let Some(from) = from {
            // If another process has switched meanwhile, nothing is done.
            actions
                .push(json!({ "remove": { "index": from, "alias": alias, "must_exist": true } }));
        }
        actions.push(json!({ "add": { "index": to, "alias": alias } }));
        let body = json!({ "actions": actions });
        self.client.ask("POST", "/_aliases", Sent::Json(&body), cancel).map(drop)
    }

    /// Removes the index `name`.
    pub(crate) fn remove(&self, name: &str, cancel: &Cancel) -> Result<(), ClusterError> {
        match self.client.ask("DELETE", &format!("/{name}"), Sent::Nothing, cancel) {
            Err(error) if error.kind == Kind::Missing => Ok(()),
            removed => removed.map(drop),
        }
    }

    /// Lets searches see what was written to the index `name`.
    pub(crate) fn refresh(&self, name: &str, cancel: &Cancel) -> Result<(), ClusterError> {
        self.client.patiently(cancel, || {
            // A shard that no node has at the moment would be passed over without a word.
            let path = format!("/_cluster/health/{name}?wait_for_status=yellow&timeout=30s");
            self.client.ask("GET", &path, Sent::Nothing, cancel)?;
            let path = format!("/{name}/_refresh");
            let answer = self.client.ask("POST", &path, Sent::Nothing, cancel)?;
            if answer["_shards"]["failed"].as_u64() == Some(0) {
                return Ok(());
            }
            Err(ClusterError::new(
                format!("{name} does not show what was written to it"),
                "look at the health of the cluster (GET /_cluster/health), and run the same command again",
            )
            .of_kind(Kind::Busy))
        })
    }

    /// Returns the bytes and the segments of the index `name`, copies included.
    pub(crate) fn size(&self, name: &str, cancel: &Cancel) -> Result<(u64, usize), ClusterError> {
        let path = format!("/{name}/_stats/store,segments");
        let answer = self.client.ask("GET", &path, Sent::Nothing, cancel)?;
        let total = &answer["_all"]["total"];
        let bytes = total["store"]["size_in_bytes"].as_u64().unwrap_or_default();
        let segments = total["segments"]["count"].as_u64().unwrap_or_default();
        Ok((bytes, usize::try_from(segments).unwrap_or(usize::MAX)))
    }

    /// Returns what is the same as long as nothing was written to the index `name` and no write became
    /// visible.
    pub(crate) fn token(&self, name: &str, cancel: &Cancel) -> Result<String, ClusterError> {
        let path = format!("/{name}/_stats/refresh,docs?level=shards");
        let answer = self.client.ask("GET", &path, Sent::Nothing, cancel)?;
        let index = &answer["indices"][name];
        let mut token = index["uuid"].to_string();
        for (number, copies) in index["shards"].as_object().into_iter().flatten() {
            for copy in copies.as_array().map(Vec::as_slice).unwrap_or_default() {
                let parts: [&Value; 3] = [
                    &copy["seq_no"]["max_seq_no"],
                    &copy["refresh"]["external_total"],
                    &copy["docs"]["count"],
                ];
                token.push_str(&format!(" {number}:{}:{}:{}", parts[0], parts[1], parts[2]));
            }
        }
        Ok(token)
    }
}
