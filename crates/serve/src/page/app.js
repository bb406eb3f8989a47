// The page: shows what the address asks for, and makes new addresses.
import { ask } from "./api.js";
import { openArticleCitation, openSearchCitation } from "./cite.js";
import { byId } from "./dom.js";
import { openExport } from "./exports.js";
import { fieldChanges, showChips, showFields } from "./filters.js";
import { hideWelcome, openGuide, showWelcome } from "./guide.js";
import { hideHits, showHits } from "./hits.js";
import { kwicView } from "./kwic.js";
import { showOutlets } from "./outlets.js";
import { fill } from "./panel.js";
import { showProblem } from "./problem.js";
import { closeReader, isOver, isReading, jump, neighbours, showArticle } from "./reader.js";
import { openSubscribe, remember, showKeep, toggleSaved } from "./saved.js";
import { closeSheet, isSheetOpen } from "./sheet.js";
import { sourcesView } from "./sources.js";
import { address, isQuestion, question, value } from "./state.js";
import { keep, kept } from "./storage.js";
import { suggestWhileTyping } from "./suggest.js";
import { hideTimeline, showTimeline } from "./timeline.js";
import { trendView } from "./trend.js";
import { wordsView } from "./vocabulary.js";
import { chinese } from "./words-zh.js";
import { english } from "./words-en.js";

const languages = { zh: chinese, en: english };
const VIEWS = { kwic: kwicView, trend: trendView, words: wordsView, sources: sourcesView };

let language = languages[kept("language", "")] ? kept("language", "") : navigator.language.startsWith("zh") ? "zh" : "en";
let words = languages[language];
let asked = new AbortController();
// The address whose answer is shown: opening an article above it asks nothing again.
let shown = null;
// The facet of the answer that is shown, and the signal of what it asked.
let outlets = null;
let listing = new AbortController();

// Goes to a changed address; the same address is no new entry of the history.
function go(changes) {
  const next = address(changes);
  const here = location.search || location.pathname;
  if (next !== here) history.pushState({ opened: Boolean(changes.article) }, "", next);
  show();
}

// The time from an answer to its first hit on the screen, for measurements.
function measure() {
  requestAnimationFrame(() => setTimeout(() => {
    performance.mark("painted");
    performance.measure("answer to paint", "answered", "painted");
  }));
}

const tab = () => (VIEWS[value("tab")] ? value("tab") : "");

async function showArticles(signal) {
  const params = question();
  params.set("facets", "source");
  if (value("cursor")) params.set("cursor", value("cursor"));
  const answer = await ask("api/search", params, signal);
  performance.mark("answered");
  showHits(answer, words, go, question().toString());
  measure();
  remember();
  outlets = answer.facets.find(({ kind }) => kind === "source") ?? null;
}

function showView(signal) {
  outlets = null;
  return fill(byId("view"), words, signal, () => VIEWS[tab()](words, go, signal));
}

