// The reader: a whole article, its marks, and jumps between them.
import { ask } from "/api.js";
import { byId, element, lines, marked, time } from "/dom.js";
import { value } from "/state.js";

// The elements of each mark: one on every line that it spans.
let marks = [];
let mark = -1;

function together(elements) {
  const all = [];
  for (const one of elements) {
    if (one.classList.contains("goes-on")) all.at(-1).push(one);
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

export async function showArticle(id, words, signal) {
  const reader = byId("reader");
  if (!id) return reader.close();
  const q = new URLSearchParams({ q: value("q") });
  const { article, title, summary, body } = await ask(`/api/articles/${encodeURIComponent(id)}`, q, signal);
  byId("reader-title").replaceChildren();
  marked(byId("reader-title"), title);
  byId("reader-facts").textContent = [article.source, time(article.published_at), ...article.tags].filter(Boolean).join(" · ");
  const texts = [["summary", summary], ["body", body]].filter(([, { text }]) => text);
  const paragraphs = ([name, text]) => lines(text).map((line) => marked(element("p", name), line));
  byId("reader-body").replaceChildren(...texts.flatMap(paragraphs));
  const original = byId("original");
  // Only web addresses become links; an article may contain `javascript:`.
  original.hidden = !/^https?:\/\//i.test(article.url ?? "");
  if (original.hidden) original.removeAttribute("href");
  else original.href = article.url;
  marks = together(reader.querySelectorAll("mark"));
  mark = -1;
  byId("mark-place").textContent = marks.length ? "" : words.noMarks;
  for (const name of ["mark-back", "mark-on"]) byId(name).disabled = marks.length === 0;
  if (!reader.open) reader.showModal();
  jump(1);
}
