// The page: the address bar is its only state; everything shown is text, never HTML.
import { languages } from "/text.js";

const PAGE = 10;
const FIELDS = ["q", "sort", "source", "since", "until"];
const byId = (id) => document.getElementById(id);
const bytes = new TextEncoder();
const letters = new TextDecoder();
let language = localStorage.getItem("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
let words = languages[language] ?? languages.zh;
let asked = new AbortController();
let marks = [];
let mark = -1;

const state = () => new URLSearchParams(location.search);
const first = () => Math.max(0, Math.trunc(Number(state().get("offset"))) || 0);

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Marks are byte ranges of the text.
function marked(parent, { text, marks }) {
  const all = bytes.encode(text);
  let from = 0;
  for (const [start, end] of marks) {
    parent.append(letters.decode(all.subarray(from, start)), element("mark", "", letters.decode(all.subarray(start, end))));
    from = end;
  }
  parent.append(letters.decode(all.subarray(from)));
  return parent;
}

async function ask(path, params) {
  const response = await fetch(`${path}?${params}`, { signal: asked.signal });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.detail), { problem: answer });
  return answer;
}

function question() {
  const params = new URLSearchParams();
  for (const name of FIELDS) if (state().get(name)) params.set(name, state().get(name));
  if (state().get("exact") === "true") params.set("exact", "true");
  return params;
}

function go(changes, { keepPlace = false } = {}) {
  const params = state();
  if (!keepPlace) params.delete("offset");
  for (const [name, value] of Object.entries(changes)) value ? params.set(name, value) : params.delete(name);
  history.pushState(null, "", `?${params}`);
  show();
}

function facts(hit) {
  const line = element("p", "facts");
  line.append(element("span", `tier ${hit.tier}`, words[hit.tier]));
  const rest = [hit.source, hit.published_at?.replace("T", " ").slice(0, 16), hit.matched && `${words.matched} ${hit.matched.join(" ")}`];
  line.append(` ${rest.filter(Boolean).join(" · ")}`);
  return line;
}

function item(hit) {
  const li = element("li");
  const link = element("a");
  const params = state();
  params.set("article", hit.id);
  link.href = `?${params}`;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ article: hit.id }, { keepPlace: true });
  });
  if (hit.title.text) marked(link, hit.title);
  else link.textContent = hit.passages[0]?.text.slice(0, 30) || hit.id;
  const title = element("h3");
  title.append(link);
  li.append(title, facts(hit), ...hit.passages.map((passage) => marked(element("p"), passage)));
  return li;
}

function showHits({ hits, summary }) {
  byId("status").textContent = words.found(summary);
  const list = byId("hits");
  list.replaceChildren();
  let tier = "exact";
  for (const hit of hits) {
    if (hit.tier !== tier) list.append(element("li", "divider", words.below));
    tier = hit.tier;
    list.append(item(hit));
  }
  const total = summary.exact + (summary.related ?? 0);
  byId("pages").hidden = hits.length === 0;
  byId("previous").disabled = first() === 0;
  byId("next").disabled = first() + hits.length >= total;
  byId("place").textContent = `${first() + 1}–${first() + hits.length}`;
  byId("receipt").href = `/api/receipt?${question()}`;
}

// Months, or days within one month; a click narrows to the period.
function showTimeline({ periods }) {
  const most = Math.max(1, ...periods.map(({ series }) => series[0]?.found ?? 0));
  byId("timeline").replaceChildren(...periods.map(({ period, series }) => {
    const button = element("button");
    const found = series[0]?.found ?? 0;
    button.type = "button";
    button.title = `${period}: ${found}`;
    button.setAttribute("aria-label", button.title);
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const height = found === 0 ? 0 : Math.max(2, found / most * 100);
    for (const [name, value] of Object.entries({ width: "100%", height: `${height}%`, y: `${100 - height}%` })) bar.setAttribute(name, value);
    svg.append(bar);
    button.append(svg);
    button.addEventListener("click", () => go({ since: period, until: period }));
    return button;
  }));
}

function showProblem(error) {
  const place = byId("problem");
  const problem = error?.problem;
  byId("q").setAttribute("aria-invalid", String(Boolean(problem)));
  place.hidden = !error;
  place.replaceChildren();
  if (!error) return;
  place.append(problem ? words.wrong + problem.detail : words.failed);
  if (problem?.span) place.append(" ", marked(element("code"), { text: state().get("q") ?? "", marks: [problem.span] }));
  byId("hits").replaceChildren();
  byId("timeline").replaceChildren();
  byId("status").textContent = "";
  byId("pages").hidden = true;
}

