// Suggestions while the user types, in the browser's own list; none while an input method composes.
import { ask } from "./api.js";
import { byId, element } from "./dom.js";
import { quoted } from "./state.js";

// Pause in typing before the server is asked, in milliseconds.
const REST = 120;
// The server completes no longer text.
const LONGEST = 100;

let timer = 0;
let asked = new AbortController();

function later(typed, show) {
  clearTimeout(timer);
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  timer = setTimeout(async () => {
    // Suggestions are a help; without them the page works.
    const found = typed.length > LONGEST ? [] : await ask("api/suggest", new URLSearchParams({ q: typed }), signal).catch(() => []);
    if (!signal.aborted) show(found);
  }, REST);
}

const option = (value, label) => Object.assign(element("option"), { value, label });

function suggest(words) {
  const typed = byId("q").value;
  const last = typed.match(/[^\s（）()“”「」"：:]*$/u)[0];
  const before = typed.slice(0, typed.length - last.length);
  later(last, (found) => {
    const tags = found.filter(({ kind }) => kind === "tag").map(({ text, articles }) => option(before + quoted(text), words.articles(articles)));
    const titles = found.filter(({ kind, text }) => kind === "title" && !/["“”「」]/u.test(text)).map(({ text }) => option(`“${text}”`, words.headline));
    byId("suggestions").replaceChildren(...tags, ...titles);
  });
}

export function suggestWhileTyping(words) {
  byId("q").addEventListener("input", (event) => {
    if (!event.isComposing) suggest(words());
  });
  byId("q").addEventListener("compositionend", () => suggest(words()));
}
