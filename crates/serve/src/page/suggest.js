// Suggestions while the user types, in the browser's own lists.
import { ask } from "/api.js";
import { byId, element } from "/dom.js";
import { quoted } from "/state.js";

// Pause in typing before the server is asked, in milliseconds.
const REST = 120;

let timer = 0;
let asked = new AbortController();

function later(typed, show) {
  clearTimeout(timer);
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  timer = setTimeout(async () => {
    const found = typed.length > 100 ? [] : await ask("/api/suggest", new URLSearchParams({ q: typed }), signal).catch(() => []);
    if (!signal.aborted) show(found);
  }, REST);
}

function option(value, label) {
  const made = element("option");
  made.value = value;
  made.label = label;
  return made;
}

export function suggestWhileTyping(words) {
  byId("q").addEventListener("input", () => {
    const typed = byId("q").value;
    const last = typed.match(/[^\s（）()“”「」"：:]*$/u)[0];
    const before = typed.slice(0, typed.length - last.length);
    later(last, (found) => {
      const tags = found.filter(({ kind }) => kind === "tag").map(({ text, articles }) => option(before + quoted(text), words().articles(articles)));
      const titles = found.filter(({ kind, text }) => kind === "title" && !/["“”「」]/u.test(text)).map(({ text }) => option(`“${text}”`, words().headline));
      byId("suggestions").replaceChildren(...tags, ...titles);
    });
  });
  byId("source").addEventListener("input", () => {
    later(byId("source").value, (found) => {
      const sources = found.filter(({ kind }) => kind === "source");
      byId("outlets").replaceChildren(...sources.map(({ text, articles }) => option(text, words().articles(articles))));
    });
  });
}
