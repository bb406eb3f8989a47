// The reader: a whole article, its marks, and jumps between them. It lies beside the list where there is room,
// and over the page elsewhere.
import { ask } from "./api.js";
import { byId, element, languageOf, lines, marked, time } from "./dom.js";
import { fill } from "./panel.js";
import { counted, value } from "./state.js";
import { summaryParts } from "./structure.js";

const WIDE = matchMedia("(min-width: 80rem)");

// The elements of each mark: one on every line that it spans.
let marks = [];
let mark = -1;

function together(elements) {
  const all = [];
  for (const one of elements) {
    if (one.classList.contains("goes-on") && all.length > 0) all.at(-1).push(one);
    else all.push([one]);
  }
  return all;
}

export function jump(step) {
  if (marks.length === 0) return;
  for (const one of marks[mark] ?? []) one.classList.remove("here");
  mark = (mark + step + marks.length) % marks.length;
  for (const one of marks[mark]) one.classList.add("here");
  marks[mark][0].scrollIntoView({ block: "center" });
  byId("mark-place").textContent = `${mark + 1} / ${marks.length}`;
}

export const isReading = () => byId("reader").open;

// Whether the reader covers the page, so that the list cannot be reached beside it.
export const isOver = () => isReading() && byId("reader").matches(":modal");

export function closeReader() {
  if (!isReading()) return;
  const { id } = byId("reader").dataset;
  byId("reader").close();
  document.body.classList.remove("reading");
  const opener = [...document.querySelectorAll("#main [data-key]")].find((one) => one.dataset.key === id);
  (opener ?? byId("status")).focus({ preventScroll: Boolean(opener) && WIDE.matches });
}

function open() {
  const reader = byId("reader");
  if (reader.open) return;
  document.body.classList.add("reading");
  if (WIDE.matches) reader.show();
  else reader.showModal();
}

// The links to the article before and after the one that is read, in the list.
export function neighbours() {
  const titles = [...document.querySelectorAll("#articles .title")];
  const at = titles.findIndex((title) => title.dataset.key === value("article"));
  return at < 0 ? [null, null] : [titles[at - 1] ?? null, titles[at + 1] ?? null];
}

function showNeighbours() {
  const [before, after] = neighbours();
  byId("hit-back").disabled = !before;
  byId("hit-on").disabled = !after;
  for (const title of document.querySelectorAll("#articles .title")) {
    if (title.dataset.key === value("article")) title.setAttribute("aria-current", "true");
    else title.removeAttribute("aria-current");
  }
}

// Answers whether the article is shown.
export async function showArticle(id, words, signal) {
  if (!id) {
    for (const title of document.querySelectorAll("#articles [aria-current]")) title.removeAttribute("aria-current");
    return closeReader();
  }
  const reader = byId("reader");
  reader.dataset.id = id;
  const params = counted();
  for (const name of [...params.keys()]) if (name !== "q") params.delete(name);
  if (value("expand")) params.set("expand", value("expand"));
  open();
  byId("original").hidden = true;
  marks = [];
  showNeighbours();
  await fill(byId("reader-article"), words, signal, async () => content(await ask(`api/articles/${encodeURIComponent(id)}`, params, signal)));
  if (signal.aborted) return;
  marks = together(reader.querySelectorAll("#reader-article mark"));
  mark = -1;
  byId("mark-place").textContent = marks.length ? "" : words.noMarks;
  for (const name of ["mark-back", "mark-on"]) byId(name).disabled = marks.length === 0;
  reader.scrollTop = 0;
  byId("reader-title")?.focus({ preventScroll: true });
  jump(1);
}

function content({ article, headline, title, summary, body }) {
  const heading = element("h2");
  Object.assign(heading, { id: "reader-title", tabIndex: -1 });
  if (title.text) marked(heading, title);
  else Object.assign(heading, { textContent: headline ?? article.id, lang: languageOf(headline ?? "") });
  const facts = element("p", "facts", [article.source, time(article.published_at), ...article.tags].filter(Boolean).join(" · "));
  facts.id = "reader-facts";
  const texts = element("div");
  texts.id = "reader-body";
  if (summary.text) texts.append(element("div", "summary", ...summaryParts(summary)));
  texts.append(...lines(body).map((line) => marked(element("p", "body"), line)));
  showOriginal(article.url);
  return [heading, facts, texts];
}

// Only web addresses become links; an article may contain `javascript:`.
function showOriginal(url) {
  const original = byId("original");
  original.hidden = !/^https?:\/\//i.test(url ?? "");
  if (original.hidden) original.removeAttribute("href");
  else original.href = url;
}
