// The page: shows what the address asks for, and makes new addresses.
import { ask } from "/api.js";
import { byId } from "/dom.js";
import { showChips, showFields, showSources } from "/filters.js";
import { hideWelcome, showGuide, showWelcome } from "/guide.js";
import { hideHits, showHits } from "/hits.js";
import { showProblem } from "/problem.js";
import { isReading, jump, showArticle } from "/reader.js";
import { address, cited, FIELDS, question, value } from "/state.js";
import { suggestWhileTyping } from "/suggest.js";
import { languages } from "/text.js";
import { hideTimeline, periodsAsked, showTimeline } from "/timeline.js";

let language = localStorage.getItem("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
let words = languages[language] ?? languages.zh;
let asked = new AbortController();
// The question whose answer is shown: opening an article above it asks nothing again.
let shown = null;

function go(changes) {
  history.pushState({ opened: Boolean(changes.article) }, "", address(changes));
  show();
}

// The time from an answer to its first hit on the screen, for measurements.
function measure() {
  requestAnimationFrame(() => setTimeout(() => {
    performance.mark("painted");
    performance.measure("answer to paint", "answered", "painted");
  }));
}

async function showAnswer(params, signal) {
  const page = new URLSearchParams(params);
  page.set("facets", "source");
  if (value("cursor")) page.set("cursor", value("cursor"));
  const answer = await ask("/api/search", page, signal);
  performance.mark("answered");
  showHits(answer, words, go);
  measure();
  hideWelcome();
  showProblem(null, words);
  showSources(answer.facets, go);
  byId("tools").hidden = answer.summary.exact + (answer.summary.related ?? 0) === 0;
  byId("export-csv").href = `/api/export?${params}&format=excel`;
  byId("export-jsonl").href = `/api/export?${params}&format=jsonl-articles`;
  byId("receipt").href = `/api/receipt?${cited()}`;
  showTimeline(await ask("/api/trend", periodsAsked(), signal), words, go);
}

function hideAnswer() {
  hideHits();
  hideTimeline();
  showSources([], go);
  byId("tools").hidden = true;
}

async function showList(signal) {
  const params = question();
  const wanted = `${params} ${value("cursor")}`;
  if (wanted === shown) return;
  shown = null;
  showFields();
  showChips(words, go);
  document.title = [value("q"), "寻闻 xunwen"].filter(Boolean).join(" · ");
  if (params.size === 0) {
    hideAnswer();
    showProblem(null, words);
    await showWelcome(words, signal);
  } else {
    await showAnswer(params, signal);
  }
  shown = wanted;
}

async function show() {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    await showList(signal);
    await showArticle(value("article"), words, signal);
  } catch (error) {
    if (error.name === "AbortError") return;
    if (error.problem?.code === "cursor-gone" && value("cursor")) return renew(error);
    if (error.problem?.code !== "no-article") {
      hideAnswer();
      hideWelcome();
    }
    byId("reader").close();
    showProblem(error, words);
  }
}

// The cursor has expired: the first page of a fresh answer is shown, with the reason.
async function renew(error) {
  history.replaceState(history.state, "", address({ cursor: "" }));
  await show();
  showProblem(error, words);
}

function label() {
  document.documentElement.lang = words.lang;
  for (const place of document.querySelectorAll("[data-text]")) place.textContent = words[place.dataset.text];
  byId("go").textContent = words.go;
  byId("language").textContent = words.other;
  byId("q").placeholder = words.hint;
  for (const [id, name] of [["q", "box"], ["help", "guide"], ["mark-back", "markBack"], ["mark-on", "markOn"], ["close", "close"], ["guide-close", "close"]]) byId(id).setAttribute("aria-label", words[name]);
}

function submit(event) {
  event?.preventDefault();
  const changes = Object.fromEntries(FIELDS.map((name) => [name, byId(name).value.trim()]));
  if (changes.sort === "relevance") changes.sort = "";
  changes.exact = byId("exact").checked ? "true" : "";
  if (byId("expand").checked !== (value("expand") !== "none")) changes.expand = byId("expand").checked ? "" : "none";
  const params = new URLSearchParams(address(changes));
  params.delete("article");
  history.pushState(null, "", params.size ? `?${params}` : location.pathname);
  shown = null;
  show();
}

function close() {
  if (history.state?.opened) history.back();
  else go({ article: "" });
}

function turn(id) {
  const { cursor } = byId(id).dataset;
  if (byId(id).disabled || byId("pages").hidden || !cursor) return;
  go({ cursor });
  scrollTo(0, 0);
}

// Moves the focus from hit to hit.
function step(by) {
  const links = [...document.querySelectorAll("main .title")];
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
  links[next]?.focus();
}

const KEYS = {
  "/": () => { byId("q").focus(); byId("q").select(); },
  "?": () => showGuide(words),
  j: () => step(1),
  k: () => step(-1),
  "]": () => turn("next"),
  "[": () => turn("previous"),
};
const READER_KEYS = { n: () => jump(1), p: () => jump(-1), x: close };

document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey || byId("guide").open) return;
  const act = (isReading() ? READER_KEYS : KEYS)[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

byId("form").addEventListener("submit", submit);
for (const id of ["sort", "exact", "expand", "since", "until", "source"]) byId(id).addEventListener("change", () => submit());
for (const id of ["previous", "next"]) byId(id).addEventListener("click", () => turn(id));
byId("mark-on").addEventListener("click", () => jump(1));
byId("mark-back").addEventListener("click", () => jump(-1));
byId("close").addEventListener("click", close);
byId("reader").addEventListener("cancel", (event) => { event.preventDefault(); close(); });
byId("help").addEventListener("click", () => showGuide(words));
byId("guide-close").addEventListener("click", () => byId("guide").close());
byId("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem("language", language);
  words = languages[language];
  shown = null;
  label();
  show();
});
byId("filters").open = matchMedia("(min-width: 56rem)").matches;
suggestWhileTyping(() => words);
addEventListener("popstate", show);
label();
show();
