//! Limits on what requests and connections may cost.

use std::time::Duration;

/// Limits on requests and connections; what exceeds one is refused or cut off.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Searches that run at once.
    pub workers: usize,
    /// Searches that wait for a worker; more are turned away with 429.
    pub waiting: usize,
    /// The cost from which on a search is dear, in the units of [`Engine::cost`]: postings and positions
    /// to be read, some nanoseconds each. Dear searches never have all workers, if there are several.
    ///
    /// [`Engine::cost`]: xunwen_query::Engine::cost
    pub dear: u64,
    /// Dear searches that wait for others to end; more are turned away with 503.
    pub dear_waiting: usize,
    /// Exports that are written at once; more are turned away with 429.
    pub exports: usize,
    /// How long an answer may take, including the wait for a worker; then it is 503.
    pub time: Duration,
    /// How long an answer may take before it is logged as slow.
    pub slow_time: Duration,
    /// How long an export may take before it is cut off.
    pub export_time: Duration,
    /// The most keywords of a query, a prefix counting as ten; more is 400.
    pub cost: usize,
    /// The most articles whose keywords in context are put in the order of the contexts; more is 400.
    pub read: u64,
    /// The most bytes of a request's body; more is 413.
    pub body: usize,
    /// The most bytes of a receipt that is replayed, which lists every article that was found; more is
    /// 413. Only as many are read at once as there may be exports.
    pub receipt: usize,
    /// Connections that are open at once; more are turned away with 503.
    pub connections: usize,
    /// How long a client may take to send the head of a request, or stay idle; then it is cut off.
    pub head_time: Duration,
    /// How long a client may read nothing of its answer; then it is cut off.
    pub stall_time: Duration,
    /// How long requests in progress may continue once the server is told to stop.
    pub stop_time: Duration,
    /// How long a state of the index keeps answering further pages after a newer one has come.
    pub page_time: Duration,
    /// The most states that are kept for further pages.
    pub states: usize,
}

impl Limits {
    /// The most characters of a query; more is 400.
    pub const QUERY: usize = 1000;
    /// The most characters of a date, an outlet or a text to complete; more is 400.
    pub const NAME: usize = 100;
    /// The most hits of a page; more is 400.
    pub const PAGE: usize = 100;
    /// The most characters of a passage; more is 400.
    pub const WIDTH: usize = 1000;
    /// The most queries of a trend; more is 400.
    pub const SERIES: usize = 8;
    /// The most queries of a batch; more is 400.
    pub const BATCH: usize = 100;
    /// The most keywords in context that may come before a page of them; more is 400.
    pub const LINES: u64 = 100_000;
}

impl Default for Limits {
    fn default() -> Self {
        let workers = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            workers,
            waiting: 64,
            dear: 5_000_000,
            dear_waiting: 16,
            exports: 4,
            time: Duration::from_secs(10),
            slow_time: Duration::from_secs(1),
            export_time: Duration::from_secs(30 * 60),
            cost: 100,
            read: 20_000,
            body: 64 << 10,
            receipt: 4 << 20,
            // Together with those being turned away, below the 1024 open files that many systems allow.
            connections: 900,
            head_time: Duration::from_secs(10),
            stall_time: Duration::from_secs(20),
            stop_time: Duration::from_secs(15),
            page_time: Duration::from_secs(10 * 60),
            states: 16,
        }
    }
}
