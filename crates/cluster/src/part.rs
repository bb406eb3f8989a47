//! Parts: a corpus divided over processes and machines by its files.
//!
//! Every process gets the same inputs and the number of its part. When it has done it, it gives the new
//! index an alias that says so; whoever finds the aliases of all parts is the last, and goes on.

use std::str::FromStr;

use serde_json::json;
use xunwen_index::Inputs;
use xunwen_query::Cancel;

use crate::client::Sent;
use crate::error::ClusterError;
use crate::index::ClusterIndex;

/// One part of a job: `3/16`.
///
/// ```
/// use xunwen_cluster::Part;
///
/// let part: Part = "3/16".parse()?;
/// assert_eq!((part.number, part.of), (3, 16));
/// assert!("0/2".parse::<Part>().is_err() && "3/2".parse::<Part>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which part, from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
}

impl Default for Part {
    fn default() -> Self {
        Self { number: 1, of: 1 }
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('/');
        let parts = parts.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((number, of)) if 1 <= number && number <= of => Ok(Self { number, of }),
            _ => Err("not a part such as 3/16".to_owned()),
        }
    }
}

impl Part {
    /// Returns the inputs of this part: every so many files, so that large and small ones are spread.
    #[must_use]
    pub fn of(self, inputs: &Inputs) -> Inputs {
        let mut part = inputs.clone();
        part.files = inputs.files.iter().skip(self.number - 1).step_by(self.of).cloned().collect();
        if self.number > 1 {
            part.passed_over.clear();
        }
        part
    }

    /// Notes that this part of the index `name` is done. Returns whether all are.
    pub(crate) fn finish(
        self,
        index: &ClusterIndex,
        name: &str,
        cancel: &Cancel,
    ) -> Result<bool, ClusterError> {
        if self.of == 1 {
            return Ok(true);
        }
        let alias = |number: usize| format!("{name}.part-{number}-of-{}", self.of);
        let action = json!({ "add": { "index": name, "alias": alias(self.number) } });
        let body = json!({ "actions": [action] });
        index.client.ask("POST", "/_aliases", Sent::Json(&body), cancel)?;
        let found = index.client.ask("GET", &format!("/{name}/_alias"), Sent::Nothing, cancel)?;
        let aliases = &found[name]["aliases"];
        Ok((1..=self.of).all(|number| !aliases[alias(number)].is_null()))
    }
}
