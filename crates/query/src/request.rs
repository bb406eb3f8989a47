//! What is asked: data only.

use xunwen_language::{Clause, Query};

/// A question.
///
/// It is made with [`Request::new`], which needs the present: without it "the last 30 days" would
/// have no meaning. The other fields have defaults and are set by name:
///
/// ```
/// use xunwen_language::parse;
/// use xunwen_query::{Order, Request};
///
/// let now = 1_766_508_240;
/// let request = Request { order: Order::Newest, ..Request::new(parse("微短剧 日期:最近30天")?, now) };
/// assert_eq!((request.limit, request.now), (10, now));
/// # Ok::<(), xunwen_language::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Request {
    /// What is asked.
    pub query: Query,
    /// Which articles are asked about.
    pub filter: Filter,
    /// The order of the exact tier; the related tier always goes by relevance.
    pub order: Order,
    /// Whether the related tier is left out.
    pub exact_only: bool,
    /// Whether related articles are counted too, which costs a pass over all of them.
    pub count_related: bool,
    /// Hits to skip.
    pub offset: usize,
    /// Hits to return at most; `usize::MAX` for all.
    pub limit: usize,
    /// The present in seconds since the Unix epoch, where "the last 30 days" end.
    pub now: i64,
    /// The most characters of a passage.
    pub passage_width: usize,
    /// Which other wordings of the query make an article related, and whether there is feedback.
    pub expand: Expand,
}

impl Request {
    /// The width of a passage unless another is asked for, in characters.
    pub const PASSAGE_WIDTH: usize = 120;

    /// Returns the question for the first 10 hits of `query`, asked at `now`, in seconds since the
    /// Unix epoch: all articles, by relevance, with every kind of other wording.
    #[must_use]
    pub fn new(query: Query, now: i64) -> Self {
        Self {
            query,
            filter: Filter::default(),
            order: Order::default(),
            exact_only: false,
            count_related: false,
            offset: 0,
            limit: 10,
            now,
            passage_width: Self::PASSAGE_WIDTH,
            expand: Expand::default(),
        }
    }
}

/// Conditions on an article that are no part of the query's text. Both tiers keep to them.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::{Filter, Request};
///
/// // Since 2025-11-01 in China.
/// let filter = Filter { since: Some(1_761_926_400), ..Filter::default() };
/// let request = Request { filter, ..Request::new(parse("短剧 OR 丰收")?, 0) };
/// assert_eq!(engine.count(&request)?, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Published at this second or later, seconds since the Unix epoch.
    pub since: Option<i64>,
    /// Published before this second.
    pub until: Option<i64>,
    /// Published by any of these outlets, each in Hanzi, pinyin, or initials; by whatever outlet, if
    /// there are none.
    pub sources: Vec<String>,
    /// Published by no outlet that is named; beside [`Self::sources`], by one of those or by none.
    pub unnamed: bool,
    /// In the exact tier of this query, unless it is empty. It counts nothing in the ranking.
    pub within: Query,
    /// Whether a query that asks for nothing finds all articles, even if nothing else is said here.
    pub every: bool,
}

impl Filter {
    /// Returns whether every article passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns whether it matters which outlet has published an article.
    #[must_use]
    pub fn has_outlets(&self) -> bool {
        self.unnamed || !self.sources.is_empty()
    }
}

impl Request {
    /// Returns the same question with what it is asked within as a part of its query.
    pub(crate) fn folded(&self) -> Self {
        let within = Query::default();
        Self {
            query: self.query.clone().within(&self.filter.within),
            filter: Filter { within, ..self.filter.clone() },
            ..self.clone()
        }
    }

