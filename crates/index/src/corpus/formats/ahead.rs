//! Records that a thread of its own reads ahead: for libraries that lend their rows, and so that a file
//! is unpacked while what was read before is indexed.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use super::columns::Columns;
use super::input_format::FormatError;
use crate::corpus::record::{
    LONGEST_RECORD, Position, Record, Records, Unusable, Values, too_long,
};
use crate::corpus::stop::{self, Stop};
use crate::corpus::value::Value;

/// Groups of records that wait.
const AHEAD: usize = 2;
/// A group ends with the record that reaches one of these.
const GROUP_RECORDS: usize = 256;
const GROUP_BYTES: u64 = 256 * 1024;
/// How long the thread is waited for between two looks at the wish to stop.
const PAUSE: Duration = Duration::from_millis(100);

enum Message {
    Group(Vec<Record>),
    Failed(FormatError),
    /// All was read. Without this the thread has ended because a library has panicked.
    End,
}

/// Why a file is read no further.
#[derive(Debug)]
pub(super) enum Halt {
    /// Nobody wants its records any more.
    Gone,
    Failed(FormatError),
}

impl From<FormatError> for Halt {
    fn from(error: FormatError) -> Self {
        Self::Failed(error)
    }
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Where the thread puts records.
pub(super) struct Sink {
    sender: SyncSender<Message>,
    group: Vec<Record>,
    group_bytes: u64,
    at: Position,
}

/// Returns the records that `read` puts into the sink, and why it read no further.
///
/// # Errors
///
/// If `read` fails before the first records are complete.
pub(super) fn records(
    stop: &Stop,
    read: impl FnOnce(&mut Sink) -> Result<(), Halt> + Send + 'static,
) -> Result<Records, FormatError> {
    let (sender, receiver) = sync_channel(AHEAD);
    thread::Builder::new().name("rows".to_owned()).spawn(move || {
        let mut sink = Sink { sender, group: Vec::new(), group_bytes: 0, at: Position::default() };
        // All that it borrows from the file is returned here, before the end is told.
        let halt = read(&mut sink);
        if sink.flush().is_err() {
            return;
        }
        let last = match halt {
            Ok(()) => Message::End,
            Err(Halt::Failed(error)) => Message::Failed(error),
            Err(Halt::Gone) => return,
        };
        let _ = sink.sender.send(last);
    })?;
    let mut rows =
        Rows { receiver, group: Vec::new().into_iter(), stop: Arc::clone(stop), is_done: false };
    rows.receive()?;
    Ok(Box::new(rows))
}

impl Sink {
    /// Takes the row in `line`: its cells, by the numbers of their columns.
    pub(super) fn row(
        &mut self,
        line: u64,
        columns: &Columns,
        cells: Vec<(usize, Value)>,
    ) -> Result<(), Halt> {
        let bytes = 1 + cells.iter().map(|(_, value)| bytes_of(value)).sum::<u64>();
        self.at = Position { line, offset: self.at.offset + bytes };
        let raw = if bytes > LONGEST_RECORD as u64 {
            Err(too_long())
        } else {
            Ok(Box::new(Values(columns.sparse_fields(cells))) as Box<_>)
        };
        self.record(Record::new(line, self.at, raw), bytes)
    }

    /// Takes the name of a part of the file that is passed over, and why.
    pub(super) fn passed_over(&mut self, name: &str, reason: &str) -> Result<(), Halt> {
        self.at.offset += 1;
        let raw = Err(Unusable::PassedOver(reason.to_owned()));
        self.record(Record { file: Some(name.into()), line: 0, end: self.at, raw }, 1)
    }

