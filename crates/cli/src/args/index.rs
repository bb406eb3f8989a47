//! The arguments of `xunwen index`.

use clap::Args as ClapArgs;

use super::{ClusterArgs, IndexDir, JobArgs, JobWatchArgs};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Tables, JSON, text, pages, archives and more, in the encodings of Chinese news, are recognised by\n\
    content: `xunwen help input` lists them, `xunwen peek INPUT...` shows how files would be read.\n\n\
    A job that was cut short, even by SIGKILL, resumes after its last commit when the same command is\n\
    given again. Exit status: 0 done, 2 error, 130 or 143 ended by SIGINT or SIGTERM."
)]
pub(crate) struct IndexArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// Files, folders or glob patterns; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    #[command(flatten)]
    pub(crate) job: JobArgs,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    #[command(flatten)]
    pub(crate) watch: JobWatchArgs,
}