function jump(step) {
  if (marks.length === 0) return;
  marks[mark]?.classList.remove("here");
  mark = (mark + step + marks.length) % marks.length;
  marks[mark].classList.add("here");
  marks[mark].scrollIntoView({ block: "center" });
  byId("mark-place").textContent = `${mark + 1} / ${marks.length}`;
}

async function showArticle(id) {
  const reader = byId("reader");
  if (!id) return reader.close();
  const { article, title, summary, body } = await ask(`/api/articles/${encodeURIComponent(id)}`, new URLSearchParams({ q: state().get("q") ?? "" }));
  byId("reader-title").replaceChildren();
  marked(byId("reader-title"), title);
  byId("reader-facts").textContent = [article.source, article.published_at?.replace("T", " ").slice(0, 16), ...article.tags].filter(Boolean).join(" · ");
  byId("reader-body").replaceChildren(...[summary, body].filter(({ text }) => text).map((text) => marked(element("p"), text)));
  const original = byId("original");
  original.hidden = !/^https?:\/\//i.test(article.url ?? "");
  if (!original.hidden) original.href = article.url;
  marks = [...reader.querySelectorAll("mark")];
  mark = -1;
  byId("mark-place").textContent = `${marks.length}`;
  if (!reader.open) reader.showModal();
  jump(1);
}

async function show() {
  asked.abort();
  asked = new AbortController();
  for (const name of FIELDS) byId(name).value = state().get(name) ?? (name === "sort" ? "relevance" : "");
  byId("exact").checked = state().get("exact") === "true";
  document.title = `${state().get("q") ?? ""} 寻闻 xunwen`.trim();
  try {
    if (question().toString()) {
      const page = question();
      page.set("limit", PAGE);
      page.set("offset", first());
      showHits(await ask("/api/search", page));
      showProblem(null);
      const trend = new URLSearchParams([...question()].filter(([name]) => name !== "exact" && name !== "sort"));
      trend.set("by", state().get("since")?.length >= 7 && state().get("since") === state().get("until") ? "day" : "month");
      showTimeline(await ask("/api/trend", trend));
    }
    await showArticle(state().get("article"));
  } catch (error) {
    if (error.name !== "AbortError") showProblem(error);
  }
}

function label() {
  document.documentElement.lang = words.lang;
  for (const [id, text] of [["go", words.go], ["language", words.other], ["exact-label", words.exactOnly], ["previous", words.previous], ["next", words.next], ["receipt", words.receipt], ["original", words.original]]) byId(id).textContent = text;
  for (const option of byId("sort").options) option.textContent = words[option.value];
  byId("q").placeholder = words.hint;
  for (const id of ["source", "since", "until"]) {
    byId(id).placeholder = words[id];
    byId(id).setAttribute("aria-label", words[id]);
  }
}

function submit(event) {
  event?.preventDefault();
  const changes = Object.fromEntries(FIELDS.map((name) => [name, byId(name).value.trim()]));
  if (changes.sort === "relevance") changes.sort = "";
  go({ ...changes, exact: byId("exact").checked ? "true" : "", article: "" });
}

byId("form").addEventListener("submit", submit);
byId("sort").addEventListener("change", () => submit());
byId("exact").addEventListener("change", () => submit());
byId("previous").addEventListener("click", () => go({ offset: String(Math.max(0, first() - PAGE) || "") }, { keepPlace: true }));
byId("next").addEventListener("click", () => go({ offset: String(first() + PAGE) }, { keepPlace: true }));
byId("mark-on").addEventListener("click", () => jump(1));
byId("mark-back").addEventListener("click", () => jump(-1));
byId("close").addEventListener("click", () => go({ article: "" }, { keepPlace: true }));
byId("reader").addEventListener("cancel", (event) => { event.preventDefault(); go({ article: "" }, { keepPlace: true }); });
byId("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem("language", language);
  words = languages[language];
  label();
  show();
});
byId("source").addEventListener("input", async () => {
  const names = await ask("/api/suggest", new URLSearchParams({ q: byId("source").value })).catch(() => []);
  byId("outlets").replaceChildren(...names.map((name) => Object.assign(element("option"), { value: name })));
});
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") { event.preventDefault(); byId("q").focus(); }
  if (event.key === "n" && byId("reader").open) jump(1);
  if (event.key === "p" && byId("reader").open) jump(-1);
});
addEventListener("popstate", show);
label();
show();