    fn record(&mut self, record: Record, bytes: u64) -> Result<(), Halt> {
        self.group.push(record);
        self.group_bytes += bytes;
        if self.group.len() < GROUP_RECORDS && self.group_bytes < GROUP_BYTES {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> Result<(), Halt> {
        self.group_bytes = 0;
        let group = std::mem::take(&mut self.group);
        if group.is_empty() {
            return Ok(());
        }
        self.sender.send(Message::Group(group)).map_err(|_| Halt::Gone)
    }
}

/// Returns the bytes of text in a value.
fn bytes_of(value: &Value) -> u64 {
    match value {
        Value::Absent => 0,
        Value::Bool(_) => 1,
        Value::Number(text) | Value::Text(text) => text.len() as u64,
        Value::List(values) => values.iter().map(bytes_of).sum(),
        Value::Object(members) => members.iter().map(|(_, value)| bytes_of(value)).sum(),
    }
}

struct Rows {
    receiver: Receiver<Message>,
    group: std::vec::IntoIter<Record>,
    stop: Stop,
    is_done: bool,
}

impl Rows {
    /// Waits for the next group.
    fn receive(&mut self) -> Result<(), FormatError> {
        let message = loop {
            match self.receiver.recv_timeout(PAUSE) {
                Ok(message) => break message,
                Err(RecvTimeoutError::Disconnected) => {
                    let reason = "it is damaged: its reader failed";
                    break Message::Failed(
                        io::Error::new(io::ErrorKind::InvalidData, reason).into(),
                    );
                }
                Err(RecvTimeoutError::Timeout) if stop::is_set(&self.stop) => {
                    break Message::Failed(io::Error::other("reading was stopped").into());
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        match message {
            Message::Group(group) => self.group = group.into_iter(),
            Message::End => self.is_done = true,
            Message::Failed(error) => {
                self.is_done = true;
                return Err(error);
            }
        }
        Ok(())
    }
}

impl Iterator for Rows {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(record) = self.group.next() {
                return Some(Ok(record));
            }
            if self.is_done {
                return None;
            }
            if let Err(error) = self.receive() {
                return Some(Err(match error {
                    FormatError::Io(error) => error,
                    FormatError::NoColumns(_) => {
                        io::Error::other("no column is a field of an article")
                    }
                }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;
    use std::sync::mpsc::channel;

    use super::*;
    use crate::corpus::options::Reading;

    fn columns() -> Columns {
        Columns::new(vec!["title".to_owned()], &Reading::default())
    }

    fn title(text: &str) -> Vec<(usize, Value)> {
        vec![(0, Value::text(text.to_owned()))]
    }

    #[test]
    fn all_rows_come_in_order_and_offsets_grow() {
        let read = |sink: &mut Sink| {
            (1..=1_000).try_for_each(|line| sink.row(line, &columns(), title(&line.to_string())))
        };
        let rows = records(&Stop::default(), read).unwrap();
        let rows: Vec<Record> = rows.map(Result::unwrap).collect();
        let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, (1..=1_000).collect::<Vec<_>>());
        assert!(rows.is_sorted_by(|row, next| row.end.offset < next.end.offset));
        // 9 numbers of one digit, 90 of two, 900 of three, one of four; and one byte a row.
        assert_eq!(rows.last().map(|row| row.end.offset), Some(9 + 180 + 2_700 + 4 + 1_000));
    }

    #[test]
    fn what_was_read_before_a_failure_or_a_panic_is_kept() {
        let failing = |sink: &mut Sink| {
            sink.row(1, &columns(), title("一"))?;
            Err(io::Error::other("torn").into())
        };
        let mut rows = records(&Stop::default(), failing).unwrap();
        assert_eq!(rows.next().unwrap().unwrap().article().unwrap().title, "一");
        assert_eq!(rows.next().unwrap().err().unwrap().to_string(), "torn");
        assert!(rows.next().is_none());
        let failed = records(&Stop::default(), |_| panic!("of a library"));
        assert!(matches!(failed, Err(FormatError::Io(_))));
    }

    #[test]
    fn the_thread_ends_when_nobody_reads() {
        let (ended, end) = channel();
        let endless = move |sink: &mut Sink| {
            let halt = loop {
                if let Err(halt) = sink.row(1, &columns(), title("一")) {
                    break halt;
                }
            };
            let _ = ended.send(matches!(halt, Halt::Gone));
            Err(halt)
        };
        let mut rows = records(&Stop::default(), endless).unwrap();
        rows.next().unwrap().unwrap();
        drop(rows);
        assert_eq!(end.recv_timeout(Duration::from_secs(60)), Ok(true));
    }

    #[test]
    fn a_stop_is_obeyed_while_the_thread_is_busy() {
        let stop = Stop::default();
        let (keep, busy) = channel::<()>();
        stop.store(true, Ordering::Relaxed);
        let waiting = records(&stop, move |_| {
            let _ = busy.recv();
            Ok(())
        });
        assert!(matches!(waiting, Err(FormatError::Io(_))));
        drop(keep);
    }

    #[test]
    fn a_row_that_is_too_long_is_rejected() {
        let read = |sink: &mut Sink| sink.row(1, &columns(), title(&"x".repeat(LONGEST_RECORD)));
        let mut rows = records(&Stop::default(), read).unwrap();
        assert_eq!(rows.next().unwrap().unwrap().article(), Err(too_long()));
    }
}