    /// Returns the first second and the one after the last that the dates allow which must hold, those
    /// of the filter and those that the query asks for beside everything else; `None` where nothing
    /// bounds them.
    ///
    /// ```
    /// use xunwen_language::parse;
    /// use xunwen_query::Request;
    ///
    /// let (since, until) = Request::new(parse("微短剧 日期:2025-12")?, 0).period();
    /// assert_eq!((since, until), (Some(1_764_518_400), Some(1_767_196_800)));
    /// assert_eq!(Request::new(parse("微短剧 OR 日期:2025-12")?, 0).period(), (None, None));
    /// # Ok::<(), xunwen_language::ParseError>(())
    /// ```
    #[must_use]
    pub fn period(&self) -> (Option<i64>, Option<i64>) {
        let conjuncts = match self.query.root() {
            Some(Clause::And(clauses)) => &clauses[..],
            Some(clause) => std::slice::from_ref(clause),
            None => &[],
        };
        let dates = conjuncts.iter().filter_map(|clause| match clause {
            Clause::Date(spec) => Some(spec.seconds(self.now)),
            _ => None,
        });
        dates.fold((self.filter.since, self.filter.until), |(since, until), own| {
            let until = until.into_iter().chain(own.1).min();
            (since.max(own.0), until)
        })
    }
}

/// How hits are ordered.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::{Order, Request};
///
/// let oldest = Request { order: Order::Oldest, ..Request::new(parse("短剧")?, 0) };
/// assert_eq!(engine.search(&oldest)?.hits[0].article.id, "b");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By score; ties newer first.
    #[default]
    Relevance,
    /// Newest first; articles without a date last.
    Newest,
    /// Oldest first; articles without a date last.
    Oldest,
}

/// The kinds of expansion.
///
/// ```
/// use xunwen_query::ExpansionKind;
///
/// let names = ExpansionKind::ALL.map(ExpansionKind::name);
/// assert_eq!(names, ["regional", "names", "numbers", "learned", "feedback"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExpansionKind {
    /// Words that differ by region: 软件, 軟體.
    Regional,
    /// Names that are written differently: 特朗普, 川普.
    Names,
    /// Numbers and dates of one value: 10万, 十万, 100000.
    Numbers,
    /// What a keyword is called in the other language, learned from bilingual articles.
    Learned,
    /// What the best related articles have in common. It makes no article related; it ranks them.
    Feedback,
}

impl ExpansionKind {
    /// All kinds, in the order in which they are applied.
    pub const ALL: [Self; 5] =
        [Self::Regional, Self::Names, Self::Numbers, Self::Learned, Self::Feedback];

    /// Returns its name in output: `regional`, `names`, `numbers`, `learned` or `feedback`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Regional => "regional",
            Self::Names => "names",
            Self::Numbers => "numbers",
            Self::Learned => "learned",
            Self::Feedback => "feedback",
        }
    }
}

/// Which kinds of expansion a query gets; all of them, if nothing is said.
///
/// ```
/// use xunwen_query::{Expand, ExpansionKind};
///
/// let expand = Expand::only(&[ExpansionKind::Names, ExpansionKind::Numbers]);
/// assert!(expand.has(ExpansionKind::Names) && !expand.has(ExpansionKind::Feedback));
/// assert_eq!(Expand::default(), Expand::only(&ExpansionKind::ALL));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expand {
    kinds: [bool; ExpansionKind::ALL.len()],
}

impl Expand {
    /// No expansion at all.
    pub const NONE: Self = Self { kinds: [false; ExpansionKind::ALL.len()] };

    /// Returns the choice of these kinds.
    #[must_use]
    pub fn only(kinds: &[ExpansionKind]) -> Self {
        Self { kinds: ExpansionKind::ALL.map(|kind| kinds.contains(&kind)) }
    }

    /// Returns whether `kind` is chosen.
    #[must_use]
    pub fn has(self, kind: ExpansionKind) -> bool {
        ExpansionKind::ALL.into_iter().zip(self.kinds).any(|(own, chosen)| own == kind && chosen)
    }
}

impl Default for Expand {
    fn default() -> Self {
        Self::only(&ExpansionKind::ALL)
    }
}
