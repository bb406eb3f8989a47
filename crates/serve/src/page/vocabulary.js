// Words: collocates of the keywords, and what marks the articles found.
import { ask } from "./api.js";
import { button, element, table } from "./dom.js";
import { csv, download, fileName } from "./files.js";
import { fill } from "./panel.js";
import { counted, quoted, value } from "./state.js";

const MOST = "40";

export async function wordsView(words, go, signal) {
  const [near, marking] = [element("section"), element("section")];
  fill(near, words, signal, () => collocates(words, go, signal));
  fill(marking, words, signal, () => keywords(words, go, signal));
  return [element("div", "halves", near, marking)];
}

// A word that can be searched for together with the query.
const searched = (word, go) => button("link", word, () => go({ q: `${value("q")} ${quoted(word)}`.trim(), tab: "" }), `word ${word}`);

function file(name, heads, rows, words) {
  return element("p", "controls", button("", words.csv, () => download(csv([heads, ...rows]), fileName(`${value("q")} ${name}`, "csv"), "text/csv"), `${name} csv`));
}

async function collocates(words, go, signal) {
  const params = counted();
  params.set("limit", MOST);
  const measure = value("measure") || "g2";
  params.set("measure", measure);
  const { words: found } = await ask("api/collocates", params, signal);
  const select = element("select");
  select.dataset.key = "measure";
  select.append(...Object.entries(words.measures).map(([name, text]) => new Option(text, name)));
  select.value = measure;
  select.addEventListener("change", () => go({ measure: select.value === "g2" ? "" : select.value }));
  const score = ({ g2, log_dice }) => (measure === "log_dice" ? log_dice : g2);
  const rows = found.map((one) => [searched(one.word, go), words.number(one.observed), words.number(one.everywhere), score(one).toFixed(1)]);
  const heading = [element("h2", "", words.collocates), element("p", "controls", element("label", "", words.measure, " ", select))];
  if (found.length === 0) return [...heading, element("p", "quiet", words.nothing)];
  const plain = found.map(({ word, observed, expected, everywhere, g2, log_dice }) => [word, observed, expected, everywhere, g2, log_dice]);
  return [...heading, table([words.word, words.together, words.allArticles, words.score], rows), file("collocates", ["word", "observed", "expected", "everywhere", "g2", "log_dice"], plain, words)];
}

async function keywords(words, go, signal) {
  const params = counted();
  params.set("limit", MOST);
  if (value("against")) params.set("against", value("against"));
  const { words: found } = await ask("api/keywords", params, signal);
  const against = element("input");
  Object.assign(against, { value: value("against"), maxLength: 1000 });
  against.dataset.key = "against";
  const compare = element("button", "", words.compare);
  compare.dataset.key = "compare";
  const form = element("form", "controls", element("label", "", words.against, " ", against), compare);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go({ against: against.value.trim() });
  });
  const heading = [element("h2", "", words.keywords), form];
  if (found.length === 0) return [...heading, element("p", "quiet", words.nothing)];
  const rows = found.map(({ word, hits, elsewhere, g2 }) => [searched(word, go), words.number(hits), words.number(elsewhere), g2.toFixed(1)]);
  const plain = found.map(({ word, hits, expected, elsewhere, g2 }) => [word, hits, expected, elsewhere, g2]);
  return [...heading, table([words.word, words.tabArticles, words.elsewhere, words.score], rows), file("keywords", ["word", "hits", "expected", "elsewhere", "g2"], plain, words)];
}
