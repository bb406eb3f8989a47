// The words of the page in English.
import { bytes, EXAMPLES, keyRows, number, share, syntaxRows } from "./text.js";

const en = number("en");
const many = (count, one, more) => `${en(count)} ${count === 1 ? one : more}`;
const articles = (count) => many(count, "article", "articles");

const PROBLEMS = { "cursor-gone": "the index has changed and that page is no longer kept; this is the first page of today's answer" };

export const english = {
  lang: "en", other: "中", otherName: "中文", number: en, share, bytes,
  go: "Search", box: "Keywords", hint: "微短剧 河南 -广告", skip: "Skip to the results",
  views: "Views", tabArticles: "Articles", tabKwic: "Concordance", tabTrend: "Trend", tabWords: "Words", tabSources: "Outlets",
  filters: "Filters", sort: "Order", relevance: "best first", newest: "newest first", oldest: "oldest first", exactOnly: "exact only", since: "From", until: "To",
  presets: { week: "last week", month: "last month", year: "last year" },
  source: "Outlet", findOutlet: "find an outlet", unnamed: "none named", otherOutlets: (values, count) => `${many(values, "other outlet", "other outlets")}, ${articles(count)}`, noOutlet: "No such outlet.",
  exact: "exact", related: "related", matched: "by", via: "via", others: "other wordings too", noOthers: "no other wordings", alsoFor: (part) => `also for ${part}:`,
  kinds: { regional: "regional word", names: "name", numbers: "number", learned: "in the other language" }, onlyThis: "only this outlet",
  below: "About what was asked, without holding all of it.",
  tierOf: { exact: (count) => `${en(count)} exact`, related: (count) => `Related: the nearest ${en(count)}` },
  found: (s) => `${en(s.exact)} exact of ${articles(s.articles)} · ${s.elapsed_ms} ms`,
  none: "Nothing found. Try other words, or fewer filters.", kills: (parts) => `No article holds all of them. Alone: ${parts.map(({ text, articles: count }) => `“${text}” in ${articles(count)}`).join(", ")}.`,
  searching: "Searching…", again: "Try again", read: (text) => `Read as: ${text}`,
  articles, headline: "headline", without: (text) => `take away the filter ${text}`,
  timeline: (unit) => `Timeline: of every 10,000 articles, by ${unit}`, units: { year: "year", quarter: "quarter", month: "month", day: "day" }, wholeTime: "all time",
  period: (name, found, per, all) => `${name}: ${articles(found)}, ${share(per)} of every 10,000 (${en(all)} in all)`, noPeriod: (name) => `${name}: no article`,
  most: (per) => `at most ${share(per)} of every 10,000; grey: all articles`, undated: (count) => `${articles(count)} without a date, not shown`, pickRange: "Drag to choose a range; keyboard: arrows move, Shift and arrows choose a range, Enter narrows to it",
  previous: "← Previous", next: "Next →", pages: "Pages", original: "Original", close: "close", markBack: "mark before", markOn: "next mark", noMarks: "no marks", hitBack: "article before", hitOn: "next article", guide: "Guide",
  tick: (title) => `select ${title}`, ticked: (count) => `${en(count)} selected`,
  export: "Export", exportWhat: "What", exportAll: "all", exportTicked: "selected", exportRelated: "related ones too (their tier is told)", exportForm: "Format", exportColumns: "Columns", exportSize: ({ rows, bytes: size }) => `${articles(rows)}, some ${bytes(size)}`, download: "Download",
  forms: { excel: "CSV for Excel", csv: "CSV", xlsx: "Excel workbook", "jsonl-articles": "JSON Lines, whole articles", json: "JSON Lines, hits", trec: "TREC", bibtex: "BibTeX", ris: "RIS", "csl-json": "CSL-JSON" },
  columns: { rank: "rank", tier: "tier", score: "score", id: "id", title: "title", source: "outlet", published_at: "date", url: "address", lang: "language", tags: "tags", summary: "summary", body: "body", passage: "passage" },
  cite: "Cite", citeSearch: "Cite this search", citeStyle: "Style", styles: { "gb-7714": "GB/T 7714", apa: "APA", bibtex: "BibTeX", ris: "RIS", "csl-json": "CSL-JSON" }, copy: "Copy", copied: "Copied", notCopied: "It could not be copied: please select it.", receipt: "Receipt", receiptWhat: "The receipt (receipt.json) holds the count and a digest of all ids; xunwen replay asks again with it.",
  subscribe: "Subscribe", subscribeWhat: "New articles of the index that hold the keywords appear in the feed.", feeds: { atom: "Atom", json: "JSON Feed" },
  keep: "Save", kept: "Saved", savedSearches: "Saved searches", lastSearches: "Last searches", forget: "Clear", drop: (text) => `no longer save ${text}`,
  kwicSort: "Order", kwicOrders: { date: "by date", left: "by the left", right: "by the right" }, kwicWidth: "Width", kwicLines: (lines, count) => `${many(lines, "occurrence", "occurrences")} in ${articles(count)}`, more: "More", kwicLeft: "Left", kwicMatch: "Keyword", kwicRight: "Right", csv: "Download CSV",
  frequencies: { left: "Most frequent on the left", right: "Most frequent on the right" }, frequenciesOf: (lines) => `of ${many(lines, "line", "lines")}`,
  trendQueries: "Queries, one a line (8 at most)", trendUnit: "Unit", trendMeasure: "Draw", perTenThousand: "of every 10,000", counts: "articles", draw: "Draw", svg: "Download SVG", png: "Download PNG", periodHead: "Period", allArticles: "All articles", chart: (queries) => `Trend of ${queries.join(", ")}`,
  collocates: "Collocates: words that stand near it", keywords: "Keywords: words that are frequent in these articles", against: "Compared with (empty: all others)", compare: "Compare", measure: "Measure", measures: { g2: "log-likelihood G²", log_dice: "logDice" }, word: "Word", score: "Score", together: "Together", elsewhere: "Elsewhere", nothing: "None.",
  sourcesHead: "Outlet", share10000: "Of every 10,000", allOutlets: "All outlets",
  note: (n) => `${n.message}.`,
  faults: { offline: "This machine is offline.", unreachable: "The server cannot be reached.", foreign: "Something other than a xunwen server answered, a proxy perhaps.", script: (what) => `The page has failed: ${what}` },
  problem: (p) => `${p.code === "query" ? "Cannot read this: " : ""}${PROBLEMS[p.code] ?? p.detail}.`,
  promise: "Complete, then related: every article that holds the keywords, exactly counted; below those, articles that are about them.",
  index: (i) => `${articles(i.articles)}${i.oldest ? `, ${i.oldest.slice(0, 10)} to ${i.newest.slice(0, 10)}` : ""}, ${many(i.sources.length, "outlet", "outlets")}`,
  browsers: "Supported are browsers of the last two years: Chrome and Edge from 131, Firefox from 132, Safari from 18.",
  examples: EXAMPLES, syntaxTitle: "How to write a query", syntax: syntaxRows(["all must stand", "one must stand", "must not stand", "phrase, keeps its spaces", "brackets", "beginning of a word", "close together", "in one sentence", "in one field", "outlet", "date"]),
  keysTitle: "Keys", keys: keyRows(["to the search box", "next article, article before (while reading, too)", "open the article", "next mark, mark before", "close the article", "page before, next page", "this guide"]),
};
