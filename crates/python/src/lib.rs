//! `xunwen._native`: the engine as the Python package `xunwen` calls it.
//!
//! The package in `python/xunwen` is what people import. It gives arguments their defaults, results
//! their methods, and both their types; here arguments become requests, and answers Arrow columns, plain
//! objects, or the JSON of the program.
//!
//! ```text
//! job  writer            what changes an index
//! engine                 what asks one
//! answer                 hits, one by one or as columns
//! source  table  text    articles in, statistics out, texts as the engine reads them
//! question  hit  columns  stream
//! calls                  without the lock of the interpreter, until a signal comes
//! failure                exceptions: what is wrong, and what to do
//! ```

mod answer;
mod calls;
mod columns;
mod engine;
mod failure;
mod hit;
mod job;
mod question;
mod source;
mod stream;
mod table;
mod text;
mod writer;

/// The compiled half of the package `xunwen`.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::answer::Answer;
    #[pymodule_export]
    use crate::engine::Engine;
    #[pymodule_export]
    use crate::failure::{
        ClusterError, Error, InputError, InternalError, OpenError, QueryError, ReceiptError,
        WriteError,
    };
    #[pymodule_export]
    use crate::hit::{Hit, Passage};
    #[pymodule_export]
    use crate::job::{build, sample};
    #[pymodule_export]
    use crate::question::Question;
    #[pymodule_export]
    use crate::source::Source;
    #[pymodule_export]
    use crate::table::Table;
    #[pymodule_export]
    use crate::text::{analyze, parse};
    #[pymodule_export]
    use crate::writer::Writer;
}
