//! How a job writes to a cluster, and which part of it this process does.

use clap::Args as ClapArgs;
use xunwen_cluster::{Part, Shape};

#[derive(Debug, ClapArgs)]
pub(crate) struct ClusterArgs {
    /// Read only this part of the files, such as 3/16: other processes, here or on other machines, read the
    /// others
    #[arg(long, value_name = "N/M", default_value = "1/1", hide_default_value = true)]
    pub(crate) part: Part,
    /// Of a new index of a cluster: how many parts nodes can search side by side
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) shards: u32,
    /// Of a new index of a cluster: how many copies there are beside the first
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=32))]
    pub(crate) replicas: u32,
}

impl ClusterArgs {
    /// Returns how a new index of a cluster is laid out.
    pub(crate) fn shape(&self) -> Shape {
        Shape { shards: self.shards, replicas: self.replicas }
    }
}