// Shows which view is open, and links to the others.
function showTabs() {
  byId("tabs").hidden = !isQuestion();
  for (const link of byId("tabs").children) {
    const name = link.dataset.tab;
    link.href = address({ tab: name });
    if (name === tab()) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// Old hits are no answer to a new question: they go, and the page says that it searches.
function beginSearch() {
  const main = byId("main");
  main.setAttribute("aria-busy", "true");
  byId("status").textContent = words.searching;
}

function hideAnswer() {
  hideHits();
  hideTimeline();
  byId("view").hidden = true;
  byId("outlets").hidden = true;
  byId("tools").hidden = true;
}

async function showAnswer(signal) {
  hideWelcome();
  byId("tools").hidden = false;
  showKeep(words);
  const isList = tab() === "";
  byId("articles").hidden = !isList;
  byId("view").hidden = isList;
  if (isList) {
    if (byId("time").hidden) byId("time").hidden = false;
    await showArticles(signal);
    showTimeline(words, go, signal);
  } else {
    hideHits();
    hideTimeline();
    byId("status").textContent = "";
    await showView(signal);
  }
  showOutlets(outlets, words, go, signal);
}

// What the list depends on: everything but the article above it.
function listAddress() {
  const params = new URLSearchParams(location.search);
  params.delete("article");
  return params.toString();
}

async function showList(signal) {
  const wanted = listAddress();
  if (wanted === shown) return;
  shown = null;
  showFields(words, go);
  showChips(words, go);
  showTabs();
  document.title = [value("q"), "寻闻 xunwen"].filter(Boolean).join(" · ");
  showProblem(null, words);
  if (isQuestion()) {
    beginSearch();
    await showAnswer(signal);
  } else {
    hideAnswer();
    await showWelcome(words, signal);
  }
  byId("main").removeAttribute("aria-busy");
  shown = wanted;
}

async function show() {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  // What the list asked for beside its hits goes on while an article is read above it.
  if (listAddress() !== shown) {
    listing.abort();
    listing = new AbortController();
  }
  try {
    await showList(listing.signal);
    if (signal.aborted) return;
    await showArticle(value("article"), words, signal);
  } catch (error) {
    if (error.name === "AbortError" || signal.aborted) return;
    if (error.problem?.code === "cursor-gone" && value("cursor")) return renewed(error);
    fail(error);
  }
}

function fail(error) {
  byId("main").removeAttribute("aria-busy");
  hideAnswer();
  hideWelcome();
  closeReader();
  byId("status").textContent = "";
  showProblem(error, words);
}

// The cursor has expired: the first page of a fresh answer is shown, with the reason.
async function renewed(error) {
  history.replaceState(history.state, "", address({ cursor: "" }));
  await show();
  showProblem(error, words);
}

const LABELS = {
  q: "box", help: "guide", "mark-back": "markBack", "mark-on": "markOn", "hit-back": "hitBack", "hit-on": "hitOn",
  close: "close", "sheet-close": "close", tabs: "views", side: "filters", pages: "pages",
};

function label() {
  document.documentElement.lang = words.lang;
  for (const place of document.querySelectorAll("[data-text]")) place.textContent = words[place.dataset.text];
  for (const place of document.querySelectorAll("[data-hint]")) place.placeholder = words[place.dataset.hint];
  byId("language").textContent = words.other;
  byId("language").title = words.otherName;
  byId("language").lang = languages[language === "zh" ? "en" : "zh"].lang;
  byId("q").placeholder = words.hint;
  for (const [id, name] of Object.entries(LABELS)) byId(id).setAttribute("aria-label", words[name]);
}

function submit(event) {
  event?.preventDefault();
  const before = shown;
  go(fieldChanges());
  // The same question, asked again by hand, is answered anew.
  if (event && before === listAddress()) {
    shown = null;
    show();
  }
}

function close() {
  if (history.state?.opened) history.back();
  else go({ article: "" });
}

// Reads the article before or after; the way back still leads to the list.
function turnArticle(by) {
  const title = neighbours()[by < 0 ? 0 : 1];
  if (!title) return;
  history.replaceState(history.state, "", address({ article: title.dataset.key }));
  title.scrollIntoView({ block: "nearest" });
  show();
}

function turnPage(id) {
  const { cursor } = byId(id).dataset;
  if (byId(id).disabled || byId("pages").hidden || !cursor) return;
  go({ cursor });
  scrollTo(0, 0);
  byId("status").focus({ preventScroll: true });
}

// Moves the focus from hit to hit.
function step(by) {
  if (isReading()) return turnArticle(by);
  const links = [...document.querySelectorAll("#articles .title")].filter((link) => link.offsetParent);
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
  links[next]?.focus();
}

const KEYS = {
  "/": () => { byId("q").focus(); byId("q").select(); },
  "?": () => openGuide(words),
  j: () => step(1),
  k: () => step(-1),
  "]": () => turnPage("next"),
  "[": () => turnPage("previous"),
};
const READER_KEYS = { n: () => jump(1), p: () => jump(-1), x: close, Escape: close };

function act(event) {
  if (isSheetOpen() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const isTyping = event.target.matches?.("input:not([type=checkbox]), select, textarea");
  if (isTyping && event.key !== "Escape") return;
  const own = isReading() ? READER_KEYS[event.key] : undefined;
  const other = isOver() && !["j", "k"].includes(event.key) ? undefined : KEYS[event.key];
  const found = own ?? other;
  if (!found) return;
  event.preventDefault();
  found();
}

function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  keep("language", language);
  words = languages[language];
  shown = null;
  label();
  show();
}

function listen() {
  const clicks = {
    previous: () => turnPage("previous"), next: () => turnPage("next"),
    "mark-on": () => jump(1), "mark-back": () => jump(-1), "hit-on": () => turnArticle(1), "hit-back": () => turnArticle(-1),
    close, help: () => openGuide(words), "sheet-close": closeSheet, language: switchLanguage,
    export: () => openExport(words), cite: () => openSearchCitation(words), follow: () => openSubscribe(words), keep: () => toggleSaved(words),
    "cite-article": () => openArticleCitation(value("article"), words),
  };
  for (const [id, click] of Object.entries(clicks)) byId(id).addEventListener("click", click);
  byId("form").addEventListener("submit", submit);
  for (const id of ["sort", "exact", "expand", "since", "until"]) byId(id).addEventListener("change", () => submit());
  byId("like").addEventListener("input", () => showOutlets(outlets, words, go, listing.signal));
  byId("reader").addEventListener("cancel", (event) => { event.preventDefault(); close(); });
  byId("sheet").addEventListener("close", closeSheet);
  byId("tabs").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ tab: link.dataset.tab });
  });
  document.addEventListener("keydown", act);
  addEventListener("popstate", show);
}

byId("filters").open = matchMedia("(min-width: 56rem)").matches;
listen();
label();
suggestWhileTyping(() => words);
if (!isQuestion() && !value("article")) byId("q").focus();
show();
