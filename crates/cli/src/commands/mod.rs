//! The commands, one file each: arguments in, a library call, a rendering out. `dispatch` chooses the
//! command; `job` and `request` are what several have in common.

mod analyze;
mod batch;
mod compact;
mod delete;
mod demo;
mod dispatch;
mod eval;
mod explain;
mod generations;
mod help;
mod index;
mod inspect;
mod interruptible;
mod job;
mod keywords;
mod kwic;
mod open;
mod peek;
mod rebuild;
mod replay;
mod request;
mod rollback;
mod search;
mod serve;
mod trend;
mod verify;
mod watch;
mod words;
mod words_near;

pub(crate) use dispatch::run;
