//! Reading ends when it shall stop, whatever is read.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use super::{Folder, input};
use crate::corpus::formats::json_array::JsonElements;
use crate::corpus::formats::json_lines::line_record;
use crate::corpus::formats::search_page::Entries;
use crate::corpus::formats::table::Rows;
use crate::corpus::lines::{LineRecords, Lines};
use crate::corpus::stop::{Stop, Stoppable};
use crate::corpus::{Corpus, CorpusError, InputOptions, Reading};

/// A text of the same bytes over and over, in which no format finds the end of a record.
struct Endless(&'static [u8]);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        buffer.iter_mut().zip(self.0.iter().cycle()).for_each(|(to, from)| *to = *from);
        Ok(buffer.len() / self.0.len() * self.0.len())
    }
}

/// Returns whether reading an endless text fails once it shall stop; if it did not, it would not end.
fn stops(
    text: &'static [u8],
    read: impl FnOnce(Box<BufReader<Stoppable<Endless>>>) -> bool,
) -> bool {
    let stop = Stop::default();
    let late = Arc::clone(&stop);
    let setting = thread::spawn(move || {
        thread::sleep(Duration::from_millis(50));
        late.store(true, Ordering::Relaxed);
    });
    let has_failed = read(Box::new(BufReader::new(Stoppable::new(Endless(text), &stop))));
    setting.join().unwrap();
    has_failed
}

#[test]
fn whatever_is_skipped_is_given_up() {
    for blank in [&b"\n"[..], b" ", b"\r\n"] {
        assert!(stops(blank, |text| LineRecords::new(Lines::new(text), line_record)
            .any(|record| record.is_err())));
        assert!(stops(blank, |text| Entries::new(Lines::new(text)).any(|record| record.is_err())));
        assert!(
            stops(blank, |text| Rows::under_header(Lines::new(text), &Reading::default()).is_err())
        );
    }
    for blank in [&b"\n"[..], b"[ ]", b" , ", b"{ "] {
        assert!(stops(blank, |text| JsonElements::new(text).any(|record| record.is_err())));
    }
}

#[test]
fn a_stopped_corpus_yields_no_part_of_a_batch() {
    let folder = Folder::new();
    let path = folder.write("{\"title\": \"一\"}\n{\"title\": \"二\"}\n");
    let stop = Stop::default();
    let mut corpus = Corpus::open_until(&input(&path), &InputOptions::default(), &stop).unwrap();
    let mut passing = Corpus::open_until(&input(&path), &InputOptions::default(), &stop).unwrap();
    stop.store(true, Ordering::Relaxed);
    assert!(matches!(corpus.next(), Some(Err(CorpusError::Stopped))));
    assert!(corpus.next().is_none());
    assert!(matches!(passing.pass_over(2, 36), Err(CorpusError::Stopped)));
    let again = Corpus::open_until(&input(&path), &InputOptions::default(), &stop);
    assert!(matches!(again, Err(CorpusError::Stopped)), "{again:?}");
}
