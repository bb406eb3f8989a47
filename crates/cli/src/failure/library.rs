//! Advice on the errors of the libraries.

use std::borrow::Cow;

use xunwen_index::CorpusError;
use xunwen_schema::OpenError;

/// Returns what to do when an index cannot be written.
pub(super) fn index_hint(error: &xunwen_index::Error) -> Cow<'static, str> {
    use xunwen_index::{Done, Error};
    let hint = match error {
        Error::Unconfirmed { .. } => {
            "check the disk: until another job confirms it, which each tries first, a power cut may bring back what was before"
        }
        Error::Unfinished { done: Done::Live(_), .. } => {
            "`xunwen generations --keep N` removes older generations"
        }
        // The same command would find the same damage.
        Error::Unfinished { source, .. }
            if matches!(**source, Error::Open(OpenError::Damaged { .. })) =>
        {
            return index_hint(source);
        }
        Error::Unfinished { .. } => {
            "check the disk and run the same command again; `xunwen verify` checks what is there"
        }
        error if error.is_disk_full() => {
            "make room on the disk and run the same command again: it resumes after the last commit"
        }
        Error::Open(error) => open_for_writing_hint(error),
        Error::Corpus(error) => return corpus_hint(error).into(),
        Error::Locked { .. } => {
            "wait until it has finished, or choose another directory with `-i DIR`"
        }
        Error::Rejected { .. } => {
            "mend the record, or leave out `--strict` to list bad records and continue; the index is as it was committed last"
        }
        Error::PassedOver { .. } => {
            "take the file out, or leave out `--strict` to pass over what cannot be read; the index is as it was committed last"
        }
        Error::Repeated { .. } => {
            "`--id-prefix file` tells the ids of several files apart; without `--strict` the later article replaces the earlier; the index is as it was committed last"
        }
        Error::Nothing { .. } => {
            "`xunwen peek INPUT...` shows how the inputs are read; the index is as it was committed last"
        }
        Error::Shrunk { .. } => {
            "check the inputs with `xunwen peek`; `--allow-shrink` makes the smaller index live all the same"
        }
        Error::Threads { .. } => {
            "give more with `--memory`, in MiB, or leave out `--threads` to have as many as fit"
        }
        Error::Changing { .. } => {
            "run the same command again once nobody writes to it; the index is as it was committed last"
        }
        Error::NoGeneration { .. } | Error::NothingBefore { .. } => {
            "`xunwen generations` lists those that there are"
        }
        Error::Stored { .. } | Error::Miscounted { .. } => {
            "`xunwen verify` reports what is damaged; what was live before still is"
        }
        _ => "check that the directory can be written; the index is as it was committed last",
    };
    hint.into()
}

/// Returns what to do when an index cannot be searched.
pub(super) fn query_hint(error: &xunwen_query::Error) -> Cow<'static, str> {
    use xunwen_query::Error;
    let hint = match error {
        Error::Open(error) => open_for_reading_hint(error),
        Error::Elsewhere { remedy, .. } => return remedy.clone().into(),
        Error::Unsupported { .. } => {
            "ask it of an index directory (`-i DIR`): crates/cluster/README.md says what a cluster can do"
        }
        _ => {
            "check the directory named with `-i DIR`; `xunwen index` into a new one builds it afresh"
        }
    };
    hint.into()
}

/// Returns what to do when a watch cannot go on.
pub(super) fn watch_hint(error: &xunwen_watch::Error) -> &'static str {
    use xunwen_watch::Error;
    match error {
        Error::Locked { .. } => {
            "wait until it has ended, or name another folder with `--state DIR`"
        }
        Error::LogLocked(_) => "wait until it has ended, or name another file with `--to FILE`",
        Error::NoFile(_) => "name a regular file with `--to FILE`, or leave it out and use `>`",
        Error::Damaged { .. } => {
            "remove the folder of the state to start anew: what the index holds then counts as known"
        }
        Error::Address(_) => "write it as https://HOST/PATH or http://HOST/PATH",
        _ => "check that there is room and that you may write there; the same command goes on",
    }
}

fn open_for_writing_hint(error: &OpenError) -> &'static str {
    match error {
        OpenError::Foreign { .. } => "name a new or empty directory with `-i DIR`",
        OpenError::Fingerprint { .. } => {
            "its terms would not be found; `xunwen rebuild -i DIR` makes it anew from its own stored articles; without `--words` its own words are used, `xunwen words add --file FILE` puts words in"
        }
        _ => open_hint(error),
    }
}

fn open_for_reading_hint(error: &OpenError) -> &'static str {
    match error {
        OpenError::Foreign { .. } => {
            "name an index directory with `-i DIR`, or build one with `xunwen index INPUT...`"
        }
        OpenError::Fingerprint { .. } => {
            "its terms would not be found; `xunwen rebuild -i DIR` makes it anew from its own stored articles, or use the words it was made with"
        }
        _ => open_hint(error),
    }
}

/// Returns what to do, be it to read or to write the index.
fn open_hint(error: &OpenError) -> &'static str {
    match error {
        OpenError::Missing { .. } => {
            "build one with `xunwen index INPUT...`, or name another with `-i DIR`"
        }
        OpenError::NoneLive { .. } => {
            "`xunwen rollback` makes it live; `xunwen generations` lists all, and `xunwen rollback NUMBER` chooses one"
        }
        OpenError::Format { .. } => {
            "build it afresh with this program into a new directory: `xunwen index -i DIR INPUT...`"
        }
        OpenError::TantivyFormat { .. } => {
            "`xunwen rebuild` makes it anew from its own articles; only a newer program reads a higher format"
        }
        OpenError::Io { .. } => "check the name and that you may read it",
        OpenError::Damaged { .. } => {
            "`xunwen generations` lists the generations, `xunwen rollback NUMBER` makes one live; or build afresh: `xunwen index -i NEW_DIR INPUT...`"
        }
        _ => "build it afresh into a new directory: `xunwen index -i DIR INPUT...`",
    }
}

/// Returns what to do when an input cannot be read.
pub(super) fn corpus_hint(error: &CorpusError) -> String {
    format!("{}; the index is as it was committed last", corpus_advice(error))
}

fn corpus_advice(error: &CorpusError) -> &'static str {
    match error {
        CorpusError::Binary { .. } | CorpusError::Unrecognised { .. } => {
            "`xunwen help input` lists what is read; `--input-format` names the format"
        }
        CorpusError::Unread { advice, .. } => advice,
        CorpusError::NoColumns { .. } => {
            "name the columns id, title, body, source, published_at in the first line, or say what is what: `--map body=COLUMN`"
        }
        CorpusError::TooLarge { .. } => {
            "divide it, or export its text as JSON Lines or CSV, which may be as long as they like"
        }
        CorpusError::Truncated { .. }
        | CorpusError::Corrupt { .. }
        | CorpusError::Damaged { .. } => "fetch the file again and run the same command",
        CorpusError::NothingMatches { .. } => {
            "check the name; hidden files of a folder are not read"
        }
        CorpusError::Stopped => "the same command begins again",
        CorpusError::Pattern { .. } => "write `*`, `?` and `[…]` as a shell does",
        _ => "check the name and that you may read it",
    }
}
