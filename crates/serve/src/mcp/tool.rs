//! The tools: what each asks of the API.

/// What the query language is, in brief.
pub(super) const LANGUAGE: &str = "Queries: keywords separated by spaces, all of which must literally \
    occur (Chinese, traditional or simplified, needs no word breaks). `河南 OR 郑州`: one of them; \
    `-广告`: not that; `\"新质 生产力\"`: a phrase; `( )`: a group; `微短剧 近/10字 出海`: at most 10 \
    characters apart; `同句`, `同段`: in one sentence, one paragraph; `标题:`, `正文:`, `导语:`, `来源:`, \
    `标签:`: in the title, body, opening, outlet, tag; `日期:2025-12` or `日期:2025-01..2025-06`: published \
    then; `chat*`: a beginning of a word; `至少3 微短剧`: so often.";

/// A tool that asks one endpoint of the API.
#[derive(Clone, Copy, Debug)]
pub(super) struct ToolKind {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// What it does, before what is said of queries.
    pub(super) about: &'static str,
    /// The path of the endpoint, as it is described.
    pub(super) path: &'static str,
    /// Whether it counts the articles of queries, so that a receipt belongs to its answer.
    pub(super) counts: bool,
}

/// All tools.
pub(super) const TOOLS: [ToolKind; 5] = [
    ToolKind {
        name: "search",
        title: "Search Chinese news",
        about: "Finds articles. `summary.exact` is the number of all articles that satisfy the query, and \
            is complete; hits of the tier `related` are about the subject without satisfying the query, and \
            are no evidence of how often it occurs. `next` is the cursor of the next page.",
        path: "/api/search",
        counts: true,
    },
    ToolKind {
        name: "article",
        title: "Read an article",
        about: "Returns a whole article by its id, with the places that a query finds in it, as byte ranges.",
        path: "/api/articles/{id}",
        counts: false,
    },
    ToolKind {
        name: "trend",
        title: "Count articles over time",
        about: "Counts the articles that satisfy each of several queries, by day, month, quarter or year, \
            beside all articles of the period.",
        path: "/api/trend",
        counts: true,
    },
    ToolKind {
        name: "kwic",
        title: "Keywords in context",
        about: "Shows every place where the keywords of a query occur, with the text to its left and right. \
            `summary.lines` is the number of all places; `next` is the cursor of the next page.",
        path: "/api/kwic",
        counts: true,
    },
    ToolKind {
        name: "explain",
        title: "Explain an article",
        about: "Says why an article satisfies a query and where its score comes from, or which conditions \
            keep it out.",
        path: "/api/explain/{id}",
        counts: false,
    },
];
